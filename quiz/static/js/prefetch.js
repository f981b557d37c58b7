// While the learner reads the feedback, the next card is fetched, so that it is there at once.
// A card page holds nothing of its answer, so that having it early gives nothing away.
"use strict";

const FRESH_MS = 5 * 60 * 1000; // later the queue may have another card for the learner

let ahead = null;

const goOnLink = () => document.querySelector('[data-page="feedback"] a[data-go]');

async function fetchAhead() {
  const link = goOnLink();
  if (!link || navigator.connection?.saveData) return;
  const wanted = { address: link.href, at: performance.now(), html: "" };
  ahead = wanted;
  try {
    const answer = await fetch(link.href, { headers: { "HX-Request": "true", "HX-Boosted": "true" } });
    if (answer.ok && !answer.redirected) wanted.html = await answer.text();
  } catch {
    return; // going on fetches it then, and says so if the server cannot be reached
  }
  for (const image of parsed(wanted.html).querySelectorAll("img")) new Image().src = image.src;
}

// What a parsed page refers to is not loaded by parsing it.
const parsed = (html) => new DOMParser().parseFromString(html, "text/html");

function ready(link) {
  const isFresh = ahead?.address === link.href && performance.now() - ahead.at < FRESH_MS;
  // The end of a study session is asked for anew: something may have come due meanwhile.
  return isFresh && ahead.html.includes('data-page="question"');
}

document.addEventListener(
  "click",
  (event) => {
    const link = event.target instanceof Element ? event.target.closest("a[data-go]") : null;
    const isPlain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button);
    if (!link || link !== goOnLink() || !isPlain || !ready(link)) return;
    event.preventDefault();
    event.stopPropagation();
    const { html, address } = ahead;
    ahead = null;
    // Both entries are htmx's, or Back would change the address and leave the card standing.
    history.replaceState({ htmx: true }, "", location.href);
    history.pushState({ htmx: true }, "", address);
    const how = { swapStyle: "outerHTML", swapDelay: 0, settleDelay: 0, show: "none" };
    htmx.swap("#main", html, how, { select: "#main" });
  },
  true,
);

// Whatever is sent may change what comes next.
document.addEventListener("htmx:beforeRequest", () => {
  ahead = null;
});

document.addEventListener("htmx:afterSettle", fetchAhead);
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", fetchAhead);
else fetchAhead();
