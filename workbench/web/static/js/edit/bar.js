/** The bar of tools; what cannot be done now is grey. */

import { byId, button, el, fill } from "../base/dom.js";
import { root } from "../base/page.js";
import { t } from "../base/texts.js";
import { explain } from "./explain.js";
import { files } from "./files.js";
import { help, redo, undo } from "./keys.js";
import { more } from "./more.js";
import { changePolicy } from "./policy.js";
import { rename, saveAs, send } from "./plan.js";
import { act } from "./steps.js";
import { open, shows, state } from "./store.js";
import { run } from "./work.js";

/** @typedef {{id: string, act: () => void, can?: () => boolean, edits?: boolean, title?: string}} Tool */

/** @type {Tool[][]} */
const TOOLS = [
  [
    { id: "undo", act: undo, can: () => state.painted.undo_to !== null, edits: true, title: "Ctrl+Z" },
    { id: "redo", act: redo, can: () => state.painted.redo_to !== null, edits: true, title: "Ctrl+Y" },
  ],
  [
    { id: "lock_all", act: () => act({ op: "lock", all: true }), edits: true },
    { id: "unlock_all", act: () => act({ op: "unlock", all: true }), can: locked, edits: true },
  ],
  [
    { id: "around", act: () => { run("around"); }, edits: true, can: () => !state.running.some((job) => job.kind === "around") },
    { id: "repair", act: () => { run("repair"); }, edits: true, can: () => state.version.score.broken.length > 0 },
    { id: "explain", act: explain, can: () => state.solves },
    { id: "more", act: more },
  ],
  [
    { id: "policy", act: changePolicy, edits: true },
    { id: "save_as", act: saveAs },
    { id: "send", act: send, edits: true, can: () => state.plan.state === "draft" },
    { id: "export", act: files },
  ],
];

function locked() {
  const { stations, zones } = state.painted.locks;
  return stations.length + zones.length > 0;
}

export function showBar() {
  const groups = TOOLS.map((tools) => el("span", { class: "group" }, ...tools.map((tool) =>
    button(t(tool.id), tool.act, { id: `do-${tool.id}`, title: tool.title ? `${t(tool.id)}  ${tool.title}` : null }))));
  fill(byId("bar"), ...groups, el("span", { class: "group" },
    el("a", { class: "button", href: `${root}/plans/${state.plan.id}/history` }, t("history")), el("a", { class: "button", id: "show", href: "#" }, t("shown")),
    button("?", help, { id: "do-help", "aria-label": t("help"), title: t("help") })));
  shows(["painted", "version", "connected", "writable", "running", "plan"], able);
}

function able() {
  for (const tool of TOOLS.flat()) {
    const can = (!tool.edits || open()) && (!tool.can || tool.can());
    /** @type {HTMLButtonElement} */ (byId(`do-${tool.id}`)).disabled = !can;
  }
  byId("show").setAttribute("href", `${root}/plans/${state.plan.id}@${state.version.rev}`);
  const name = button(state.plan.name, rename, { class: "plain", title: t("rename"), "aria-label": t("rename_plan", { name: state.plan.name }), disabled: !open() });
  fill(byId("plan-name"), name, " ", el("span", { class: "tag" }, t(`state_${state.plan.state}`)));
}
