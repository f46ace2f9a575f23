/** A county's file to the server: accepted with its notices, or every mistake at once and a copy in which they are marked. */

import { ApiError, send } from "../base/api.js";
import { open } from "../base/dialogs.js";
import { button, el, fill, table } from "../base/dom.js";
import { reason } from "../base/frame.js";
import { lang, link } from "../base/page.js";
import { spoken, t } from "../base/texts.js";

/** @typedef {import("../base/types.js").Refusal} Refusal */
/** @typedef {import("../base/types.js").Mistake} Mistake */

/** @param {(digest: string) => void} done */
export function upload(done) {
  const input = el("input", { type: "file", name: "file", accept: ".xlsx,.gpkg,.zip", required: true, id: "county-file" });
  const result = el("div", { class: "result", role: "status" });
  const check = el("button", { class: "first" }, t("check"));
  const form = el("form", { onsubmit: async (event) => {
    event.preventDefault();
    if (!input.files?.length) return;
    check.disabled = true;
    fill(result, el("p", {}, t("checking")), el("progress", { "aria-label": t("checking") }));
    fill(result, ...(await checked(input.files, (digest) => { close(); done(digest); })));
    check.disabled = false;
  } }, el("div", { class: "field" }, el("label", { for: "county-file" }, t("county_file")), input), el("p", { class: "muted" }, t("upload_says")), el("div", { class: "choices" }, check), result);
  const { close } = open(t("upload"), [form], { wide: true });
}

/**
 * @param {FileList} files
 * @param {(digest: string) => void} done
 * @returns {Promise<Node[]>} what came of it
 */
async function checked(files, done) {
  try {
    const { digest, notices } = await send("/api/counties", files);
    const lines = (notices || []).map((/** @type {Mistake} */ notice) => el("li", {}, spoken(notice)));
    return [el("p", { class: "good" }, t("upload_good")), ...(lines.length ? [el("ul", {}, ...lines)] : []), button(t("new_plan"), () => done(digest), { class: "first" })];
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return mistakes(error);
  }
}

/** @param {ApiError} error */
function mistakes(error) {
  const { mistakes: found = [], marked } = error.body;
  const words = el("p", { class: "bad" }, found.length ? t("mistakes_n", { n: found.length }) : reason(error));
  const copy = marked && el("p", {}, el("a", { class: "button", href: link(marked), download: "" }, t("marked_copy")));
  const rows = found.map((one) => [(lang === "en" && one.where_en) || one.where || "–", one.value ?? "–", spoken(one)]);
  return [words, ...(copy ? [copy] : []), ...(rows.length ? [el("div", { class: "wide" }, table(t("mistakes"), [t("where"), t("value"), t("mistake")], rows))] : [])];
}
