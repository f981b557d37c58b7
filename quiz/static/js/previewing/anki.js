// The card as Anki shows it, in a frame that is loaded once: what changes is handed over to it, so that the browser's
// history stays as it was.

const DESKTOP_PX = 800;
const LOWEST_PX = 240;
const HIGHEST_PX = 640; // as high as a phone; what is more is scrolled there too

export class Anki {
  constructor(box) {
    this.box = box;
    this.tools = box.querySelector(".anki-tools");
    this.holder = box.querySelector("[data-anki-holder]");
    this.frame = this.holder.querySelector("iframe");
    this.which = this.tools.querySelector("[data-anki-card]");
    this.pictures = new Map();
    this.state = { side: "front", night: matchMedia("(prefers-color-scheme: dark)").matches, card: 0, typed: "" };
    this.cards = [];
    this.height = LOWEST_PX;
    this.tools.querySelector(`[value=${this.state.night ? "night" : "day"}]`).checked = true;
    this.listen();
  }

  listen() {
    this.tools.addEventListener("change", ({ target }) => {
      if (target.name === "anki-side") this.turn(target.value);
      else if (target.name === "anki-light") this.set({ night: target.value === "night" });
      else if (target.name === "anki-width") this.widen(target.value);
      else this.set({ card: Number(target.value), typed: "" });
    });
    addEventListener("message", (event) => {
      if (event.source === this.frame.contentWindow) this.hear(event.data);
    });
    new ResizeObserver(() => this.fit()).observe(this.holder);
  }

  hear(message) {
    if (message.ready) {
      this.ready = true;
      this.given = null;
      this.show();
    } else if (typeof message.typed === "string") this.state.typed = message.typed;
    else if (message.turn) this.turn("back");
    else if (Number.isFinite(message.height)) {
      this.height = Math.min(Math.max(message.height, LOWEST_PX), HIGHEST_PX);
      this.fit();
    }
  }

  /** Take over the cards of a new state of the text. */
  take(body) {
    this.cards = [...body.querySelectorAll("template[data-anki]")].map(({ dataset }) => ({ ...dataset }));
    this.state.card = Math.min(this.state.card, Math.max(this.cards.length - 1, 0));
    this.which.replaceChildren(...this.cards.map(({ name }, index) => new Option(name, index)));
    this.which.value = String(this.state.card);
    this.tools.querySelector("[data-anki-which]").hidden = this.cards.length < 2;
    this.show();
  }

  set(changed) {
    Object.assign(this.state, changed);
    this.show();
  }

  turn(side) {
    if (side === "front") this.state.typed = "";
    this.tools.querySelector(`[value=${side}]`).checked = true;
    this.set({ side });
  }

  widen(width) {
    this.holder.dataset.width = width;
    this.fit();
  }

  async show() {
    const card = this.cards[this.state.card];
    if (!card || !this.frame.offsetParent) return;
    if (!this.frame.src) this.frame.src = this.box.dataset.stage;
    if (!this.ready) return;
    const { side, night, typed } = this.state;
    const html = card[side];
    const compared = side === "back" && card.expected && typed ? await this.compare(card.expected, typed) : "";
    const wanted = JSON.stringify([html, night, compared]);
    if (wanted === this.given) return; // shown again, its options would be shuffled anew
    this.given = wanted;
    const images = await this.fetched(html);
    if (wanted === this.given) this.frame.contentWindow.postMessage({ html, night, compared, images }, "*");
  }

  /** Return the card's pictures by address: the frame itself may fetch none. */
  async fetched(html) {
    const made = document.createElement("template");
    made.innerHTML = html;
    const sources = [...made.content.querySelectorAll("img")].map((image) => image.getAttribute("src"));
    const images = new Map();
    for (const source of sources) {
      const picture = this.pictures.get(source) ?? (await blob(source));
      if (picture) images.set(source, picture);
      if (picture) this.pictures.set(source, picture);
    }
    return images;
  }

  async compare(expected, typed) {
    const sent = new FormData();
    const token = document.querySelector("input[name=csrf_token]").value;
    for (const [name, value] of Object.entries({ expected, typed, csrf_token: token })) sent.set(name, value);
    const answer = await fetch(this.box.dataset.compare, { method: "POST", body: sent }).catch(() => null);
    return answer?.ok ? answer.text() : "";
  }

  /** A desk is wider than the place there is, so that it is shown smaller. */
  fit() {
    const there = this.holder.clientWidth;
    if (!there) return;
    const desk = this.holder.dataset.width === "desktop";
    const scale = desk ? Math.min(1, there / DESKTOP_PX) : 1;
    this.frame.style.width = desk ? `${DESKTOP_PX}px` : "";
    this.frame.style.height = `${this.height}px`;
    this.frame.style.transform = scale < 1 ? `scale(${scale})` : "";
    this.holder.style.height = `${Math.ceil(this.height * scale) + 2}px`;
  }
}

async function blob(source) {
  const answer = await fetch(source).catch(() => null);
  return answer?.ok ? answer.blob() : null;
}
