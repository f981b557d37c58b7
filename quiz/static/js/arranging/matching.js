// What belongs to each line. Every line keeps its select, which is what is sent, what a keyboard lands on and what a
// screen reader reads; beside it all that can be chosen lies open, to be tapped or dragged to its line.

import { letDrag } from "./dragging.js";
import { filled, send, tell } from "./telling.js";

export class Matching {
  constructor(box) {
    this.box = box;
    this.rows = [...box.querySelector(".matches").children];
    this.pool = box.querySelector(".match-key");
    this.rights = [...this.pool.children];
    this.asked = box.querySelector(".match-for");
    this.pool.hidden = false;
    box.append(this.asked, this.pool);
    this.rows.forEach((row) => this.letterOptions(row));
    this.listen();
    this.read();
  }

  /** Take over what the fields hold. */
  read() {
    this.current = this.next(this.rows[0]) ?? this.rows[0];
    this.show();
  }

  // The letters stand on the page now, so that the selects must name them too.
  letterOptions(row) {
    for (const option of field(row).options) {
      const letter = this.letter(option.value);
      if (letter && !option.text.startsWith(`${letter} – `)) option.text = `${letter} – ${option.text}`;
    }
  }

  listen() {
    const lefts = this.box.querySelector(".matches");
    lefts.addEventListener("click", (event) => {
      const row = event.target.closest("li");
      const clear = event.target.closest(".clear");
      if (clear) this.clear(row, clear);
      else if (row) this.mark(row);
    });
    lefts.addEventListener("change", (event) => this.choose(event.target.closest("li"), event.target.value));
    lefts.addEventListener("focusin", (event) => this.mark(event.target.closest("li")));
    lefts.addEventListener("keydown", (event) => this.press(event));
    this.pool.addEventListener("click", (event) => {
      const right = event.target.closest("li");
      if (right) this.take(this.rights.indexOf(right));
    });
    letDrag(this.pool, {
      move: (right, { dx, dy, event }) => this.drag(right, dx, dy, event),
      drop: (right) => this.drop(right, this.target),
      cancel: (right) => this.drop(right, null),
    });
  }

  /** A letter chooses for the current line, a figure goes to a line. */
  key(key) {
    if (/^[a-z]$/i.test(key)) return this.take(key.toLowerCase().charCodeAt(0) - 97);
    const row = this.rows[Number(key) - 1];
    if (row) this.mark(row);
    return Boolean(row);
  }

  press(event) {
    const row = event.target.closest("li");
    if (event.target !== field(row) || event.ctrlKey || event.metaKey || event.altKey) return;
    const { key } = event;
    const index = key.toLowerCase().charCodeAt(0) - 97;
    if (/^[a-z]$/i.test(key) && this.rights[index]) this.choose(row, String(index));
    else if (/^[1-9]$/.test(key) && this.rows[key - 1]) field(this.rows[key - 1]).focus();
    else if (key === "Delete" || key === "Backspace") this.choose(row, "");
    else if (key === "Enter") send(field(row));
    else return;
    event.preventDefault();
  }

  /** Choose the right side for the current line, or take it away again, and go on to the next line without one. */
  take(index) {
    if (!this.rights[index]) return false;
    const value = String(index);
    const row = this.current;
    this.choose(row, field(row).value === value ? "" : value);
    this.goOn(row);
    return true;
  }

  goOn(row) {
    const next = field(row).value ? this.next(row) : null;
    if (!next) return;
    this.mark(next);
    tell(this.said(row), filled(this.box.dataset.next, { left: words(next) }));
  }

  choose(row, value) {
    field(row).value = value;
    this.mark(row);
    tell(this.said(row), this.next(row) ? "" : this.box.dataset.complete);
  }

  clear(row, button) {
    const hadFocus = document.activeElement === button;
    this.choose(row, "");
    if (hadFocus) field(row).focus();
  }

  said(row) {
    const right = this.rights[field(row).value];
    const { paired, cleared } = this.box.dataset;
    return filled(right ? paired : cleared, { left: words(row), right: right && text(right) });
  }

  /** Return the first line without a choice, beginning at `row`. */
  next(row) {
    const at = this.rows.indexOf(row);
    return [...this.rows.slice(at), ...this.rows.slice(0, at)].find((each) => !field(each).value);
  }

  mark(row) {
    this.current = row;
    this.show();
  }

  drag(right, dx, dy, event) {
    right.style.transform = `translate(${dx}px, ${dy}px)`;
    const under = document.elementFromPoint(event.clientX, event.clientY)?.closest("li");
    this.target = this.rows.includes(under) ? under : null;
    for (const row of this.rows) row.classList.toggle("is-target", row === this.target);
  }

  drop(right, row) {
    right.style.transform = "";
    for (const each of this.rows) each.classList.remove("is-target");
    if (!row) return;
    this.choose(row, String(this.rights.indexOf(right)));
    this.goOn(row);
  }

  show() {
    for (const row of this.rows) {
      const right = this.rights[field(row).value];
      row.classList.toggle("is-marked", row === this.current);
      row.classList.toggle("is-placed", Boolean(right));
      row.querySelector(".chosen").replaceChildren(...(right ? copies(right) : ["–"]));
      row.querySelector(".clear").hidden = !right;
    }
    this.rights.forEach((right, index) => {
      const users = this.rows.filter((row) => field(row).value === String(index));
      right.classList.toggle("is-used", users.length > 0);
      right.classList.toggle("is-marked", users.includes(this.current));
      right.querySelector(".used").textContent = users.map((row) => this.rows.indexOf(row) + 1).join(" ");
    });
    this.asked.textContent = filled(this.box.dataset.asked, { left: words(this.current) });
  }

  letter(value) {
    return this.rights[value]?.querySelector(".letter").textContent.trim();
  }
}

const field = (row) => row.querySelector("select");
const words = (row) => row.querySelector("[id^=left-]").textContent.trim();
const text = (right) => right.querySelector(".right-text").textContent.trim();
const copies = (right) => [".letter", ".right-text"].map((part) => right.querySelector(part).cloneNode(true));
