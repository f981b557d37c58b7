// The editor in the place of the form's field.

import { EditorView } from "../../vendor/codemirror.js";
import { asking, wordsFrom } from "./asking.js";
import { completing } from "./completing.js";
import { everywhere, inYaml, keys } from "./equipping.js";
import { Field } from "./field.js";
import { Judging } from "./judging.js";
import { element } from "./texts.js";

/** Put an editor in the place of the field and return the text it holds, as `fieldText` does. */
export function mount(textarea, { phrases, nonce }) {
  const { dataset } = textarea;
  const listeners = [];
  const words = wordsFrom(dataset.words);
  const judging = new Judging(textarea, phrases);
  const view = new EditorView({
    doc: textarea.value,
    extensions: [
      nonce ? EditorView.cspNonce.of(nonce) : [],
      EditorView.contentAttributes.of(attributesOf(textarea)),
      everywhere(Number(dataset.firstLine) || 1, phrases),
      dataset.file.endsWith(".md") ? [] : inYaml(completing(textarea, words, phrases)),
      keys(judging.keys()),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) tell();
        judging.follow(update);
      }),
    ],
  });
  const text = textIn(view, listeners);
  const field = new Field(textarea, text);
  const tell = () => {
    field.changed(view.state.doc.length);
    textarea.dispatchEvent(new CustomEvent("factdeck:changed", { bubbles: true, detail: { text: text.read() } }));
    for (const then of listeners) then();
  };

  takePlace(textarea, view, judging.bar);
  takeBack(field, text);
  judging.begin(view);
  if (dataset.check) {
    asking(textarea, text, {
      answered: (judged, asked) => judging.answered(judged, asked),
      failed: () => judging.failed(),
    });
  }
  words();
  return text;
}

function textIn(view, listeners) {
  return {
    read: () => view.state.doc.toString(),
    write: (insert) =>
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert }, userEvent: "input.restore" }),
    changed: (then) => listeners.push(then),
    focus: () => view.focus(),
  };
}

function attributesOf(textarea) {
  return {
    "aria-label": textarea.labels[0].textContent.trim(),
    "aria-describedby": [textarea.getAttribute("aria-describedby"), "editor-keys"].filter(Boolean).join(" "),
    spellcheck: "false",
    autocapitalize: "off",
    autocorrect: "off",
    dir: textarea.dir || "ltr",
  };
}

function takePlace(textarea, view, bar) {
  const help = document.getElementById("editor-keys-text")?.content.cloneNode(true);
  textarea.after(element("div", { class: "editor-frame" }, view.dom, bar, help ?? ""));
  textarea.labels[0].addEventListener("click", () => view.focus());
  textarea.hidden = true;
  textarea.required = false;
  // Else a browser looks through the whole text at every change to find its direction: a second for a large file.
  textarea.removeAttribute("dir");
  document.querySelector("[data-numbered]")?.remove();
}

/** Who comes back to a page may find in the field what they typed before, put there by the browser. */
function takeBack(field, text) {
  window.addEventListener("pageshow", () => {
    if (!field.waiting && field.textarea.value !== text.read()) text.write(field.textarea.value);
  });
}
