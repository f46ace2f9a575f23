/** What can be taken away from this version: the plan as files, the map, and reports, which are jobs. */

import { open } from "../base/dialogs.js";
import { button, el } from "../base/dom.js";
import { link, root } from "../base/page.js";
import { t } from "../base/texts.js";
import { state } from "./store.js";
import { run } from "./work.js";

/** @typedef {import("../base/types.js").Job} Job */

const FILES = ["plan.xlsx", "plan.json", "plan.gpkg", "map.svg"];
const REPORTS = ["docx", "pdf", "pptx", "html"];

export function files() {
  const at = `${root}/api/plans/${state.plan.id}@${state.version.rev}`;
  const links = FILES.map((name) => el("li", {}, el("a", { href: `${at}/${name}`, download: "" }, t(`file_${name.replace(".", "_")}`))));
  const reports = REPORTS.map((format) => el("li", {}, button(t(`report_${format}`), () => { shown.close(); run("report", { formats: [format] }); }, { "data-format": format })));
  const shown = open(t("export_version", { n: state.version.rev }), [
    el("h3", {}, t("files")), el("ul", { class: "plain-list" }, ...links),
    ...(state.solves ? [el("h3", {}, t("report")), el("p", { class: "muted" }, t("report_says")), el("ul", { class: "plain-list" }, ...reports)] : []),
  ]);
}

/**
 * The files that a job has made.
 * @param {Job} job
 */
export function showFiles(job) {
  const links = (job.files || []).map(({ name, url }) => el("li", {}, el("a", { href: link(url), download: name }, name)));
  open(t("report_ready"), [el("ul", { class: "plain-list" }, ...links)]);
}
