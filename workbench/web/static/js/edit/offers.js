/** What jobs are doing for this plan, and the plan that one has found: an offer beside it, taken or dropped. */

import { byId, button, el, fill } from "../base/dom.js";
import { moveTable } from "../base/tables.js";
import { decimal, signed, t, whole } from "../base/texts.js";
import { movesOf } from "./looks.js";
import { act } from "./steps.js";
import { open, state, update } from "./store.js";
import { stop } from "./work.js";

/** @typedef {import("../base/types.js").Job} Job */

export function showOffers() {
  const offer = state.offer ? [offered(state.offer)] : [];
  fill(byId("offers"), ...state.running.map(running), ...offer);
}

/** @param {Job} job */
function running(job) {
  const { progress } = job;
  const parts = [progress?.seconds !== undefined && t("seconds", { n: decimal(progress.seconds, 0) }),
    progress?.points && t("found_points", { n: whole(progress.points) }), progress?.bound && t("found_bound", { n: whole(progress.bound) })];
  return el("div", { class: "box job", "data-job": job.job },
    el("div", { class: "row" }, el("b", {}, t(`kind_${job.kind}`)), el("span", { class: "muted" }, parts.filter(Boolean).join(t("pause")) || t("state_queued")), el("span", { class: "push" }),
      button(t("stop_job"), () => { stop(job); }, { class: "small-button", "data-stop": job.job })),
    el("progress", { "aria-label": t(`kind_${job.kind}`) }));
}

/** @param {Job} job */
function offered(job) {
  const { points, price_of_locks: price, fewest } = job.result;
  const moves = movesOf(job);
  const now = state.version.score.points;
  const same = moves.length === 0;
  const content = same ? [el("p", {}, t(job.result.content ? "offer_same" : "offer_none"))] : [
    el("p", {}, t("offer_says", { points: whole(points), delta: signed(now === null ? null : points - now), n: moves.length })),
    job.kind === "repair" && el("p", { class: "small" }, t(fewest ? "offer_fewest" : "offer_not_fewest")),
    price !== null && price !== undefined && el("p", { class: "small" }, t("offer_price", { n: whole(price) })),
    el("div", { class: "moves" }, moveTable(moves, state.shapes)),
  ];
  return el("div", { class: "box offer", "data-offer": job.job, role: "region", "aria-label": t("offer") },
    el("h2", {}, t(`offer_${job.kind}`)), ...content,
    el("div", { class: "choices" },
      !same && button(t("take"), () => { update({ offer: null }); act({ op: "take", job: job.job }); }, { class: "first", disabled: !open(), "data-take": "" }),
      button(t(same ? "close" : "drop"), () => update({ offer: null }), { "data-drop": "" })));
}
