/** What can be taken away from this version: the plan as files, the map, and reports, which are jobs. */

import { field, open } from "../base/dialogs.js";
import { button, el } from "../base/dom.js";
import { link, root } from "../base/page.js";
import { t } from "../base/texts.js";
import { state } from "./store.js";
import { run } from "./work.js";

/** @typedef {import("../base/types.js").Job} Job */

const FILES = ["plan.xlsx", "plan.json", "plan.gpkg", "map.svg"];
const REPORTS = ["docx", "pdf", "pptx", "html"];
/** What a report says of who issues it; all but the day is remembered on this machine. */
const ISSUED = ["unit", "date", "secrecy", "number"];
const KEPT = "zoning-issued";

export function files() {
  const at = `${root}/api/plans/${state.plan.id}@${state.version.rev}`;
  const links = FILES.map((name) => el("li", {}, el("a", { href: `${at}/${name}`, download: "" }, t(`file_${name.replace(".", "_")}`))));
  const fields = issued();
  const ask = (/** @type {string} */ format) => {
    if (!fields.every((input) => input.reportValidity())) return;
    const said = Object.fromEntries(fields.map((input) => [input.name, input.value.trim()]).filter(([, value]) => value));
    window.localStorage.setItem(KEPT, JSON.stringify({ ...said, date: undefined }));
    shown.close();
    run("report", { formats: [format], ...said });
  };
  const reports = REPORTS.map((format) => el("li", {}, button(t(`report_${format}`), () => ask(format), { "data-format": format })));
  const shown = open(t("export_version", { n: state.version.rev }), [
    el("h3", {}, t("files")), el("ul", { class: "plain-list" }, ...links),
    ...(state.solves ? [el("h3", {}, t("report")), el("div", { class: "settings" }, el("fieldset", {}, el("legend", {}, t("issued")), ...fields.map((input) => field(t(`issued_${input.name}`), input)))), el("p", { class: "muted" }, t("report_says")), el("ul", { class: "plain-list" }, ...reports)] : []),
  ]);
}

/** Fields for unit, date, secrecy and number, with what was said last and the day of today. */
function issued() {
  const now = new Date();
  const today = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
  const known = { ...JSON.parse(window.localStorage.getItem(KEPT) || "{}"), date: today };
  return ISSUED.map((name) => el("input", { name, type: name === "date" ? "date" : "text", maxlength: name === "date" ? null : 60, value: known[name] || "", autocomplete: "off" }));
}

/**
 * The files that a job has made.
 * @param {Job} job
 */
export function showFiles(job) {
  const links = (job.files || []).map(({ name, url }) => el("li", {}, el("a", { href: link(url), download: name }, name)));
  open(t("report_ready"), [el("ul", { class: "plain-list" }, ...links)]);
}
