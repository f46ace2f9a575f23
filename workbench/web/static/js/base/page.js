/** What the template wrote on the body: language, root of all links, the plan and version of this page. */

const data = document.body.dataset;

/** @type {"zh" | "en"} */
export const lang = data.lang === "en" ? "en" : "zh";
/** In front of every link: empty, or the path behind a proxy. */
export const root = data.root || "";
export const plan = data.plan || "";
/** The version shown by a read-only page, as text; empty where the page shows the newest. */
export const rev = data.rev || "";
/**
 * The address of what the server names without its root.
 * @param {string} address
 */
export const link = (address) => `${root}/${address.replace(/^\//, "")}`;
/** `3` or `3@12`: how the interface names what this page shows. */
export const shown = rev ? `${plan}@${rev}` : plan;
