// A form goes out once: the second click of a double click does nothing. Whoever comes back to the
// page finds its forms ready again.
const WAIT = 2000;
let sent = new WeakMap();

export function startOnce() {
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented || event.target.method !== "post") return;
    const button = event.submitter ?? event.target;
    const now = performance.now();
    if (now - (sent.get(button) ?? -WAIT) < WAIT) event.preventDefault();
    else sent.set(button, now);
  });
  window.addEventListener("pageshow", () => (sent = new WeakMap()));
}
