/** The map: one path a station, thick lines between zones, marks, and outlines for what is changed, loose or in focus. */

import { svg } from "../base/dom.js";
import { t } from "../base/texts.js";
import { neighbours, zoneBorders } from "./geometry.js";
import { Marks } from "./marks.js";
import { ensureFillings, filling } from "./palette.js";
import { View } from "./view.js";

/** @typedef {import("../base/types.js").Shapes} Shapes */

/**
 * What a map shows of a plan.
 * @typedef {object} Look
 * @property {number[]} labels slot of each station, −1 for none
 * @property {Set<string>} offices codes
 * @property {Set<string>} locked codes of stations held
 * @property {Set<number>} lockedZones slots held
 * @property {Set<number>} changed stations outlined with dashes
 * @property {Set<number>} loose stations that make a zone fall apart
 */

/**
 * A layer over the zones: a filling of each station in place of its zone's, and what is told of it.
 * @typedef {{fills: string[], tells: (station: number) => string}} Shading
 */

/** Stations above which their dots are small. */
const MANY = 120;
let clips = 0;

export class Surface {
  /**
   * @param {HTMLElement} host
   * @param {Shapes} shapes
   * @param {string} label what the map is called
   * @param {((station: number, look: Look) => string) | null} describe names a station for readers; null: a picture only
   */
  constructor(host, shapes, label, describe) {
    this.host = host;
    this.shapes = shapes;
    this.describe = describe;
    this.near = neighbours(shapes);
    this.focused = 0;
    /** @type {number[]} */
    this.drawn = [];
    /** @type {string[]} */
    this.told = [];
    /** @type {Shading | null} */
    this.shading = null;
    /** @type {Look | null} */
    this.shown = null;
    this.marks = new Marks(shapes);
    this.stations = shapes.paths.map((d, station) =>
      svg("path", { d, class: "station", "data-station": station, role: describe ? "button" : null, tabindex: describe ? (station ? -1 : 0) : null }));
    this.borders = svg("path", { class: "borders" });
    const clip = `inside-${(clips += 1)}`;
    this.inside = svg("path", { "clip-rule": "evenodd" });
    this.changed = svg("path", { class: "changed", "clip-path": `url(#${clip})` });
    this.loose = svg("path", { class: "loose" });
    this.ring = svg("path", { class: "ring" });
    const over = svg("g", { class: "over", "aria-hidden": "true" },
      svg("clipPath", { id: clip }, this.inside), this.changed, svg("path", { class: "borders", d: shapes.outline }), this.borders, this.dots(), this.loose, this.ring);
    this.svg = svg("svg", { class: "surface", role: describe ? "group" : "img", "aria-label": label }, svg("g", {}, ...this.stations), over, this.marks.node);
    host.addEventListener("focusin", ({ target }) => { if (stationOf(target) >= 0) this.focus(stationOf(target)); });
    host.replaceChildren(this.svg);
    this.view = new View(this.svg, shapes.size, () => this.marks.place(this.view.unit));
    this.view.fit();
  }

  /** A dot at every station: lines without length, so that they keep their size when the map is zoomed. */
  dots() {
    const { at, is_seat: seats } = this.shapes;
    const dot = at.map(([x, y]) => `M${x} ${y}h0`).join("");
    const ring = at.filter((_, station) => seats[station]).map(([x, y]) => `M${x} ${y}h0`).join("");
    return svg("g", { class: at.length > MANY ? "dots many" : "dots" }, svg("path", { class: "seat-rim", d: ring }), svg("path", { class: "seat", d: ring }), svg("path", { class: "dot", d: dot }));
  }

  /**
   * Paints what has changed since the last time.
   * @param {Look} look
   */
  paint(look) {
    ensureFillings(Math.max(...look.labels, 0) + 1);
    this.shown = look;
    const moved = look.labels.some((slot, station) => slot !== this.drawn[station]);
    this.stations.forEach((path, station) => {
      const slot = look.labels[station];
      if (slot !== this.drawn[station]) {
        path.setAttribute("fill", this.shading ? this.shading.fills[station] : filling(slot));
        path.setAttribute("data-slot", String(slot));
      }
      if (!this.describe) return;
      const words = [this.describe(station, look), this.shading?.tells(station)].filter(Boolean).join(t("pause"));
      if (words !== this.told[station]) path.setAttribute("aria-label", words);
      this.told[station] = words;
    });
    if (moved) this.borders.setAttribute("d", zoneBorders(this.shapes, look.labels));
    this.drawn = look.labels.slice();
    this.outline(this.inside, look.changed);
    this.outline(this.changed, look.changed);
    this.outline(this.loose, look.loose);
    this.marks.draw(look);
    this.marks.place(this.view.unit);
  }

  /**
   * Fills the stations by something else than their zones, whose borders and numbers stay; null: by their zones again.
   * @param {Shading | null} shading
   */
  shade(shading) {
    this.shading = shading;
    this.drawn = [];
    if (this.shown) this.paint(this.shown);
  }

  /**
   * @param {SVGPathElement} path
   * @param {Iterable<number>} stations
   */
  outline(path, stations) {
    path.setAttribute("d", Array.from(stations, (station) => this.shapes.paths[station]).join(""));
  }

  /**
   * The station that keys speak of; the map has one tab stop, and this is it.
   * @param {number} station
   * @param {boolean} [grab] whether the browser's focus goes there too
   */
  focus(station, grab = false) {
    this.stations[this.focused].setAttribute("tabindex", "-1");
    this.focused = station;
    this.stations[station].setAttribute("tabindex", "0");
    this.outline(this.ring, [station]);
    if (grab) this.stations[station].focus({ preventScroll: true });
  }

  /**
   * The station under a place of the window, or −1.
   * @param {number} x
   * @param {number} y
   */
  under(x, y) {
    return stationOf(document.elementFromPoint(x, y));
  }
}

/**
 * The station that an element draws, or −1.
 * @param {EventTarget | null} element
 */
function stationOf(element) {
  const station = element instanceof Element ? element.getAttribute("data-station") : null;
  return station === null ? -1 : Number(station);
}
