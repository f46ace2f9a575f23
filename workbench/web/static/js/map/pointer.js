/** The mouse on the map: click, several stations in one stroke, lock by the right button, wheel, and pan by dragging. */

/** @typedef {import("./surface.js").Surface} Surface */

/**
 * What the mouse asks of the page.
 * @typedef {object} Hand
 * @property {() => number | "new" | null} brush
 * @property {(station: number) => void} click
 * @property {(stations: number[]) => void} stroke several stations painted at once
 * @property {(station: number) => void} hold right button
 * @property {(station: number) => void} point the station under the mouse, −1 for none
 * @property {(stations: number[], slot: number | "new") => void} preview what a stroke has painted so far
 */

const STILL = 5;
/** Pixels the mouse may move and it is still a click. */

/**
 * @param {Surface} surface
 * @param {Hand} hand
 */
export function followPointer(surface, hand) {
  const { svg, view } = surface;
  /** @type {{x: number, y: number, from: number, moved: boolean, painted: number[] | null} | null} */
  let held = null;

  svg.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 && event.button !== 1) return;
    const from = surface.under(event.clientX, event.clientY);
    const paints = event.button === 0 && !event.shiftKey && from >= 0 && hand.brush() !== null;
    held = { x: event.clientX, y: event.clientY, from, moved: false, painted: paints ? [] : null };
    svg.setPointerCapture(event.pointerId);
    if (from >= 0) surface.focus(from, true);
    event.preventDefault();
  });

  svg.addEventListener("pointermove", (event) => {
    if (!held) {
      hand.point(surface.under(event.clientX, event.clientY));
      return;
    }
    const [dx, dy] = [event.clientX - held.x, event.clientY - held.y];
    if (!held.moved && Math.hypot(dx, dy) < STILL) return;
    const began = !held.moved;
    held.moved = true;
    if (!held.painted) {
      svg.classList.add("panning");
      view.pan(dx, dy);
      [held.x, held.y] = [event.clientX, event.clientY];
      return;
    }
    const at = surface.under(event.clientX, event.clientY);
    const fresh = [began ? held.from : -1, at].filter((station) => station >= 0 && !held?.painted?.includes(station));
    held.painted.push(...new Set(fresh));
    const slot = hand.brush();
    if (fresh.length && slot !== null) hand.preview(held.painted, slot);
  });

  svg.addEventListener("pointerup", () => {
    const done = held;
    held = null;
    svg.classList.remove("panning");
    if (!done) return;
    if (done.moved && done.painted) hand.stroke(done.painted);
    else if (!done.moved && done.from >= 0) hand.click(done.from);
  });

  svg.addEventListener("pointercancel", () => {
    if (held?.painted) hand.stroke([]);
    held = null;
    svg.classList.remove("panning");
  });

  svg.addEventListener("pointerleave", () => hand.point(-1));

  svg.addEventListener("contextmenu", (event) => {
    event.preventDefault();
    const station = surface.under(event.clientX, event.clientY);
    if (station >= 0) hand.hold(station);
  });

  svg.addEventListener("wheel", (event) => {
    event.preventDefault();
    const box = svg.getBoundingClientRect();
    view.zoom(Math.exp(-event.deltaY / (event.deltaMode ? 12 : 400)), event.clientX - box.left, event.clientY - box.top);
  }, { passive: false });
}

/**
 * Wheel and dragging alone, for a map that is only looked at.
 * @param {Surface} surface
 */
export function lookAround(surface) {
  const nothing = () => {};
  followPointer(surface, { brush: () => null, click: nothing, stroke: nothing, hold: nothing, point: nothing, preview: nothing });
}
