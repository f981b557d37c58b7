// Keys: A-D or 1-9 choose, 1-4 rate a flashcard, Space or Enter goes on, Z undoes, ? lists them.
// They only press what is on the page already, and never while somebody types in a field.
"use strict";

const TYPED_IN = "input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]";
const HAS_OWN_KEYS = "a[href], button, summary, select";

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (!("shortcuts" in document.body.dataset) || document.querySelector("dialog[open]")) return;
  const target = event.target instanceof Element ? event.target : document.body;
  if (target.matches(TYPED_IN)) return;
  if (act(event.key, target, event.repeat)) event.preventDefault();
});

function act(key, target, repeated) {
  if (repeated) return key === " " || key === "Enter" ? !target.matches(HAS_OWN_KEYS) : false;
  if (key === "?") return press("[data-do=keys]");
  if (key === "z" || key === "Z") return press("[data-do=undo]");
  if (key === "Enter" || key === " ") return goOn(key, target);
  if (/^[1-9]$/.test(key)) return press(`[data-rating="${key}"]`) || arranges(key) || choose(Number(key) - 1);
  if (/^[a-zA-Z]$/.test(key)) return pressKey(key.toLowerCase()) || arranges(key) || choose(key.toLowerCase().charCodeAt(0) - 97);
  return false;
}

function press(selector) {
  const found = document.querySelector(selector);
  found?.click();
  return Boolean(found);
}

// What a page offers under a letter of its own: R, N, F, T after an answer, T in the text.
const pressKey = (letter) => press(`[data-key="${letter}"]`);

// arrange.js knows what a letter or a figure does to lines, and takes the event if it did something.
function arranges(key) {
  const lines = document.querySelector("[data-arrange]");
  return Boolean(lines) && !lines.dispatchEvent(new CustomEvent("arrange:key", { detail: key, cancelable: true }));
}

function choose(index) {
  const field = document.querySelectorAll(".card .option input")[index];
  field?.click();
  return Boolean(field);
}

function goOn(key, target) {
  // Space does nothing on a link by itself; after a reload the focus is on the one that goes on.
  if (target.matches(HAS_OWN_KEYS) && !(key === " " && target.matches("a[data-go]"))) return false;
  // Space ticks the box or the circle it stands on; on a chosen circle it has nothing left to do.
  if (key === " " && target.matches("[type=checkbox], [type=radio]:not(:checked)")) return false;
  const next = document.querySelector("[data-go]");
  if (!next) return false;
  if (next instanceof HTMLFormElement) next.requestSubmit(next.querySelector("button:not([type=button])"));
  else next.click();
  return true;
}

document.addEventListener("click", (event) => {
  const dialog = document.getElementById("keys");
  if (!dialog || !event.target.closest?.("[data-do=keys]") || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  dialog.showModal();
});
