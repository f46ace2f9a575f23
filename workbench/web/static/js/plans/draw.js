/** Zones drawn by hand before there is a plan: the map in a window, one colour after another. */

import { button, el, fill } from "../base/dom.js";
import { open } from "../base/dialogs.js";
import { t } from "../base/texts.js";
import { readGrouping } from "./grouping.js";
import { beyond, members } from "../map/geometry.js";
import { ensureFillings, swatch } from "../map/palette.js";
import { followPointer } from "../map/pointer.js";
import { Surface } from "../map/surface.js";

/** @typedef {import("../base/types.js").Shapes} Shapes */

/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

/**
 * Lets the person put every station in a group.
 * @param {Shapes} shapes
 * @returns {Promise<string[][] | null>} codes by group; null where the window was closed
 */
export function drawGroups(shapes) {
  return new Promise((resolve) => {
    /** @type {string[][] | null} */
    let answer = null;
    const labels = shapes.codes.map(() => -1);
    let brush = 0;
    const host = el("div", { class: "map drawing" });
    const strip = el("div", { class: "brushes", role: "toolbar", "aria-label": t("brushes") });
    const left = el("p", { class: "muted", role: "status" });
    const done = button(t("create"), () => { answer = members(labels).filter((rows) => rows.length).map((rows) => rows.map((row) => shapes.codes[row])); close(); }, { class: "first" });
    const file = el("input", { type: "file", accept: ".csv,.tsv,.txt,.json", "aria-label": t("grouping_file") });
    file.addEventListener("change", async () => {
      const { labels: found, unknown } = readGrouping((await file.files?.[0]?.text()) || "", shapes);
      found.forEach((slot, station) => { labels[station] = slot; });
      paint();
      showStrip();
      if (unknown.length) left.textContent = t("grouping_unknown", { names: unknown.join(t("comma")) });
    });
    const { close } = open(t("draw_groups"), [el("p", { class: "muted" }, t("draw_says")), strip, host, left, el("div", { class: "row" }, t("grouping_says"), file), el("div", { class: "choices" }, done)],
      { wide: true, closed: () => resolve(answer) });
    const surface = new Surface(host, shapes, t("map"), (station) => `${shapes.names[station]}${t("pause")}${labels[station] < 0 ? t("no_zone") : t("zone_n", { n: labels[station] + 1 })}`);

    /** @param {number[]} [preview] */
    const paint = (preview = labels) => {
      surface.paint({ labels: preview, offices: new Set(), locked: new Set(), lockedZones: new Set(), changed: new Set(), loose: new Set() });
      const missing = labels.filter((slot) => slot < 0).length;
      left.textContent = missing ? t("draw_left", { n: missing }) : t("draw_done", { n: members(labels).filter((rows) => rows.length).length });
      done.disabled = missing > 0;
    };
    const showStrip = () => {
      const count = Math.max(...labels, brush) + 2;
      ensureFillings(count);
      fill(strip, ...Array.from({ length: count }, (_, slot) => {
        const chip = button("", () => { brush = slot; showStrip(); }, { class: "chip", "aria-pressed": slot === brush ? "true" : "false", "aria-label": t("zone_n", { n: slot + 1 }) });
        chip.append(swatch(slot), String(slot + 1));
        return chip;
      }));
    };
    /** @param {number[]} stations */
    const put = (stations) => {
      for (const station of stations) labels[station] = brush;
      paint();
      showStrip();
    };
    followPointer(surface, {
      brush: () => brush, click: (station) => put([station]), stroke: put, hold: (station) => { labels[station] = -1; paint(); }, point: () => {},
      preview: (stations, slot) => paint(labels.map((old, station) => (stations.includes(station) ? Number(slot) : old))),
    });
    surface.svg.addEventListener("keydown", (event) => {
      const arrow = ARROWS[event.key];
      if (arrow) surface.focus(beyond(shapes, surface.near[surface.focused], surface.focused, ...arrow), true);
      else if (/^[1-9]$/.test(event.key)) { brush = Number(event.key) - 1; put([surface.focused]); }
      else if (event.key === "Enter" || event.key === " ") put([surface.focused]);
      else return;
      event.preventDefault();
    });
    showStrip();
    paint();
  });
}
