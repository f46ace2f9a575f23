/** Elements made by hand. Text goes in as text and never as markup, so a name can be no script. */

const SVG = "http://www.w3.org/2000/svg";

/** @typedef {string | number | boolean | null | undefined | ((event: any) => void)} Value */
/** @typedef {Node | string | number | null | undefined | false} Child */

/**
 * An element with attributes (`onclick` and the like are listeners; null, undefined and false are left out) and children.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, Value>} [attributes]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  dress(made, attributes);
  put(made, children);
  return made;
}

/**
 * The same in SVG.
 * @template {keyof SVGElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, Value>} [attributes]
 * @param {...Child} children
 * @returns {SVGElementTagNameMap[K]}
 */
export function svg(tag, attributes = {}, ...children) {
  const made = document.createElementNS(SVG, tag);
  dress(made, attributes);
  put(made, children);
  return made;
}

/**
 * @param {Element} element
 * @param {Record<string, Value>} attributes
 */
function dress(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : String(value));
  }
}

/**
 * @param {Element} element
 * @param {Child[]} children
 */
function put(element, children) {
  for (const child of children) {
    if (child !== null && child !== undefined && child !== false) element.append(child instanceof Node ? child : String(child));
  }
}

/**
 * Everything in `element` replaced by `children`; the focus stays on what is called the same.
 * @param {Element} element
 * @param {...Child} children
 */
export function fill(element, ...children) {
  const held = document.activeElement !== element && element.contains(document.activeElement) ? document.activeElement : null;
  element.replaceChildren();
  put(element, children);
  if (held) likeness(element, held)?.focus({ preventScroll: true });
}

/**
 * The element inside `element` that stands for `old`: the same id, the same name for readers, or the same words.
 * @param {Element} element
 * @param {Element} old
 * @returns {HTMLElement | undefined}
 */
function likeness(element, old) {
  const name = (/** @type {Element} */ one) => one.id || one.getAttribute("aria-label") || one.textContent;
  const wanted = name(old);
  return Array.from(element.querySelectorAll(old.tagName)).map((one) => /** @type {HTMLElement} */ (one)).find((one) => name(one) === wanted);
}

/**
 * The element of an id that the template promises.
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`no element #${id}`);
  return found;
}

/**
 * A button, its words and what it does.
 * @param {string} words
 * @param {(event: MouseEvent) => void} act
 * @param {Record<string, Value>} [attributes]
 */
export function button(words, act, attributes = {}) {
  return el("button", { type: "button", ...attributes, onclick: act }, words);
}

/**
 * A table: heads, and rows of cells; a cell is a node or words. Columns whose head begins with "#" hold numbers.
 * @param {string} caption read out, not seen
 * @param {string[]} heads
 * @param {Child[][]} rows
 */
export function table(caption, heads, rows) {
  const numeric = heads.map((head) => head.startsWith("#"));
  const head = heads.map((words, at) => el("th", { scope: "col", class: numeric[at] && "number" }, words.replace("#", "")));
  const body = rows.map((cells) => el("tr", {}, ...cells.map((cell, at) => el("td", { class: numeric[at] && "number" }, cell))));
  return el("table", {}, el("caption", { class: "unseen" }, caption), el("thead", {}, el("tr", {}, ...head)), el("tbody", {}, ...body));
}
