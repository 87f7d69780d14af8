// Menus are <details class="menu">: Escape and a click elsewhere close them, arrows walk their links.
const openMenus = () => document.querySelectorAll("details.menu[open]");

function close(menu, { refocus = false } = {}) {
  menu.open = false;
  if (refocus) menu.querySelector("summary").focus();
}

function walk(menu, step) {
  const stops = [...menu.querySelectorAll("a[href], button, input")].filter((e) => e.offsetParent);
  const next = stops[stops.indexOf(document.activeElement) + step];
  if (next) next.focus();
}

export function startMenus() {
  document.addEventListener("click", (event) => {
    for (const menu of openMenus()) if (!menu.contains(event.target)) close(menu);
  });
  document.addEventListener("keydown", (event) => {
    for (const menu of openMenus()) {
      if (event.key === "Escape") close(menu, { refocus: true });
      if (!menu.contains(event.target)) continue;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        walk(menu, event.key === "ArrowDown" ? 1 : -1);
      }
    }
  });
}
