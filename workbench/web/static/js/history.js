/** Every version of a plan: who, when, what and why, to be looked at, compared and brought back. */

import { freshKey, get, post } from "./base/api.js";
import { button, byId, el, fill, table } from "./base/dom.js";
import { attempt, start } from "./base/frame.js";
import { plan, root } from "./base/page.js";
import { clock, t, whole } from "./base/texts.js";
import { said } from "./base/words.js";

/** @typedef {import("./base/types.js").Revision} Revision */
/** @typedef {import("./base/types.js").Shapes} Shapes */

/** @type {Revision[]} */
let revisions = [];
/** @type {Shapes} */
let shapes;
let head = 0;
let writable = true;

async function older() {
  const before = revisions.length ? `?before=${revisions[revisions.length - 1].rev}` : "";
  const answer = await get(`/api/plans/${plan}/history${before}`);
  revisions = revisions.concat(answer.revisions);
  byId("more").hidden = !answer.more;
  const heads = [`#${t("version")}`, t("when"), t("who"), t("what"), t("why"), `#${t("points")}`, t("rules"), t("do")];
  fill(byId("history"), table(t("history"), heads, revisions.map(row)));
}

/** @param {Revision} one */
function row(one) {
  const now = one.rev === head;
  return [
    String(one.rev), clock(one.at), one.by, el("span", {}, said({ ...one.what, op: one.op }, shapes), one.undone && el("span", { class: "only" }, t("undone"))), one.why || "–", whole(one.points),
    one.broken ? el("span", { class: "tag broken" }, t("broken_n", { n: one.broken })) : el("span", { class: "tag proved" }, t("all_kept")),
    el("span", { class: "row" }, el("a", { href: `${root}/plans/${plan}@${one.rev}`, "aria-label": t("look_at", { n: one.rev }) }, t("look")),
      now ? el("span", { class: "only" }, t("newest")) : el("a", { href: `${root}/compare?p=${plan}@${one.rev},${plan}`, "aria-label": t("compare_with", { n: one.rev }) }, t("compare")),
      !now && writable && button(t("restore"), () => { restore(one.rev); }, { class: "small-button", "aria-label": t("restore_to", { n: one.rev }) })),
  ];
}

/** @param {number} to */
async function restore(to) {
  const done = await attempt(() => post(`/api/plans/${plan}/edits`, { key: freshKey(), base: head, op: "restore", to }));
  if (done) location.assign(`${root}/plans/${plan}`);
}

start(async (me) => {
  const version = await get(`/api/plans/${plan}`);
  shapes = await get(`/api/counties/${version.plan.county.digest}/shapes`);
  head = version.rev;
  writable = !me.read_only && me.role !== "viewer" && !["approved", "archived"].includes(version.plan.state);
  byId("plan-name").textContent = version.plan.name;
  document.title = `${t("history")} · ${version.plan.name}`;
  byId("more").addEventListener("click", () => { attempt(older); });
  await older();
});
