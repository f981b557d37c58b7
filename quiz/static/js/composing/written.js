// The lines to be written and what is found in them, looked up when typing pauses. The fields are left alone.

const PAUSE_MS = 900;

export class Written {
  constructor(form) {
    this.form = form;
    this.waiting = 0;
    this.asking = false;
    form.addEventListener("input", () => this.soon());
  }

  soon() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.look(), PAUSE_MS);
  }

  async look() {
    if (this.asking) return this.soon();
    this.asking = true;
    try {
      const sent = new FormData(this.form);
      sent.set("do", "look");
      const answer = await fetch(this.form.action, { method: "POST", body: sent, credentials: "same-origin" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const found = page.querySelector("[data-written]");
      // While something is missing nothing can be written; what stood there last is then better than nothing.
      if (found?.querySelector("pre")) this.show(found, page);
    } catch {
      // Not reachable for a moment; the buttons say so when they are pressed.
    } finally {
      this.asking = false;
    }
  }

  show(found, page) {
    document.querySelector("[data-written]").replaceWith(found);
    document.dispatchEvent(new CustomEvent("factdeck:looked", { detail: page }));
  }
}
