/** The button that locks and unlocks: a padlock, shut or open, and its name for readers. */

import { button, svg } from "../base/dom.js";
import { t } from "../base/texts.js";
import { open } from "../edit/store.js";

const BODY = "M3 7h10v7H3z";
const SHUT = "M5 7V5a3 3 0 0 1 6 0v2";
const OPEN = "M5 7V4a3 3 0 0 1 5.6-1.4";

/**
 * @param {boolean} locked
 * @param {string} name what is locked, as “lock the third zone”
 * @param {() => void} act
 * @param {Record<string, string | number>} [attributes]
 */
export function padlock(locked, name, act, attributes = {}) {
  const made = button("", act, { ...attributes, class: locked ? "lock held" : "lock", "aria-pressed": locked ? "true" : "false", "aria-label": name, title: t(locked ? "unlock" : "lock"), disabled: !open() });
  made.append(svg("svg", { viewBox: "0 0 16 16", "aria-hidden": "true" }, svg("path", { d: BODY, class: "lock-body" }), svg("path", { d: locked ? SHUT : OPEN, class: "lock-bow" })));
  return made;
}
