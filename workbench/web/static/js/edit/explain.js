/** What it would cost to have a station in another zone: as things stand, and with the rest made best; or what forbids it. */

import { open as openWindow } from "../base/dialogs.js";
import { button, el, table } from "../base/dom.js";
import { signed, t } from "../base/texts.js";
import { zoneWord } from "../base/words.js";
import { paint } from "./hands.js";
import { open, state, stationOf } from "./store.js";
import { run } from "./work.js";

/** @typedef {import("../base/types.js").Job} Job */
/** @typedef {{to: number, name?: string, as_is: number | null, best: number | null, broken: (string | {says: string, says_en: string})[], reasons: unknown[]}} Choice */

export function explain() {
  const code = state.shapes.codes[state.chosen];
  run("explain", { station: code });
}

/**
 * Shows what the job has found.
 * @param {Job} job
 * @param {(says: string | {says: string, says_en: string}) => string} words
 */
export function showExplanation(job, words) {
  const station = stationOf(job.result.station);
  const name = state.shapes.names[station];
  const rows = /** @type {Choice[]} */ (job.result.choices).map((choice) => [
    `${zoneWord(choice.to)} ${choice.name || ""}`, choice.broken.length ? "✗" : signed(choice.as_is), choice.reasons.length ? "✗" : signed(choice.best),
    choice.broken.length ? choice.broken.map(words).join(t("semicolon")) : t("none_broken"),
    button(t("move_there"), () => { shown.close(); paint([station], choice.to); }, { class: "small-button", disabled: !open() || choice.to === state.painted.labels[station] }),
  ]);
  const content = rows.length
    ? table(t("explain"), [t("to"), `#${t("as_is")}`, `#${t("best_after")}`, t("breaks"), t("do")], rows)
    : el("p", {}, t("no_choices"));
  const shown = openWindow(t("explain_of", { name }), [el("p", { class: "muted" }, t("explain_says")), el("div", { class: "wide" }, content)], { wide: true });
}
