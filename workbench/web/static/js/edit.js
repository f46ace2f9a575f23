/** The page on which a plan is edited: it fetches plan and shapes, then ties map, panel and bar to the one store. */

import { get } from "./base/api.js";
import { byId, fill } from "./base/dom.js";
import { start, tell } from "./base/frame.js";
import { plan } from "./base/page.js";
import { spoken, t } from "./base/texts.js";
import { isOpen } from "./base/watch.js";
import { showBar } from "./edit/bar.js";
import { showBrushes } from "./edit/brushes.js";
import { showExplanation } from "./edit/explain.js";
import { showFiles } from "./edit/files.js";
import { hold, paint, press } from "./edit/hands.js";
import { followKeys } from "./edit/keys.js";
import { called, look, zoneName } from "./edit/looks.js";
import { offerNewData } from "./edit/newer.js";
import { listenForNews } from "./edit/news.js";
import { showOffers } from "./edit/offers.js";
import { renameZone } from "./edit/plan.js";
import { refused } from "./edit/refusals.js";
import { complete, onRefusal } from "./edit/steps.js";
import { begin, shows, slots, state } from "./edit/store.js";
import { follow, onEnding, seekBound } from "./edit/work.js";
import { followPointer } from "./map/pointer.js";
import { offerDensity } from "./map/shading.js";
import { Surface } from "./map/surface.js";
import { showBroken } from "./panel/broken.js";
import { showChanges } from "./panel/changes.js";
import { showGap } from "./panel/gap.js";
import { showMeasures } from "./panel/measures.js";
import { whenOpen } from "./panel/parts.js";
import { showRecord } from "./panel/record.js";
import { showScore } from "./panel/score.js";
import { showStations } from "./panel/stations.js";
import { showZones } from "./panel/zones.js";

/** @typedef {import("./base/frame.js").Me} Me */

/** @param {Me} me */
async function work(me) {
  const version = await get(`/api/plans/${plan}`);
  const shapes = await get(`/api/counties/${version.plan.county.digest}/shapes`);
  const writable = !me.read_only && me.role !== "viewer" && !["approved", "archived"].includes(version.plan.state);
  begin(version.plan, shapes, version, writable, !me.read_only);
  document.title = `${version.plan.name} · ${t("brand")}`;
  const surface = new Surface(byId("map"), shapes, t("map_of", { name: version.plan.county.name }), called);
  onRefusal(refused);
  onEnding("explain", (job) => showExplanation(job, (says) => (typeof says === "string" ? says : spoken(says))));
  onEnding("report", showFiles);
  showMap(surface);
  offerDensity(surface, byId("layers"), version.plan.county.digest, () => point(-1, surface));
  showBar();
  showBrushes(surface);
  showPanel(surface);
  shows(["version", "connected"], seekBound);
  listenForNews();
  await offerNewData();
  for (const job of (version.jobs || []).filter(isOpen)) if (job.kind !== "bound") follow(job);
  document.body.setAttribute("data-rev", String(version.rev));
}

/** @param {Surface} surface */
function showMap(surface) {
  followKeys(surface);
  followPointer(surface, {
    brush: () => state.brush,
    click: press,
    hold,
    point: (station) => point(station, surface),
    stroke: (stations) => { if (state.brush !== null) paint(stations, state.brush); },
    preview: (stations, brush) => {
      const labels = state.painted.labels.slice();
      for (const station of stations) labels[station] = brush === "new" ? slots() : brush;
      surface.paint({ ...look(), labels });
    },
  });
  shows(["painted", "version", "against", "offer", "before"], () => surface.paint(look()));
  shows(["version", "against"], () => { if (state.against === "current") complete(); });
  shows(["chosen", "painted"], () => point(-1, surface));
}

/**
 * The line under the map: the station under the mouse, else the one in focus.
 * @param {number} station
 * @param {Surface} surface
 */
function point(station, surface) {
  const at = station >= 0 ? station : state.chosen;
  const slot = state.painted.labels[at];
  fill(byId("pointed"), called(at, look()), slot < 0 ? "" : ` · ${zoneName(slot)}`, ` · ${t("officers_n", { n: state.shapes.officers[at] })}`,
    surface.shading && ` · ${surface.shading.tells(at)}`);
}

/** @param {Surface} surface */
function showPanel(surface) {
  shows(["version", "against"], showScore);
  shows(["running", "offer", "version", "painted", "connected"], showOffers);
  shows(["version"], showGap);
  shows(["version", "connected"], () => showBroken(surface));
  shows(["version", "painted", "connected"], whenOpen("zones", () => showZones(renameZone)));
  shows(["version", "against"], whenOpen("measures", showMeasures));
  shows(["version"], whenOpen("changes", showChanges));
  shows(["version"], whenOpen("record", showRecord));
  shows(["version", "painted", "connected"], whenOpen("stations", () => showStations(surface)));
}

start(work).then(() => { if (state) tell(t("opened_says", { name: state.plan.name })); });
