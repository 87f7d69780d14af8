// Dragging with the mouse or a pen: the target is lit, Escape cancels, the time of day is kept.
// A finger scrolls; for it, and for everybody, there is "Move to…" on the post's page.
import { say } from "../ui/js/toasts.js";
import { board, move } from "./calendar_moves.js";

const THRESHOLD = 6;
let drag = null;

function lift(event) {
  const chip = event.target.closest?.("#calendar .post");
  if (!chip || event.button !== 0 || event.pointerType === "touch") return;
  drag = { chip, x: event.clientX, y: event.clientY, ghost: null, slot: null };
}

function carry(event) {
  if (!drag) return;
  const far = Math.hypot(event.clientX - drag.x, event.clientY - drag.y) > THRESHOLD;
  if (!drag.ghost && far && !begin()) return;
  if (!drag.ghost) return;
  event.preventDefault();
  const { ghost, dx, dy } = drag;
  ghost.style.transform = `translate(${event.clientX - dx}px, ${event.clientY - dy}px)`;
  light(document.elementFromPoint(event.clientX, event.clientY)?.closest("#calendar [data-slot]"));
}

function begin() {
  if (drag.chip.hasAttribute("data-fixed")) {
    say(board().dataset.fixed, { tone: "bad" });
    drag = null;
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
  return true;
}

function light(slot) {
  if (slot === drag.slot) return;
  drag.slot?.classList.remove("is-target");
  drag.slot = slot;
  slot?.classList.add("is-target");
}

function drop() {
  if (!drag) return;
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
  if (drag?.ghost) {
    // The click that follows a drag is not a click on the link.
    const stop = (event) => event.preventDefault();
    window.addEventListener("click", stop, { capture: true, once: true });
    setTimeout(() => window.removeEventListener("click", stop, { capture: true }));
  }
  drag?.slot?.classList.remove("is-target");
  drag?.chip.classList.remove("is-lifted");
  drag?.ghost?.remove();
  drag = null;
}

export function startDrag() {
  document.addEventListener("pointerdown", lift);
  document.addEventListener("pointermove", carry);
  document.addEventListener("pointerup", drop);
  document.addEventListener("pointercancel", end);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && drag) end();
  });
}
