// Where a cursor stands inside the brackets of YAML: [a, b] and {source: survey, paragraph: 4}.

/**
 * Follow the brackets of `text`, which begins with one and ends at the cursor in column `at`; `steps` lead to it.
 * Returns a place as `placeAt` does, null where the brackets are closed already.
 */
export function placeInBrackets(text, steps, at) {
  const frames = [];
  let word = 0;
  let quote = "";
  for (let index = 0; index < text.length; index += 1) {
    const sign = text[index];
    const frame = frames.at(-1);
    if (quote) {
      if (sign === "\\" && quote === '"') index += 1;
      else if (sign === quote) quote = "";
    } else if ((sign === '"' || sign === "'") && !text.slice(word, index).trim()) {
      quote = sign;
    } else if (sign === "[" || sign === "{") {
      frames.push(frameOf(sign, frame ? stepsIn(frame) : steps));
      word = index + 1;
    } else if (sign === "]" || sign === "}") {
      frames.pop();
      if (!frames.length) return null;
      word = index + 1;
    } else if (sign === ",") {
      endEntry(frame, text.slice(word, index));
      word = index + 1;
    } else if (beginsValue(text, index, frame)) {
      frame.key = bare(text.slice(word, index));
      word = index + 1;
    }
  }
  const frame = frames.at(-1);
  return {
    steps: stepsIn(frame),
    role: frame.key ? "value" : "entry",
    from: at - text.slice(word).trimStart().length,
    siblings: frame.siblings,
    inBrackets: true,
    inList: frame.isList,
    dashed: false,
  };
}

const frameOf = (sign, steps) => ({ isList: sign === "[", steps, key: "", siblings: new Map() });

const bare = (text) => text.trim().replace(/^(["'])(.*)\1$/, "$2");

function stepsIn(frame) {
  if (frame.isList) return [...frame.steps, { kind: "item" }];
  if (!frame.key) return frame.steps;
  return [...frame.steps, { kind: "key", name: frame.key, siblings: frame.siblings }];
}

function endEntry(frame, value) {
  if (frame.key) frame.siblings.set(frame.key, bare(value));
  else if (frame.isList) frame.siblings.set(bare(value), "");
  frame.key = "";
}

function beginsValue(text, index, frame) {
  const isColon = text[index] === ":" && (index + 1 === text.length || /\s/.test(text[index + 1]));
  return isColon && !frame.isList && !frame.key;
}
