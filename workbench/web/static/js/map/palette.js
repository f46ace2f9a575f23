/** One colour and one hatch a zone slot: those of the maps, workbooks and terminal (`workbench/tables/palette.py`). */

import { svg } from "../base/dom.js";

export const COLOURS = ["#77AADD", "#EE8866", "#EEDD88", "#FFAABB", "#99DDFF", "#44BB99", "#BBCC33", "#AAAA00"];
export const HATCHES = ["", "///", "...", "\\\\\\", "xx", "---", "oo", "|||", "++"];

const TILE = 56;
const DOWN = `M-8 ${TILE - 8}L8 ${TILE + 8}M-8 -8L${TILE + 8} ${TILE + 8}M${TILE - 8} -8L${TILE + 8} 8`;
const UP = `M-8 8L8 -8M-8 ${TILE + 8}L${TILE + 8} -8M${TILE - 8} ${TILE + 8}L${TILE + 8} ${TILE - 8}`;
const ACROSS = `M0 ${TILE / 2}H${TILE}`;
const UPRIGHT = `M${TILE / 2} 0V${TILE}`;
/** @type {Record<string, string>} */
const LINES = { "///": UP, "\\\\\\": DOWN, xx: UP + DOWN, "---": ACROSS, "|||": UPRIGHT, "++": ACROSS + UPRIGHT };

/** @param {number} slot counted from 0 */
export const colour = (slot) => COLOURS[slot % COLOURS.length];

/** @param {number} slot counted from 0, −1 for none */
export const filling = (slot) => (slot < 0 ? "#FFFFFF" : `url(#slot-${slot % (COLOURS.length * HATCHES.length)})`);

/** @type {SVGDefsElement | null} */
let defs = null;

/**
 * The fillings of the first `count` slots, made once for all maps of the page.
 * @param {number} count
 */
export function ensureFillings(count) {
  if (!defs) {
    defs = svg("defs");
    document.body.append(svg("svg", { class: "defs", width: 0, height: 0, "aria-hidden": "true" }, defs));
  }
  const wanted = Math.min(count, COLOURS.length * HATCHES.length);
  for (let slot = defs.querySelectorAll("[id^='slot-']").length; slot < wanted; slot++) defs.append(pattern(slot));
}

/** The filling of stations of which a layer shows nothing, made once. */
export function notShown() {
  ensureFillings(0);
  if (defs && !document.getElementById("not-shown")) {
    defs.prepend(svg("pattern", { id: "not-shown", width: TILE, height: TILE, patternUnits: "userSpaceOnUse" },
      svg("rect", { width: TILE, height: TILE, fill: "#fff" }),
      svg("circle", { cx: TILE / 2, cy: TILE / 2, r: 5, fill: "#000", "fill-opacity": 0.45 })));
  }
  return "url(#not-shown)";
}

/** @param {number} slot */
function pattern(slot) {
  const hatch = HATCHES[slot % HATCHES.length];
  return svg(
    "pattern",
    { id: `slot-${slot}`, width: TILE, height: TILE, patternUnits: "userSpaceOnUse" },
    svg("rect", { width: TILE, height: TILE, fill: colour(slot) }),
    LINES[hatch] && svg("path", { d: LINES[hatch], fill: "none", stroke: "#000", "stroke-opacity": 0.3, "stroke-width": 4 }),
    hatch === "..." && svg("circle", { cx: TILE / 2, cy: TILE / 2, r: 7, fill: "#000", "fill-opacity": 0.35 }),
    hatch === "oo" && svg("circle", { cx: TILE / 2, cy: TILE / 2, r: 15, fill: "none", stroke: "#000", "stroke-opacity": 0.3, "stroke-width": 4 }),
  );
}

/**
 * A small square that looks as the zone does on the map.
 * @param {number} slot
 */
export function swatch(slot) {
  return svg("svg", { class: "swatch", viewBox: "0 0 112 112", "aria-hidden": "true" },
    svg("rect", { width: 112, height: 112, fill: filling(slot) }));
}
