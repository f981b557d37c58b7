// Facts are found while one types; those that are chosen stay in sight.

export class Facts {
  constructor(box) {
    this.search = box.querySelector("[data-fact-search]");
    if (!this.search) return; // there are more than the page shows, so the server searches
    this.said = box.querySelector("[data-fact-count]");
    this.facts = [...box.querySelectorAll("[data-fact]")];
    this.search.addEventListener("input", () => this.find());
    this.search.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
    this.find();
  }

  find() {
    const words = this.search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let found = 0;
    for (const fact of this.facts) {
      const text = fact.textContent.toLowerCase();
      const fits = words.every((word) => text.includes(word));
      found += fits;
      fact.hidden = !fits && !fact.querySelector("input").checked;
    }
    this.said.textContent = found ? "" : this.said.dataset.none;
  }
}
