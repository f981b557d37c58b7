// What the server says of a text: asked a moment after the last change, and only the newest answer counts.

const PAUSE_MS = 400;

/**
 * Ask about the text now and after every change. `answered(judged, text)` gets what came back, `failed()` is called
 * when nothing did.
 */
export function asking(textarea, text, { answered, failed }) {
  const { form, dataset } = textarea;
  let timer = 0;
  let running = null;

  const ask = async () => {
    running?.abort();
    const mine = new AbortController();
    running = mine;
    const sent = text.read();
    try {
      const response = await fetch(dataset.check, {
        method: "POST",
        signal: mine.signal,
        headers: {
          "Content-Type": "application/json",
          "X-CSRFToken": form.elements.csrf_token.value,
        },
        body: JSON.stringify({
          file: dataset.file,
          question: dataset.question,
          base: form.elements.base.value,
          text: sent,
        }),
      });
      if (!response.ok) throw new Error(`the check answered ${response.status}`);
      const judged = await response.json();
      if (running === mine) answered(judged, sent);
    } catch (error) {
      if (running === mine && error.name !== "AbortError") failed(error);
    }
  };
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE_MS);
  };
  text.changed(() => {
    // An answer to an older text would put its marks into the wrong lines.
    running?.abort();
    later();
  });
  ask();
  return ask;
}

/** Return a function that gives the words to complete, asked for once; null where they cannot be had. */
export function wordsFrom(address) {
  let asked = null;
  return () => {
    asked ??= fetch(address)
      .then((response) => (response.ok ? response.json() : null))
      .catch(() => null)
      .then((words) => {
        if (!words) asked = null;
        return words;
      });
    return asked;
  };
}
