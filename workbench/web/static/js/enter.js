/** The first page: takes the token from behind the # of the address, which no log sees, and changes it for a session. */

import { ApiError, get, post } from "./base/api.js";
import { byId } from "./base/dom.js";
import { root } from "./base/page.js";
import { tokenOf } from "./base/signin.js";
import { loadTexts, spoken, t } from "./base/texts.js";

/** @param {string} pasted */
async function enter(pasted) {
  try {
    await post("/api/session", { token: tokenOf(pasted) });
    const { first } = await get("/api/me");
    location.replace(`${root}/${first || ""}`);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    byId("enter-says").textContent = spoken(error.body) || t("no_line");
    byId("enter-form").hidden = false;
  }
}

async function begin() {
  const pasted = location.hash;
  history.replaceState(null, "", location.pathname);
  await loadTexts();
  byId("enter-form").addEventListener("submit", (event) => {
    event.preventDefault();
    enter(/** @type {HTMLInputElement} */ (byId("token")).value);
  });
  if (pasted.length > 1) await enter(pasted);
  else {
    byId("enter-says").textContent = t("session_says");
    byId("enter-form").hidden = false;
  }
}

begin();
