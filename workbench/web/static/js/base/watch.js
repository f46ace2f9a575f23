/**
 * Following a job: an event stream where the person waits for it, else asking each second.
 *
 * A browser keeps six lines to a server for all its tabs together, and a stream holds one. So a page has at most one,
 * closes it when it is hidden or the job is over, and asks instead; so does a stream that says nothing for 3 seconds.
 */

import { ApiError, get } from "./api.js";
import { root } from "./page.js";

/** @typedef {import("./types.js").Job} Job */
/** @typedef {(job: Job) => void} Heard */

const SILENCE = 3000;
const EVERY = 1000;
const OPEN = ["queued", "running"];

let streaming = false;

/**
 * Calls `heard` with the job whenever it has moved, the last time when it is over.
 * @param {string} id
 * @param {Heard} heard
 * @param {{stream?: boolean}} [options]
 * @returns {Promise<Job>} the job when it is over
 */
export async function watch(id, heard, options = {}) {
  const path = `/api/jobs/${id}`;
  if (options.stream && !streaming && !document.hidden) await stream(`${root}${path}/events`, id, heard);
  for (;;) {
    const job = await present(path);
    if (job) heard(job);
    if (job && !OPEN.includes(job.state)) return job;
    await new Promise((resolve) => { setTimeout(resolve, EVERY); });
  }
}

/**
 * The job as it stands; null while the server cannot be reached.
 * @param {string} path
 * @returns {Promise<Job | null>}
 */
async function present(path) {
  try {
    return await get(path);
  } catch (error) {
    if (error instanceof ApiError && error.status === 0) return null;
    throw error;
  }
}

/** @param {Job} job */
export const isOpen = (job) => OPEN.includes(job.state);

/**
 * Listens until the job is over or the stream falls silent.
 * @param {string} address
 * @param {string} id
 * @param {Heard} heard
 * @returns {Promise<void>}
 */
function stream(address, id, heard) {
  streaming = true;
  return new Promise((resolve) => {
    const source = new EventSource(address);
    /** @type {number | undefined} */
    let timer;
    const end = () => {
      window.clearTimeout(timer);
      document.removeEventListener("visibilitychange", end);
      source.close();
      streaming = false;
      resolve();
    };
    const listen = () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(end, SILENCE);
    };
    source.addEventListener("progress", (event) => {
      listen();
      const progress = JSON.parse(/** @type {MessageEvent} */ (event).data);
      heard(/** @type {Job} */ ({ job: id, state: "running", progress }));
    });
    for (const last of ["done", "failed", "stopped", "lost"]) source.addEventListener(last, end);
    source.addEventListener("error", end);
    document.addEventListener("visibilitychange", end);
    listen();
  });
}
