// Unsaved changes are kept on this device, so that a closed or crashed tab loses nothing.

import { element, filled } from "./texts.js";

const PREFIX = "factdeck:unsaved:";
const KEPT_MS = 30 * 24 * 60 * 60 * 1000;
const SENT_MS = 10 * 60 * 1000;
const PAUSE_MS = 250;

/**
 * Keep what is typed, and offer what was kept. A text is kept with the base it was made from: restoring it
 * gives that back too, so that the server still knows what others changed meanwhile.
 */
export function keepText(textarea, text, phrases) {
  const base = textarea.form.elements.base;
  const key = PREFIX + window.location.pathname;
  const opened = textarea.defaultValue;
  forget();

  let offered; // as long as nobody has decided about it
  const kept = recall(key);
  const isOpened = textarea.dataset.came === "opened";
  if (kept && isOpened && same(kept.text, opened)) drop(key);
  else if (kept && isOpened && !same(kept.text, text.read())) offer(kept);

  let timer = 0;
  const remember = (more) => store(key, { text: text.read(), base: base.value, at: Date.now(), before: offered, ...more });
  const keep = () => {
    clearTimeout(timer);
    timer = 0;
    if (!isOpened || text.read() !== opened) remember();
    else if (offered) store(key, offered);
    else drop(key);
  };
  text.changed(() => {
    clearTimeout(timer);
    timer = setTimeout(keep, PAUSE_MS);
  });
  // Somebody may have typed before this script came.
  if (!isOpened || text.read() !== opened) keep();
  // A hidden page may be thrown away without another word.
  document.addEventListener("visibilitychange", () => timer && keep());
  textarea.form.addEventListener("submit", () => {
    clearTimeout(timer);
    remember({ sent: Date.now() });
  });

  function offer(found) {
    const when = new Date(found.at).toLocaleString(undefined, { dateStyle: "long", timeStyle: "short" });
    const said = found.base === base.value ? phrases.kept : phrases.keptOfOlder;
    const restore = element("button", { type: "button" }, phrases.restore);
    const discard = element("button", { type: "button", class: "quiet" }, phrases.discard);
    const box = element(
      "div",
      { class: "message kept-text", role: "region", "aria-label": phrases.keptName },
      element("p", {}, filled(said, { when })),
      element("p", { class: "row" }, restore, discard),
    );
    const decide = () => {
      offered = undefined;
      box.remove();
      text.focus();
      if (found.before) offer(found.before);
      keep();
    };
    restore.addEventListener("click", () => {
      base.value = found.base;
      text.write(found.text);
      decide();
    });
    discard.addEventListener("click", decide);
    offered = found;
    textarea.closest(".field").prepend(box);
  }
}

/** The text a server gives back may lack or have the last line's end. */
const same = (one, other) => one.trimEnd() === other.trimEnd();

/** Drop what was saved just now, at whatever address, and what nobody asked for in a month. */
function forget() {
  const here = new URL(window.location.href);
  const isSaved = here.searchParams.has("saved");
  for (const key of keys()) {
    const found = recall(key);
    const wasSent = isSaved && found?.sent && Date.now() - found.sent < SENT_MS;
    if (!found || wasSent || Date.now() - found.at > KEPT_MS) drop(key);
  }
  if (!isSaved) return;
  here.searchParams.delete("saved");
  window.history.replaceState(window.history.state, "", here);
}

// A browser may refuse to keep anything; then nothing is kept, and everything else works.
function attempt(action) {
  try {
    return action();
  } catch {
    return null;
  }
}

const keys = () => attempt(() => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX))) ?? [];
const recall = (key) => attempt(() => JSON.parse(localStorage.getItem(key)));
const store = (key, value) => attempt(() => localStorage.setItem(key, JSON.stringify(value)));
const drop = (key) => attempt(() => localStorage.removeItem(key));
