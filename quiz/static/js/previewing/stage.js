// The stage of a preview: as desktop Anki does, it keeps one page and puts one side after the other into it. It is of
// no origin, so the page around it hands over what to show, and is told how high that is and what was typed.
(function () {
  "use strict";
  const card = document.currentScript.dataset.card;
  const place = document.getElementById("qa");
  const tell = (message) => window.parent.postMessage(message, "*");
  let pictures = [];

  addEventListener("message", (event) => {
    if (event.source === window.parent) show(event.data);
  });

  function show({ html, night, compared, images }) {
    document.body.className = night ? "card card1 nightMode night_mode" : "card card1";
    document.documentElement.className = night ? "night-mode" : "";
    place.innerHTML = html;
    hang(images);
    if (compared) place.querySelector("#typeans").outerHTML = compared;
    const script = document.createElement("script");
    script.src = card;
    place.append(script);
    measure();
  }

  function hang(images) {
    pictures.forEach((address) => URL.revokeObjectURL(address));
    pictures = [];
    for (const image of place.querySelectorAll("img")) {
      const content = images.get(image.getAttribute("src"));
      const address = content ? URL.createObjectURL(content) : "";
      if (address) pictures.push(address);
      image.src = address;
      image.addEventListener("load", measure);
    }
  }

  const measure = () => tell({ height: Math.ceil(place.getBoundingClientRect().height) });

  document.addEventListener("input", ({ target }) => {
    if (target.id === "typeans") tell({ typed: target.value });
  });
  document.addEventListener("keydown", ({ key, target }) => {
    if (key === "Enter" && target.id === "typeans") tell({ turn: true });
  });
  // A link would take the frame away from its card.
  document.addEventListener("click", (event) => {
    if (event.target.closest("a")) event.preventDefault();
  });

  new ResizeObserver(measure).observe(place);
  tell({ ready: true });
})();
