/**
 * Steps to the server, one after another: each is painted at once and painted back when it is refused.
 *
 * A step keeps its key, so it can be sent again when the line or the session was lost, and is still done once.
 */

import { ApiError, freshKey, get, post } from "../base/api.js";
import { announce, attempt, hush, tell } from "../base/frame.js";
import { signIn } from "../base/signin.js";
import { signed, t, whole } from "../base/texts.js";
import { paintedWith } from "./paint.js";
import { open, remember, state, update } from "./store.js";

/** @typedef {import("../base/types.js").Step} Step */
/** @typedef {import("../base/types.js").Version} Version */
/** @typedef {Step & {key: string}} Sent */

const AGAIN = 3000;
/** @type {Sent[]} */
const waiting = [];
let busy = false;
/** @type {(step: Step, error: ApiError) => Promise<void>} */
let answer = async () => {};

/**
 * What is done about a refused step, after it has been painted back.
 * @param {(step: Step, error: ApiError) => Promise<void>} act
 */
export function onRefusal(act) {
  answer = act;
}

/** Whether a step waits for its answer. */
export const pending = () => waiting.length > 0;

/**
 * Does a step: shows it and sends it.
 * @param {Step} step
 */
export function act(step) {
  if (!open()) {
    announce(t(state.connected ? "read_only" : "no_line_save"));
    return;
  }
  hush();
  waiting.push({ key: freshKey(), ...step });
  repaint();
  deliver();
}

function repaint() {
  update({ painted: paintedWith(state.version, waiting), touched: true });
}

async function deliver() {
  if (busy) return;
  busy = true;
  document.body.setAttribute("data-busy", "");
  while (waiting.length) {
    const step = waiting[0];
    try {
      const version = await delivered(step);
      waiting.shift();
      accept(version);
    } catch (error) {
      waiting.length = 0;
      update({ painted: state.version });
      if (!(error instanceof ApiError)) throw error;
      const { key: _, ...plain } = step;
      await answer(plain, error);
    }
  }
  busy = false;
  document.body.removeAttribute("data-busy");
}

/**
 * Sends a step until there is an answer: again every 3 s while the server is gone, and after signing in anew.
 * @param {Sent} step
 * @returns {Promise<Version>}
 */
async function delivered(step) {
  const body = { base: state.version.rev, ...step };
  for (;;) {
    try {
      const version = await post(`/api/plans/${state.plan.id}/edits`, body);
      update({ connected: true });
      return version;
    } catch (error) {
      if (!(error instanceof ApiError) || (error.status !== 0 && error.status !== 401)) throw error;
      if (error.status === 401) await signIn();
      else {
        update({ connected: false });
        await new Promise((resolve) => { setTimeout(resolve, AGAIN); });
      }
    }
  }
}

/**
 * A version that the server has answered with becomes the one shown.
 * @param {Version} version
 */
export function accept(version) {
  const old = state.version;
  remember(version);
  if (!state.touched) update({ opened: version });
  update({
    version, painted: paintedWith(version, waiting), before: old.rev === version.rev ? state.before : old.labels,
    news: state.news && state.news.rev > version.rev ? state.news : null, plan: version.plan || { ...state.plan, head: version.rev },
  });
  document.body.setAttribute("data-rev", String(version.rev));
  if (old.rev !== version.rev) tell(result(version, old));
}

/**
 * What a step has brought, as a sentence.
 * @param {Version} version
 * @param {Version} old
 */
function result(version, old) {
  const { points, broken, delta } = version.score;
  const parts = [t("now_points", { rev: version.rev, points: whole(points), delta: signed(delta?.before) })];
  if (broken.length) parts.push(t("now_broken", { n: broken.length }));
  const back = ["undo", "redo", "restore"].includes(version.what.op);
  if (back && JSON.stringify(version.locks) !== JSON.stringify(old.locks)) parts.push(t("locks_back"));
  return parts.join(t("stop"));
}

/** Sees to it that the version has its policy and its moves against today, which the answer to a step leaves out. */
export async function complete() {
  if (!state.version.moves) await attempt(() => reload({ quiet: true }));
}

/**
 * The whole newest version, as the server judges it now.
 * @param {{quiet?: boolean}} [options]
 */
export async function reload(options = {}) {
  const version = await get(`/api/plans/${state.plan.id}`);
  if (pending()) return;
  if (version.rev !== state.version.rev && !options.quiet) announce(t("loaded", { rev: version.rev, by: version.by }), "note", 6);
  accept(version);
}
