/** The table of zones: what each has, and its lock. */

import { button, el, fill, table } from "../base/dom.js";
import { decimal, t, whole } from "../base/texts.js";
import { holdZone } from "../edit/hands.js";
import { zoneName } from "../edit/looks.js";
import { open, state } from "../edit/store.js";
import { swatch } from "../map/palette.js";
import { padlock } from "./padlock.js";
import { part } from "./parts.js";

/** @typedef {import("../base/types.js").Zone} Zone */

/** @param {(slot: number) => void} rename */
export function showZones(rename) {
  const zones = /** @type {Zone[]} */ (state.version.score.zones.filter(Boolean));
  const { body, count } = part("zones");
  count.textContent = t("n_zones", { n: zones.length });
  const heads = [t("zone"), `#${t("stations")}`, `#${t("officers")}`, `#${t("load")}`, `#${t("far")}`, t("lock")];
  fill(body, table(t("panel_zones"), heads, zones.map((zone) => row(zone, rename))));
}

/**
 * @param {Zone} zone
 * @param {(slot: number) => void} rename
 */
function row(zone, rename) {
  const locked = state.painted.locks.zones.includes(zone.slot);
  const name = zoneName(zone.slot);
  return [
    el("span", { class: "zone-name" }, swatch(zone.slot), el("b", {}, String(zone.slot + 1)),
      button(name, () => rename(zone.slot), { class: "plain", title: t("rename"), "aria-label": t("rename_zone", { name }), disabled: !open() })),
    whole(zone.stations), whole(zone.officers), decimal(zone.load, 1), decimal(zone.far, 0),
    padlock(locked, t("lock_zone", { n: zone.slot + 1 }), () => holdZone(zone.slot), { "data-zone": zone.slot }),
  ];
}
