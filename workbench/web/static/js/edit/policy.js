/** Weights, zones and rules of this plan by their dotted keys; a change is a step like any other and wants a reason. */

import { field, fillIn } from "../base/dialogs.js";
import { el } from "../base/dom.js";
import { announce } from "../base/frame.js";
import { known, named, t } from "../base/texts.js";
import { act, complete } from "./steps.js";
import { state } from "./store.js";

const GROUPS = ["zones", "weights", "rules", "measures"];
/** What a policy says of itself, which no planner sets here. */
const OWN = ["name", "source"];

export async function changePolicy() {
  await complete();
  const policy = state.version.policy;
  if (!policy) return;
  const { changed } = policy;
  const effective = Object.fromEntries(Object.entries(policy.effective).filter(([key]) => !OWN.includes(key)));
  const groups = Array.from(new Set(Object.keys(effective).map((key) => key.split(".")[0])));
  const ordered = [...GROUPS.filter((group) => groups.includes(group)), ...groups.filter((group) => !GROUPS.includes(group))];
  const fields = ordered.map((group) => el("fieldset", {}, el("legend", {}, known(`policy_${group}`) ? t(`policy_${group}`) : group),
    ...Object.keys(effective).filter((key) => key.split(".")[0] === group).map((key) => value(key, effective[key], key in changed))));
  const why = el("input", { name: "why", required: true, maxlength: 500, autocomplete: "off" });
  const answer = await fillIn(t("policy"), [
    el("p", { class: "muted" }, t("policy_says", { preset: policy.preset })), el("div", { class: "settings" }, ...fields), field(t("why_required"), why),
  ], t("apply"), { wide: true });
  if (!answer) return;
  const set = differences(answer, effective);
  if (Object.keys(set).length) act({ op: "policy", set, why: String(answer.get("why")) });
  else announce(t("nothing_changed"), "note", 5);
}

/**
 * A field of the form; empty means that the county's own value holds.
 * @param {string} key
 * @param {unknown} now
 * @param {boolean} changed
 */
function value(key, now, changed) {
  const input = el("input", { name: key, value: written(now), autocomplete: "off", class: changed ? "changed" : null });
  return field(`${label(key)}${changed ? t("changed_mark") : ""}`, input);
}

/** @param {string} key */
function label(key) {
  const [group, name] = key.split(".");
  const own = `policy_${key.split(".").join("_")}`;
  if (known(own)) return t(own);
  const word = group === "weights" ? named("measure", name) : group === "rules" ? named("rule", name) : key;
  return word === name ? key : word;
}

/** @param {unknown} now */
const written = (now) => (now === null || now === undefined ? "none" : typeof now === "string" ? now : JSON.stringify(now));

/**
 * The values that were changed in the form, as JSON where they are JSON.
 * @param {FormData} answer
 * @param {Record<string, unknown>} effective
 */
function differences(answer, effective) {
  /** @type {Record<string, unknown>} */
  const set = {};
  for (const key of Object.keys(effective)) {
    const text = String(answer.get(key) ?? "").trim();
    if (text !== written(effective[key])) set[key] = text === "" ? null : read(text);
  }
  return set;
}

/** @param {string} text */
function read(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
