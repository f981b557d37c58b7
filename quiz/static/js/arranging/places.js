// Which line has which place: from 1, or 0 for none yet. A line without a place stands where one is free.

/** Return the lines from top to bottom. */
export function standing(places) {
  const at = new Map([...places].map(([line, place]) => [place, line]));
  const waiting = [...places.keys()].filter((line) => !places.get(line));
  return [...places.keys()].map((_, index) => at.get(index + 1) ?? waiting.shift());
}

/** Return the places after `line` was put at `place`; lines make room towards where it came from. */
export function put(places, line, place) {
  const own = standing(places).indexOf(line) + 1;
  const next = new Map(places).set(line, 0);
  const holder = (at) => [...next].find(([, taken]) => taken === at)?.[0];
  const step = Math.sign(own - place);
  let free = place;
  while (holder(free)) free += step;
  for (let at = free; at !== place; at -= step) next.set(holder(at - step), at);
  return lastOne(next.set(line, place));
}

/** Return the places with every line where it stands. */
export function putAll(places) {
  const lines = standing(places);
  return new Map([...places.keys()].map((line) => [line, lines.indexOf(line) + 1]));
}

/** Return the first place that is free; 0 if none is. */
export function firstFree(places) {
  const taken = new Set(places.values());
  return [...places.keys()].findIndex((_, index) => !taken.has(index + 1)) + 1;
}

export const isComplete = (places) => ![...places.values()].includes(0);

// The last line can go to one place only.
function lastOne(places) {
  return [...places.values()].filter((place) => !place).length === 1 ? putAll(places) : places;
}
