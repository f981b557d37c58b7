// Lines to put in order. The fields of the page stay what is sent: a line's place is what its select says, so that
// whatever the browser or the server put there is shown, and a screen reader has a plain field for every line.

import { letDrag } from "./dragging.js";
import { firstFree, isComplete, put, putAll, standing } from "./places.js";
import { filled, glide, send, tell } from "./telling.js";

export class Ordering {
  constructor(box) {
    this.box = box;
    this.list = box.querySelector(".places");
    this.lines = [...this.list.children]; // as they were shown first, which is what the letters name
    this.marked = null;
    this.listen();
    this.read();
  }

  /** Take over what the fields hold; of two lines with one place the first keeps it. */
  read() {
    const taken = new Set([0]);
    this.places = new Map();
    for (const line of this.lines) {
      const place = Number(field(line).value);
      this.places.set(line, taken.has(place) ? 0 : place);
      taken.add(place);
    }
    this.show(this.places);
  }

  listen() {
    this.list.addEventListener("click", (event) => {
      const line = event.target.closest("li");
      if (line) this.tap(line);
    });
    this.list.addEventListener("change", (event) => {
      const line = event.target.closest("li");
      this.change(line, Number(event.target.value));
    });
    this.list.addEventListener("focusin", (event) => this.mark(event.target.closest("li")));
    this.list.addEventListener("keydown", (event) => this.press(event));
    this.box.querySelector(".arrange-tools").addEventListener("click", (event) => {
      const tool = event.target.closest("button");
      if (tool && tool.getAttribute("aria-disabled") !== "true") this.use(tool.dataset.tool);
    });
    letDrag(this.list, {
      move: (line, { dy }) => this.drag(line, dy),
      drop: (line) => this.drop(line, true),
      cancel: (line) => this.drop(line, false),
    });
  }

  /** A line without a place gets the next one; any line becomes the one that the tools move. */
  tap(line) {
    this.mark(line);
    if (!this.places.get(line)) this.change(line, firstFree(this.places));
  }

  /** A letter taps its line; a figure is the place of the marked line, or of the first that has none. */
  key(key) {
    const line = this.lines[key.toLowerCase().charCodeAt(0) - 97];
    if (/^[a-z]$/i.test(key)) {
      if (line) this.tap(line);
      return Boolean(line);
    }
    const numbered = this.marked ?? this.waiting()[0];
    if (!numbered || Number(key) > this.lines.length) return false;
    this.change(numbered, Number(key));
    this.mark(this.waiting()[0] ?? numbered);
    return true;
  }

  /** Keys on a line that has the focus: it keeps the focus wherever it goes. */
  press(event) {
    const line = event.target.closest("li");
    if (!line || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const at = standing(this.places).indexOf(line) + 1;
    const count = this.lines.length;
    const wanted = { ArrowUp: Math.max(at - 1, 1), ArrowDown: Math.min(at + 1, count), Home: 1, End: count }[event.key];
    if (wanted) this.change(line, wanted);
    else if (event.altKey) return;
    // Past nine lines the browser's own search in a select takes figures of two digits.
    else if (/^[1-9]$/.test(event.key) && count <= 9) this.change(line, Math.min(Number(event.key), count));
    else if (event.key === "Delete" || event.key === "Backspace") this.change(line, 0);
    else if (event.key === "Enter") send(field(line));
    else if (!/^[a-z]$/i.test(event.key) || !this.key(event.key)) return;
    event.preventDefault();
  }

  use(tool) {
    const at = standing(this.places).indexOf(this.marked) + 1;
    if (tool === "up") this.change(this.marked, at - 1);
    if (tool === "down") this.change(this.marked, at + 1);
    if (tool === "clear") this.change(this.marked, 0);
    if (tool === "rest") {
      this.show(putAll(this.places));
      tell(this.box.dataset.complete);
    }
  }

  /** Put `line` at `place`, 0 for none, and say so. */
  change(line, place) {
    this.show(place ? put(this.places, line, place) : new Map(this.places).set(line, 0));
    this.mark(line);
    const values = { line: words(line), place, count: this.lines.length };
    const { placed, cleared, complete } = this.box.dataset;
    tell(filled(place ? placed : cleared, values), isComplete(this.places) ? complete : "");
    // A finger keeps its place on the screen; whoever uses keys follows the line.
    if (line.contains(document.activeElement)) line.scrollIntoView({ block: "nearest" });
  }

  drag(line, dy) {
    this.before ??= { places: this.places, top: line.offsetTop };
    const top = this.before.top + dy;
    const above = this.lines.filter((other) => other !== line && middleWithout(other, line) < top).length;
    this.mark(line);
    this.show(put(this.before.places, line, above + 1));
    line.style.transform = `translateY(${this.before.top + dy - line.offsetTop}px)`;
  }

  drop(line, isMeant) {
    const place = this.places.get(line);
    const { places } = this.before;
    this.before = undefined;
    glide([line], () => {
      line.style.transform = "";
    });
    if (!isMeant) return this.show(places);
    this.places = places;
    this.change(line, place);
  }

  waiting() {
    return standing(this.places).filter((line) => !this.places.get(line));
  }

  mark(line) {
    this.marked = line;
    for (const each of this.lines) each.classList.toggle("is-marked", each === line);
    this.showTools();
  }

  show(places) {
    const focused = this.list.contains(document.activeElement) ? document.activeElement : null;
    const lines = standing(places);
    const isMoved = lines.some((line, index) => this.list.children[index] !== line);
    this.places = places;
    if (isMoved) glide(this.lines, () => this.list.append(...lines));
    for (const line of this.lines) {
      field(line).value = places.get(line) || "";
      line.classList.toggle("is-placed", Boolean(places.get(line)));
    }
    if (focused !== document.activeElement) focused?.focus({ preventScroll: true });
    this.showTools();
  }

  showTools() {
    const at = standing(this.places).indexOf(this.marked);
    const isPossible = {
      up: at > 0,
      down: at >= 0 && at < this.lines.length - 1,
      clear: at >= 0 && this.places.get(this.marked) > 0,
      rest: !isComplete(this.places),
    };
    for (const tool of this.box.querySelectorAll("[data-tool]"))
      tool.setAttribute("aria-disabled", String(!isPossible[tool.dataset.tool]));
  }
}

const field = (line) => line.querySelector("select");
const words = (line) => line.querySelector("[id^=item-]").textContent.trim();

// Where the middle of `other` would be if `line` were lifted out of the list.
function middleWithout(other, line) {
  const follows = line.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING;
  return other.offsetTop + other.offsetHeight / 2 - (follows ? line.offsetHeight : 0);
}
