// Where in a bank's file a cursor stands: the keys and lists around it. Read from the depth of the lines and not by
// YAML's own grammar, since a text that is being written is hardly ever whole.

import { placeInBrackets } from "./brackets.js";

const KEY = /^(?:"([^"]*)"|'([^']*)'|([A-Za-z_][\w-]*))[ \t]*:(?=\s|$)/;
const BLOCK_TEXT = /^[|>][-+\d]*\s*(#.*)?$/;

/**
 * Return where column `at` of line `row` (both from 0) stands, or null in a comment and inside a text.
 *
 * `steps` lead there from the outermost list or mapping: `{kind: "item"}` and `{kind: "key", name, siblings}`.
 * `role` is "value" behind a key, else "entry"; `from` is the column where the word begins; `siblings` is a Map of the
 * keys that stand beside it, with their values; `inBrackets` and `inList` say what is around it, `dashed` that
 * a list item begins on this line.
 */
export function placeAt(lines, row, at) {
  const before = lines[row].slice(0, at);
  if (/(^|\s)#/.test(withoutQuotes(before))) return null;
  const own = partsOf(before);
  const above = ancestors(lines, row, own);
  const holder = above.at(-1);
  const held = holder ? withoutComment(valueOf(lines, holder)) : "";
  const outer = above.map((part) => stepOf(lines, part));
  if (/^[[{]/.test(held)) {
    const text = [held, ...lines.slice(holder.row + 1, row), before].join("\n");
    return placeInBrackets(text, outer, at);
  }
  if (held) return null;

  const steps = [...outer, ...own.parts.map((part) => stepOf(lines, { ...part, row }))];
  const rest = before.slice(own.at);
  if (/^[[{]/.test(rest)) return placeInBrackets(rest, steps, at);
  const last = own.parts.at(-1);
  return {
    steps,
    role: last?.kind === "key" ? "value" : "entry",
    from: own.at,
    siblings: last?.kind === "key" ? steps.at(-1).siblings : siblingsAt(lines, row, own.at),
    inBrackets: false,
    inList: last?.kind === "item",
    dashed: own.parts.length > 0,
  };
}

/** The dashes and the key that a line begins with, each with its column, and `at`, where what follows begins. */
export function partsOf(text) {
  const parts = [];
  let at = indentOf(text);
  while (/^-(\s|$)/.test(text.slice(at))) {
    parts.push({ kind: "item", column: at });
    at += 1;
    at += indentOf(text.slice(at));
  }
  const key = KEY.exec(text.slice(at));
  if (key) {
    parts.push({ kind: "key", column: at, name: key[1] ?? key[2] ?? key[3] });
    at += key[0].length;
    at += indentOf(text.slice(at));
  }
  return { parts, at };
}

/** How deep the next line begins below a key whose value is still to come, null below everything else. */
export function depthBelow(line) {
  const { parts, at } = partsOf(line);
  const last = parts.at(-1);
  const value = line.slice(at).trim();
  const isOpen = last?.kind === "key" && (!value || value.startsWith("#") || BLOCK_TEXT.test(value));
  return isOpen ? last.column + 2 : null;
}

const indentOf = (text) => text.length - text.trimStart().length;

const isBare = (line) => !line.trim() || line.trimStart().startsWith("#");

/** The parts of the lines above that this line belongs to, the outermost first. */
function ancestors(lines, row, own) {
  const found = [];
  let limit = own.parts[0]?.column ?? own.at;
  // The dashes of a list may stand as deep as the key it belongs to.
  let dashed = own.parts[0]?.kind === "item";
  for (let above = row - 1; above >= 0 && (limit > 0 || dashed); above -= 1) {
    if (isBare(lines[above])) continue;
    for (const part of partsOf(lines[above]).parts.reverse()) {
      const isOuter = part.column < limit || (part.column === limit && dashed && part.kind === "key");
      if (!isOuter) continue;
      found.unshift({ ...part, row: above });
      limit = part.column;
      dashed = part.kind === "item";
    }
  }
  return found;
}

function stepOf(lines, part) {
  if (part.kind === "item") return { kind: "item" };
  return { kind: "key", name: part.name, siblings: siblingsAt(lines, part.row, part.column) };
}

/** What stands on a part's own line behind it: nothing for a dash that a key follows. */
function valueOf(lines, part) {
  const { parts, at } = partsOf(lines[part.row]);
  const last = parts.at(-1);
  return last.column === part.column ? lines[part.row].slice(at).trim() : "";
}

const withoutComment = (value) => (value.startsWith("#") ? "" : value);

/** The keys of the mapping around line `row` whose keys begin at `column`, with what stands behind each. */
function siblingsAt(lines, row, column) {
  const found = new Map();
  const take = (line) => {
    const { parts, at } = partsOf(line);
    const last = parts.at(-1);
    if (last?.kind === "key" && last.column === column) found.set(last.name, line.slice(at).trim());
  };
  for (let above = row; above >= 0; above -= 1) {
    if (isBare(lines[above])) continue;
    take(lines[above]);
    if (indentOf(lines[above]) < column) break;
  }
  for (let below = row + 1; below < lines.length; below += 1) {
    if (isBare(lines[below])) continue;
    if (indentOf(lines[below]) < column) break;
    take(lines[below]);
  }
  return found;
}

/** The text with everything in quotes blanked out, so that a sign in it is none. */
function withoutQuotes(text) {
  const quoted = /(^|[\s[{,:])("(?:[^"\\]|\\.)*(?:"|$)|'(?:[^']|'')*(?:'|$))/g;
  return text.replace(quoted, (all, lead) => lead.padEnd(all.length, "."));
}
