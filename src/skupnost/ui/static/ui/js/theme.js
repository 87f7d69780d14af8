// The theme changes at once; the form tells the server, so that the next page starts right.
export function startTheme() {
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-theme-form]");
    if (!form || !event.submitter) return;
    event.preventDefault();
    const theme = event.submitter.value;
    document.documentElement.dataset.theme = theme;
    for (const button of document.querySelectorAll("form[data-theme-form] button")) {
      button.setAttribute("aria-pressed", String(button.value === theme));
    }
    const body = new FormData(form, event.submitter);
    fetch(form.action, { method: "POST", body, redirect: "manual" });
  });
}
