// A list with type-ahead: <input data-filter="ID"> hides the items of #ID that do not contain it.
const plain = (text) => text.normalize("NFD").replace(/\p{Diacritic}/gu, "").toLowerCase();

export function startFilters() {
  document.addEventListener("input", (event) => {
    const list = document.getElementById(event.target.dataset?.filter);
    if (!list) return;
    const wanted = plain(event.target.value.trim());
    for (const item of list.children) item.hidden = !plain(item.textContent).includes(wanted);
  });
  for (const input of document.querySelectorAll("[data-filter]")) input.hidden = false;
}
