/** The one object that holds what the editing page knows; whoever shows a part of it is told when that part changes. */

/** @typedef {import("../base/types.js").Shapes} Shapes */
/** @typedef {import("../base/types.js").Version} Version */
/** @typedef {import("../base/types.js").Locks} Locks */
/** @typedef {import("../base/types.js").Plan} Plan */
/** @typedef {import("../base/types.js").Job} Job */
/** @typedef {"opened" | "before" | "current"} Against */

/**
 * Where stations are and what is held: all that can be painted before the server has answered.
 * @typedef {object} Painted
 * @property {number[]} labels
 * @property {Locks} locks
 * @property {number | null} undo_to
 * @property {number | null} redo_to
 */

/**
 * @typedef {object} State
 * @property {Plan} plan
 * @property {Shapes} shapes
 * @property {Version} version the newest the server has confirmed to this page
 * @property {Painted} painted `version` with the steps on it that wait for an answer
 * @property {Version} opened as it was when the page was opened
 * @property {number[] | null} before labels of the version before
 * @property {Against} against what differences are reckoned from
 * @property {number | "new" | null} brush
 * @property {number} chosen the station in focus
 * @property {boolean} connected
 * @property {boolean} writable false for a viewer, a fixed plan, or a server that only reads
 * @property {boolean} solves whether the server has processes that solve; one that only shows plans has none
 * @property {boolean} touched whether anything was edited here
 * @property {{rev: number, by: string} | null} news a newer version made elsewhere
 * @property {Job[]} running
 * @property {Job | null} offer a plan that a job has found, to be taken or dropped
 */

/** @type {State} */
export let state;

/** @type {Map<number, Painted>} versions seen, for undo and redo to be painted at once */
export const seen = new Map();
const SEEN = 500;

/** @type {{keys: (keyof State)[], show: () => void}[]} */
const watchers = [];

/**
 * @param {Plan} plan
 * @param {Shapes} shapes
 * @param {Version} version
 * @param {boolean} writable
 * @param {boolean} solves
 */
export function begin(plan, shapes, version, writable, solves) {
  state = {
    plan, shapes, version, painted: version, opened: version, before: null, against: "opened", brush: null, chosen: 0,
    connected: true, writable, solves, touched: false, news: null, running: [], offer: null,
  };
  remember(version);
}

/**
 * Calls `show` now and whenever one of `keys` changes.
 * @param {(keyof State)[]} keys
 * @param {() => void} show
 */
export function shows(keys, show) {
  watchers.push({ keys, show });
  show();
}

/** @param {Partial<State>} change */
export function update(change) {
  const keys = /** @type {(keyof State)[]} */ (Object.keys(change)).filter((key) => state[key] !== change[key]);
  Object.assign(state, change);
  for (const watcher of watchers) {
    if (watcher.keys.some((key) => keys.includes(key))) watcher.show();
  }
}

/** @param {Version} version */
export function remember(version) {
  const { labels, locks, undo_to, redo_to } = version;
  seen.set(version.rev, { labels, locks, undo_to, redo_to });
  if (seen.size > SEEN) seen.delete(seen.keys().next().value || 0);
}

/** @param {string} code */
export const stationOf = (code) => state.shapes.codes.indexOf(code);

/** Slots in use and emptied ones: the number behind the last. */
export const slots = () => Math.max(state.version.score.zones.length, ...state.painted.labels.map((slot) => slot + 1));

/** Whether steps may be made now. */
export const open = () => state.writable && state.connected;
