/** What moves against today's plan: station by station, from where to where. */

import { el, fill, table } from "../base/dom.js";
import { t } from "../base/texts.js";
import { zoneWord } from "../base/words.js";
import { state } from "../edit/store.js";
import { part } from "./parts.js";

/** @typedef {import("../base/types.js").Move} Move */
/** @typedef {import("../base/types.js").Shapes} Shapes */

export function showChanges() {
  const { body, count } = part("changes");
  const moves = state.version.moves || [];
  count.textContent = t("n_stations", { n: moves.length });
  fill(body, moveTable(moves, state.shapes));
}

/**
 * @param {Move[]} moves
 * @param {Shapes} shapes
 */
export function moveTable(moves, shapes) {
  if (!moves.length) return el("p", { class: "muted" }, t(shapes.current.some((zone) => zone >= 0) ? "no_changes" : "no_today"));
  return table(t("panel_changes"), [t("station"), t("from"), t("to")],
    moves.map(({ station, from, to }) => [shapes.names[shapes.codes.indexOf(station)] || station, where(from), where(to)]));
}

/** @param {number | string | null} slot */
function where(slot) {
  if (slot === null || slot === -1) return "–";
  return typeof slot === "string" ? slot : zoneWord(slot);
}
