/** A new plan: of which county, from what it starts, and what it is called. */

import { freshKey, get, post } from "../base/api.js";
import { field, fillIn } from "../base/dialogs.js";
import { el } from "../base/dom.js";
import { clock, t } from "../base/texts.js";
import { drawGroups } from "./draw.js";

/**
 * A plan in the list.
 * @typedef {object} Row
 * @property {number} id
 * @property {{digest: string, name: string}} county
 * @property {string} name
 * @property {string} state
 * @property {number} rev
 * @property {number | null} points
 * @property {number | null} gap
 * @property {number} broken
 * @property {string} by
 * @property {string} at
 */

/**
 * @typedef {object} County
 * @property {string} digest
 * @property {string} code
 * @property {string} name
 * @property {number} stations
 * @property {string} source
 * @property {{says: string, says_en?: string}[]} notices
 * @property {string} by
 * @property {string} at
 */

/** @typedef {{counties: County[], samples: {key: string, name: string, stations: number}[]}} Counties */

const STARTS = ["optimum", "today", "plan", "drawn"];

/**
 * A county in the list; where several are called the same, with the file it came from and when.
 * @param {County} one
 * @param {County[]} counties
 */
function called(one, counties) {
  const words = [one.name, t("n_stations", { n: one.stations })];
  if (counties.filter(({ name }) => name === one.name).length > 1) words.push(one.source, clock(one.at));
  return words.join(" · ");
}

/**
 * Asks for a new plan and makes it.
 * @param {Counties} known
 * @param {Row[]} plans
 * @param {string} [digest] the county chosen already
 * @returns {Promise<number | undefined>} its number; undefined where the window was closed
 */
export async function newPlan({ counties, samples }, plans, digest) {
  const county = el("select", { name: "county", required: true },
    ...counties.map((one) => el("option", { value: one.digest, selected: one.digest === digest }, called(one, counties))),
    el("optgroup", { label: t("samples") }, ...samples.filter((one) => !counties.some(({ source }) => source === `sample:${one.key}`))
      .map((one) => el("option", { value: `sample:${one.key}` }, `${one.name} · ${t("n_stations", { n: one.stations })}`))));
  const others = el("select", { name: "plan" });
  const name = el("input", { name: "name", required: true, maxlength: 100, autocomplete: "off" });
  const from = field(t("which_plan"), others);
  const starts = STARTS.map((value, at) => el("label", { class: "check" }, el("input", { type: "radio", name: "start", value, checked: at === 0 }), el("span", {}, t(`start_${value}`), el("small", {}, t(`start_${value}_says`)))));
  const adapt = () => {
    const mine = plans.filter((plan) => plan.county.digest === county.value);
    others.replaceChildren(...mine.map((plan) => el("option", { value: `${plan.id}@${plan.rev}` }, `${plan.name} · ${t("version_n", { n: plan.rev })}`)));
    const chosen = starts.find((label) => label.querySelector("input")?.checked)?.querySelector("input")?.value;
    for (const label of starts) {
      const input = label.querySelector("input");
      if (input?.value === "plan") input.disabled = !mine.length;
    }
    from.hidden = chosen !== "plan" || !mine.length;
    const words = county.selectedOptions[0]?.textContent?.split(" · ")[0] || "";
    name.placeholder = t("plan_of", { name: words });
    if (!name.value || name.dataset.given === name.value) name.value = t(`name_${chosen || "optimum"}`, { name: words });
    name.dataset.given = name.value;
  };
  county.addEventListener("change", adapt);
  for (const label of starts) label.addEventListener("change", adapt);
  adapt();
  const choice = el("fieldset", {}, el("legend", {}, t("start_from")), ...starts, from);
  const answer = await fillIn(t("new_plan"), [field(t("county"), county), choice, field(t("plan_name"), name)], t("create"));
  return answer ? make(answer) : undefined;
}

/**
 * @param {FormData} answer
 * @returns {Promise<number | undefined>}
 */
async function make(answer) {
  const chosen = String(answer.get("county"));
  const county = chosen.startsWith("sample:") ? (await post("/api/counties", { sample: chosen.slice(7) })).digest : chosen;
  const start = String(answer.get("start"));
  /** @type {Record<string, unknown>} */
  const request = { key: freshKey(), county, name: String(answer.get("name")), start };
  if (start === "plan") request.plan = String(answer.get("plan"));
  if (start === "drawn") {
    const groups = await drawGroups(await get(`/api/counties/${county}/shapes`));
    if (!groups) return undefined;
    request.groups = groups;
  }
  const made = await post("/api/plans", request);
  return made.plan ? made.plan.id : made.id;
}
