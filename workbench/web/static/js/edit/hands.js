/** What mouse and keyboard do on the map, said once for both: pick a brush, paint, lock. */

import { tell } from "../base/frame.js";
import { t } from "../base/texts.js";
import { zoneWord } from "../base/words.js";
import { act } from "./steps.js";
import { slots, state, update } from "./store.js";

/** @param {number | "new" | null} brush */
export function pick(brush) {
  update({ brush });
  tell(brush === null ? t("brush_down") : t("brush_is", { zone: zoneWord(brush) }));
}

/**
 * A click or Enter on a station: without a brush its zone becomes the brush; with one it is painted; on the brush's own
 * zone the brush is put down.
 * @param {number} station
 */
export function press(station) {
  const slot = state.painted.labels[station];
  update({ chosen: station });
  if (state.brush === null) pick(slot < 0 ? "new" : slot);
  else if (state.brush === slot) pick(null);
  else paint([station], state.brush);
}

/**
 * Stations go to a zone as one step; those already there stay out of it.
 * @param {number[]} stations
 * @param {number | "new"} zone
 */
export function paint(stations, zone) {
  const { codes } = state.shapes;
  const moved = stations.filter((station) => state.painted.labels[station] !== zone).map((station) => codes[station]);
  if (!moved.length) {
    update({ painted: { ...state.painted } });
    return;
  }
  if (zone === "new") update({ brush: slots() });
  act({ op: "move", stations: moved, zone });
}

/**
 * Locks a station, or unlocks it; where its zone is locked, unlocks the zone.
 * @param {number} station
 */
export function hold(station) {
  const code = state.shapes.codes[station];
  const slot = state.painted.labels[station];
  const { locks } = state.painted;
  update({ chosen: station });
  if (locks.zones.includes(slot)) act({ op: "unlock", zones: [slot] });
  else act({ op: locks.stations.includes(code) ? "unlock" : "lock", stations: [code] });
}

/** @param {number} slot */
export function holdZone(slot) {
  act({ op: state.painted.locks.zones.includes(slot) ? "unlock" : "lock", zones: [slot] });
}
