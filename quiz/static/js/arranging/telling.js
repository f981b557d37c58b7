// What both arrangements share: sentences that come with the page, said in its one live region.

const REDUCED = "(prefers-reduced-motion: reduce)";
const GLIDE_MS = 160;

/** Return `sentence` with its {names} filled in. */
export const filled = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (_, name) => values[name]);

export function tell(...sentences) {
  const live = document.getElementById("live");
  if (live) live.textContent = sentences.filter(Boolean).join(" ");
}

/** Let elements glide from where they stood before `change` to where it puts them. */
export function glide(elements, change) {
  if (window.matchMedia(REDUCED).matches) return change();
  const before = new Map(elements.map((element) => [element, element.getBoundingClientRect().top]));
  change();
  for (const element of elements) {
    const by = before.get(element) - element.getBoundingClientRect().top;
    if (by && !element.classList.contains("is-dragged"))
      element.animate([{ transform: `translateY(${by}px)` }, { transform: "none" }], { duration: GLIDE_MS, easing: "ease-out" });
  }
}

/** Send the form as its first button would. */
export function send(field) {
  field.form?.requestSubmit(field.form.querySelector("button:not([type=button])"));
}
