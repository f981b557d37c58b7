// What the server's answer changes on the page: the marks, the bar below the text, the list beside it.

import { EditorView } from "../../vendor/codemirror.js";
import { apply, fixName, mark, marks, marksHere } from "./findings.js";
import { element, filled } from "./texts.js";

export class Judging {
  constructor(textarea, phrases) {
    this.textarea = textarea;
    this.phrases = phrases;
    this.findings = [];
    this.count = element("p", { class: "editor-count", role: "status" });
    this.here = element("p", { class: "editor-here", dir: "auto" });
    this.fix = element("button", { type: "button", class: "fix" });
    this.fix.hidden = true;
    this.bar = element("div", { class: "editor-bar" }, this.count, this.here, this.fix);
    this.list = document.querySelector("[data-findings]");
    this.meaning = document.querySelector("[data-meaning]");
    this.decisions = document.querySelector("[data-decisions]");
  }

  begin(view) {
    this.view = view;
    this.fix.addEventListener("click", () => this.mend());
    document.addEventListener("click", (event) => this.lead(event));
    // Above the text it would push the text away while somebody types.
    if (this.decisions?.childElementCount === 0) this.textarea.closest(".field").after(this.decisions);
    const { line } = this.textarea.dataset;
    if (line) this.go(Number(line), 1);
  }

  /** F8 goes from finding to finding, Ctrl+. takes over the advice at the cursor. */
  keys() {
    return [
      { key: "F8", run: () => this.next(1), shift: () => this.next(-1) },
      { key: "Mod-.", run: () => this.mend() },
    ];
  }

  answered(judged, text) {
    if (text !== this.view.state.doc.toString()) return;
    this.findings = judged.findings;
    mark(this.view, judged.findings, this.phrases);
    this.say(judged.summary);
    this.replace(this.list, judged.list);
    this.replace(this.meaning, judged.meaning);
    this.ask(judged.decisions);
    this.offerFixes();
    this.showHere();
    this.textarea.dispatchEvent(new CustomEvent("factdeck:checked", { bubbles: true, detail: { ...judged, text } }));
  }

  failed() {
    this.say(this.phrases.unreachable);
  }

  /** Only what is new is put there: a status that is said again is read out again. */
  say(sentence) {
    if (this.count.textContent !== sentence) this.count.textContent = sentence;
  }

  /** What is asked about changed answers; what was chosen already stays chosen. */
  ask(html) {
    if (!this.decisions) return;
    const chosen = [...this.decisions.querySelectorAll("input:checked")].map(({ name, value }) => [name, value]);
    this.decisions.innerHTML = html;
    for (const [name, value] of chosen) {
      const field = [...this.decisions.querySelectorAll("input")].find((one) => one.name === name && one.value === value);
      if (field) field.checked = true;
    }
  }

  // The server's own words for the list, so that it reads the same with and without this script.
  replace(box, html) {
    if (!box || html === undefined) return;
    const heading = box.querySelector("h2");
    // A part comes with or without its own box.
    const made = element("div", {});
    made.innerHTML = html;
    // What somebody has opened stays open.
    const isOpen = Boolean(box.querySelector("details[open]"));
    for (const details of made.querySelectorAll("details")) details.open = isOpen;
    const inner = made.querySelector(":scope > [data-meaning]") ?? made;
    box.replaceChildren(...(heading ? [heading] : []), ...inner.childNodes);
  }

  offerFixes() {
    const rows = this.list?.querySelectorAll(".finding-line") ?? [];
    this.findings.slice(0, rows.length).forEach((finding, index) => {
      if (!finding.fix) return;
      const button = element("button", { type: "button", class: "fix" }, fixName(finding.fix, this.phrases));
      button.addEventListener("click", () => apply(this.view, finding.fix));
      rows[index].append(button);
    });
  }

  follow(update) {
    if (update.docChanged || update.selectionSet) this.showHere();
  }

  /** Below the text stands what is found where the cursor is, since a pointer over a word is not for everybody. */
  showHere() {
    const [first] = marksHere(this.view.state);
    const said = first ? `${first.finding.code} ${first.finding.message}` : "";
    const advice = first?.finding.advice ? ` → ${first.finding.advice}` : "";
    this.here.textContent = said + advice;
    this.fix.hidden = !first?.finding.fix;
    if (first?.finding.fix) this.fix.textContent = fixName(first.finding.fix, this.phrases);
  }

  mend() {
    const found = marksHere(this.view.state).find(({ finding }) => finding.fix);
    if (found) apply(this.view, found.finding.fix);
    return true;
  }

  next(step) {
    const all = marks(this.view.state);
    if (!all.length) return true;
    const { head } = this.view.state.selection.main;
    const ordered = step > 0 ? all : all.reverse();
    const found = ordered.find(({ from }) => (step > 0 ? from > head : from < head)) ?? ordered[0];
    this.view.dispatch({ selection: { anchor: found.from }, effects: EditorView.scrollIntoView(found.from, { y: "center" }) });
    const above = Number(this.textarea.dataset.firstLine) - 1;
    const place = filled(this.phrases.line, { line: this.view.state.doc.lineAt(found.from).number + above });
    document.getElementById("live").textContent = `${place}: ${this.here.textContent}`;
    return true;
  }

  /** A link to a line leads into the editor. */
  lead(event) {
    const link = event.target.closest?.("a[data-line]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.go(Number(link.dataset.line), Number(link.dataset.column) || 1);
  }

  go(number, column) {
    const line = this.view.state.doc.line(Math.min(Math.max(number, 1), this.view.state.doc.lines));
    const anchor = Math.min(line.from + column - 1, line.to);
    this.view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: "center" }) });
    this.view.focus();
  }
}
