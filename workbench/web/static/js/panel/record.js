/** The last steps: who, when, what, and the points after. */

import { get } from "../base/api.js";
import { el, fill } from "../base/dom.js";
import { attempt } from "../base/frame.js";
import { plan, root } from "../base/page.js";
import { clock, t, whole } from "../base/texts.js";
import { said } from "../base/words.js";
import { state } from "../edit/store.js";
import { part } from "./parts.js";

/** @typedef {import("../base/types.js").Revision} Revision */

const SHOWN = 12;

export async function showRecord() {
  const { body, count } = part("record");
  const answer = await attempt(() => get(`/api/plans/${plan}/history`));
  if (!answer) return;
  count.textContent = t("version_n", { n: state.version.rev });
  fill(body, el("ol", { class: "record" }, ...answer.revisions.slice(0, SHOWN).map(line)), el("p", {}, el("a", { href: `${root}/plans/${plan}/history` }, t("whole_history"))));
}

/** @param {Revision} revision */
function line(revision) {
  return el("li", {},
    el("span", { class: "muted" }, `${revision.rev} · ${clock(revision.at)} · ${revision.by}`),
    el("span", {}, said({ ...revision.what, op: revision.op }, state.shapes), revision.why && el("em", {}, ` ${revision.why}`)),
    el("span", { class: "number" }, whole(revision.points)));
}
