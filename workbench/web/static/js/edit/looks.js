/** What the map shows of the page's state, and how a station is called. */

import { t } from "../base/texts.js";
import { state } from "./store.js";

/** @typedef {import("../map/surface.js").Look} Look */

/** @returns {Look} */
export function look() {
  const { painted, version, shapes } = state;
  return {
    labels: painted.labels,
    offices: new Set(version.score.zones.flatMap((zone) => (zone ? [zone.office] : []))),
    locked: new Set(painted.locks.stations),
    lockedZones: new Set(painted.locks.zones),
    changed: changed(),
    loose: new Set(version.score.broken.flatMap((broken) => broken.loose || []).map((code) => shapes.codes.indexOf(code))),
  };
}

/** Stations in another zone than in what differences are reckoned from; those of an offer while there is one. */
function changed() {
  const { against, opened, before, offer, version, painted, shapes } = state;
  if (offer) return new Set(indices(movesOf(offer)));
  if (against === "current") return new Set(indices(version.moves || []));
  const old = against === "opened" ? opened.labels : before || painted.labels;
  return new Set(shapes.codes.map((_, station) => station).filter((station) => old[station] !== painted.labels[station]));
}

/**
 * What the plan of an offer moves against the map as it is now.
 * @param {import("../base/types.js").Job} offer
 * @returns {import("../base/types.js").Move[]}
 */
export function movesOf(offer) {
  /** @type {string[][]} */
  const zones = offer.result?.content?.zones || [];
  const to = new Map(zones.flatMap((codes, slot) => codes.map((code) => /** @type {[string, number]} */ ([code, slot]))));
  return state.shapes.codes.map((station, at) => ({ station, from: state.painted.labels[at], to: to.get(station) ?? -1 }))
    .filter(({ from, to: slot }) => slot >= 0 && from !== slot);
}

/** @param {{station: string}[]} moves */
const indices = (moves) => moves.map(({ station }) => state.shapes.codes.indexOf(station));

/**
 * A station for readers: “南湖派出所，第 2 防区，已锁定”.
 * @param {number} station
 * @param {Look} shown
 */
export function called(station, shown) {
  const { names, codes } = state.shapes;
  const slot = shown.labels[station];
  const locked = shown.locked.has(codes[station]) || shown.lockedZones.has(slot);
  return [names[station], slot < 0 ? t("no_zone") : t("zone_n", { n: slot + 1 }),
    shown.offices.has(codes[station]) && t("office"), locked && t("locked")].filter(Boolean).join(t("pause"));
}

/**
 * The name of a zone as it is shown.
 * @param {number} slot
 */
export function zoneName(slot) {
  return state.version.score.zones[slot]?.name || t("zone_n", { n: slot + 1 });
}
