// Starts the behaviours of every page. Each works without the others; pages work without any.
import { startMenus } from "./menus.js";
import { startShortcuts } from "./shortcuts.js";
import { startTheme } from "./theme.js";
import { startToasts } from "./toasts.js";
import { startFilters } from "./filters.js";
import { startDialogs } from "./dialogs.js";
import { startSliders } from "./sliders.js";
import { startOnce } from "./once.js";

startMenus();
startShortcuts();
startTheme();
startToasts();
startFilters();
startDialogs();
startSliders();
startOnce(); // the last: what another behaviour took over is not sent at all
