// Rows of fields alike: added, taken away and moved in place, and numbered anew each time. A row's name is in every
// id and name inside it, as `distractors-2`.

const NUMBERED = ["id", "for", "name", "value", "aria-labelledby", "aria-describedby"];

export class Rows {
  constructor(box, announce) {
    this.box = box;
    this.announce = announce;
    this.name = box.dataset.rows;
    this.list = box.querySelector("ol");
    this.blank = emptied(this.list.querySelector("[data-row]").cloneNode(true));
    box.querySelector("[data-add-row]").addEventListener("click", (event) => {
      event.preventDefault();
      this.add();
    });
    this.list.addEventListener("click", (event) => this.press(event));
    this.list.addEventListener("keydown", (event) => this.enter(event));
  }

  get rows() {
    return [...this.list.querySelectorAll(":scope > [data-row]")];
  }

  add() {
    const row = this.blank.cloneNode(true);
    this.list.append(row);
    this.number();
    first(row).focus();
  }

  press(event) {
    const button = event.target.closest("[data-row-move]");
    if (!button) return;
    event.preventDefault();
    const row = button.closest("[data-row]");
    if (button.dataset.rowMove === "drop") this.drop(row);
    else this.move(row, button);
  }

  drop(row) {
    const at = this.rows.indexOf(row);
    if (this.rows.length === 1) this.list.append(this.blank.cloneNode(true));
    row.remove();
    this.number();
    first(this.rows[Math.min(at, this.rows.length - 1)]).focus();
    this.announce(this.box.dataset.dropped);
    this.list.dispatchEvent(new Event("input", { bubbles: true }));
  }

  move(row, button) {
    if (button.dataset.rowMove === "up") row.previousElementSibling?.before(row);
    else row.nextElementSibling?.after(row);
    this.number();
    // At an end the button has nothing left to do, and a button that cannot be pressed holds no focus.
    (button.disabled ? row.querySelector("[data-row-move]:not(:disabled)") : button).focus();
    this.announce(row.querySelector("[data-row-name]").textContent);
    this.list.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // Enter goes on to the next row instead of sending the form.
  enter(event) {
    if (event.key !== "Enter" || event.isComposing || !event.target.matches("input")) return;
    event.preventDefault();
    const next = event.target.closest("[data-row]").nextElementSibling;
    if (next) first(next).focus();
    else if (event.target.value.trim()) this.add();
  }

  number() {
    const written = new RegExp(`(^|[ -])${this.name}-\\d+(?=[- ]|$)`, "g");
    for (const [index, row] of this.rows.entries()) {
      for (const part of row.querySelectorAll("*"))
        for (const name of NUMBERED)
          if (part.hasAttribute(name) && (name !== "value" || part.matches("button")))
            part.setAttribute(name, part.getAttribute(name).replace(written, `$1${this.name}-${index}`));
      row.querySelector("[data-row-name]").textContent = this.box.dataset.each.replace("%(number)s", index + 1);
      for (const button of row.querySelectorAll("[data-row-move]")) {
        const end = { up: 0, down: this.rows.length - 1 }[button.dataset.rowMove];
        button.disabled = index === end;
      }
    }
  }
}

function first(row) {
  return row.querySelector("input, select, textarea");
}

// What a row is before anything was typed into it, or said about it.
function emptied(row) {
  for (const field of row.querySelectorAll("input, textarea, select")) {
    field.value = "";
    field.defaultValue = "";
    field.removeAttribute("aria-invalid");
    field.removeAttribute("autofocus");
    const hints = (field.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id.endsWith("-hint"));
    if (hints.length) field.setAttribute("aria-describedby", hints.join(" "));
    else field.removeAttribute("aria-describedby");
  }
  for (const said of row.querySelectorAll('[id$="-error"], [id$="-advice"]')) said.remove();
  return row;
}
