// Turns the field of a bank's text into an editor. The field stays what is sent: it holds the text after every
// change. Without this file, or where the editor cannot be loaded, the field is the editor.

import { keepText } from "./editing/keeping.js";
import { saveByKey } from "./editing/leaving.js";
import { fieldText } from "./editing/texts.js";

const described = document.querySelector("meta[name=editor]");
const phrases = JSON.parse(described.content);

for (const textarea of document.querySelectorAll("textarea[data-editor]")) begin(textarea);

async function begin(textarea) {
  let text = fieldText(textarea);
  try {
    const { mount } = await import("./editing/mounting.js");
    text = mount(textarea, { phrases, nonce: described.nonce || described.dataset.nonce });
  } catch (error) {
    // The plain field does everything that matters; only whoever looks into it wants to know why.
    console.warn(error);
  }
  keepText(textarea, text, phrases);
  saveByKey(textarea, text, phrases);
}
