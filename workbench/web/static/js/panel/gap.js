/** The gap box: what the locks cost and what can still be saved, both proved; or why that cannot be said. */

import { byId, el, fill } from "../base/dom.js";
import { percent, spoken, t, whole } from "../base/texts.js";
import { state } from "../edit/store.js";

/** @typedef {import("../base/types.js").GapBox} GapBox */

export function showGap() {
  const box = state.version.score.gap_box || /** @type {GapBox} */ ({ state: "proving" });
  const place = byId("gap");
  place.setAttribute("data-state", box.state);
  fill(place, el("h2", {}, t("gap"), " ", el("span", { class: `tag ${box.state}` }, t(`gap_${box.state}`))), ...parts(box));
}

/**
 * @param {GapBox} box
 * @returns {HTMLElement[]}
 */
function parts(box) {
  const figures = ["proved", "weak", "proving"].includes(box.state) ? [figuresOf(box)] : [];
  const reasons = (box.reasons || []).map((reason) => el("li", {}, spoken(reason)));
  const words = spoken(box) || t(`gap_${box.state}_says`);
  return [...figures, el("p", { class: "small" }, words), ...(reasons.length ? [el("ul", { class: "small" }, ...reasons)] : [])];
}

/** @param {GapBox} box */
function figuresOf(box) {
  const unknown = box.state === "proving" ? t("gap_proving") : "–";
  /** @type {[string, string, string][]} */
  const rows = [
    ["price_of_locks", t("price_of_locks"), known(box.price_of_locks) ? whole(box.price_of_locks) : unknown],
    ["still", t("still"), known(box.still) ? `${box.still ? "≤ " : ""}${whole(box.still)}` : unknown],
    ["total", t("gap_total"), known(box.total) ? `${box.total ? "≤ " : ""}${percent(box.total)}` : unknown],
  ];
  return el("dl", { class: "figures" }, ...rows.map(([key, words, value]) => el("div", {}, el("dt", {}, words), el("dd", { "data-figure": key }, value))));
}

/** @param {number | null | undefined} value */
const known = (value) => value !== null && value !== undefined;
