// Findings in the editor: marks under the words, signs beside the lines, what to do about them, and the list beside.

import { forEachDiagnostic, setDiagnostics } from "../../vendor/codemirror.js";
import { element, filled } from "./texts.js";

const LONGEST_NAME = 48;

/** Return CodeMirror's diagnostics for the server's findings, as far as they lie in this text. */
export function diagnosticsOf(findings, state, phrases) {
  return findings
    .filter(({ line }) => line && line <= state.doc.lines)
    .map((finding) => diagnosticOf(finding, state, phrases));
}

export function mark(view, findings, phrases) {
  view.dispatch(setDiagnostics(view.state, diagnosticsOf(findings, view.state, phrases)));
}

function diagnosticOf(finding, state, phrases) {
  const line = state.doc.line(finding.line);
  const from = Math.min(line.from + Math.max(finding.column - 1, 0), line.to);
  const to = Math.min(from + Math.max(finding.width, 1), Math.max(line.to, from));
  const actions = finding.fix ? [{ name: fixName(finding.fix, phrases), apply: (view) => apply(view, finding.fix) }] : [];
  return {
    from,
    to,
    severity: finding.severity,
    message: `${finding.code} ${finding.message}`,
    renderMessage: () => explained(finding, phrases),
    actions,
    finding,
  };
}

function explained({ code, message, advice, about }, phrases) {
  const link = element("a", { href: about, target: "_blank", rel: "noopener" }, code);
  link.setAttribute("aria-label", filled(phrases.why, { code }));
  const said = element("p", {}, link, ` ${message}`);
  const parts = advice ? [said, element("p", { class: "advice" }, `→ ${advice}`)] : [said];
  return element("div", { dir: "auto" }, ...parts);
}

export function fixName(fix, phrases) {
  const text = fix.text.trim();
  return filled(phrases.fix, { text: text.length > LONGEST_NAME ? `${text.slice(0, LONGEST_NAME)}…` : text });
}

/** Take over what a finding advises; one step back undoes it. */
export function apply(view, fix) {
  const line = view.state.doc.line(Math.min(fix.line, view.state.doc.lines));
  const at = (column) => Math.min(line.from + column - 1, line.to);
  const [from, to] = [at(fix.start), at(fix.end)];
  view.dispatch({
    changes: { from, to, insert: fix.text },
    selection: { anchor: from + fix.text.length },
    userEvent: "input.fix",
    scrollIntoView: true,
  });
  view.focus();
}

/** Return the marks in the order of the text: `{from, to, finding}`. */
export function marks(state) {
  const found = [];
  forEachDiagnostic(state, (diagnostic, from, to) => found.push({ from, to, finding: diagnostic.finding }));
  return found.sort((one, other) => one.from - other.from);
}

/** Return the marks on the line of the cursor, the one under it first. */
export function marksHere(state) {
  const { head } = state.selection.main;
  const line = state.doc.lineAt(head);
  const here = marks(state).filter(({ from, to }) => from <= line.to && to >= line.from);
  const isUnder = ({ from, to }) => from <= head && head <= to;
  return [...here.filter(isUnder), ...here.filter((one) => !isUnder(one))];
}
