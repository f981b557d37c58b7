// What the server says may stand in a bank's files, followed from the outermost list to a place in it.

/** Return the shapes that may stand where `steps` lead to, from `root` on. */
export function shapesAt(known, root, steps) {
  return steps.reduce((shapes, step) => shapes.flatMap((shape) => into(known, shape, step)), open(root));
}

/** Return the records that may begin here; of cases the one that `siblings` tell, else what all have in common. */
export function recordsOf(known, shapes, siblings) {
  return shapes.flatMap((shape) => {
    if (shape.record) return [known.records[shape.record]];
    return shape.cases ? [caseOf(known, shape.cases, siblings)] : [];
  });
}

/** Return the words that a shape has to choose from, undefined if it has none. */
export function wordsOf(known, shape, place) {
  if (shape.words) return shape.words.map((word) => ({ word, says: shape.says?.[word] }));
  if (!shape.of) return undefined;
  const found = known.bank[shape.of];
  if (shape.of !== "paragraphs") return found;
  return found[place.siblings.get("source")] ?? Object.values(found).at(0);
}

function into(known, shape, step) {
  if (step.kind === "item") return shape.list ? open(shape.list) : [];
  return recordsOf(known, [shape], step.siblings).flatMap((record) => {
    const key = record.keys.find(({ name }) => name === step.name);
    return key ? open(key.shape) : [];
  });
}

const open = (shape) => (shape.any ? shape.any.flatMap(open) : [shape]);

function caseOf(known, cases, siblings) {
  const name = cases.records[siblings.get(cases.key)];
  if (name) return known.records[name];
  const records = Object.values(cases.records).map((each) => known.records[each]);
  const everywhere = ({ name: wanted }) => records.every(({ keys }) => keys.some((key) => key.name === wanted));
  return { keys: records[0].keys.filter(everywhere) };
}
