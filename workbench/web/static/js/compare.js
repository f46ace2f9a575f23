/** Two to four plans side by side: maps that move together, measures, and the stations that are not in the same zone. */

import { get, post } from "./base/api.js";
import { byId, el, fill, table } from "./base/dom.js";
import { announce, start } from "./base/frame.js";
import { root } from "./base/page.js";
import { named, percent, t, whole } from "./base/texts.js";
import { zoneWord } from "./base/words.js";
import { lookAround } from "./map/pointer.js";
import { Surface } from "./map/surface.js";

/** @typedef {import("./base/types.js").Shapes} Shapes */
/** @typedef {import("./base/types.js").Score} Score */
/** @typedef {import("./base/types.js").Zone} Zone */
/** @typedef {{label: string, score: Score, labels: number[], moved: string[]}} Compared */
/** @typedef {{plans: Compared[], measures: {key: string, values: number[], best: number[]}[], moves: {station: string, slots: number[]}[]}} Comparison */

/**
 * @param {Comparison} found
 * @param {Shapes} shapes
 * @param {string[]} asked
 */
function showMaps(found, shapes, asked) {
  /** @type {Surface[]} */
  const surfaces = [];
  const figures = found.plans.map((one, at) => {
    const host = el("div", { class: "map" });
    const link = asked[at] === "current" ? el("b", {}, one.label) : el("a", { href: `${root}/plans/${asked[at]}` }, one.label);
    return { one, host, figure: el("figure", {}, el("figcaption", {}, link, " ", t("points_n", { points: whole(one.score.points) })), host) };
  });
  fill(byId("maps"), ...figures.map(({ figure }) => figure));
  for (const { one, host } of figures) {
    const surface = new Surface(host, shapes, one.label, null);
    const zones = /** @type {Zone[]} */ (one.score.zones.filter(Boolean));
    surface.paint({ labels: one.labels, offices: new Set(zones.map((zone) => zone.office)), locked: new Set(), lockedZones: new Set(),
      changed: new Set(one.moved.map((code) => shapes.codes.indexOf(code))), loose: new Set() });
    lookAround(surface);
    surfaces.push(surface);
  }
  for (const surface of surfaces) surface.view.changed = () => together(surface, surfaces);
}

/**
 * The others show the part that one map shows.
 * @param {Surface} leader
 * @param {Surface[]} surfaces
 */
function together(leader, surfaces) {
  leader.marks.place(leader.view.unit);
  for (const { view, marks } of surfaces.filter((surface) => surface !== leader)) {
    [view.x, view.y, view.unit, view.whole] = [leader.view.x, leader.view.y, leader.view.unit, leader.view.whole];
    view.place();
    marks.place(view.unit);
  }
}

/** @param {Comparison} found */
function showMatrix(found) {
  const heads = [t("measure"), ...found.plans.map(({ label }) => `#${label}`)];
  const points = found.plans.map(({ score }) => whole(score.points));
  const least = Math.min(...found.plans.map(({ score }) => score.points ?? Infinity));
  /** @param {string} text @param {boolean} best */
  const cell = (text, best) => (best ? el("span", { class: "better" }, `▼ ${text}`) : text);
  const rows = found.measures.map(({ key, values, best }) => [named("measure", key), ...values.map((value, at) => cell(percent(value), best.includes(at) && best.length < values.length))]);
  fill(byId("matrix"), el("h2", {}, t("panel_measures")), table(t("compare"), heads, [
    [t("points"), ...points.map((text, at) => cell(text, found.plans[at].score.points === least))],
    [t("rules"), ...found.plans.map(({ score }) => (score.broken.length ? t("broken_n", { n: score.broken.length }) : t("all_kept")))],
    ...rows,
  ]));
}

/**
 * @param {Comparison} found
 * @param {Shapes} shapes
 */
function showMoves(found, shapes) {
  const rows = found.moves.map(({ station, slots }) => [shapes.names[shapes.codes.indexOf(station)], ...slots.map(zoneWord)]);
  fill(byId("moves"), el("h2", {}, t("moved_n", { n: rows.length })),
    rows.length ? table(t("panel_changes"), [t("station"), ...found.plans.map(({ label }) => label)], rows) : el("p", { class: "muted" }, t("no_changes")));
}

/**
 * A plan by its name and version, where the address names it by numbers.
 * @param {string} asked `3`, `3@12` or `current`
 * @param {{id: number, name: string}[]} plans
 */
function called(asked, plans) {
  if (asked === "current") return t("today");
  const [id, rev] = asked.split("@");
  const name = plans.find((plan) => plan.id === Number(id))?.name || id;
  return rev ? `${name} · ${t("version_n", { n: rev })}` : `${name} · ${t("newest")}`;
}

start(async () => {
  const asked = (new URLSearchParams(location.search).get("p") || "").split(",").filter(Boolean);
  if (asked.length < 2) {
    fill(byId("maps"));
    announce(t("pick_says", { n: 4 }), "note", 0);
    return;
  }
  const [answer, { plans }] = await Promise.all([post("/api/compare", { plans: asked }), get("/api/plans?archived=1")]);
  const found = { ...answer, plans: answer.plans.map((/** @type {Compared} */ one, /** @type {number} */ at) => ({ ...one, label: called(asked[at], plans) })) };
  const first = await get(`/api/plans/${asked.find((name) => name !== "current")}`);
  const shapes = await get(`/api/counties/${first.plan.county.digest}/shapes`);
  showMaps(found, shapes, asked);
  showMatrix(found);
  showMoves(found, shapes);
});
