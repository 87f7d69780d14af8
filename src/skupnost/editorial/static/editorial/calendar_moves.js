// Moving a post: shown at once, told to the server, taken back with words where it says no.
import { say } from "../ui/js/toasts.js";

export const board = () => document.getElementById("calendar");

const token = () =>
  JSON.parse(document.body.getAttribute("hx-headers:inherited") || "{}")["X-CSRFToken"];

let turn = Promise.resolve();

/** Posts move one after the other, so that quick keys do not overtake each other. */
export function move(chip, at) {
  turn = turn.then(() => moveNow(chip.dataset.post, at));
  return turn;
}

async function moveNow(id, at) {
  const chip = find(id);
  if (!chip) return;
  if (chip.hasAttribute("data-fixed")) return say(board().dataset.fixed, { tone: "bad" });
  const wasFocused = chip.contains(document.activeElement);
  const home = { list: chip.parentElement, next: chip.nextElementSibling, at: chip.dataset.at };
  place(chip, at);
  chip.classList.add("is-on-its-way");
  if (wasFocused) focus(id);
  const { view, at: period } = board().dataset;
  const answer = await post(chip.dataset.move, { at, view, period });
  if (answer?.ok) return show(answer.page, wasFocused ? id : null);
  putBack(chip, home);
  if (wasFocused) focus(id);
  if (!answer || !tell(answer.page)) say(board().dataset.offline, { tone: "bad" });
}

function place(chip, at) {
  const slot = slotOf(at);
  if (!slot) return;
  let list = slot.querySelector(".posts");
  if (!list) {
    list = document.createElement("ol");
    list.className = "posts";
    slot.querySelector(".add")?.closest(".hour > .add")?.setAttribute("hidden", "");
    slot.append(list);
  }
  chip.dataset.at = at;
  chip.querySelector("time").textContent = at.slice(11, 16);
  slot.classList.remove("is-empty");
  const later = [...list.children].find((other) => other.dataset.at > at && other !== chip);
  list.insertBefore(chip, later || null);
}

function putBack(chip, home) {
  chip.classList.remove("is-on-its-way");
  chip.dataset.at = home.at;
  chip.querySelector("time").textContent = home.at.slice(11, 16);
  home.list.insertBefore(chip, home.next);
}

function slotOf(at) {
  const keys = [at.slice(0, 10), `${at.slice(0, 13)}:00`];
  return [...board().querySelectorAll("[data-slot]")].find((s) => keys.includes(s.dataset.slot));
}

const find = (id) => board().querySelector(`[data-post="${id}"]`);
const focus = (id) => find(id)?.querySelector("a").focus();

async function post(url, values) {
  const body = new URLSearchParams(values);
  const headers = { "X-CSRFToken": token(), "HX-Request": "true" };
  try {
    const answer = await fetch(url, { method: "POST", body, headers, redirect: "error" });
    const html = await answer.text();
    return { ok: answer.ok, page: new DOMParser().parseFromString(html, "text/html") };
  } catch {
    return null;
  }
}

function show(page, focused) {
  const next = page.getElementById("calendar");
  if (next) {
    board().replaceWith(document.adoptNode(next));
    globalThis.htmx?.process(board());
  }
  if (focused) focus(focused);
  tell(page);
}

function tell(page) {
  const toasts = [...page.querySelectorAll(".toast")];
  for (const toast of toasts) {
    document.getElementById("toasts").append(document.adoptNode(toast));
  }
  return toasts.length > 0;
}

/** Undo in a toast answers in place. */
export function startUndo() {
  document.addEventListener("submit", async (event) => {
    const form = event.target.closest("#toasts form");
    if (!form || !board()) return;
    event.preventDefault();
    const { view, at: period } = board().dataset;
    form.closest(".toast").remove();
    const answer = await post(form.action, { view, period });
    if (answer) show(answer.page, null);
    else say(board().dataset.offline, { tone: "bad" });
  });
}
