/** Tables that more than one page shows: the measures of a plan, and the stations that move. */

import { el, table } from "./dom.js";
import { named, percent, t } from "./texts.js";
import { zoneWord } from "./words.js";

/** @typedef {import("./types.js").Score} Score */
/** @typedef {import("./types.js").Move} Move */
/** @typedef {import("./types.js").Shapes} Shapes */

/** @param {Score} score */
export const weighted = (score) => Object.keys(score.measures).filter((key) => score.weights[key] > 0);

/**
 * @param {Score} score
 * @param {((key: string) => Node) | null} worth the difference of a measure
 */
export function measureTable(score, worth) {
  const first = weighted(score);
  const keys = [...first, ...Object.keys(score.measures).filter((key) => !first.includes(key))];
  const heads = [t("measure"), t("value"), ...(worth ? [t("difference")] : []), t("weight")].map((words, at) => el("th", { scope: "col", class: at && "number" }, words));
  const rows = keys.map((key) => {
    const weight = score.weights[key] || 0;
    return el("tr", { class: weight > 0 ? null : "reference", "data-measure": key },
      el("th", { scope: "row" }, named("measure", key), weight > 0 ? null : el("span", { class: "only" }, t("reference"))),
      el("td", { class: "number" }, percent(score.measures[key])), worth && el("td", { class: "number" }, worth(key)),
      el("td", { class: "number" }, weight > 0 ? percent(weight, 0) : "–"));
  });
  return el("table", {}, el("caption", { class: "unseen" }, t("panel_measures")), el("thead", {}, el("tr", {}, ...heads)), el("tbody", {}, ...rows));
}

/**
 * @param {Move[]} moves
 * @param {Shapes} shapes
 */
export function moveTable(moves, shapes) {
  if (!moves.length) return el("p", { class: "muted" }, t(shapes.current.some((zone) => zone >= 0) ? "no_changes" : "no_today"));
  return table(t("panel_changes"), [t("station"), t("from"), t("to")],
    moves.map(({ station, from, to }) => [shapes.names[shapes.codes.indexOf(station)] || station, where(from), where(to)]));
}

/** @param {number | string | null} slot */
function where(slot) {
  if (slot === null || slot === -1) return "–";
  return typeof slot === "string" ? slot : zoneWord(slot);
}
