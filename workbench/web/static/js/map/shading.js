/** The density of incidents as a layer of the map: stations shaded by a rate a year, with a legend; small counts are not shown. */

import { get } from "../base/api.js";
import { el, fill, svg } from "../base/dom.js";
import { tell } from "../base/frame.js";
import { capital, decimal, spoken, t } from "../base/texts.js";
import { notShown } from "./palette.js";

/** @typedef {import("../base/types.js").Densities} Densities */
/** @typedef {import("../base/types.js").DensityPart} DensityPart */
/** @typedef {import("./surface.js").Surface} Surface */
/** @typedef {"per_km2" | "per_1000"} Rate */

/** @type {Rate[]} */
const RATES = ["per_km2", "per_1000"];
const KINDS = ["all", "class", "season", "period"];

/**
 * The choice of what colours say, and its legend below it. Nothing is fetched before a density is chosen.
 * @param {Surface} surface
 * @param {HTMLElement} host
 * @param {string} digest of the county
 * @param {() => void} [changed] called when the map shows something else
 */
export function offerDensity(surface, host, digest, changed = () => {}) {
  /** @type {Densities | null} */
  let known = null;
  const legend = el("div", { id: "legend", class: "legend" });
  const rates = el("select", { id: "layer", onchange: show }, el("option", { value: "" }, t("layer_zones")),
    ...RATES.map((rate) => el("option", { value: rate }, t(`layer_${rate}`))));
  const parts = el("select", { id: "layer-part", "aria-label": t("layer_part"), hidden: true, onchange: show });
  fill(host, el("span", { class: "row noprint" }, el("label", { for: "layer" }, capital(t("layer"))), rates, parts), legend);

  async function show() {
    const rate = /** @type {Rate | ""} */ (rates.value);
    if (rate && !known) {
      known = /** @type {Densities} */ (await get(`/api/counties/${digest}/density`));
      fill(parts, ...KINDS.map((kind) => group(kind, known?.parts || [])));
    }
    parts.hidden = !rate;
    const part = known?.parts[Number(parts.value || 0)];
    const shaded = rate && part ? part.rates[rate] : null;
    surface.shade(shaded && {
      fills: shaded.at.map((at) => (at < 0 ? notShown() : shaded.legend[at].fill)),
      tells: (station) => (shaded.words[station] === null ? t("layer_not_shown") : t(`told_${rate}`, { value: shaded.words[station] })),
    });
    if (known && part && rate) explain(known, part, rate);
    else fill(legend);
    changed();
  }

  /**
   * The legend: what is shown, its classes, and what is not shown.
   * @param {Densities} all
   * @param {DensityPart} part
   * @param {Rate} rate
   */
  function explain(all, part, rate) {
    const { legend: rows, at } = part.rates[rate];
    const title = `${spoken(part)}${t("pause")}${t(`layer_${rate}`)}`;
    const hidden = at.includes(-1);
    fill(legend, el("b", { id: "legend-title" }, title),
      el("ul", { class: "plain-list", "aria-labelledby": "legend-title" },
        ...rows.map((row) => el("li", { class: "row" }, square(row.fill), row.words)),
        hidden && el("li", { class: "row" }, square(notShown()), t("layer_hidden", { least: all.least }))),
      el("span", { class: "muted small" }, t("layer_says", { years: decimal(all.years, all.years % 1 ? 2 : 0) }), all.notice && ` ${all.notice}`));
    tell(title);
  }
}

/**
 * The parts of a kind under its heading, each by its place in the list.
 * @param {string} kind
 * @param {DensityPart[]} parts
 */
function group(kind, parts) {
  const own = parts.map((part, at) => ({ part, at })).filter(({ part }) => part.by === kind);
  const options = own.map(({ part, at }) => el("option", { value: at }, spoken(part)));
  return own.length > 0 && el("optgroup", { label: t(`layer_by_${kind}`) }, ...options);
}

/** @param {string} filling */
function square(filling) {
  return svg("svg", { class: "swatch", viewBox: "0 0 112 112", "aria-hidden": "true" }, svg("rect", { width: 112, height: 112, fill: filling }));
}
