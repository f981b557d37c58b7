// The editor itself: CodeMirror over the field, which stays what the form sends.

import {
  EditorState,
  EditorView,
  acceptCompletion,
  autocompletion,
  bracketMatching,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
  defaultKeymap,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSelectionMatches,
  highlightSpecialChars,
  history,
  historyKeymap,
  indentOnInput,
  indentService,
  indentUnit,
  keymap,
  lineNumbers,
  lintGutter,
  search,
  searchKeymap,
  yaml,
} from "../../vendor/codemirror.js";
import { asking, wordsFrom } from "./asking.js";
import { colours } from "./colours.js";
import { completing } from "./completing.js";
import { hanging } from "./hanging.js";
import { Judging } from "./judging.js";
import { depthBelow } from "./places.js";
import { element } from "./texts.js";

/** Put an editor in the place of the field and return the text it holds, as `fieldText` does. */
export function mount(textarea, { phrases, nonce }) {
  const label = textarea.labels[0];
  const listeners = [];
  const isYaml = !textarea.dataset.file.endsWith(".md");
  const words = wordsFrom(textarea.dataset.words);
  const judging = new Judging(textarea, phrases);
  const view = new EditorView({
    doc: textarea.value,
    extensions: [
      nonce ? EditorView.cspNonce.of(nonce) : [],
      EditorState.phrases.of(phrases.codemirror),
      EditorState.tabSize.of(2),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of(attributesOf(textarea, label)),
      numbers(Number(textarea.dataset.firstLine) || 1),
      highlightSpecialChars(),
      highlightActiveLine(),
      highlightActiveLineGutter(),
      highlightSelectionMatches(),
      history(),
      search({ top: true }),
      isYaml ? writing(completing(textarea, words, phrases)) : [],
      lintGutter(),
      keymap.of([
        ...judging.keys(),
        ...closeBracketsKeymap,
        ...completionKeymap,
        { key: "Tab", run: acceptCompletion },
        ...searchKeymap,
        ...historyKeymap,
        ...defaultKeymap,
      ]),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) tell(update);
        judging.follow(update);
      }),
    ],
  });
  const text = {
    read: () => view.state.doc.toString(),
    write: (value) =>
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: value }, userEvent: "input.restore" }),
    changed: (then) => listeners.push(then),
    focus: () => view.focus(),
  };

  function tell({ state }) {
    textarea.value = state.doc.toString();
    textarea.dispatchEvent(new CustomEvent("factdeck:changed", { bubbles: true, detail: { text: textarea.value } }));
    for (const then of listeners) then();
  }

  takePlace(textarea, label, view, judging.bar);
  judging.begin(view);
  if (textarea.dataset.check) {
    asking(textarea, text, {
      answered: (judged, asked) => judging.answered(judged, asked),
      failed: () => judging.failed(),
    });
  }
  words();
  return text;
}

/** Everything that helps to write YAML and would be in the way of prose. */
function writing(source) {
  const language = yaml();
  return [
    language,
    // A quote in the middle of a sentence is an apostrophe, so that it gets no partner.
    language.language.data.of({ closeBrackets: { brackets: ["[", "{", '"'] } }),
    colours,
    hanging,
    indentUnit.of("  "),
    indentService.of((context, at) => depthBelow(context.lineAt(at, -1).text) ?? undefined),
    indentOnInput(),
    bracketMatching(),
    closeBrackets(),
    autocompletion({ override: [source], icons: false, maxRenderedOptions: 60 }),
  ];
}

/** The numbers of the file, which findings name, also where only one of its questions is edited. */
const numbers = (first) => lineNumbers({ formatNumber: (number) => String(number + first - 1) });

function attributesOf(textarea, label) {
  const described = [textarea.getAttribute("aria-describedby"), "editor-keys"].filter(Boolean).join(" ");
  return {
    "aria-label": label.textContent.trim(),
    "aria-describedby": described,
    spellcheck: "false",
    autocapitalize: "off",
    autocorrect: "off",
    dir: textarea.dir || "ltr",
  };
}

function takePlace(textarea, label, view, bar) {
  const help = document.getElementById("editor-keys-text")?.content.cloneNode(true);
  const frame = element("div", { class: "editor-frame" }, view.dom, bar, help ?? "");
  textarea.after(frame);
  textarea.hidden = true;
  textarea.required = false;
  // Else a browser looks through the whole text at every change to find its direction: a second for a large file.
  textarea.removeAttribute("dir");
  document.querySelector("[data-numbered]")?.remove();
  label.addEventListener("click", () => view.focus());
  // Without a form's own ways: going back fills fields, and a reset empties them.
  window.addEventListener("pageshow", () => {
    if (textarea.value !== view.state.doc.toString()) {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: textarea.value } });
    }
  });
}
