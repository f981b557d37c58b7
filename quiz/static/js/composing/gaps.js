// Gaps are made of words that are marked, and each gap has a field for what else it accepts.

const GAP = /\{\{c(\d{1,3})::([\s\S]*?)\}\}/g;

export class Gaps {
  constructor(form, box, announce) {
    this.text = form.querySelector("#text");
    this.tools = form.querySelector("[data-gap-tools]");
    this.same = this.tools.querySelector("[data-same-card]");
    this.box = box;
    this.fields = box.querySelector("[data-rows]");
    this.list = this.fields.querySelector("ol");
    this.announce = announce;
    this.tools.hidden = false;
    this.tools.querySelector("[data-make-gap]").addEventListener("click", () => this.make());
    this.text.addEventListener("keydown", (event) => {
      if (event.altKey && event.code === "KeyG") {
        event.preventDefault();
        this.make();
      }
    });
    this.text.addEventListener("input", () => this.fit());
    this.fit();
  }

  make() {
    const [start, end] = this.marked();
    const words = this.text.value.slice(start, end);
    const gaps = [...this.text.value.matchAll(GAP)];
    if (!words) return this.refuse(this.tools.dataset.nothing);
    if (gaps.some((gap) => start < gap.index + gap[0].length && end > gap.index) || words.includes("}}"))
      return this.refuse(this.tools.dataset.inside);
    const last = Math.max(0, ...gaps.map((gap) => Number(gap[1])));
    const number = this.same.checked && last ? last : last + 1;
    this.write(start, end, `{{c${number}::${words}}}`);
    this.announce(this.tools.dataset.made);
  }

  refuse(why) {
    this.announce(why);
    this.text.focus();
  }

  // The marked words without the spaces around them; the word at the caret if nothing is marked.
  marked() {
    let { selectionStart: start, selectionEnd: end, value } = this.text;
    if (start === end) {
      while (start > 0 && /[\p{L}\p{N}]/u.test(value[start - 1])) start -= 1;
      while (end < value.length && /[\p{L}\p{N}]/u.test(value[end])) end += 1;
    }
    while (start < end && /\s/.test(value[start])) start += 1;
    while (end > start && /\s/.test(value[end - 1])) end -= 1;
    return [start, end];
  }

  // As if it were typed, so that Ctrl+Z takes it back.
  write(start, end, text) {
    this.text.focus();
    this.text.setSelectionRange(start, end);
    if (!document.execCommand("insertText", false, text)) {
      this.text.setRangeText(text, start, end, "end");
      this.text.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  fit() {
    const words = [...this.text.value.matchAll(GAP)].map((gap) => gap[2].split("::")[0]);
    const rows = [...this.list.children];
    while (rows.length > words.length && !rows.at(-1).querySelector("textarea").value.trim()) rows.pop().remove();
    for (let index = rows.length; index < words.length; index += 1) this.list.append(field(index));
    for (const [index, row] of [...this.list.children].entries()) {
      const pattern = index < words.length ? this.fields.dataset.each : this.box.dataset.without;
      row.querySelector("[data-row-name]").textContent = pattern
        .replace("%(number)s", () => index + 1)
        .replace("%(words)s", () => words[index]);
    }
    this.box.toggleAttribute("data-empty", !this.list.children.length);
  }
}

function field(index) {
  const row = document.createElement("li");
  row.className = "entry-row";
  row.dataset.row = "";
  const label = document.createElement("label");
  label.className = "row-name";
  label.dataset.rowName = "";
  label.htmlFor = `accept-${index}`;
  const text = document.createElement("textarea");
  text.id = text.name = `accept-${index}`;
  text.rows = 2;
  text.dir = "auto";
  const fields = document.createElement("div");
  fields.className = "row-fields";
  fields.append(label, text);
  row.append(fields);
  return row;
}
