/** The strip over the map: a brush a zone, and the buttons that zoom. */

import { byId, button, el, fill } from "../base/dom.js";
import { capital, t } from "../base/texts.js";
import { swatch } from "../map/palette.js";
import { pick } from "./hands.js";
import { zoneName } from "./looks.js";
import { shows, slots, state } from "./store.js";

/** @typedef {import("../map/surface.js").Surface} Surface */

/** @param {Surface} surface */
export function showBrushes(surface) {
  const { view } = surface;
  const zooms = el("span", { class: "zooms" },
    button("+", () => view.zoom(1.4), { "aria-label": t("zoom_in"), title: t("zoom_in") }),
    button("−", () => view.zoom(1 / 1.4), { "aria-label": t("zoom_out"), title: t("zoom_out") }),
    button(t("whole"), () => view.fit(), { id: "whole" }));
  surface.host.append(zooms);
  shows(["version", "painted", "brush", "connected"], strip);
}

function strip() {
  const { brush, painted } = state;
  const used = new Set(painted.labels);
  const zones = Array.from({ length: slots() }, (_, slot) => slot).filter((slot) => used.has(slot));
  fill(byId("brushes"), el("span", { class: "muted" }, t("brush")), ...zones.map(chip),
    button(capital(t("new_zone")), () => pick(brush === "new" ? null : "new"), { class: "chip", "aria-pressed": brush === "new" ? "true" : "false", "data-brush": "new" }),
    brush !== null && button(t("put_down"), () => pick(null), { class: "plain" }));
  document.body.setAttribute("data-brush", brush === null ? "" : String(brush));
}

/** @param {number} slot */
function chip(slot) {
  const on = state.brush === slot;
  const name = zoneName(slot);
  const made = button("", () => pick(on ? null : slot), { class: "chip", "aria-pressed": on ? "true" : "false", "data-brush": slot, "aria-label": t("brush_of", { n: slot + 1, name }) });
  made.append(swatch(slot), String(slot + 1), el("span", { class: "chip-name" }, name));
  return made;
}
