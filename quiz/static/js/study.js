// After htmx has swapped the next card in: move the focus, say what happened, keep the view still.
// Without this file every page works by itself; the browser then does the focus by `autofocus`.
"use strict";

let shownAt = performance.now();

const live = () => document.getElementById("live");
const main = () => document.getElementById("main");

const pageKind = () => main().querySelector("[data-page]")?.dataset.page;

let scrolledTo = 0;

document.addEventListener("htmx:beforeSwap", () => {
  scrolledTo = window.scrollY;
});

document.addEventListener("htmx:afterSettle", () => {
  shownAt = performance.now();
  const page = pageKind();
  focusTarget(page)?.focus({ preventScroll: true });
  // The prompt stays where it was when the feedback comes; htmx's own autofocus may have moved the page.
  window.scrollTo(0, page === "feedback" ? scrolledTo : 0);
  announce(page);
});

function announce(page) {
  const message = main().querySelector("[data-announce]")?.textContent.trim();
  const said = page === "feedback" || page === "reveal" ? [...main().querySelectorAll("[data-say]")] : [];
  const parts = [message, ...said.map((part) => part.dataset.say)].filter(Boolean);
  live().textContent = parts.map((part) => part.replace(/\.$/, "")).join(". ");
}

announce(pageKind());

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

document.addEventListener("htmx:afterRequest", () => main().removeAttribute("aria-busy"));

// What was typed stays in its field, so that it can be sent once more.
for (const name of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(name, () => {
    const said = live().dataset.unreachable;
    main().querySelector("[data-unreachable]")?.remove();
    const message = document.createElement("p");
    message.className = "message message-broken";
    message.dataset.unreachable = "";
    message.textContent = said;
    main().prepend(message);
    live().textContent = said;
  });
}
