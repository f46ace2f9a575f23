/** Broken rules in words, each with the way to the place on the map. */

import { byId, button, el, fill } from "../base/dom.js";
import { spoken, t } from "../base/texts.js";
import { open, state } from "../edit/store.js";
import { run } from "../edit/work.js";
import { boxOf, members } from "../map/geometry.js";

/** @typedef {import("../map/surface.js").Surface} Surface */
/** @typedef {import("../base/types.js").Broken} Broken */

/** @param {Surface} surface */
export function showBroken(surface) {
  const place = byId("broken");
  const { broken } = state.version.score;
  place.setAttribute("data-count", String(broken.length));
  if (!broken.length) {
    fill(place, el("h2", {}, t("rules"), " ", el("span", { class: "tag proved" }, t("all_kept"))));
    return;
  }
  fill(place,
    el("h2", {}, t("rules"), " ", el("span", { class: "tag broken" }, t("broken_n", { n: broken.length })), el("span", { class: "push" }),
      button(t("repair"), () => { run("repair"); }, { class: "small-button", disabled: !open(), id: "repair-here" })),
    el("ul", { class: "rules" }, ...broken.map((one) => rule(one, surface))));
}

/**
 * @param {Broken} broken
 * @param {Surface} surface
 */
function rule(broken, surface) {
  const stations = place(broken);
  return el("li", { "data-rule": broken.rule }, el("span", {}, spoken(broken)),
    stations.length > 0 && button(t("locate"), () => {
      surface.view.show(boxOf(state.shapes, stations));
      surface.focus(stations[0], true);
    }, { class: "small-button", "aria-label": t("locate_what", { what: spoken(broken) }) }));
}

/**
 * Where a broken rule is seen: the loose part, else the stations it names, else its zone.
 * @param {Broken} broken
 */
function place(broken) {
  const codes = broken.loose?.length ? broken.loose : broken.stations || [];
  if (codes.length) return codes.map((code) => state.shapes.codes.indexOf(code)).filter((station) => station >= 0);
  return broken.zone === null ? [] : members(state.painted.labels)[broken.zone] || [];
}
