/** The measures with their differences; those without a weight stand grey, for reference. */

import { el, fill } from "../base/dom.js";
import { named, percent, t } from "../base/texts.js";
import { state } from "../edit/store.js";
import { part } from "./parts.js";
import { measureWorth } from "./score.js";

/** @typedef {import("../base/types.js").Score} Score */

export function showMeasures() {
  const { body, count } = part("measures");
  count.textContent = t("weighted_n", { n: weighted(state.version.score).length });
  fill(body, measureTable(state.version.score, measureWorth));
}

/** @param {Score} score */
const weighted = (score) => Object.keys(score.measures).filter((key) => score.weights[key] > 0);

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
