/** Windows over the page that ask something. The element `dialog` keeps the keyboard inside and Esc closes it. */

import { button, el } from "./dom.js";
import { t } from "./texts.js";

/** @typedef {import("./dom.js").Child} Child */
/** @typedef {{words: string, value: string, first?: boolean}} Choice */

let count = 0;

/**
 * A window with content of its own; `close` ends it.
 * @param {string} title
 * @param {Child[]} content
 * @param {{wide?: boolean, closed?: () => void}} [options]
 * @returns {{dialog: HTMLDialogElement, close: () => void}}
 */
export function open(title, content, options = {}) {
  const id = `dialog-${(count += 1)}`;
  const dialog = el("dialog", { "aria-labelledby": id, class: options.wide ? "wide-dialog" : null },
    el("div", { class: "dialog-head" }, el("h2", { id }, title), button("×", () => close(), { class: "plain", "aria-label": t("close") })),
    el("div", { class: "dialog-body" }, ...content));
  const close = () => dialog.close();
  dialog.addEventListener("close", () => {
    dialog.remove();
    options.closed?.();
  });
  document.body.append(dialog);
  dialog.showModal();
  return { dialog, close };
}

/**
 * Asks for one of several answers.
 * @param {string} title
 * @param {Child[]} content
 * @param {Choice[]} choices
 * @returns {Promise<string>} the value chosen; "" where the window was closed
 */
export function choose(title, content, choices) {
  return new Promise((resolve) => {
    let answer = "";
    const buttons = choices.map(({ words, value, first }) =>
      button(words, () => { answer = value; close(); }, { class: first ? "first" : null, "data-value": value, autofocus: first }));
    const { close } = open(title, [...content, el("div", { class: "choices" }, ...buttons)], { closed: () => resolve(answer) });
  });
}

/**
 * Asks by a form.
 * @param {string} title
 * @param {Child[]} fields inputs with names
 * @param {string} words of the button
 * @param {{wide?: boolean}} [options]
 * @returns {Promise<FormData | null>} null where the window was closed
 */
export function fillIn(title, fields, words, options = {}) {
  return new Promise((resolve) => {
    /** @type {FormData | null} */
    let answer = null;
    const form = el("form", { onsubmit: (event) => { event.preventDefault(); answer = new FormData(form); close(); } },
      ...fields, el("div", { class: "choices" }, el("button", { class: "first" }, words), button(t("cancel"), () => close())));
    const { close } = open(title, [form], { ...options, closed: () => resolve(answer) });
  });
}

/**
 * A field with its label above.
 * @param {string} words
 * @param {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} input
 */
export function field(words, input) {
  input.id = input.id || `field-${(count += 1)}`;
  return el("div", { class: "field" }, el("label", { for: input.id }, words), input);
}

/**
 * Asks for one line of words.
 * @param {string} title
 * @param {string} label
 * @param {{value?: string, required?: boolean, note?: string}} [options]
 * @returns {Promise<string | null>}
 */
export async function askWords(title, label, options = {}) {
  const input = el("input", { name: "words", maxlength: 500, value: options.value || "", required: options.required, autocomplete: "off" });
  const answer = await fillIn(title, [options.note && el("p", {}, options.note), field(label, input)], t("ok"));
  return answer && String(answer.get("words")).trim();
}
