// What CodeMirror is equipped with: for every text, for YAML only, and by keys.

import {
  EditorState,
  EditorView,
  acceptCompletion,
  autocompletion,
  bracketMatching,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
  defaultKeymap,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSelectionMatches,
  highlightSpecialChars,
  history,
  historyKeymap,
  indentOnInput,
  indentService,
  indentUnit,
  keymap,
  lineNumbers,
  lintGutter,
  search,
  searchKeymap,
  yaml,
} from "../../vendor/codemirror.js";
import { colours } from "./colours.js";
import { hanging } from "./hanging.js";
import { depthBelow } from "./places.js";

const MOST_SHOWN = 60;

/** Return what every text has. Lines have the numbers of the file, also where it is one question's block. */
export function everywhere(firstLine, phrases) {
  return [
    EditorState.phrases.of(phrases.codemirror),
    EditorState.tabSize.of(2),
    EditorView.lineWrapping,
    lineNumbers({ formatNumber: (number) => String(number + firstLine - 1) }),
    highlightSpecialChars(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    highlightSelectionMatches(),
    history(),
    search({ top: true }),
    lintGutter(),
  ];
}

/** Return what helps to write YAML and would be in the way of prose. */
export function inYaml(source) {
  const language = yaml();
  return [
    language,
    // A quote in the middle of a sentence is an apostrophe, so that it gets no partner.
    language.language.data.of({ closeBrackets: { brackets: ["[", "{", '"'] } }),
    colours,
    hanging,
    indentUnit.of("  "),
    indentService.of((context, at) => depthBelow(context.lineAt(at, -1).text) ?? undefined),
    indentOnInput(),
    bracketMatching(),
    closeBrackets(),
    autocompletion({ override: [source], icons: false, maxRenderedOptions: MOST_SHOWN }),
  ];
}

/** Return the keys, `own` before all others. Tab leaves the editor, unless there is a suggestion to take. */
export function keys(own) {
  return keymap.of([
    ...own,
    ...closeBracketsKeymap,
    ...completionKeymap,
    { key: "Tab", run: acceptCompletion },
    ...searchKeymap,
    ...historyKeymap,
    ...defaultKeymap,
  ]);
}
