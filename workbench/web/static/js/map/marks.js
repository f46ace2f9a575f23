/** Marks that keep their size on the screen: offices, padlocks, the numbers of zones, the names of stations. */

import { svg } from "../base/dom.js";
import { members, middle } from "./geometry.js";

/** @typedef {import("../base/types.js").Shapes} Shapes */
/** @typedef {import("./surface.js").Look} Look */
/** @typedef {[number, number]} Place */
/** @typedef {[number, number, number, number]} Rectangle */
/**
 * A label: `x`, `y` what it belongs to, `tries` the offsets in pixels at which it may stand, `roomy` another place.
 * @typedef {{node: SVGElement, x: number, y: number, width: number, height: number, tries: Place[], roomy?: Place, must: boolean}} Mark
 */

/** Stations above which the map names none. */
const NAMED = 120;
const FONT = 12;
const STAR = "M0-7 1.7-2.2 6.7-2.2 2.7.9 4.1 5.7 0 2.8-4.1 5.7-2.7.9-6.7-2.2-1.7-2.2Z";
const PADLOCK = "M-4-1h8v6h-8zM-2.6-1v-2.2a2.6 2.6 0 0 1 5.2 0V-1";

export class Marks {
  /** @param {Shapes} shapes */
  constructor(shapes) {
    this.shapes = shapes;
    this.node = svg("g", { class: "marks", "aria-hidden": "true" });
    this.points = svg("g");
    this.labels = svg("g", { class: "labels", "text-anchor": "middle" });
    this.node.append(this.points, this.labels);
    /** @type {Mark[]} */
    this.marks = [];
    /** @type {{node: SVGElement, x: number, y: number}[]} */
    this.fixed = [];
  }

  /**
   * Everything anew, as the zones, offices and locks are.
   * @param {Look} look
   */
  draw(look) {
    this.marks = [];
    this.fixed = [];
    this.points.replaceChildren();
    this.labels.replaceChildren();
    const { codes, at, names } = this.shapes;
    codes.forEach((code, station) => {
      if (look.offices.has(code)) this.point("office", STAR, at[station]);
      if (look.locked.has(code)) this.point("padlock", PADLOCK, [at[station][0], at[station][1]], 11);
    });
    members(look.labels).forEach((stations, slot) => {
      if (stations.length) this.number(slot, at[middle(this.shapes, stations)], look.lockedZones.has(slot));
    });
    if (codes.length <= NAMED) {
      names.forEach((name, station) => {
        const room = this.shapes.named?.[station];
        this.name(name, at[station], room && [room[0], room[1]]);
      });
    }
  }

  /**
   * @param {string} kind
   * @param {string} path
   * @param {Place} place
   * @param {number} [aside] pixels to the right
   */
  point(kind, path, [x, y], aside = 0) {
    const node = svg("g", {}, svg("path", { class: kind, d: path, transform: aside ? `translate(${aside} -6)` : null }));
    this.points.append(node);
    this.fixed.push({ node, x, y });
  }

  /**
   * @param {number} slot
   * @param {Place} place
   * @param {boolean} locked
   */
  number(slot, [x, y], locked) {
    const words = String(slot + 1);
    const width = 12 + 8 * words.length + (locked ? 13 : 0);
    const node = svg("g", { class: "number" },
      svg("rect", { x: -width / 2, y: -10, width, height: 20, rx: 4 }),
      svg("text", { x: locked ? -6 : 0, y: 5 }, words),
      locked && svg("path", { class: "padlock", d: PADLOCK, transform: `translate(${width / 2 - 9} -1)` }));
    this.labels.append(node);
    this.marks.push({ node, x, y, width, height: 20, must: true, tries: [[0, -20], [0, 22], [-24, 0], [24, 0], [-24, -20], [24, -20], [0, -38], [0, 40]] });
  }

  /**
   * @param {string} name
   * @param {Place} place
   * @param {Place | undefined} roomy where the area has most room
   */
  name(name, [x, y], roomy) {
    const words = name.replace(/派出所$/, "") || name;
    const width = FONT * Array.from(words).reduce((sum, letter) => sum + (letter > "\u2e80" ? 1 : 0.56), 0);
    const node = svg("text", { class: "name", y: 4 }, words);
    this.labels.append(node);
    const side = width / 2 + 8;
    this.marks.push({ node, x, y, width: width + 2, height: 15, must: false, roomy, tries: [[0, 15], [0, -15], [side, 0], [-side, 0], [side, 13], [-side, 13], [side, -13], [-side, -13]] });
  }

  /**
   * Sets every mark to its size on the screen; names that would lie on others are left out until there is room.
   * @param {number} unit
   */
  place(unit) {
    for (const { node, x, y } of this.fixed) node.setAttribute("transform", `translate(${x} ${y}) scale(${unit})`);
    /** @type {Rectangle[]} */
    const taken = this.fixed.map(({ x, y }) => [x / unit - 7, y / unit - 7, x / unit + 7, y / unit + 7]);
    for (const mark of this.marks) {
      const place = this.free(mark, unit, taken);
      if (place) {
        taken.push(around(place[0] / unit, place[1] / unit, mark));
        mark.node.setAttribute("transform", `translate(${place[0]} ${place[1]}) scale(${unit})`);
      }
      mark.node.setAttribute("visibility", place ? "visible" : "hidden");
    }
  }

  /**
   * Where in the plane a label finds room; null where it finds none and may be left out.
   * @param {Mark} mark
   * @param {number} unit
   * @param {Rectangle[]} taken in pixels
   * @returns {Place | null}
   */
  free(mark, unit, taken) {
    /** @type {Place[]} */
    const places = mark.tries.map(([dx, dy]) => [mark.x + dx * unit, mark.y + dy * unit]);
    if (mark.roomy) places.push(mark.roomy);
    return places.find(([x, y]) => clear(around(x / unit, y / unit, mark), taken)) || (mark.must ? places[0] : null);
  }
}

/**
 * @param {number} x
 * @param {number} y
 * @param {{width: number, height: number}} mark
 * @returns {Rectangle}
 */
function around(x, y, { width, height }) {
  return [x - width / 2, y - height / 2, x + width / 2, y + height / 2];
}

/**
 * @param {Rectangle} box
 * @param {Rectangle[]} taken
 */
function clear([left, top, right, bottom], taken) {
  return !taken.some((other) => left < other[2] && other[0] < right && top < other[3] && other[1] < bottom);
}
