/** What moves against today's plan: station by station, from where to where. */

import { fill } from "../base/dom.js";
import { moveTable } from "../base/tables.js";
import { t } from "../base/texts.js";
import { complete } from "../edit/steps.js";
import { state } from "../edit/store.js";
import { part } from "./parts.js";

export async function showChanges() {
  await complete();
  const { body, count } = part("changes");
  const moves = state.version.moves || [];
  count.textContent = t("n_stations", { n: moves.length });
  fill(body, moveTable(moves, state.shapes));
}
