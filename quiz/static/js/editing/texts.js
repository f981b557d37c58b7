// The text that is being edited, whether CodeMirror holds it or the plain field.

/** Return the text of a plain field: `read`, `write` and `changed`, which calls back after every change. */
export function fieldText(textarea) {
  return {
    read: () => textarea.value,
    write(text) {
      textarea.value = text;
      textarea.dispatchEvent(new Event("input", { bubbles: true }));
    },
    changed: (then) => textarea.addEventListener("input", then),
    focus: () => textarea.focus(),
  };
}

/** Put words into a sentence of the server's: "%(count)s lines". */
export function filled(sentence, values) {
  return sentence.replace(/%\((\w+)\)s/g, (all, name) => values[name] ?? all);
}

/** Make an element; `parts` are its children, texts and elements. */
export function element(name, attributes, ...parts) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...parts);
  return made;
}
