// The desk of drafts by keys: A accepts, M mends, D drops, J and K or the arrows go on and back, Z takes back.
// They only press what is on the page already, and never while somebody types in a field.
"use strict";

const TYPED_IN = "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]";

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (!("shortcuts" in document.body.dataset) || document.querySelector("dialog[open]") || event.repeat) return;
  const target = event.target instanceof Element ? event.target : document.body;
  const wanted = target.matches(TYPED_IN) ? (event.key === "Escape" ? "[data-escape]" : "") : selector(event.key);
  const found = wanted ? document.querySelector(wanted) : null;
  if (!found) return;
  event.preventDefault();
  found.click();
});

function selector(key) {
  if (key === "Escape") return "[data-escape]";
  if (key === "?") return "[data-do=keys]";
  if (key === "ArrowRight") return "[data-arrow=next]";
  if (key === "ArrowLeft") return "[data-arrow=prev]";
  return /^[a-zA-Z]$/.test(key) ? `[data-key="${key.toLowerCase()}"]` : "";
}

document.addEventListener("click", (event) => {
  const dialog = document.getElementById("keys");
  if (!dialog || !event.target.closest?.("[data-do=keys]") || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  dialog.showModal();
});
