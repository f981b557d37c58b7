// Words marked in the paragraph become the passage. Without this file they are copied.

const box = document.querySelector("[data-paragraph]");
const take = box?.querySelector("[data-take]");

if (take) {
  take.hidden = false;
  take.addEventListener("click", () => {
    const marked = getSelection();
    const words = box.querySelector("blockquote").contains(marked.anchorNode) ? marked.toString().trim() : "";
    const passage = document.getElementById("passage");
    if (words) passage.value = words;
    passage.focus();
  });
}
