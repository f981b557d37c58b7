// After htmx has swapped the next card in: move the focus, say what happened, keep the view still.
// Without this file every page works by itself; the browser then does the focus by `autofocus`.
"use strict";

let shownAt = performance.now();

const live = () => document.getElementById("live");
const main = () => document.getElementById("main");

document.addEventListener("htmx:afterSettle", () => {
  shownAt = performance.now();
  const page = main().querySelector("[data-page]")?.dataset.page;
  const message = main().querySelector("[data-announce]")?.textContent.trim() ?? "";
  live().textContent = "";
  if (page !== "feedback") window.scrollTo(0, 0);
  const target = focusTarget(page);
  target?.focus({ preventScroll: page === "feedback" });
  // The focused heading is read out anyhow; the live region says what the focus does not reach.
  const result = document.getElementById("result")?.textContent.trim() ?? "";
  const unheard = page === "feedback" && target?.id !== "result" ? result : message;
  if (unheard) live().textContent = unheard.replace(/\s+/g, " ");
});

function focusTarget(page) {
  const asked = document.getElementById("asked-again");
  if (asked) return main().querySelector("input[type=text]") ?? document.getElementById("prompt");
  const keysAreOn = "shortcuts" in document.body.dataset;
  const own = main().querySelector("[autofocus]");
  if (page === "feedback") return keysAreOn ? main().querySelector("[data-focus]") : own;
  if (page === "question" && own) return own;
  return main().querySelector("[data-focus]") ?? document.getElementById("prompt") ?? main();
}

document.addEventListener(
  "submit",
  (event) => {
    const field = event.target.querySelector("input[name=response_ms]");
    if (field) field.value = String(Math.round(performance.now() - shownAt));
  },
  true,
);

// A second click while the first is under way would only be a duplicate.
document.addEventListener("htmx:beforeRequest", (event) => {
  if (main().hasAttribute("aria-busy")) event.preventDefault();
  else main().setAttribute("aria-busy", "true");
});

for (const name of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(name, () => {
    main().removeAttribute("aria-busy");
    // The form sent without script shows the browser's own words for what is wrong.
    live().textContent = "";
    window.location.reload();
  });
}
