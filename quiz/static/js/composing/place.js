// The name of a new file is asked for once a new file is chosen.

export class Place {
  constructor(box) {
    const file = box.querySelector("#file");
    const named = box.querySelector("#new_file").closest(".field");
    const show = () => (named.hidden = file.value !== "");
    file.addEventListener("change", show);
    window.addEventListener("pageshow", show); // a browser fills fields as they were left, after scripts ran
    show();
  }
}
