/**
 * A grouping from a file: a plan file, or lines of two columns, station and zone, divided by comma, tab or semicolon.
 *
 * Stations stand by code or by name. A first line that names no station is the head of the table.
 */

/** @typedef {import("../base/types.js").Shapes} Shapes */
/** @typedef {{labels: number[], unknown: string[]}} Grouping labels are −1 where the file says nothing */

/**
 * @param {string} text
 * @param {Shapes} shapes
 * @returns {Grouping}
 */
export function readGrouping(text, shapes) {
  const pairs = text.trimStart().startsWith("{") ? ofPlan(text) : ofLines(text, shapes);
  const labels = shapes.codes.map(() => -1);
  /** @type {Map<string, number>} */
  const slots = new Map();
  /** @type {string[]} */
  const unknown = [];
  for (const [name, zone] of pairs) {
    const station = rowOf(name, shapes);
    if (station < 0) unknown.push(name);
    else {
      if (!slots.has(zone)) slots.set(zone, slots.size);
      labels[station] = slots.get(zone) ?? -1;
    }
  }
  return { labels, unknown };
}

/**
 * @param {string} name code, or name with or without 派出所
 * @param {Shapes} shapes
 */
function rowOf(name, shapes) {
  const code = shapes.codes.indexOf(name);
  return code >= 0 ? code : shapes.names.findIndex((one) => bare(one) === bare(name));
}

/** @param {string} name */
const bare = (name) => name.replace(/派出所$/, "");

/**
 * @param {string} text
 * @returns {[string, string][]}
 */
function ofPlan(text) {
  try {
    const { zones } = JSON.parse(text);
    return zones.flatMap((/** @type {{stations: string[]}} */ zone, /** @type {number} */ at) => zone.stations.map((code) => [code, String(at)]));
  } catch {
    return []; // no plan file: no station is named, which the window tells
  }
}

/**
 * @param {string} text
 * @param {Shapes} shapes
 * @returns {[string, string][]}
 */
function ofLines(text, shapes) {
  const rows = text.replace(/^\ufeff/, "").split(/\r?\n/).map((line) => line.split(/[,\t;，；]/).map((cell) => cell.trim().replace(/^"(.*)"$/, "$1")));
  const pairs = rows.filter((cells) => cells.length >= 2 && cells[0]).map((cells) => /** @type {[string, string]} */ ([cells[0], cells[1]]));
  return pairs.length && rowOf(pairs[0][0], shapes) < 0 ? pairs.slice(1) : pairs;
}
