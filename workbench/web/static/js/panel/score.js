/** The points of the plan and what they differ by from what the person chooses. */

import { byId, el, fill } from "../base/dom.js";
import { percentSigned, signed, t, whole } from "../base/texts.js";
import { state, update } from "../edit/store.js";

/** @typedef {import("../edit/store.js").Against} Against */

/** @type {Against[]} */
const CHOICES = ["opened", "before", "current"];

/** Points more or fewer than what differences are reckoned from; null where there is none. */
export function difference() {
  const { version, opened, against } = state;
  const { points, delta } = version.score;
  if (against !== "opened") return delta ? delta[against] : null;
  return points === null || opened.score.points === null ? null : points - opened.score.points;
}

/**
 * The same of a measure, as a share.
 * @param {string} key
 * @returns {number | null}
 */
export function measureDifference(key) {
  const { version, opened, against } = state;
  if (against === "opened") return version.score.measures[key] - opened.score.measures[key];
  return version.score.delta_measures?.[against]?.[key] ?? null;
}

/**
 * How good a difference is, where less is better: a word, a sign and a class.
 * @param {number | null} value
 * @param {string} text
 */
export function worth(value, text) {
  if (value === null || text === "–" || text === "0") return el("span", { class: "even" }, text);
  const better = value < 0;
  return el("span", { class: better ? "better" : "worse", title: t(better ? "better" : "worse") }, `${better ? "▼" : "▲"} ${text}`);
}

/** Whether the county has zones of today. */
const today = () => state.shapes.current.some((zone) => zone >= 0);

export function showScore() {
  const { version, against } = state;
  const delta = difference();
  const select = el("select", { id: "against", "aria-label": t("against"), onchange: (event) => update({ against: event.target.value }) },
    ...CHOICES.map((key) => el("option", { value: key, selected: key === against, disabled: key === "current" && !today() }, t(`against_${key}`))));
  fill(byId("score"),
    el("div", { class: "points" }, el("strong", { id: "points" }, whole(version.score.points)), el("span", {}, t("points")), el("span", { class: "push" }), el("span", { class: "muted", id: "rev" }, t("version_n", { n: version.rev }))),
    el("div", { class: "delta" }, el("span", { id: "delta" }, worth(delta, signed(delta))), select),
    el("p", { class: "muted small" }, t("less_is_better")));
  document.body.setAttribute("data-points", String(version.score.points));
}

/** @param {string} key */
export const measureWorth = (key) => {
  const value = measureDifference(key);
  return worth(value, percentSigned(value));
};
