// Before the page is left with something typed that was not sent, the browser asks.

export class Leaving {
  constructor(form) {
    let typed = document.querySelector("#summary") !== null;
    let sent = false;
    form.addEventListener("input", () => (typed = true));
    form.addEventListener("submit", () => (sent = true));
    window.addEventListener("pageshow", () => (sent = false));
    window.addEventListener("beforeunload", (event) => typed && !sent && event.preventDefault());
  }
}
