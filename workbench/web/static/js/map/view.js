/** Which part of the plane the map shows. One pixel is `unit` of the plane; what keeps its size on screen asks for it. */

/** @typedef {import("./geometry.js").Box} Box */

const MARGIN = 24;
const CLOSEST = 40;

export class View {
  /**
   * @param {SVGSVGElement} svg
   * @param {[number, number]} size of the plane
   * @param {() => void} changed called when the part shown has changed
   */
  constructor(svg, size, changed) {
    this.svg = svg;
    this.size = size;
    this.changed = changed;
    this.whole = true;
    this.x = size[0] / 2;
    this.y = size[1] / 2;
    this.unit = 1;
    new ResizeObserver(() => (this.whole ? this.fit() : this.apply())).observe(svg);
  }

  get width() {
    return Math.max(this.svg.clientWidth, 1);
  }

  get height() {
    return Math.max(this.svg.clientHeight, 1);
  }

  /** The unit at which the whole plane is seen. */
  get widest() {
    const room = [Math.max(this.width - 2 * MARGIN, 50), Math.max(this.height - 2 * MARGIN, 50)];
    return Math.max(this.size[0] / room[0], this.size[1] / room[1]);
  }

  fit() {
    this.whole = true;
    this.unit = this.widest;
    [this.x, this.y] = [this.size[0] / 2, this.size[1] / 2];
    this.apply();
  }

  /**
   * @param {number} factor above 1 comes nearer
   * @param {number} [px] the place on the screen that stays where it is, in pixels of the map; its middle by default
   * @param {number} [py]
   */
  zoom(factor, px = this.width / 2, py = this.height / 2) {
    const unit = Math.min(Math.max(this.unit / factor, this.widest / CLOSEST), this.widest);
    if (unit === this.widest && factor < 1) return this.fit();
    this.x += (px - this.width / 2) * (this.unit - unit);
    this.y += (py - this.height / 2) * (this.unit - unit);
    this.unit = unit;
    this.whole = false;
    return this.apply();
  }

  /**
   * @param {number} dx pixels
   * @param {number} dy pixels
   */
  pan(dx, dy) {
    this.x = Math.min(Math.max(this.x - dx * this.unit, 0), this.size[0]);
    this.y = Math.min(Math.max(this.y - dy * this.unit, 0), this.size[1]);
    this.whole = false;
    this.apply();
  }

  /**
   * Shows a box with room round it.
   * @param {Box} box
   */
  show(box) {
    const unit = 1.8 * Math.max((box.right - box.left) / this.width, (box.bottom - box.top) / this.height);
    this.unit = Math.min(Math.max(unit, this.widest / CLOSEST), this.widest);
    [this.x, this.y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
    this.whole = false;
    this.apply();
  }

  /**
   * Moves as little as needed for a place to be seen.
   * @param {[number, number]} place
   */
  reveal([x, y]) {
    const [w, h] = [(this.width * this.unit) / 2, (this.height * this.unit) / 2];
    if (Math.abs(x - this.x) < 0.9 * w && Math.abs(y - this.y) < 0.9 * h) return;
    [this.x, this.y] = [x, y];
    this.apply();
  }

  apply() {
    this.place();
    this.changed();
  }

  /** Sets the part shown and tells nobody. */
  place() {
    const [w, h] = [this.width * this.unit, this.height * this.unit];
    const corner = [this.x - w / 2, this.y - h / 2, w, h].map((value) => Math.round(value * 10) / 10);
    this.svg.setAttribute("viewBox", corner.join(" "));
  }
}
