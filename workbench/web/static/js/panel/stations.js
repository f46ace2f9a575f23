/** Every station with its zone as a drop-down: the way to edit without the map. Long lists are searched, not scrolled. */

import { button, el, fill, table } from "../base/dom.js";
import { t, whole } from "../base/texts.js";
import { zoneWord } from "../base/words.js";
import { hold, paint } from "../edit/hands.js";
import { zoneName } from "../edit/looks.js";
import { open, slots, state } from "../edit/store.js";
import { padlock } from "./padlock.js";
import { part } from "./parts.js";

/** @typedef {import("../map/surface.js").Surface} Surface */

const SHOWN = 60;
let sought = "";

/** @param {Surface} surface */
export function showStations(surface) {
  const { body, count } = part("stations");
  const { codes, names } = state.shapes;
  count.textContent = t("n_stations", { n: codes.length });
  if (!body.querySelector("input")) {
    const search = el("input", { type: "search", value: sought, placeholder: t("search_station"), "aria-label": t("search_station"),
      oninput: (event) => { sought = event.target.value.trim(); rows(surface); } });
    fill(body, codes.length > 12 && search, el("div", { class: "rows" }));
  }
  rows(surface);

  /** @param {Surface} map */
  function rows(map) {
    const found = codes.map((_, station) => station).filter((station) => !sought || names[station].includes(sought) || codes[station].includes(sought));
    const heads = [t("station"), `#${t("officers")}`, t("zone"), t("lock")];
    const place = body.querySelector(".rows");
    if (place) {
      fill(place, table(t("panel_stations"), heads, found.slice(0, SHOWN).map((station) => row(station, map))),
        found.length > SHOWN && el("p", { class: "muted" }, t("search_more", { n: found.length - SHOWN })));
    }
  }
}

/**
 * @param {number} station
 * @param {Surface} surface
 */
function row(station, surface) {
  const { codes, names, officers } = state.shapes;
  const locked = state.painted.locks.stations.includes(codes[station]);
  return [
    button(names[station], () => { surface.focus(station, true); surface.view.reveal(state.shapes.at[station]); }, { class: "plain", "aria-label": t("locate_what", { what: names[station] }) }),
    whole(officers[station]), zoneChoice(station),
    padlock(locked, t("lock_station", { name: names[station] }), () => hold(station)),
  ];
}

/**
 * The drop-down of a station; its other choices are made when it is first used, so that a long table stays light.
 * @param {number} station
 */
function zoneChoice(station) {
  const slot = state.painted.labels[station];
  /** @param {number} zone */
  const words = (zone) => `${zone + 1} ${zoneName(zone)}`;
  const select = el("select", { "aria-label": t("zone_of", { name: state.shapes.names[station] }), disabled: !open(), "data-station": state.shapes.codes[station] });
  const complete = () => {
    if (select.options.length > 1) return;
    const used = new Set(state.painted.labels);
    const zones = Array.from({ length: slots() }, (_, zone) => zone).filter((zone) => used.has(zone) || zone === slot);
    select.replaceChildren(...zones.map((zone) => el("option", { value: zone, selected: zone === slot }, words(zone))), el("option", { value: "new" }, zoneWord("new")));
  };
  select.append(el("option", { value: slot }, slot < 0 ? t("no_zone") : words(slot)));
  select.addEventListener("focus", complete);
  select.addEventListener("pointerdown", complete);
  select.addEventListener("change", () => paint([station], select.value === "new" ? "new" : Number(select.value)));
  return select;
}
