// While something is under way, look again by ourselves, and put the page in place once it is done.
// Without this file the page refreshes itself, and a link does the same.
"use strict";

const EVERY_MS = 1000;

async function look() {
  let text;
  try {
    const answer = await fetch(location.href, { credentials: "same-origin" });
    text = answer.ok ? await answer.text() : "";
  } catch {
    text = ""; // not reachable for a moment; the next look may be luckier
  }
  const page = new DOMParser().parseFromString(text, "text/html");
  const found = page.getElementById("main");
  if (!found || found.querySelector("[data-waiting]")) {
    setTimeout(look, EVERY_MS);
    return;
  }
  document.getElementById("main").replaceWith(found);
  document.getElementById("outcome")?.focus();
  document.getElementById("live").textContent = found.querySelector("[data-announce]")?.textContent.trim() ?? "";
}

setTimeout(look, EVERY_MS);
