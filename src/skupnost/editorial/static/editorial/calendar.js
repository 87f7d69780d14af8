// The calendar's comforts: drag, keys, undo without leaving the page. Links and forms work without.
import { startDrag } from "./calendar_drag.js";
import { startKeys } from "./calendar_keys.js";
import { startUndo } from "./calendar_moves.js";

startDrag();
startKeys();
startUndo();
