/** Steps and stations in words, for the record, the history and the window of a conflict. */

import { known, t } from "./texts.js";

/** @typedef {import("./types.js").Step} Step */
/** @typedef {import("./types.js").Shapes} Shapes */

const LISTED = 4;

/**
 * Names of stations, the first few of many.
 * @param {string[]} codes
 * @param {Shapes} shapes
 */
export function stationNames(codes, shapes) {
  const names = codes.slice(0, LISTED).map((code) => shapes.names[shapes.codes.indexOf(code)] || code).join(t("comma"));
  return codes.length > LISTED ? t("and_more", { names, n: codes.length }) : names;
}

/** @param {number | "new" | undefined} slot */
export const zoneWord = (slot) => (slot === "new" ? t("new_zone") : t("zone_n", { n: Number(slot) + 1 }));

/** @type {Record<string, (step: Step, shapes: Shapes) => string>} */
const SENTENCES = {
  move: (step, shapes) => t("said_move", { stations: stationNames(step.stations || [], shapes), zone: zoneWord(step.zone) }),
  swap: (step, shapes) => t("said_swap", { stations: stationNames(step.stations || [], shapes) }),
  merge: (step) => t("said_merge", { from: zoneWord(step.zones?.[0]), into: zoneWord(step.zones?.[1]) }),
  lock: (step, shapes) => t("said_lock", { what: held(step, shapes) }),
  unlock: (step, shapes) => t("said_unlock", { what: held(step, shapes) }),
  together: (step, shapes) => t(step.off ? "said_together_off" : "said_together", { stations: stationNames(step.stations || [], shapes) }),
  apart: (step, shapes) => t(step.off ? "said_apart_off" : "said_apart", { stations: stationNames(step.stations || [], shapes) }),
  office: (step, shapes) => t("said_office", { station: stationNames([step.station || ""], shapes) }),
  rename: (step) => t("said_rename", { zone: zoneWord(step.zone), name: step.name || "" }),
  policy: (step) => t("said_policy", { what: Object.entries(step.set || {}).map(([key, value]) => `${key} = ${JSON.stringify(value)}`).join(t("comma")) }),
  restore: (step) => t("said_restore", { rev: step.to }),
};

/**
 * A step as a sentence.
 * @param {Step} step
 * @param {Shapes} shapes
 * @returns {string}
 */
export function said(step, shapes) {
  const sentence = SENTENCES[step.op];
  if (sentence) return sentence(step, shapes);
  return known(`said_${step.op}`) ? t(`said_${step.op}`) : step.op;
}

/**
 * @param {Step} step
 * @param {Shapes} shapes
 */
function held(step, shapes) {
  if (step.all) return t("everything");
  if (step.zones?.length) return step.zones.map(zoneWord).join(t("comma"));
  return stationNames(step.stations || [], shapes);
}
