// Taking a bank to Anki: what an import will do follows each choice, a search is copied by a button, and after
// a download the page knows of it. The page works without.
"use strict";

const FOLLOW = ["sum", "in-anki", "told", "formers"];
const WAIT_MS = 200;
let waiting = 0;
let asked = 0;
let packing = false;

document.documentElement.classList.add("has-script");
showCopying(document);

document.addEventListener("change", (event) => {
  const form = event.target.closest?.("#taking");
  if (!form) return;
  clearTimeout(waiting);
  waiting = setTimeout(() => look(form), WAIT_MS);
});

document.addEventListener("submit", (event) => {
  if (event.target.id !== "taking" || event.submitter?.value !== "download") return;
  event.preventDefault();
  download(event.target, event.submitter);
});

document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-copy]");
  if (!button) return;
  const field = document.getElementById(button.dataset.copy);
  field.select();
  await navigator.clipboard?.writeText(field.value).catch(() => document.execCommand("copy"));
  say(button.dataset.copied);
});

function address(form) {
  const chosen = new URLSearchParams(new FormData(form));
  chosen.delete("csrf_token");
  return `${form.dataset.preview}?${chosen}`;
}

async function look(form) {
  const turn = (asked += 1);
  const where = address(form);
  const page = await fetched(where);
  if (!page || turn !== asked) return; // an answer to a choice that is no longer made
  history.replaceState(null, "", where);
  follow(page);
  say(document.querySelector("#sum [data-announce], #sum [data-say]"));
}

async function fetched(where) {
  try {
    const answer = await fetch(where, { credentials: "same-origin" });
    return new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch {
    say(document.getElementById("live").dataset.unreachable);
    return null;
  }
}

function follow(page) {
  for (const id of FOLLOW) {
    const found = page.getElementById(id);
    const old = document.getElementById(id);
    if (found && old) old.replaceWith(found);
    else if (found) document.getElementById("main").append(found);
    else old?.remove();
  }
  showCopying(document);
}

async function download(form, button) {
  if (packing) return;
  packing = true;
  const body = new URLSearchParams(new FormData(form));
  body.set("then", button.value);
  try {
    const answer = await fetch(form.action, { method: "POST", body, credentials: "same-origin" });
    if (answer.ok && answer.headers.get("Content-Disposition")) await keep(await answer.blob(), answer);
    else follow(new DOMParser().parseFromString(await answer.text(), "text/html"));
    if (answer.ok) await look(form);
    if (answer.ok) say(form.dataset.done);
  } catch {
    say(document.getElementById("live").dataset.unreachable);
  } finally {
    packing = false;
    form.querySelector("#sum button").focus({ preventScroll: true }); // the old one went with its place
  }
}

async function keep(blob, answer) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = /filename="?([^";]+)/.exec(answer.headers.get("Content-Disposition"))?.[1] ?? "bank.apkg";
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

function showCopying(root) {
  for (const button of root.querySelectorAll("[data-copy]")) button.hidden = false;
}

function say(what) {
  const text = typeof what === "string" ? what : what?.dataset.say || what?.textContent.trim() || "";
  document.getElementById("live").textContent = text;
}
