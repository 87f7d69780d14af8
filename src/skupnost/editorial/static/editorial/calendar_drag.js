// Dragging by mouse, pen or finger: the target is lit, Escape cancels, the time of day is kept.
// A finger that moves at once scrolls; one that rests on a post lifts it. For everybody there are
// the keys and "Move to…" on the post's page as well.
import { say } from "../ui/js/toasts.js";
import { board, move } from "./calendar_moves.js";

const THRESHOLD = 6;
const HOLD_MS = 400; // sooner than the menu that a long press opens on a link
const EDGE = 80;
let drag = null;

function lift(event) {
  const chip = event.target.closest?.("#calendar .post");
  if (!chip || event.button !== 0 || drag) return;
  const { clientX: x, clientY: y, pointerId } = event;
  drag = { chip, x, y, atX: x, atY: y, pointerId, ghost: null, slot: null, hidden: [] };
  if (event.pointerType === "touch") drag.hold = setTimeout(hold, HOLD_MS);
}

/** The finger rested: lift the post, and show the empty days that a small screen leaves out. */
function hold() {
  if (!begin()) return;
  const { chip } = drag;
  const before = chip.getBoundingClientRect().top;
  drag.hidden = [...board().querySelectorAll(".slot.is-empty")];
  for (const slot of drag.hidden) slot.classList.remove("is-empty");
  scrollBy(0, chip.getBoundingClientRect().top - before);
  navigator.vibrate?.(10);
  follow();
}

function carry(event) {
  if (event.pointerId !== drag?.pointerId) return;
  drag.atX = event.clientX;
  drag.atY = event.clientY;
  const far = Math.hypot(drag.atX - drag.x, drag.atY - drag.y) > THRESHOLD;
  drag.hasMoved ||= far;
  if (drag.hold && !drag.ghost && far) return end();
  if (!drag.ghost && !(far && begin())) return;
  event.preventDefault();
  follow();
}

function begin() {
  if (drag.chip.hasAttribute("data-fixed")) {
    say(board().dataset.fixed, { tone: "bad" });
    end();
    return false;
  }
  const box = drag.chip.getBoundingClientRect();
  drag.dx = drag.x - box.left;
  drag.dy = drag.y - box.top;
  drag.ghost = drag.chip.cloneNode(true);
  drag.ghost.classList.add("is-ghost");
  drag.ghost.setAttribute("aria-hidden", "true");
  drag.ghost.style.inlineSize = `${box.width}px`;
  drag.ghost.querySelector("a").tabIndex = -1;
  drag.chip.classList.add("is-lifted");
  document.body.append(drag.ghost);
  requestAnimationFrame(scrollAtEdge);
  return true;
}

function follow() {
  const { ghost, atX, atY, dx, dy } = drag;
  ghost.style.transform = `translate(${atX - dx}px, ${atY - dy}px)`;
  light(document.elementFromPoint(atX, atY)?.closest("#calendar [data-slot]"));
}

/** At the upper and lower edge of the window the page comes along, once the post was moved. */
function scrollAtEdge() {
  if (!drag?.ghost) return;
  const way = (drag.atY > innerHeight - EDGE) - (drag.atY < EDGE);
  if (way && drag.hasMoved) {
    scrollBy({ top: way * 8, behavior: "instant" });
    follow();
  }
  requestAnimationFrame(scrollAtEdge);
}

function light(slot) {
  if (slot === drag.slot) return;
  drag.slot?.classList.remove("is-target");
  drag.slot = slot;
  slot?.classList.add("is-target");
}

function drop(event) {
  if (event.pointerId !== drag?.pointerId) return;
  const { chip, slot, ghost } = drag;
  end();
  if (!ghost || !slot) return;
  const at = target(chip.dataset.at, slot.dataset.slot);
  if (at === chip.dataset.at) return;
  if (slot.classList.contains("is-past")) say(board().dataset.past, { tone: "bad" });
  else move(chip, at);
}

const target = (at, slot) => slot.slice(0, 13) + at.slice(slot.length > 10 ? 13 : 10);

function end() {
  if (!drag) return;
  clearTimeout(drag.hold);
  if (drag.ghost) {
    // The click that follows a drag is not a click on the link.
    const stop = (event) => event.preventDefault();
    window.addEventListener("click", stop, { capture: true, once: true });
    setTimeout(() => window.removeEventListener("click", stop, { capture: true }), 50);
  }
  drag.slot?.classList.remove("is-target");
  for (const slot of drag.hidden) slot.classList.add("is-empty");
  drag.chip.classList.remove("is-lifted");
  drag.ghost?.remove();
  drag = null;
}

function cancel(event) {
  if (event.pointerId === drag?.pointerId) end();
}

/** Neither scroll the page under a lifted post nor open the menu of its link. */
function keepStill(event) {
  if (drag?.ghost || (drag && event.type === "contextmenu")) event.preventDefault();
}

export function startDrag() {
  document.addEventListener("pointerdown", lift);
  document.addEventListener("pointermove", carry);
  document.addEventListener("pointerup", drop);
  document.addEventListener("pointercancel", cancel);
  document.addEventListener("touchmove", keepStill, { passive: false });
  document.addEventListener("contextmenu", keepStill);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") end();
  });
}
