/** Every job: what it does, for which plan, how it stands, what it made, and why it failed. */

import { get, remove } from "./base/api.js";
import { button, byId, el, fill, table } from "./base/dom.js";
import { attempt, start } from "./base/frame.js";
import { link, root } from "./base/page.js";
import { clock, decimal, spoken, t, whole } from "./base/texts.js";
import { isOpen } from "./base/watch.js";

/** @typedef {import("./base/types.js").Job} Job */

const EVERY = 2000;

/** @type {Map<number, string>} names of plans by number */
let names = new Map();

async function refresh() {
  const [answer, { plans }] = await Promise.all([get("/api/jobs"), get("/api/plans?archived=1")]);
  names = new Map(plans.map((/** @type {{id: number, name: string}} */ plan) => [plan.id, plan.name]));
  /** @type {Job[]} */
  const jobs = answer.jobs || answer;
  const heads = [t("job"), t("plan_name"), t("state"), `#${t("took")}`, t("who"), t("when"), t("result"), t("do")];
  fill(byId("jobs"), jobs.length ? table(t("jobs"), heads, jobs.map(row)) : el("p", { class: "empty" }, t("no_jobs")));
}

/** @param {number} seconds */
const took = (seconds) => (seconds < 0.05 ? "< 0.1" : decimal(seconds, 1));

/**
 * What a job has found, where its last news tell it.
 * @param {Job} job
 */
function found({ progress }) {
  const parts = [progress?.points && t("found_points", { n: whole(progress.points) }), progress?.bound && t("found_bound", { n: whole(progress.bound) })];
  return parts.filter(Boolean).join(t("pause")) || "–";
}

/** @param {Job} job */
function row(job) {
  const files = (job.files || []).map(({ name, url }) => el("a", { href: link(url), download: name }, name));
  return [
    t(`kind_${job.kind}`), job.plan === null ? "–" : el("a", { href: `${root}/plans/${job.plan}` }, t("plan_version", { plan: names.get(job.plan) || job.plan, rev: job.rev })),
    el("span", { class: `tag job-${job.state}` }, t(`state_${job.state}`)), t("seconds", { n: took(job.seconds ?? job.progress?.seconds ?? 0) }), job.by, clock(job.at),
    files.length ? el("span", { class: "row" }, ...files) : spoken(job) || found(job),
    isOpen(job) && button(t("stop_job"), async () => { await attempt(() => remove(`/api/jobs/${job.job}`)); await attempt(refresh); }, { class: "small-button", "aria-label": t("stop_job_of", { kind: t(`kind_${job.kind}`) }) }),
  ];
}

start(async () => {
  await refresh();
  setInterval(() => { if (!document.hidden) attempt(refresh); }, EVERY);
});
