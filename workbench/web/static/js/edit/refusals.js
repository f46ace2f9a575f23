/** What is done about a refused step: when someone else was faster, what they did and the three ways on. */

import { ApiError, freshKey, post } from "../base/api.js";
import { askWords, choose } from "../base/dialogs.js";
import { el } from "../base/dom.js";
import { announce, attempt, complain, reason, tell } from "../base/frame.js";
import { root } from "../base/page.js";
import { clock, t } from "../base/texts.js";
import { said } from "../base/words.js";
import { act, reload } from "./steps.js";
import { state } from "./store.js";

/** @typedef {import("../base/types.js").Step} Step */
/** @typedef {import("../base/types.js").Refusal} Refusal */

/**
 * Says why a step was refused, or asks what it wants to be done.
 * @param {Step} step
 * @param {ApiError} error
 */
export async function refused(step, error) {
  if (error.body.error === "conflict") await settle(step, error.body);
  else if (error.body.error === "ask") {
    const text = t("undo_other_says", { by: error.body.by || "?" });
    const choices = [{ words: t(step.op === "redo" ? "redo" : "undo"), value: "yes", first: true }, { words: t("cancel"), value: "" }];
    if (await choose(t("undo_other"), [el("p", {}, text)], choices)) act({ ...step, sure: true });
  } else if (error.body.error === "why") {
    const why = await askWords(t("why"), t("why"), { required: true, note: reason(error) });
    if (why) act({ ...step, why });
  } else {
    announce(reason(error));
    tell(reason(error));
  }
}

/**
 * @param {Step} step the one that was refused
 * @param {Refusal} refusal
 */
async function settle(step, refusal) {
  const theirs = refusal.what ? said(refusal.what, state.shapes) : "";
  const answer = await choose(t("conflict"), [
    el("p", {}, t("conflict_says", { by: refusal.by || "?", at: clock(refusal.at), rev: refusal.head, what: theirs })),
    el("p", {}, t("conflict_yours", { what: said(step, state.shapes) })),
    !refusal.again && el("p", { class: "muted" }, t("conflict_never")),
  ], [
    { words: t("conflict_load"), value: "load", first: !refusal.again },
    ...(refusal.again ? [{ words: t("conflict_again"), value: "again", first: true }] : []),
    { words: t("conflict_copy"), value: "copy" },
  ]);
  if (answer === "copy") await attempt(() => copied(step));
  else {
    await attempt(() => reload({ quiet: true }));
    if (answer === "again") act(step);
  }
}

/**
 * The plan as it was here, with the step, as a plan of its own; the page goes there.
 * @param {Step} step
 */
async function copied(step) {
  const name = await askWords(t("save_as"), t("plan_name"), { value: t("mine", { name: state.plan.name }), required: true });
  if (!name) {
    await reload({ quiet: true });
    return;
  }
  const made = await copy(name);
  try {
    await post(`/api/plans/${made}/edits`, { key: freshKey(), base: 1, ...step });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    complain(error);
  }
  location.assign(`${root}/plans/${made}`);
}

/**
 * A new plan from the version shown.
 * @param {string} name
 * @returns {Promise<number>} its number
 */
export async function copy(name) {
  const { plan, version } = state;
  const answer = await post("/api/plans", { key: freshKey(), county: plan.county.digest, name, start: "plan", plan: `${plan.id}@${version.rev}` });
  return answer.plan ? answer.plan.id : answer.id;
}
