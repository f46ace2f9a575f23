/** One version to look at and to print: the map, figures, zones, and what changes; nothing can be edited. */

import { get } from "./base/api.js";
import { button, byId, el, fill, table } from "./base/dom.js";
import { start } from "./base/frame.js";
import { plan, root, shown } from "./base/page.js";
import { measureTable, moveTable } from "./base/tables.js";
import { clock, decimal, spoken, t, whole } from "./base/texts.js";
import { swatch } from "./map/palette.js";
import { lookAround } from "./map/pointer.js";
import { offerDensity } from "./map/shading.js";
import { Surface } from "./map/surface.js";

/** @typedef {import("./base/types.js").Version} Version */
/** @typedef {import("./base/types.js").Shapes} Shapes */
/** @typedef {import("./base/types.js").Zone} Zone */

/**
 * @param {Version} version
 * @param {Shapes} shapes
 */
function showMap(version, shapes) {
  const label = t("map_of", { name: version.plan?.county.name || "" });
  const surface = new Surface(byId("map"), shapes, label, null);
  const zones = /** @type {Zone[]} */ (version.score.zones.filter(Boolean));
  surface.paint({ labels: version.labels, offices: new Set(zones.map((zone) => zone.office)), locked: new Set(), lockedZones: new Set(), changed: new Set(), loose: new Set() });
  lookAround(surface);
  offerDensity(surface, byId("layers"), version.plan?.county.digest || "");
  window.addEventListener("beforeprint", () => surface.view.fit());
}

/**
 * @param {Version} version
 * @param {Shapes} shapes
 */
function showZones(version, shapes) {
  const zones = /** @type {Zone[]} */ (version.score.zones.filter(Boolean));
  const heads = [t("zone"), t("office"), `#${t("stations")}`, `#${t("officers")}`, `#${t("load")}`, `#${t("far")}`, t("members")];
  fill(byId("zones"), table(t("panel_zones"), heads, zones.map((zone) => [
    el("span", { class: "zone-name" }, swatch(zone.slot), el("b", {}, String(zone.slot + 1)), zone.name),
    shapes.names[shapes.codes.indexOf(zone.office)], whole(zone.stations), whole(zone.officers), decimal(zone.load, 1), decimal(zone.far, 0),
    shapes.names.filter((_, station) => version.labels[station] === zone.slot).join(t("comma")),
  ])));
}

/** @param {Version} version */
function showBroken(version) {
  const { broken } = version.score;
  fill(byId("broken"), el("h2", {}, t("rules")), broken.length
    ? el("ul", {}, ...broken.map((one) => el("li", { class: "bad" }, spoken(one)))) : el("p", { class: "good" }, t("all_kept")));
}

start(async () => {
  const version = /** @type {Version} */ (await get(`/api/plans/${shown}`));
  const shapes = await get(`/api/counties/${version.plan?.county.digest}/shapes`);
  const name = version.plan?.name || "";
  document.title = `${name} · ${t("version_n", { n: version.rev })}`;
  fill(byId("plan-name"), name, " ", el("span", { class: "muted" }, t("version_n", { n: version.rev })));
  fill(byId("actions"), button(t("print"), () => window.print(), { class: "first" }), " ", el("a", { class: "button", href: `${root}/plans/${plan}` }, t("to_edit")));
  fill(byId("says"), t("shown_says", { county: version.plan?.county.name || "", points: whole(version.score.points), by: version.by, at: clock(version.at) }), " ", spoken(version.score.gap_box));
  showMap(version, shapes);
  fill(byId("measures"), measureTable(version.score, null));
  showZones(version, shapes);
  showBroken(version);
  fill(byId("changes"), moveTable(version.moves || [], shapes));
  fill(byId("digest"), t("digest_says", { digest: version.plan?.county.digest || "" }));
});
