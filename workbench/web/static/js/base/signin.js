/** Signing in over the page: what the person was doing is kept and goes on afterwards. */

import { ApiError, post } from "./api.js";
import { field, fillIn } from "./dialogs.js";
import { el } from "./dom.js";
import { spoken, t } from "./texts.js";

/** @type {Promise<void> | null} */
let asking = null;

/** Asks for the token until it is right; several callers wait for one window. */
export function signIn() {
  asking = asking || ask("").finally(() => { asking = null; });
  return asking;
}

/**
 * @param {string} wrong what was wrong with the last try
 * @returns {Promise<void>}
 */
async function ask(wrong) {
  const input = el("input", { name: "token", required: true, autocomplete: "off", spellcheck: "false" });
  const answer = await fillIn(t("session_ended"), [
    el("p", {}, t("session_says")), wrong && el("p", { class: "bad", role: "alert" }, wrong), field(t("token"), input),
  ], t("enter_button"));
  try {
    await post("/api/session", { token: tokenOf(String(answer?.get("token") || "")) });
    return undefined;
  } catch (error) {
    return ask(error instanceof ApiError ? spoken(error.body) || t("no_line") : String(error));
  }
}

/**
 * The token in what was pasted: the whole address, or the token alone.
 * @param {string} pasted
 */
export function tokenOf(pasted) {
  return pasted.slice(pasted.indexOf("#") + 1).trim();
}
