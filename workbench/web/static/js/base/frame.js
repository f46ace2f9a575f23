/** What every page has in common: who is signed in, the language switch, messages, and work that may fail. */

import { ApiError, get, post } from "./api.js";
import { byId } from "./dom.js";
import { lang } from "./page.js";
import { signIn } from "./signin.js";
import { loadTexts, spoken, t } from "./texts.js";

/** @typedef {{name: string, role: string, lang: string, version: string, read_only: boolean}} Me */

/**
 * Starts a page: words, person, language switch; then its own work.
 * @param {(me: Me) => void | Promise<void>} work
 */
export async function start(work) {
  byId("language").addEventListener("click", switchLanguage);
  try {
    await loadTexts();
    const me = await signedIn();
    byId("person").textContent = me.name;
    await work(me);
  } catch (error) {
    byId("main").setAttribute("data-failed", "");
    complain(error);
  }
  document.body.setAttribute("data-ready", "");
}

/** @returns {Promise<Me>} */
async function signedIn() {
  try {
    return await get("/api/me");
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 401) throw error;
    await signIn();
    return get("/api/me");
  }
}

async function switchLanguage() {
  await attempt(async () => {
    await post("/api/me", { lang: lang === "zh" ? "en" : "zh" });
    location.reload();
  });
}

/**
 * Says something to everyone: shown for a while, and read out.
 * @param {string} words
 */
export function tell(words) {
  const live = byId("live");
  live.textContent = "";
  live.textContent = words;
}

/** @type {number | undefined} */
let fading;

/**
 * Shows a message over the page until it is old or `hush` is called.
 * @param {string} words
 * @param {"bad" | "note"} [kind]
 * @param {number} [seconds] 0 to stay
 */
export function announce(words, kind = "bad", seconds = 12) {
  const banner = byId("banner");
  window.clearTimeout(fading);
  banner.textContent = words;
  banner.className = `banner ${kind}`;
  banner.hidden = false;
  if (seconds) fading = window.setTimeout(hush, 1000 * seconds);
}

export function hush() {
  byId("banner").hidden = true;
}

/**
 * Why something failed, in words for the person.
 * @param {unknown} error
 */
export function reason(error) {
  if (!(error instanceof ApiError)) throw error;
  if (error.status === 0) return t("no_line");
  return spoken(error.body) || t("failed_with", { status: error.status });
}

/** @param {unknown} error */
export function complain(error) {
  if (error instanceof ApiError || error === undefined) announce(reason(error));
  else throw error;
}

/**
 * Does something that may be refused; a refusal is shown. Where the session has ended, signs in and does it again.
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T | undefined>}
 */
export async function attempt(work) {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) {
      await signIn();
      return attempt(work);
    }
    complain(error);
    return undefined;
  }
}
