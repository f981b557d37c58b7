// A line that is too long goes on below its own first word, so that the depth of every line stays to be seen.

import { Decoration, RangeSetBuilder, ViewPlugin } from "../../vendor/codemirror.js";

const DEEPEST = 12;
// A class for each depth, since the page's security policy refuses styles of a single line.
const depths = Array.from({ length: DEEPEST + 1 }, (_, depth) => Decoration.line({ class: `depth-${depth}` }));

const depthOf = (text) => Math.min(text.match(/^ *(?:- +)*/)[0].length, DEEPEST);

function decorated(view) {
  const builder = new RangeSetBuilder();
  for (const { from, to } of view.visibleRanges) {
    for (let at = from; at <= to; ) {
      const line = view.state.doc.lineAt(at);
      builder.add(line.from, line.from, depths[depthOf(line.text)]);
      at = line.to + 1;
    }
  }
  return builder.finish();
}

export const hanging = ViewPlugin.fromClass(
  class {
    constructor(view) {
      this.decorations = decorated(view);
    }

    update(update) {
      if (update.docChanged || update.viewportChanged) this.decorations = decorated(update.view);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);
