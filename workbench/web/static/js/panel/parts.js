/** The parts of the panel that fold: their body, the count beside the title, and drawing only what is open. */

import { byId } from "../base/dom.js";

/**
 * @param {string} id
 * @returns {{details: HTMLDetailsElement, body: Element, count: Element}}
 */
export function part(id) {
  const details = /** @type {HTMLDetailsElement} */ (byId(id));
  const [body, count] = [details.querySelector(".wide"), details.querySelector(".count")];
  if (!body || !count) throw new Error(`#${id} lacks a body or a count`);
  return { details, body, count };
}

/**
 * Draws a part when it is open, and when it is opened.
 * @param {string} id
 * @param {() => void} draw
 * @returns {() => void} draws it anew where it is open
 */
export function whenOpen(id, draw) {
  const { details } = part(id);
  const again = () => { if (details.open) draw(); };
  details.addEventListener("toggle", again);
  return again;
}
