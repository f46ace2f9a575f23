/** Asks every 3 seconds, while the page is seen, whether the plan has a newer version and the server is there. */

import { ApiError, get } from "../base/api.js";
import { byId, button, fill } from "../base/dom.js";
import { plan } from "../base/page.js";
import { signIn } from "../base/signin.js";
import { t } from "../base/texts.js";
import { pending, reload } from "./steps.js";
import { shows, state, update } from "./store.js";

const EVERY = 3000;

export function listenForNews() {
  shows(["connected", "news", "writable"], line);
  setInterval(() => { if (!document.hidden) look(); }, EVERY);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
}

async function look() {
  if (pending()) return;
  try {
    const head = await get(`/api/plans/${plan}/head`);
    update({ connected: true });
    if (pending() || head.rev < state.version.rev) return;
    if (head.rev === state.version.rev) fresher(head.gap_box);
    else if (state.touched) update({ news: head });
    else await reload();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.status === 0) update({ connected: false });
    if (error.status === 401) await signIn();
  }
}

/**
 * A gap box with more proved than the one shown.
 * @param {import("../base/types.js").GapBox | undefined} box
 */
function fresher(box) {
  const { version } = state;
  if (!box || JSON.stringify(box) === JSON.stringify(version.score.gap_box)) return;
  const fresh = { ...version, score: { ...version.score, gap_box: box } };
  update({ version: fresh });
}

/** The line in the page's head: no connection, or a newer version to load. */
function line() {
  const place = byId("line");
  const { connected, news, writable } = state;
  place.hidden = connected && !news && writable;
  place.className = connected ? "line" : "line bad";
  document.body.setAttribute("data-line", connected ? "on" : "off");
  if (!connected) fill(place, t("no_line_save"));
  else if (news) fill(place, t("news", { rev: news.rev, by: news.by }), button(t("conflict_load"), () => { reload({ quiet: true }); }));
  else fill(place, t("read_only"));
}
