// A sentence opens and closes where it stands, without a new address for each; focus returns to it.
// Without this file the address opens it, and "Close" leads to another one.
"use strict";

const sentences = [...document.querySelectorAll(".para .said")];

const openerOf = (sentence) =>
  sentence.matches("a") ? sentence : document.querySelector(`.opener[href="#${CSS.escape(sentence.id)}"]`);

function toggle(sentence, open) {
  sentence.dataset.open = String(open);
  openerOf(sentence).setAttribute("aria-expanded", String(open));
}

function showTarget() {
  const target = sentences.find((sentence) => `#${sentence.id}` === window.location.hash);
  if (!target) return;
  toggle(target, true);
  openerOf(target).focus({ preventScroll: true });
}

document.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const link = event.target.closest?.(".para a");
  if (!link) return;
  if ("close" in link.dataset) {
    event.preventDefault();
    close(link.closest(".fact-box"));
    return;
  }
  const sentence = sentences.find((one) => openerOf(one) === link);
  if (!sentence) return;
  event.preventDefault();
  toggle(sentence, sentence.dataset.open !== "true");
});

document.addEventListener("keydown", (event) => {
  const open = event.key === "Escape" && event.target.closest?.(".fact-box");
  if (open) close(open);
});

function close(about) {
  const sentence = about.previousElementSibling;
  toggle(sentence, false);
  openerOf(sentence).focus({ preventScroll: true });
}

for (const sentence of sentences) toggle(sentence, false);
showTarget();
window.addEventListener("hashchange", showTarget);
