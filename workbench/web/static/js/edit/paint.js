/** What a step will do to the map, reckoned here so that it is seen before the server has answered. */

import { seen, slots, state } from "./store.js";

/** @typedef {import("../base/types.js").Step} Step */
/** @typedef {import("../base/types.js").Locks} Locks */
/** @typedef {import("./store.js").Painted} Painted */

/** @type {Record<string, (painted: Painted, step: Step) => Painted>} */
const PAINTERS = {
  move: (painted, step) => relabelled(painted, step.stations || [], step.zone === "new" ? slots() : Number(step.zone)),
  swap: (painted, step) => {
    const [a, b] = (step.stations || []).map((code) => state.shapes.codes.indexOf(code));
    const labels = painted.labels.slice();
    [labels[a], labels[b]] = [labels[b], labels[a]];
    return { ...painted, labels };
  },
  merge: (painted, step) => {
    const [from, into] = step.zones || [];
    return { ...painted, labels: painted.labels.map((slot) => (slot === from ? into : slot)) };
  },
  lock: (painted, step) => ({ ...painted, locks: held(painted, step, true) }),
  unlock: (painted, step) => ({ ...painted, locks: held(painted, step, false) }),
  undo: (painted) => seen.get(painted.undo_to ?? -1) || painted,
  redo: (painted) => seen.get(painted.redo_to ?? -1) || painted,
  restore: (painted, step) => seen.get(step.to ?? -1) || painted,
};

/**
 * The steps done one after another on a version.
 * @param {Painted} version
 * @param {Step[]} steps
 * @returns {Painted}
 */
export function paintedWith(version, steps) {
  return steps.reduce((painted, step) => (PAINTERS[step.op] ? PAINTERS[step.op](painted, step) : painted), version);
}

/**
 * @param {Painted} painted
 * @param {string[]} codes
 * @param {number} slot
 */
function relabelled(painted, codes, slot) {
  const moved = new Set(codes);
  return { ...painted, labels: painted.labels.map((old, station) => (moved.has(state.shapes.codes[station]) ? slot : old)) };
}

/**
 * The locks with those of a step put on or taken off.
 * @param {Painted} painted
 * @param {Step} step
 * @param {boolean} on
 * @returns {Locks}
 */
function held(painted, step, on) {
  const { locks } = painted;
  if (step.all) return { ...locks, stations: on ? state.shapes.codes : [], zones: [] };
  return { ...locks, stations: changed(locks.stations, step.stations || [], on), zones: changed(locks.zones, step.zones || [], on) };
}

/**
 * @template T
 * @param {T[]} items
 * @param {T[]} named
 * @param {boolean} on
 */
function changed(items, named, on) {
  const others = items.filter((item) => !named.includes(item));
  return on ? [...others, ...named] : others;
}
