// The composer's comforts: checked and saved while you write, pictures by drop and paste.
// Without it the same form has a Check button and works by pages.
const form = document.getElementById("composer");
const PARTS = ["results", "saved", "version", "near", "problems", "pictures"];
const WAIT = 500;
let timer;
let running = null;
let leaving = false;

const version = () => document.getElementById("version").value;
const NEW = `skupnost:new:${location.pathname}`;
const copyKey = () => (version() === "0" ? NEW : `skupnost:post:${form.dataset.post}`);

function keepCopy() {
  const fields = [...new FormData(form)].filter(([name, value]) =>
    typeof value === "string" && !/csrf|version|sheet|^do$/.test(name));
  try {
    localStorage.setItem(copyKey(), JSON.stringify({ version: version(), post: form.dataset.post, fields }));
  } catch {
    // A full or forbidden store only costs the second copy.
  }
}

function changed() {
  if (leaving) return;
  keepCopy();
  document.getElementById("saved").textContent = form.dataset.unsaved;
  clearTimeout(timer);
  timer = setTimeout(check, WAIT);
}

async function check() {
  running?.abort();
  running = new AbortController();
  const mine = running;
  const body = new FormData(form);
  body.append("do", "check");
  if (![...body.getAll("files")].some((file) => file.size)) body.delete("files");
  try {
    const headers = { "HX-Request": "true" };
    const answer = await fetch(form.action, { method: "POST", body, headers, signal: mine.signal });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (mine.signal.aborted || leaving) return;
    if (answer.status >= 500) throw new Error(String(answer.status));
    put(page);
    if (answer.ok && !form.hasAttribute("data-is-out")) forgetCopy();
  } catch (error) {
    if (error.name !== "AbortError") {
      document.getElementById("saved").textContent = form.dataset.offline;
    }
  }
}

function forgetCopy() {
  localStorage.removeItem(copyKey());
  localStorage.removeItem(NEW);
}

/** The first save gives the sheet an address of its own, which a reload finds again. */
function settle(page) {
  const address = page.getElementById("address")?.getAttribute("href");
  if (!address || address === form.getAttribute("action")) return;
  form.setAttribute("action", address);
  history.replaceState(history.state, "", address);
}

function put(page) {
  settle(page);
  for (const id of PARTS) {
    const fresh = page.getElementById(id);
    const old = document.getElementById(id);
    if (fresh && old) old.replaceWith(document.adoptNode(fresh));
  }
  const label = page.querySelector("#schedule span");
  if (label) document.querySelector("#schedule span").textContent = label.textContent;
}

/** Channel sheets follow their ticks at once; a new own text begins with the text for all. */
function follow(target) {
  if (target.name === "channel") {
    const sheet = form.querySelector(`[data-channel="${target.value}"]`);
    if (sheet) sheet.hidden = !target.checked;
  }
  const own = target.dataset?.own && document.getElementById(target.dataset.own);
  if (own && target.checked && !own.value) own.value = document.getElementById("text").value;
  if (target.name === "files") clearFilesAfter();
}

function clearFilesAfter() {
  clearTimeout(timer);
  check();
}

function pressed(event) {
  const quick = event.target.closest?.("[data-at]");
  const split = event.target.closest?.("[data-split]");
  const drop = event.target.closest?.("[data-refresh]");
  const asked = event.target.closest?.("[data-mend]");
  if (!quick && !split && !drop && !asked) return;
  event.preventDefault();
  if (asked) return mend(asked);
  if (quick) {
    document.getElementById("date").value = quick.dataset.at.slice(0, 10);
    document.getElementById("time").value = quick.dataset.at.slice(11);
  }
  if (split) document.getElementById(split.dataset.split).checked = true;
  if (drop) drop.closest(".picture").remove();
  changed();
}

/** A mend changes fields all over the sheet: they come back from the server as a whole. */
async function mend(button) {
  const body = new FormData(form);
  body.append("do", button.value);
  body.delete("files");
  const kept = document.getElementById("files");
  clearTimeout(timer);
  running?.abort();
  form.setAttribute("aria-busy", "true");
  button.disabled = true;
  try {
    const answer = await fetch(form.action, { method: "POST", body });
    if (!answer.ok) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector(".composer-sheet");
    form.querySelector(".composer-sheet").replaceWith(document.adoptNode(fresh));
    if (kept?.files.length) document.getElementById("files").files = kept.files;
    const action = page.getElementById("composer").getAttribute("action");
    put(page);
    if (action !== form.getAttribute("action")) {
      form.setAttribute("action", action);
      history.replaceState(history.state, "", action);
    }
    (form.querySelector(".mended button") || form.querySelector("#results")).focus();
  } catch {
    button.disabled = false;
    document.getElementById("saved").textContent = form.dataset.offline;
  } finally {
    form.removeAttribute("aria-busy");
  }
}

function addFiles(files) {
  const media = [...files].filter((file) => /^(image|video)\//.test(file.type));
  if (!media.length) return false;
  const carrier = new DataTransfer();
  for (const medium of media) carrier.items.add(medium);
  document.getElementById("files").files = carrier.files;
  clearFilesAfter();
  return true;
}

function startFiles() {
  const zone = (event) => event.target.closest?.("[data-drop-zone]") || form.querySelector("[data-drop-zone]");
  form.addEventListener("paste", (event) => {
    if (addFiles(event.clipboardData?.files || [])) event.preventDefault();
  });
  form.addEventListener("dragover", (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    zone(event).classList.add("is-target");
  });
  for (const kind of ["dragleave", "drop"]) {
    form.addEventListener(kind, (event) => zone(event).classList.remove("is-target"));
  }
  form.addEventListener("drop", (event) => {
    if (addFiles(event.dataTransfer?.files || [])) event.preventDefault();
  });
}

/** Whether a new post was saved after all: then its copy is not needed. */
async function arrived(post) {
  const address = form.getAttribute("action").replace(/new\/$/, `${post}/`);
  const answer = await fetch(address, { headers: { "HX-Request": "true" } }).catch(() => null);
  return answer?.ok ?? false;
}

/** A copy that never reached the server comes back, and says so. */
async function offerCopy() {
  let copy = null;
  try {
    copy = JSON.parse(localStorage.getItem(copyKey()) || "null");
  } catch {
    return;
  }
  const text = copy?.fields.find(([name]) => name === "text")?.[1];
  const area = document.getElementById("text");
  if (!text || text === area.value || copy.version !== version()) return;
  if (copy.version === "0" && (await arrived(copy.post))) return localStorage.removeItem(NEW);
  area.value = text;
  document.getElementById("saved").textContent = form.dataset.savedCopy;
  changed();
}

if (form) {
  document.documentElement.classList.add("has-script");
  form.addEventListener("input", changed);
  form.addEventListener("change", (event) => {
    follow(event.target);
    if (event.target.name !== "files") changed();
  });
  form.addEventListener("click", pressed);
  form.addEventListener("submit", () => {
    leaving = true;
    clearTimeout(timer);
    running?.abort();
    keepCopy();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    form.requestSubmit(document.getElementById("schedule"));
  });
  startFiles();
  offerCopy();
}
