/** The one place that speaks to the server. Every refusal becomes an {@link ApiError}; a lost line has status 0. */

import { root } from "./page.js";

/** @typedef {import("./types.js").Refusal} Refusal */

const SECONDS = 30;

export class ApiError extends Error {
  /**
   * @param {number} status HTTP status, 0 where no answer came
   * @param {Refusal} body
   */
  constructor(status, body) {
    super(body.says || String(status));
    this.status = status;
    this.body = body;
  }
}

/**
 * @param {string} method
 * @param {string} path
 * @param {BodyInit | undefined} body
 * @param {Record<string, string>} headers
 * @returns {Promise<any>}
 */
async function ask(method, path, body, headers) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), SECONDS * 1000);
  try {
    const reply = await fetch(root + path, { method, body, headers, signal: stop.signal, credentials: "same-origin" });
    const json = (reply.headers.get("content-type") || "").includes("json");
    const answer = json ? await reply.json() : {};
    if (!reply.ok) throw new ApiError(reply.status, answer);
    return answer;
  } catch (error) {
    if (error instanceof ApiError) throw error;
    throw new ApiError(0, {});
  } finally {
    clearTimeout(timer);
  }
}

/** @param {string} path */
export const get = (path) => ask("GET", path, undefined, {});

/**
 * @param {string} path
 * @param {object} body
 */
export const post = (path, body) => ask("POST", path, JSON.stringify(body), { "Content-Type": "application/json" });

/** @param {string} path */
export const remove = (path) => ask("DELETE", path, undefined, {});

/**
 * Files, as a form; the header says that the page itself sends it.
 * @param {string} path
 * @param {FileList | File[]} files
 */
export function send(path, files) {
  const form = new FormData();
  for (const file of Array.from(files)) form.append("file", file, file.name);
  return ask("POST", path, form, { "X-Zoning": "1" });
}

/** A key that names one request for ever, 128 random bits as a UUID of version 4. */
export function freshKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
