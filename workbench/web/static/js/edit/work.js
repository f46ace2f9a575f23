/** Jobs of this plan: the bounds that fill the gap box by themselves, and those a person starts. */

import { get, post, remove } from "../base/api.js";
import { announce, attempt, tell } from "../base/frame.js";
import { plan } from "../base/page.js";
import { spoken, t } from "../base/texts.js";
import { isOpen, watch } from "../base/watch.js";
import { pending, reload } from "./steps.js";
import { state, update } from "./store.js";

/** @typedef {import("../base/types.js").Job} Job */
/** @typedef {Record<string, unknown>} Request */

const CALM = 400;
const TRIES = 3;
/** Kinds whose result is a plan beside this one. */
const OFFERS = ["around", "repair"];

/** @type {number | undefined} */
let calm;
/** @type {string} */
let proving = "";
let tries = 0;
/** What is done with the result of a job, by kind, once it is there. @type {Record<string, (job: Job) => void>} */
const endings = {};

/**
 * @param {string} kind
 * @param {(job: Job) => void} act
 */
export function onEnding(kind, act) {
  endings[kind] = act;
}

/** Asks for the bounds when nothing has changed for a moment and the gap box still waits for them. */
export function seekBound() {
  window.clearTimeout(calm);
  if (state.version.score.gap_box?.state !== "proving" || !state.connected || !state.solves) return;
  calm = window.setTimeout(bound, CALM);
}

/** Which bounds the gap box lacks: without the locks, and with them. */
function wanted() {
  const { bound: free, locked_bound: held } = state.version.score.gap_box || {};
  return [false, true].filter((locks) => (locks ? held : free) === null || (locks ? held : free) === undefined);
}

async function bound() {
  if (pending() || tries >= TRIES) return;
  const mine = `${state.version.rev}`;
  if (proving === mine) return;
  proving = mine;
  try {
    for (const locks of wanted()) {
      const { job } = await post(`/api/plans/${plan}/jobs`, { kind: "bound", base: Number(mine), locks });
      await watch(job, () => {});
      if (mine !== proving) return;
    }
    tries = 0;
    if (mine === proving) await reload({ quiet: true });
  } catch {
    tries += 1; // the box goes on saying that it is being proved; the next step asks again
  } finally {
    if (proving === mine) proving = "";
  }
}

/**
 * Starts a job and follows it.
 * @param {string} kind
 * @param {Request} [request]
 */
export async function run(kind, request = {}) {
  const answer = await attempt(() => post(`/api/plans/${plan}/jobs`, { kind, base: state.version.rev, ...request }));
  if (answer) await follow(await get(`/api/jobs/${answer.job}`));
}

/**
 * Shows a job until it is over, then does what its kind is for.
 * @param {Job} job
 */
export async function follow(job) {
  /** @param {Job} moved */
  const heard = (moved) => update({ running: [...state.running.filter((one) => one.job !== job.job), { ...job, ...moved }].filter(isOpen) });
  heard(job);
  const over = await attempt(() => (isOpen(job) ? watch(job.job, heard, { stream: true }) : Promise.resolve(job)));
  update({ running: state.running.filter((one) => one.job !== job.job) });
  if (!over) return;
  if (over.state === "failed" || over.state === "lost") announce(spoken(over) || t("job_failed"));
  if (over.state === "stopped") tell(t("job_stopped"));
  if (over.state === "done") finished(over);
}

/** @param {Job} job */
async function finished(job) {
  if (OFFERS.includes(job.kind)) {
    if (!state.touched) await attempt(() => reload({ quiet: true }));
    if (state.version.what.job === job.job) return; // the server took it by itself, for a plan that begins
    update({ offer: job });
    tell(t("offer_here"));
  }
  endings[job.kind]?.(job);
}

/** @param {Job} job */
export function stop(job) {
  return attempt(() => remove(`/api/jobs/${job.job}`));
}
