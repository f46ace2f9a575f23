/** Weights, zones and rules of this plan; a change is a step like any other and wants a reason. */

import { field, fillIn } from "../base/dialogs.js";
import { el } from "../base/dom.js";
import { announce } from "../base/frame.js";
import { known, t } from "../base/texts.js";
import { differences, setting } from "./settings.js";
import { act, complete } from "./steps.js";
import { state } from "./store.js";

const GROUPS = ["zones", "weights", "rules", "measures"];
/** What a policy says of itself, which no planner sets here. */
const OWN = ["name", "source"];

export async function changePolicy() {
  await complete();
  const { policy } = state.version;
  if (!policy) return;
  const settings = Object.entries(policy.effective).filter(([key]) => !OWN.includes(key)).map(([key, now]) => setting(key, now, key in policy.changed));
  const groups = GROUPS.map((group) => el("fieldset", {}, el("legend", {}, known(`policy_${group}`) ? t(`policy_${group}`) : group),
    ...settings.filter(({ key }) => key.split(".")[0] === group).map(({ node }) => node)));
  const why = el("input", { name: "why", required: true, maxlength: 500, autocomplete: "off" });
  const answer = await fillIn(t("policy"), [el("p", { class: "muted" }, t("policy_says")), el("div", { class: "settings" }, ...groups), field(t("why_required"), why)], t("apply"), { wide: true });
  if (!answer) return;
  const set = differences(settings, policy.effective);
  if (Object.keys(set).length) act({ op: "policy", set, why: why.value.trim() });
  else announce(t("nothing_changed"), "note", 5);
}
