// What may be written where the cursor stands: the keys that fit, their words, and the bank's own ids.

import { snippet, startCompletion } from "../../vendor/codemirror.js";
import { placeAt } from "./places.js";
import { recordsOf, shapesAt, wordsOf } from "./shapes.js";

const WORD = /^[^\s[\]{},:#"']*$/;
const REQUIRED_FIRST = 50;
const WHOLE_FIRST = 70;
const FITS_IN_A_LINE = 40;

/** Return CodeMirror's source of completions; `words` is what the server knows of banks and of this bank. */
export function completing(textarea, words, phrases) {
  return async (context) => {
    const known = await words();
    if (!known || context.aborted) return null;
    const { state, pos, explicit } = context;
    const line = state.doc.lineAt(pos);
    const lines = [...state.doc.iterLines()];
    const lead = leadOf(textarea, lines, line);
    if (lead) lines[line.number - 1] = lead + line.text;
    const place = placeAt(lines, line.number - 1, pos - line.from + lead.length);
    if (!place) return null;
    const typed = lines[line.number - 1].slice(place.from, pos - line.from + lead.length);
    const asked = { place, typed, explicit, known, phrases, lead };
    const shapes = shapesAt(known, rootOf(known, textarea, lines), place.steps);
    const options = place.role === "value" ? values(shapes, asked) : entries(shapes, asked);
    const from = line.from + place.from - lead.length;
    return options.length ? { from, options, validFor: WORD } : null;
  };
}

const DASH = /^-(\s|$)/;

/** What is missing before a key at the very beginning of a line: a question's block has nothing but its keys there. */
function leadOf({ dataset }, lines, line) {
  const isBlock = dataset.mode === "question" && lines.some((each) => DASH.test(each));
  return isBlock && /^[\w-]*$/.test(line.text) && !DASH.test(line.text) ? "  " : "";
}

/** A question's block is a list of one, as it stands in its file; a file is what its name says. */
function rootOf(known, { dataset }, lines) {
  if (dataset.mode !== "question") return { record: known.files[dataset.file] ?? known.files.questions };
  const isListed = lines.some((line) => DASH.test(line));
  return isListed ? { list: known.question, open: true } : known.question;
}

function values(shapes, { place, typed, known, explicit }) {
  const isId = shapes.some((shape) => shape.list && wordsOf(known, shape.list, place));
  return shapes
    .flatMap((shape) => wordsOf(known, shape, place) ?? (shape.list && wordsOf(known, shape.list, place)) ?? [])
    .filter(unlike)
    .map((word) => optionOf(word, isId && !typed ? (text) => `[${text}]` : undefined))
    .filter(() => explicit || !/\s/.test(typed));
}

function entries(shapes, asked) {
  const { place, known, typed, explicit } = asked;
  const words = place.inList ? shapes.flatMap((shape) => wordsOf(known, shape, place) ?? []) : [];
  if (words.length) return words.filter(({ word }) => !place.siblings.has(word)).filter(unlike).map((word) => optionOf(word));
  // Where a plain text may stand too, a list that opens by itself would swallow its first words.
  const isText = shapes.some((shape) => shape.text);
  if (isText && !explicit && !(place.inBrackets && !place.inList)) return [];
  if (!typed && !explicit && !place.inBrackets && !place.dashed) return [];
  const records = recordsOf(known, shapes, place.siblings);
  const keys = place.inBrackets && place.inList ? [] : records.flatMap((record) => keysOf(record, asked));
  return [...templatesOf(shapes, asked), ...keys].filter(unlike);
}

/** Leave out what was named before, as two kinds of question have most keys in common. */
function unlike(option, index, all) {
  const name = ({ word, label }) => word ?? label;
  return all.findIndex((other) => name(other) === name(option)) === index;
}

function optionOf({ word, says, also }, dress = (text) => text) {
  // Typing words of a fact finds it as well as its id does.
  const shown = also ? { label: `${word} ${also}`, displayLabel: word, detail: also } : { label: word };
  return { ...shown, type: "constant", info: says ?? (also?.length > FITS_IN_A_LINE ? also : undefined), apply: dress(word) };
}

function keysOf(record, { place, phrases, lead }) {
  return record.keys
    .filter((key) => !place.siblings.has(key.name))
    .map((key, index) => ({
      label: key.name,
      detail: key.required ? phrases.required : undefined,
      info: key.says,
      type: "property",
      boost: (key.required ? REQUIRED_FIRST : 0) - index / 10,
      apply: (view, option, from, to) => writeKey(view, key, { place, lead }, from, to),
    }));
}

/** Write a key with what always follows it, and ask on if there are words to choose from. */
function writeKey(view, key, { place, lead }, from, to) {
  const line = view.state.doc.lineAt(from);
  const isThere = /^\s*:/.test(view.state.sliceDoc(to, line.to));
  const depth = " ".repeat(lead.length + from - line.from + 2);
  const behind = key.shape.list && key.shape.open && !place.inBrackets ? `:\n${depth}- ` : ": ";
  const text = lead + key.name + (isThere ? "" : behind);
  view.dispatch({
    changes: { from, to, insert: text },
    selection: { anchor: from + text.length },
    userEvent: "input.complete",
    scrollIntoView: true,
  });
  if (key.chosen) startCompletion(view);
}

/** A whole entry at once: a question of a kind, a fact, a passage. */
function templatesOf(shapes, { place, typed, known, explicit, phrases }) {
  const isBegun = place.siblings.size > 0 && !(place.inBrackets && place.inList);
  if (isBegun || (place.inBrackets && !place.inList)) return [];
  const inside = place.inList ? shapes : shapes.flatMap((shape) => (shape.list ? [shape.list] : []));
  if (!place.inList && !typed && !explicit) return [];
  const names = inside.flatMap((shape) => (shape.cases ? Object.values(shape.cases.records) : [shape.record ?? ""]));
  return names
    .filter((name) => known.templates[name])
    .map((name) => ({
      label: name,
      detail: phrases.whole,
      info: known.records[name].says,
      type: "class",
      boost: WHOLE_FIRST,
      apply: snippet(place.inList ? known.templates[name] : dashed(known.templates[name])),
    }));
}

const dashed = (template) => `- ${template.replaceAll("\n", "\n  ")}`;
