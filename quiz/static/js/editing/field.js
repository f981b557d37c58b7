// The form's own field, which holds what the editor holds, since it is what the form sends.

const LARGE = 30_000; // characters: filling a field with more at every key would be felt
const PAUSE_MS = 150;

export class Field {
  constructor(textarea, text) {
    this.textarea = textarea;
    this.text = text;
    this.waiting = 0;
    textarea.form.addEventListener("submit", () => this.fill(), true);
    // A page that is put away is brought back with what its fields held.
    document.addEventListener("visibilitychange", () => this.waiting && this.fill());
  }

  changed(length) {
    clearTimeout(this.waiting);
    if (length > LARGE) this.waiting = setTimeout(() => this.fill(), PAUSE_MS);
    else this.fill();
  }

  fill() {
    clearTimeout(this.waiting);
    this.waiting = 0;
    this.textarea.value = this.text.read();
  }
}
