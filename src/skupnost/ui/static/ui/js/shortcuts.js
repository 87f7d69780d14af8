// Single keys, from the page itself: every [data-key] element is a shortcut, `?` lists them.
// They can be switched off in the preferences (data-shortcuts="off" on <html>).
const isTyping = (target) =>
  target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);

function press(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (document.querySelector("dialog[open]")) return;
  const key = event.key.toLowerCase();
  const target = [...document.querySelectorAll("[data-key]")].find((element) =>
    element.dataset.key.split(" ").includes(key),
  );
  if (!target) return;
  event.preventDefault();
  target.click();
}

export function startShortcuts() {
  if (document.documentElement.dataset.shortcuts !== "off") {
    document.addEventListener("keydown", press);
  }
}
