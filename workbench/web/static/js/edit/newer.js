/** Newer data of the plan's county: what differs, and a copy of the plan on them, offered once when the page opens. */

import { freshKey, get, post } from "../base/api.js";
import { open } from "../base/dialogs.js";
import { button, byId, el, fill, table } from "../base/dom.js";
import { plan, root } from "../base/page.js";
import { clock, known, t } from "../base/texts.js";
import { state } from "./store.js";

/**
 * A value of a station that is another.
 * @typedef {object} Difference
 * @property {string} name
 * @property {string} what
 * @property {number | string | null} before
 * @property {number | string | null} after
 */

/** @typedef {{digest: string, source: string, at: string, differences: Difference[], count: number}} Newer */

export async function offerNewData() {
  /** @type {{newer: Newer | null}} */
  const { newer } = await get(`/api/counties/${state.plan.county.digest}/newer`);
  const place = byId("newer");
  place.hidden = !newer;
  if (!newer) return;
  const words = t("newer", { source: newer.source, at: clock(newer.at), n: newer.count });
  fill(place, el("p", {}, words), button(t("newer_look"), () => show(newer)));
}

/** @param {Newer} newer */
function show(newer) {
  const rows = newer.differences.map(({ name, what, before, after }) => [name, t(`newer_${what === "name" ? "name_of" : what}`), said(what, before), said(what, after)]);
  const more = newer.count - rows.length;
  open(t("newer_title"), [
    el("p", {}, t("newer_says")),
    table(t("newer_title"), [t("station"), t("newer_what"), t("newer_before"), t("newer_after")], rows),
    more > 0 && el("p", { class: "muted" }, t("newer_more", { n: more })),
    el("div", { class: "choices" }, button(t("newer_copy"), () => copy(newer), { class: "first", disabled: !state.writable })),
  ]);
}

/**
 * A value as people read it.
 * @param {string} what
 * @param {number | string | null} value
 */
function said(what, value) {
  if (value === null) return "–";
  return what === "kind" && known(`kind_of_${value}`) ? t(`kind_of_${value}`) : String(value);
}

/** @param {Newer} newer */
async function copy(newer) {
  const name = t("newer_name", { name: state.plan.name }).slice(0, 60);
  const made = await post("/api/plans", { key: freshKey(), county: newer.digest, name, start: "plan", plan: `${plan}@${state.version.rev}` });
  location.assign(`${root}/plans/${made.plan.id}`);
}
