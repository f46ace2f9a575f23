/** The measures with their differences; those without a weight stand grey, for reference. */

import { fill } from "../base/dom.js";
import { measureTable, weighted } from "../base/tables.js";
import { t } from "../base/texts.js";
import { state } from "../edit/store.js";
import { part } from "./parts.js";
import { measureWorth } from "./score.js";

export function showMeasures() {
  const { body, count } = part("measures");
  count.textContent = t("weighted_n", { n: weighted(state.version.score).length });
  fill(body, measureTable(state.version.score, measureWorth));
}
