// Ordering and matching by tapping, dragging and keys, over the same fields that pages without scripts show.
// Keys that belong to nothing in particular come from keys.js as the event `arrange:key`.

import { Matching } from "./arranging/matching.js";
import { Ordering } from "./arranging/ordering.js";

const KINDS = { ordering: Ordering, matching: Matching };
const arranged = new WeakMap();

// The tools stay above the bar with the answer button, which is as high as its buttons need.
const bars = new ResizeObserver((changes) => {
  for (const { target } of changes) target.parentElement.style.setProperty("--bar-height", `${target.offsetHeight}px`);
});

function arrange() {
  for (const box of document.querySelectorAll("[data-arrange]")) {
    if (arranged.has(box)) continue;
    box.classList.add("is-arranged");
    for (const part of box.querySelectorAll("[data-scripted]")) part.hidden = false;
    const made = new KINDS[box.dataset.arrange](box);
    arranged.set(box, made);
    const actions = box.closest("form")?.querySelector(".actions"); // a preview has no form
    if (actions) bars.observe(actions);
    box.addEventListener("arrange:key", (event) => made.key(event.detail) && event.preventDefault());
  }
}

arrange();
document.addEventListener("htmx:afterSettle", arrange);
document.addEventListener("factdeck:arrange", arrange);
// Coming back to a page, the browser fills its fields as they were left, and does so after scripts have run.
window.addEventListener("pageshow", () => {
  for (const box of document.querySelectorAll("[data-arrange]")) arranged.get(box)?.read();
});
