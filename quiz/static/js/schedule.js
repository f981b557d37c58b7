// htmx looks at another retention as soon as it is chosen; this says the result aloud. The page works without.
"use strict";

document.addEventListener("htmx:afterSettle", () => {
  const said = document.querySelector("#comparison [data-say]");
  document.getElementById("live").textContent = said?.dataset.say || said?.textContent.trim() || "";
});
