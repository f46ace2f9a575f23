/** The first page: every plan and county, new plans, uploads, and the archive. */

import { get, post } from "./base/api.js";
import { button, byId, el, fill, table } from "./base/dom.js";
import { attempt, start } from "./base/frame.js";
import { root } from "./base/page.js";
import { clock, percent, spoken, t, whole } from "./base/texts.js";
import { newPlan } from "./plans/create.js";
import { upload } from "./plans/upload.js";

/** @typedef {import("./plans/create.js").Row} Row */
/** @typedef {import("./plans/create.js").Counties} Counties */

const MOST = 4;
/** @type {Row[]} */
let plans = [];
/** @type {Counties} */
let counties = { counties: [], samples: [] };
/** @type {Set<number>} */
const picked = new Set();
let writable = true;

async function refresh() {
  [plans, counties] = await Promise.all([get("/api/plans?archived=1").then((answer) => answer.plans), get("/api/counties")]);
  showPlans();
  showCounties();
}

function showPlans() {
  const archived = /** @type {HTMLInputElement} */ (byId("archived")).checked;
  const rows = plans.filter((plan) => archived || plan.state !== "archived");
  if (!rows.length) {
    fill(byId("plans"), el("div", { class: "empty" }, el("p", {}, t("no_plans")), writable && button(t("new_plan"), () => { create(); }, { class: "first" })));
    return;
  }
  const heads = [t("pick"), t("plan_name"), t("county"), `#${t("version")}`, `#${t("points")}`, `#${t("gap")}`, t("rules"), t("who"), t("when"), t("state"), t("do")];
  fill(byId("plans"), table(t("plans"), heads, rows.map(row)), bar());
}

/** @param {Row} plan */
function row(plan) {
  const pick = el("input", { type: "checkbox", "aria-label": t("pick_plan", { name: plan.name }), checked: picked.has(plan.id), onchange: () => { toggle(plan.id); } });
  const archived = plan.state === "archived";
  return [
    pick, el("a", { href: `${root}/plans/${plan.id}`, class: "strong" }, plan.name), plan.county.name, whole(plan.rev), whole(plan.points), plan.broken ? "–" : percent(plan.gap),
    plan.broken ? el("span", { class: "tag broken" }, t("broken_n", { n: plan.broken })) : el("span", { class: "tag proved" }, t("all_kept")),
    plan.by, clock(plan.at), el("span", { class: `tag state-${plan.state}` }, t(`state_${plan.state}`)),
    el("span", { class: "row" }, el("a", { href: `${root}/plans/${plan.id}/history` }, t("history")),
      writable && button(t(archived ? "unarchive" : "archive"), () => { archive(plan); }, { class: "small-button", "aria-label": t(archived ? "unarchive_plan" : "archive_plan", { name: plan.name }) })),
  ];
}

function bar() {
  const ids = Array.from(picked).filter((id) => plans.some((plan) => plan.id === id));
  const link = el("a", { class: "button", id: "compare", href: `${root}/compare?p=${ids.join(",")}` }, t("compare_picked", { n: ids.length }));
  return ids.length >= 2 ? el("p", {}, link) : el("p", { class: "muted small" }, t("pick_says", { n: MOST }));
}

/** @param {number} id */
function toggle(id) {
  if (picked.has(id)) picked.delete(id);
  else if (picked.size < MOST) picked.add(id);
  showPlans();
}

/** @param {Row} plan */
async function archive(plan) {
  await attempt(() => post(`/api/plans/${plan.id}/state`, { state: plan.state === "archived" ? "draft" : "archived" }));
  await attempt(refresh);
}

function showCounties() {
  const rows = counties.counties.map((county) => [
    el("b", {}, county.name), county.code, whole(county.stations), county.source, notices(county.notices), county.by, clock(county.at),
    writable && button(t("new_plan"), () => { create(county.digest); }, { class: "small-button", "aria-label": t("new_plan_of", { name: county.name }) }),
  ]);
  const heads = [t("county"), t("code"), `#${t("stations")}`, t("source"), t("notices"), t("who"), t("when"), t("do")];
  fill(byId("counties"), rows.length ? table(t("counties"), heads, rows) : el("p", { class: "muted" }, t("no_counties")));
}

/** @param {{says: string, says_en?: string}[]} notices */
function notices(notices) {
  if (!notices?.length) return "–";
  return el("details", {}, el("summary", {}, t("notices_n", { n: notices.length })), el("ul", {}, ...notices.map((notice) => el("li", {}, spoken(notice)))));
}

/** @param {string} [digest] */
async function create(digest) {
  const made = await attempt(() => newPlan(counties, plans, digest));
  if (made) location.assign(`${root}/plans/${made}`);
}

start(async (me) => {
  writable = !me.read_only && me.role !== "viewer";
  for (const id of ["new", "upload"]) byId(id).hidden = !writable;
  byId("new").addEventListener("click", () => { create(); });
  byId("upload").addEventListener("click", () => { upload(async (digest) => { await attempt(refresh); await create(digest); }); });
  byId("archived").addEventListener("change", showPlans);
  await refresh();
});
