/** The steps that are rarer: swap two stations, keep stations together or apart, choose an office, merge zones, note. */

import { field, open as openWindow } from "../base/dialogs.js";
import { button, el } from "../base/dom.js";
import { t } from "../base/texts.js";
import { stationNames } from "../base/words.js";
import { zoneName } from "./looks.js";
import { act } from "./steps.js";
import { open, slots, state } from "./store.js";

/** @typedef {import("../base/types.js").Step} Step */

export function more() {
  /** @param {Step} step */
  const make = (step) => {
    shown.close();
    act(step);
  };
  const shown = openWindow(t("more"), [ofStation(make), groups(make), merging(make), noting(make)]);
}

/** @typedef {(step: Step) => void} Make */

/** @param {Make} make */
function ofStation(make) {
  const { codes, names } = state.shapes;
  const code = codes[state.chosen];
  const { painted } = state;
  const chosen = (painted.locks.offices || []).includes(code);
  const other = el("select", {}, ...codes.map((one, at) => (one === code ? null : el("option", { value: one }, `${names[at]} · ${painted.labels[at] + 1}`))));
  /** @param {string} op */
  const both = (op) => button(t(`do_${op}`), () => make({ op, stations: [code, other.value] }), { disabled: !open(), "data-op": op });
  return el("fieldset", {}, el("legend", {}, names[state.chosen]),
    button(t(chosen ? "office_off" : "office_on"), () => make({ op: "office", station: code, ...(chosen ? { off: true } : {}) }), { disabled: !open(), "data-op": "office" }),
    field(t("other_station"), other), el("div", { class: "choices" }, both("swap"), both("together"), both("apart")));
}

/**
 * The groups that hold, each with the way to lift it.
 * @param {Make} make
 */
function groups(make) {
  const { locks } = state.painted;
  /**
   * @param {"together" | "apart"} op
   * @param {string[]} stations
   */
  const line = (op, stations) => el("li", { class: "row" }, t(`said_${op}`, { stations: stationNames(stations, state.shapes) }),
    button(t("lift"), () => make({ op, stations, off: true }), { class: "small-button", disabled: !open(), "data-lift": op }));
  const lines = [...(locks.together || []).map((stations) => line("together", stations)), ...(locks.apart || []).map((stations) => line("apart", stations))];
  return lines.length ? el("fieldset", {}, el("legend", {}, t("groups")), el("ul", { class: "groups" }, ...lines)) : null;
}

/** @param {Make} make */
function merging(make) {
  const used = new Set(state.painted.labels);
  const zones = Array.from({ length: slots() }, (_, slot) => slot).filter((slot) => used.has(slot));
  /** @param {number} first */
  const choice = (first) => el("select", {}, ...zones.map((slot, at) => el("option", { value: slot, selected: at === first }, `${slot + 1} ${zoneName(slot)}`)));
  const [from, into] = [choice(1), choice(0)];
  return el("fieldset", {}, el("legend", {}, t("do_merge")), field(t("merge_from"), from), field(t("merge_into"), into),
    button(t("do_merge"), () => { if (from.value !== into.value) make({ op: "merge", zones: [Number(from.value), Number(into.value)] }); }, { disabled: !open() || zones.length < 2, "data-op": "merge" }));
}

/** @param {Make} make */
function noting(make) {
  const words = el("input", { maxlength: 500, autocomplete: "off", required: true });
  return el("form", { onsubmit: (event) => { event.preventDefault(); make({ op: "note", why: words.value.trim() }); } },
    el("fieldset", {}, el("legend", {}, t("note")), field(t("note_says"), words), el("button", { disabled: !open(), "data-op": "note" }, t("note_keep"))));
}
