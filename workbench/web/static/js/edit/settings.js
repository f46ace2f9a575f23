/** The fields of the policy's window: numbers, ticks and choices; each knows its node and the value it stands at. */

import { field } from "../base/dialogs.js";
import { el } from "../base/dom.js";
import { known, named, t } from "../base/texts.js";

/** @typedef {{key: string, node: HTMLElement, read: () => unknown}} Setting */
/** @typedef {(key: string, now: unknown, label: string) => Setting} Maker */

const KINDS = ["county_seat", "urban", "town", "township"];
const OFF = "none";

/** @type {Record<string, Maker>} */
const OWN = { "zones.alone": ticks, "zones.alone_as": manner, "rules.case_area": truth };

/**
 * The field of a key. A changed one can be given back its county's own value, which is sent as null.
 * @param {string} key
 * @param {unknown} now
 * @param {boolean} changed
 * @returns {Setting}
 */
export function setting(key, now, changed) {
  const label = `${called(key)}${changed ? t("changed_mark") : ""}`;
  const make = OWN[key] || amount;
  const made = make(key, now, label);
  if (!changed) return made;
  const back = el("input", { type: "checkbox", "data-back": key });
  made.node.append(el("label", { class: "check" }, back, t("back_to_county")));
  return { ...made, read: () => (back.checked ? null : made.read()) };
}

/** @type {Maker} a number; empty is off */
function amount(key, now, label) {
  const input = el("input", { name: key, value: now === null || now === undefined ? "" : String(now), placeholder: t("off"), inputmode: "decimal", autocomplete: "off" });
  /** @param {string} text */
  const value = (text) => (text === "" ? OFF : Number.isNaN(Number(text)) ? text : Number(text));
  return { key, node: field(label, input), read: () => value(input.value.trim()) };
}

/** @type {Maker} each station of those kinds by itself, or all in one zone */
function manner(key, now, label) {
  return choice(key, String(now), label, ["each", "one"].map((value) => [value, t(`alone_${value}`)]));
}

/** @type {Maker} a rule that is in force or off */
function truth(key, now, label) {
  const made = choice(key, now ? "yes" : "no", label, [["yes", t("yes")], ["no", t("no")]]);
  return { ...made, read: () => (made.read() === "yes" ? true : OFF) };
}

/**
 * One of several values.
 * @param {string} key
 * @param {string} now
 * @param {string} label
 * @param {string[][]} values each with its words
 * @returns {Setting}
 */
function choice(key, now, label, values) {
  const select = el("select", { name: key }, ...values.map(([value, words]) => el("option", { value, selected: value === now }, words)));
  return { key, node: field(label, select), read: () => select.value };
}

/** @type {Maker} kinds of stations */
function ticks(key, now, label) {
  const held = Array.isArray(now) ? now : [];
  const boxes = KINDS.map((kind) => el("input", { type: "checkbox", name: key, value: kind, checked: held.includes(kind) }));
  const lines = boxes.map((box) => el("label", { class: "check" }, box, t(`kind_of_${box.value}`)));
  return { key, node: el("div", { class: "field", role: "group", "aria-label": label }, el("span", { class: "muted" }, label), el("div", { class: "row" }, ...lines)), read: () => boxes.filter((box) => box.checked).map((box) => box.value) };
}

/**
 * What a key is called.
 * @param {string} key
 */
export function called(key) {
  const [group, name] = key.split(".");
  const own = `policy_${key.split(".").join("_")}`;
  if (known(own)) return t(own);
  const word = group === "weights" ? named("measure", name) : group === "rules" ? named("rule", name) : key;
  return word === name ? key : word;
}

/**
 * The settings that stand at another value than before; off is a value.
 * @param {Setting[]} settings
 * @param {Record<string, unknown>} before
 */
export function differences(settings, before) {
  /** @param {unknown} value */
  const plain = (value) => JSON.stringify(value === undefined || value === OFF ? null : value);
  return Object.fromEntries(settings.map(({ key, read }) => [key, read()])
    .filter(([key, value]) => value === null || plain(value) !== plain(before[String(key)])));
}
