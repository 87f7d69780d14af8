// Toasts say what happened and offer undo. They stay at least 10 s (20 s with an undo), longer
// while the pointer or the focus is on them, and Ctrl+Z presses the newest undo.
const SECONDS = 10;
const SECONDS_WITH_UNDO = 20;
const region = () => document.getElementById("toasts");

function watch(toast) {
  if (toast.dataset.watched) return;
  toast.dataset.watched = "yes";
  const seconds = toast.querySelector("form") ? SECONDS_WITH_UNDO : SECONDS;
  let timer;
  const start = () => (timer = setTimeout(() => toast.remove(), seconds * 1000));
  const stop = () => clearTimeout(timer);
  for (const kind of ["pointerenter", "focusin"]) toast.addEventListener(kind, stop);
  for (const kind of ["pointerleave", "focusout"]) toast.addEventListener(kind, start);
  toast.querySelector("[data-close]")?.removeAttribute("hidden");
  if (!toast.hasAttribute("data-stays")) start();
}

export function say(text, { tone = "good" } = {}) {
  const toast = document.getElementById("toast-template").content.firstElementChild.cloneNode(true);
  toast.dataset.tone = tone;
  toast.querySelector("p").textContent = text;
  region().append(toast);
}

function undoByKey(event) {
  if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z" || event.shiftKey) return;
  if (/^(INPUT|TEXTAREA)$/.test(event.target.tagName)) return;
  const newest = [...document.querySelectorAll("#toasts [data-undo]")].pop();
  if (!newest) return;
  event.preventDefault();
  newest.click();
}

export function startToasts() {
  const box = region();
  if (!box) return;
  box.querySelectorAll(".toast").forEach(watch);
  new MutationObserver(() => box.querySelectorAll(".toast").forEach(watch)).observe(box, {
    childList: true,
  });
  document.addEventListener("click", (event) => {
    event.target.closest?.("[data-close]")?.closest(".toast")?.remove();
  });
  document.addEventListener("keydown", undoByKey);
  document.addEventListener("toast", (event) => say(event.detail.text, event.detail));
}
