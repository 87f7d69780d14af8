// <a data-dialog="ID" href="…"> opens <dialog id="ID"> where there is one; else the link is followed.
export function startDialogs() {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest?.("[data-dialog]");
    const dialog = opener && document.getElementById(opener.dataset.dialog);
    if (dialog) {
      event.preventDefault();
      dialog.showModal();
      return;
    }
    event.target.closest?.("[data-dialog-close]")?.closest("dialog")?.close();
  });
}
