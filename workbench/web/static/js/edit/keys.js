/** The keyboard: keys of the map while it has the focus, and those of the whole page. */

import { el } from "../base/dom.js";
import { open } from "../base/dialogs.js";
import { t } from "../base/texts.js";
import { beyond } from "../map/geometry.js";
import { hold, paint, pick, press } from "./hands.js";
import { act } from "./steps.js";
import { slots, state, update } from "./store.js";

/** @typedef {import("../map/surface.js").Surface} Surface */

/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
const HELP = ["arrows", "digits", "n", "enter", "l", "escape", "undo", "zoom", "mouse", "drag", "right", "pan", "help"];

/** @type {Record<string, (surface: Surface) => void>} */
const MAP_KEYS = {
  Enter: (surface) => press(surface.focused),
  " ": (surface) => press(surface.focused),
  l: (surface) => hold(surface.focused),
  n: (surface) => paint([surface.focused], "new"),
  Escape: () => pick(null),
  "+": (surface) => surface.view.zoom(1.4),
  "=": (surface) => surface.view.zoom(1.4),
  "-": (surface) => surface.view.zoom(1 / 1.4),
  0: (surface) => surface.view.fit(),
};

/** @param {Surface} surface */
export function followKeys(surface) {
  surface.svg.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (mapKey(surface, event.key)) event.preventDefault();
  });
  surface.host.addEventListener("focusin", () => update({ chosen: surface.focused }));
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
    if (pageKey(event)) event.preventDefault();
  });
}

/**
 * @param {Surface} surface
 * @param {string} key
 * @returns {boolean} whether the key means something here
 */
function mapKey(surface, key) {
  const arrow = ARROWS[key];
  if (arrow) {
    const to = beyond(state.shapes, surface.near[surface.focused], surface.focused, ...arrow);
    surface.focus(to, true);
    surface.view.reveal(state.shapes.at[to]);
  } else if (/^[1-9]$/.test(key)) {
    const slot = Number(key) - 1;
    if (slot < slots()) paint([surface.focused], slot);
  } else {
    const act = MAP_KEYS[key.length === 1 ? key.toLowerCase() : key];
    if (!act) return false;
    act(surface);
  }
  return true;
}

/**
 * @param {KeyboardEvent} event
 * @returns {boolean}
 */
function pageKey(event) {
  const key = event.key.toLowerCase();
  if (/** @type {HTMLElement} */ (event.target).closest("input, textarea, select")) return false;
  if (event.ctrlKey || event.metaKey) {
    if (key === "z" && !event.shiftKey) undo();
    else if (key === "y" || (key === "z" && event.shiftKey)) redo();
    else return false;
  } else if (key === "?") help();
  else return false;
  return true;
}

export function undo() {
  if (state.painted.undo_to !== null) act({ op: "undo" });
}

export function redo() {
  if (state.painted.redo_to !== null) act({ op: "redo" });
}

/** The window with all keys and what the mouse does. */
export function help() {
  const rows = HELP.flatMap((name) => [el("dt", {}, t(`key_${name}`)), el("dd", {}, t(`help_${name}`))]);
  open(t("help"), [el("dl", { class: "keys" }, ...rows)]);
}
