/** The words of the page in its language, and numbers and times as a person writes them. */

import { get } from "./api.js";
import { lang } from "./page.js";

/** @type {Record<string, string>} */
let words = {};

/** Fetches the words; nothing else may be shown before. */
export async function loadTexts() {
  words = await get(`/api/texts?lang=${lang}`);
}

/**
 * The sentence of `workbench.page.<name>` with its placeholders filled; `{n:zone|zones}` is the first word for 1.
 * @param {string} name
 * @param {Record<string, unknown>} [values]
 * @returns {string}
 */
export function t(name, values = {}) {
  const text = words[`page.${name}`];
  if (text === undefined) throw new Error(`no text ${name}`);
  return text.replace(/\{(\w+)(?::([^|}]*)\|([^}]*))?\}/g, (_, key, one, several) =>
    one === undefined ? String(values[key]) : String(values[key]) === "1" ? one : several);
}

/**
 * Whether there is a sentence of this name.
 * @param {string} name
 */
export function known(name) {
  return words[`page.${name}`] !== undefined;
}

/**
 * The name of a measure or a rule; the key where the table has none.
 * @param {"measure" | "rule"} kind
 * @param {string} key
 */
export function named(kind, key) {
  return words[`${kind}.${key}`] || key;
}

/**
 * What a reply says, in the language of the page.
 * @param {{says?: string | null, says_en?: string | null} | null | undefined} reply
 * @returns {string}
 */
export function spoken(reply) {
  return capital((lang === "en" && reply?.says_en) || reply?.says || "");
}

/**
 * The words with a capital in front, as a sentence or a label begins.
 * @param {string} words
 */
export const capital = (words) => words.charAt(0).toUpperCase() + words.slice(1);

const WHOLE = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const SIGNED = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0, signDisplay: "exceptZero" });

/** @param {number | null | undefined} value */
export const whole = (value) => (value === null || value === undefined ? "–" : WHOLE.format(value));

/** @param {number | null | undefined} value */
export const signed = (value) => (value === null || value === undefined ? "–" : SIGNED.format(value).replace("-", "−"));

/**
 * @param {number | null | undefined} value
 * @param {number} digits
 */
export const decimal = (value, digits) => (value === null || value === undefined ? "–" : value.toFixed(digits));

/**
 * A share in per cent.
 * @param {number | null | undefined} value
 * @param {number} [digits]
 */
export const percent = (value, digits = 2) => (value === null || value === undefined ? "–" : `${(100 * value).toFixed(digits)}%`);

/**
 * A difference of shares in percentage points, with its sign.
 * @param {number | null | undefined} value
 */
export function percentSigned(value) {
  if (value === null || value === undefined) return "–";
  const text = (100 * value).toFixed(2);
  return Number(text) === 0 ? "0" : value > 0 ? `+${text}` : text.replace("-", "−");
}

/**
 * Day and time in the reader's own time zone; the time alone where it is today.
 * @param {string | null | undefined} iso
 */
export function clock(iso) {
  if (!iso) return "–";
  const at = new Date(iso);
  const time = at.toLocaleTimeString(lang === "zh" ? "zh-CN" : "en-GB", { hour: "2-digit", minute: "2-digit", hour12: false });
  if (at.toDateString() === new Date().toDateString()) return time;
  const day = [at.getFullYear(), at.getMonth() + 1, at.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
  return `${day} ${time}`;
}
