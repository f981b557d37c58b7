// The preview follows the text: after each pause the server says what becomes of it. Without this file the button
// "Preview" does the same.

import { Anki } from "./previewing/anki.js";
import { tabs } from "./previewing/tabs.js";

const PAUSE_MS = 700; // the editor's own check comes sooner, and is followed at once

for (const box of document.querySelectorAll("[data-preview-box]")) follow(box, document.querySelector("textarea[data-editor]"));

function follow(box, textarea) {
  const body = box.querySelector("[data-preview-body]");
  const stale = box.querySelector("[data-stale]");
  const said = box.querySelector("[data-said]");
  const state = { shown: textarea?.value, waiting: 0, asked: 0, line: 1 };
  const anki = new Anki(box);
  const parts = tabs(box, () => anki.show());
  settle();

  const later = () => {
    clearTimeout(state.waiting);
    state.waiting = setTimeout(bring, PAUSE_MS);
  };
  // The form of a new question looks at its own page again, in which the preview is.
  document.addEventListener("factdeck:looked", ({ detail }) => {
    const found = detail.querySelector("[data-preview-body]");
    if (found) put(found.innerHTML);
  });
  textarea?.addEventListener("input", later);
  textarea?.addEventListener("factdeck:changed", later);
  textarea?.addEventListener("factdeck:checked", bring);

  async function bring() {
    clearTimeout(state.waiting);
    if (textarea.value === state.shown) return;
    const text = textarea.value;
    const asked = ++state.asked;
    state.line = lineOfChange(state.shown, text) ?? state.line;
    state.shown = text;
    try {
      const html = await ask(text);
      // A slow answer about an older text would put it back.
      if (asked === state.asked) put(html);
    } catch {
      if (asked !== state.asked) return;
      state.shown = null;
      say(said.dataset.unreachable);
    }
  }

  async function ask(text) {
    const sent = new FormData(textarea.form);
    sent.set("text", text);
    sent.set("question", textarea.dataset.question);
    sent.set("line", state.line);
    sent.set("piece", "1");
    const answer = await fetch(box.dataset.address, { method: "POST", body: sent, redirect: "error" });
    if (!answer.ok) throw new Error(`the preview was refused: ${answer.status}`);
    return answer.text();
  }

  /** Put the new state there; a text that cannot be read leaves the last one that could be, and says why. */
  function put(html) {
    const fresh = document.createElement("template");
    fresh.innerHTML = html;
    // Taken apart where no script runs, it has what is for browsers without any.
    for (const part of fresh.content.querySelectorAll("noscript")) part.remove();
    // The study page's fields ask for the focus, which belongs to whoever is writing.
    for (const field of fresh.content.querySelectorAll("[autofocus]")) field.removeAttribute("autofocus");
    const broken = fresh.content.querySelector("[data-broken]");
    const wasReadable = !box.querySelector("[data-broken]");
    box.querySelector("[data-broken]")?.remove();
    if (broken) stale.before(broken);
    else body.replaceChildren(...fresh.content.childNodes);
    settle();
    if (broken && wasReadable) say(broken.textContent.trim());
    if (!broken && !wasReadable) say(said.dataset.shown);
  }

  function settle() {
    const there = Boolean(body.querySelector(".preview-panel"));
    const old = there && Boolean(box.querySelector("[data-broken]"));
    stale.hidden = !old;
    box.classList.toggle("is-stale", old);
    for (const part of body.querySelectorAll(".preview-heading, #preview-anki")) part.hidden = true;
    parts.refresh(there);
    if (there && !old) anki.take(body);
    document.dispatchEvent(new CustomEvent("factdeck:arrange"));
  }

  function say(sentence) {
    if (said.textContent !== sentence) said.textContent = sentence;
  }
}

/** Return the line, from 1, in which `after` begins to differ; of a whole file its question is shown. */
function lineOfChange(before, after) {
  if (before === null) return null;
  let at = 0;
  while (at < after.length && before[at] === after[at]) at += 1;
  return after.slice(0, at).split("\n").length;
}
