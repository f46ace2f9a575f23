/** What can be reckoned from the shapes alone: neighbours, boxes, borders between zones, and the way an arrow points. */

/** @typedef {import("../base/types.js").Shapes} Shapes */
/** @typedef {{left: number, top: number, right: number, bottom: number}} Box */

/**
 * @param {Shapes} shapes
 * @returns {number[][]} the neighbours of each station
 */
export function neighbours(shapes) {
  /** @type {number[][]} */
  const found = shapes.codes.map(() => []);
  for (const [a, b] of shapes.pairs) {
    found[a].push(b);
    found[b].push(a);
  }
  return found;
}

/**
 * The station that lies in a direction: the neighbour least off it, else the nearest of all within 45° of it.
 * @param {Shapes} shapes
 * @param {number[]} near the neighbours of `from`
 * @param {number} from
 * @param {number} dx
 * @param {number} dy
 * @returns {number} `from` where nothing lies that way
 */
export function beyond(shapes, near, from, dx, dy) {
  const [x, y] = shapes.at[from];
  let best = from;
  let least = Infinity;
  for (const to of near) {
    const [off, far] = bearing(shapes.at[to][0] - x, shapes.at[to][1] - y, dx, dy);
    if (off < Math.PI / 3 && off * 1000 + far / 1e6 < least) [best, least] = [to, off * 1000 + far / 1e6];
  }
  if (best !== from) return best;
  shapes.at.forEach((point, to) => {
    const [off, far] = bearing(point[0] - x, point[1] - y, dx, dy);
    if (to !== from && off < Math.PI / 4 && far < least) [best, least] = [to, far];
  });
  return best;
}

/**
 * Angle between (u, v) and the direction (dx, dy), and the length of (u, v).
 * @param {number} u
 * @param {number} v
 * @param {number} dx
 * @param {number} dy
 */
function bearing(u, v, dx, dy) {
  const far = Math.hypot(u, v);
  return far === 0 ? [Math.PI, 0] : [Math.acos(Math.min(1, Math.max(-1, (u * dx + v * dy) / far))), far];
}

/**
 * @param {Shapes} shapes
 * @param {Iterable<number>} stations
 * @returns {Box}
 */
export function boxOf(shapes, stations) {
  const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (const station of stations) {
    const numbers = (shapes.paths[station].match(/-?\d+(?:\.\d+)?/g) || []).map(Number);
    for (let i = 0; i + 1 < numbers.length; i += 2) {
      box.left = Math.min(box.left, numbers[i]);
      box.right = Math.max(box.right, numbers[i]);
      box.top = Math.min(box.top, numbers[i + 1]);
      box.bottom = Math.max(box.bottom, numbers[i + 1]);
    }
  }
  return box;
}

/**
 * The borders between stations of different zones, as one path.
 * @param {Shapes} shapes
 * @param {number[]} labels
 */
export function zoneBorders(shapes, labels) {
  let path = "";
  for (let i = 0; i < shapes.pairs.length; i++) {
    const [a, b] = shapes.pairs[i];
    if (labels[a] !== labels[b]) path += shapes.lines[i];
  }
  return path;
}

/**
 * The stations of each slot.
 * @param {number[]} labels
 * @returns {number[][]}
 */
export function members(labels) {
  /** @type {number[][]} */
  const found = [];
  labels.forEach((slot, station) => {
    if (slot < 0) return;
    while (found.length <= slot) found.push([]);
    found[slot].push(station);
  });
  return found;
}

/**
 * Where the number of a zone stands: the station nearest to the middle of its stations.
 * @param {Shapes} shapes
 * @param {number[]} stations
 */
export function middle(shapes, stations) {
  const x = stations.reduce((sum, station) => sum + shapes.at[station][0], 0) / stations.length;
  const y = stations.reduce((sum, station) => sum + shapes.at[station][1], 0) / stations.length;
  /** @param {number} station */
  const off = (station) => Math.hypot(shapes.at[station][0] - x, shapes.at[station][1] - y);
  return stations.reduce((best, station) => (off(station) < off(best) ? station : best), stations[0]);
}
