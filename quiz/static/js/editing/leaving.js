// Saving by the keyboard, and a question before leaving what is not saved.

/** Let Ctrl+S (on a Mac Command+S) save, and ask before a page with unsaved changes is left. */
export function saveByKey(textarea, text) {
  const { form } = textarea;
  const opened = textarea.defaultValue;
  let isSending = false;

  document.addEventListener("keydown", (event) => {
    const isSave = event.key.toLowerCase() === "s" && (event.ctrlKey || event.metaKey);
    if (!isSave || event.altKey || event.shiftKey) return;
    event.preventDefault();
    if (!event.repeat) form.requestSubmit(form.querySelector("button[value=save]"));
  });
  form.addEventListener("submit", (event) => {
    isSending = !event.defaultPrevented;
  });
  // A page that the browser kept and shows again is not on its way any more.
  window.addEventListener("pageshow", () => {
    isSending = false;
  });
  window.addEventListener("beforeunload", (event) => {
    const isUnsaved = textarea.dataset.came !== "opened" || text.read() !== opened;
    if (isUnsaved && !isSending) event.preventDefault();
  });
}
