// Copy buttons: they say when it is done. Where the browser keeps the clipboard to itself, as on
// plain http in the house, the old way is tried; the text stands selected either way.
const SECONDS = 2.5;

async function copied(field) {
  field.select();
  if (!navigator.clipboard) return document.execCommand("copy");
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    return document.execCommand("copy");
  }
}

for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  const words = button.querySelector("span");
  const before = words.textContent;
  words.setAttribute("aria-live", "polite");
  button.hidden = false;
  button.addEventListener("click", async () => {
    if (!(await copied(field))) return;
    button.dataset.isDone = "";
    words.textContent = button.dataset.done;
    setTimeout(() => {
      delete button.dataset.isDone;
      words.textContent = before;
    }, SECONDS * 1000);
  });
}
