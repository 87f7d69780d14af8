// Keys: arrows walk, Alt+arrows move the post, ← and → turn the page while nothing has the focus, or
// what turns it. The controls have ids, by which htmx gives them the focus back on the new page.
import { board, move } from "./calendar_moves.js";

const DAY = 24 * 60;
const STEPS = {
  month: { ArrowLeft: -DAY, ArrowRight: DAY, ArrowUp: -7 * DAY, ArrowDown: 7 * DAY },
  week: { ArrowLeft: -DAY, ArrowRight: DAY, ArrowUp: -60, ArrowDown: 60 },
};

/** Local times are reckoned without any zone: the server knows the client's. */
export function shifted(at, minutes) {
  const then = new Date(`${at}:00Z`);
  then.setUTCMinutes(then.getUTCMinutes() + minutes);
  return then.toISOString().slice(0, 16);
}

const stopsOf = (day) =>
  [...day.querySelectorAll("a:not([tabindex])")].filter((stop) => stop.offsetParent);

function walk(key, focused) {
  const days = [...board().querySelectorAll(".day")].filter((day) => day.offsetParent);
  const place = days.findIndex((day) => day.contains(focused));
  const stops = stopsOf(days[place]);
  const at = stops.indexOf(focused);
  const isList = getComputedStyle(board().querySelector(".month, .days")).gridTemplateColumns
    .split(" ").length < 2;
  if (key === "ArrowUp" && at > 0) return stops[at - 1].focus();
  if (key === "ArrowDown" && at < stops.length - 1) return stops[at + 1].focus();
  const far = isList || board().dataset.view === "week" ? 1 : 7;
  const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -far, ArrowDown: far }[key];
  const next = days[place + step];
  if (next) enter(next, key);
}

function enter(day, key) {
  const stops = stopsOf(day);
  const first = stops[1] || stops[0];
  (key === "ArrowUp" ? stops[stops.length - 1] : first)?.focus();
}

function press(event) {
  if (!board() || !event.key.startsWith("Arrow") || event.ctrlKey || event.metaKey) return;
  if (document.querySelector("dialog[open]")) return;
  const focused = document.activeElement;
  const chip = focused.closest?.("#calendar .post");
  if (event.altKey) {
    const steps = STEPS[board().dataset.view];
    if (!chip || !steps) return;
    event.preventDefault();
    move(chip, shifted(chip.dataset.at, steps[event.key]));
  } else if (focused.closest?.("#calendar .day")) {
    event.preventDefault();
    walk(event.key, focused);
  } else if (focused === document.body || focused.matches("#main, #calendar [data-step]")) {
    const step = { ArrowLeft: "-1", ArrowRight: "1" }[event.key];
    if (step) board().querySelector(`[data-step="${step}"]`)?.click();
  }
}

export function startKeys() {
  if (document.documentElement.dataset.shortcuts === "off") return;
  document.addEventListener("keydown", press);
}
