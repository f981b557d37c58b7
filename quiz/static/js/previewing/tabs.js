// Two views of one text, one at a time. Without this both stand one below the other under their headings.

/** Make tabs of the box's panels; `chosen` is told when another one is shown. */
export function tabs(box, chosen) {
  const list = box.querySelector("[role=tablist]");
  const all = [...list.querySelectorAll("[role=tab]")];
  const panel = (tab) => document.getElementById(tab.getAttribute("aria-controls"));
  let current = all[0];

  /** Show the chosen panel; the box's part of it may have been put there just now. */
  function refresh(there) {
    list.hidden = !there;
    for (const tab of all) {
      const own = panel(tab);
      tab.setAttribute("aria-selected", String(tab === current));
      tab.tabIndex = tab === current ? 0 : -1;
      if (!own) continue;
      own.setAttribute("role", "tabpanel");
      own.setAttribute("aria-labelledby", tab.id);
      own.hidden = tab !== current;
    }
  }

  function choose(tab) {
    current = tab;
    refresh(true);
    chosen(tab);
  }

  list.addEventListener("click", (event) => {
    const tab = event.target.closest("[role=tab]");
    if (tab) choose(tab);
  });
  list.addEventListener("keydown", (event) => {
    const steps = { ArrowRight: 1, ArrowLeft: -1, Home: -all.indexOf(current), End: all.length - 1 - all.indexOf(current) };
    if (!(event.key in steps)) return;
    event.preventDefault();
    choose(all[(all.indexOf(current) + steps[event.key] + all.length) % all.length]);
    current.focus();
  });

  return { refresh };
}
