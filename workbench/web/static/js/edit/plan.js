/** The plan as a whole: its name, its state, and a copy of it. */

import { post } from "../base/api.js";
import { askWords } from "../base/dialogs.js";
import { announce, attempt } from "../base/frame.js";
import { root } from "../base/page.js";
import { t } from "../base/texts.js";
import { copy } from "./refusals.js";
import { act } from "./steps.js";
import { open, state, update } from "./store.js";

export async function saveAs() {
  const name = await askWords(t("save_as"), t("plan_name"), { value: t("mine", { name: state.plan.name }), required: true });
  if (!name) return;
  const made = await attempt(() => copy(name));
  if (made) location.assign(`${root}/plans/${made}`);
}

export async function rename() {
  if (!open()) return;
  const name = await askWords(t("rename"), t("plan_name"), { value: state.plan.name, required: true });
  if (name) await changed("name", { name });
}

export async function send() {
  const why = await askWords(t("send"), t("why"), { note: t("send_says") });
  if (why === null) return;
  if (await changed("state", { state: "review", ...(why ? { why } : {}) })) announce(t("sent"), "note", 6);
}

/**
 * @param {"name" | "state"} what
 * @param {object} change
 * @returns {Promise<boolean>}
 */
async function changed(what, change) {
  const row = await attempt(() => post(`/api/plans/${state.plan.id}/${what}`, change));
  if (row) update({ plan: { ...state.plan, name: row.name, state: row.state } });
  return Boolean(row);
}

/** @param {number} slot */
export async function renameZone(slot) {
  const old = state.version.score.zones[slot]?.name || "";
  const name = await askWords(t("rename_zone_n", { n: slot + 1 }), t("zone_name"), { value: old, note: t("rename_says") });
  if (name !== null && name !== old) act({ op: "rename", zone: slot, name });
}
