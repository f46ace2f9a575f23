/** The shapes of what the server sends and of what it is asked for, as types alone. */

/**
 * @typedef {object} Refusal
 * @property {string} [error]
 * @property {string} [says]
 * @property {string} [says_en]
 * @property {Mistake[]} [mistakes]
 * @property {string | null} [marked] where the marked copy of an upload lies
 * @property {number} [head]
 * @property {string} [by]
 * @property {string} [at]
 * @property {Step} [what]
 * @property {boolean} [again] whether the step can be done again on the new version
 * @property {number} [fault]
 */

/**
 * @typedef {object} Mistake
 * @property {string} [where]
 * @property {string} [where_en]
 * @property {string | null} [value]
 * @property {string} [says]
 * @property {string} [says_en]
 * @property {string | null} [remedy]
 */

/**
 * Stations by class, −1 and null where nothing is shown.
 * @typedef {{at: number[], words: (string | null)[], legend: {words: string, fill: string}[]}} Shaded
 */

/**
 * A part of the incidents: all, a class, a season, a shift.
 * @typedef {object} DensityPart
 * @property {string} key
 * @property {"all" | "class" | "season" | "period"} by
 * @property {string} says
 * @property {string} says_en
 * @property {{per_km2: Shaded, per_1000: Shaded}} rates
 */

/** @typedef {{years: number, least: number, notice: string, parts: DensityPart[]}} Densities */

/**
 * One step of a planner; slots are counted from 0.
 * @typedef {object} Step
 * @property {string} op
 * @property {string[]} [stations]
 * @property {number | "new"} [zone]
 * @property {number[]} [zones]
 * @property {boolean} [all]
 * @property {boolean} [off]
 * @property {boolean} [sure]
 * @property {string} [station]
 * @property {string} [name]
 * @property {Record<string, unknown>} [set]
 * @property {string} [job]
 * @property {number} [to]
 * @property {string} [why]
 */

/**
 * @typedef {object} Locks
 * @property {string[]} stations
 * @property {number[]} zones
 * @property {string[][]} [together]
 * @property {string[][]} [apart]
 * @property {string[]} [offices]
 */

/**
 * The county in an integer plane; `pairs` are neighbours, `lines` their shared borders.
 * @typedef {object} Shapes
 * @property {[number, number]} size
 * @property {string[]} codes
 * @property {string[]} names
 * @property {string[]} kinds
 * @property {number[]} officers
 * @property {string[]} paths
 * @property {[number, number][]} at
 * @property {[number, number][]} pairs
 * @property {string[]} lines
 * @property {number[]} current today's zones, −1 for none
 * @property {boolean[]} is_seat
 * @property {string} ground "areas", or "cells" that stand in for them
 * @property {[number, number, number][] | null} named where each area has most room, and how much
 * @property {string} outline of the whole county
 */

/**
 * @typedef {object} Broken
 * @property {string} rule
 * @property {number | null} zone
 * @property {string[]} [loose]
 * @property {string[]} [stations]
 * @property {string} says
 * @property {string} [says_en]
 */

/**
 * @typedef {object} Zone
 * @property {number} slot
 * @property {string} name
 * @property {string} office
 * @property {number} stations
 * @property {number} officers
 * @property {number | null} load
 * @property {number | null} far
 * @property {number | null} [mean]
 * @property {number} [points]
 * @property {boolean} [alone]
 */

/**
 * @typedef {object} GapBox
 * @property {"proving" | "broken" | "proved" | "weak" | "none"} state
 * @property {number | null} [bound]
 * @property {number | null} [locked_bound]
 * @property {number | null} [price_of_locks]
 * @property {number | null} [still]
 * @property {number | null} [total]
 * @property {string} [says]
 * @property {string} [says_en]
 * @property {{says: string, says_en: string}[]} [reasons] why there is no plan under the locks
 */

/**
 * @typedef {object} Score
 * @property {number | null} points
 * @property {Record<string, number>} measures
 * @property {Record<string, number>} weights
 * @property {Broken[]} broken
 * @property {(Zone | null)[]} zones
 * @property {GapBox} [gap_box]
 * @property {{opened?: number | null, before: number | null, current: number | null}} [delta]
 * @property {{opened?: Record<string, number> | null, before: Record<string, number> | null, current: Record<string, number> | null}} [delta_measures]
 */

/**
 * @typedef {object} Move
 * @property {string} station
 * @property {number | string | null} from a slot, or what the data call a zone of today
 * @property {number | null} to
 */

/**
 * @typedef {object} Plan
 * @property {number} id
 * @property {string} name
 * @property {string} state
 * @property {number} head
 * @property {{digest: string, name: string}} county
 */

/**
 * A version of a plan as the server judges it; the parts behind `score` come with a whole plan.
 * @typedef {object} Version
 * @property {number} rev
 * @property {string} by
 * @property {string} at
 * @property {Step} what
 * @property {string} [why]
 * @property {number[]} labels
 * @property {Locks} locks
 * @property {number | null} undo_to
 * @property {number | null} redo_to
 * @property {Score} score
 * @property {Plan} [plan]
 * @property {Policy} [policy]
 * @property {Move[]} [moves]
 * @property {Job[]} [jobs]
 */

/**
 * @typedef {object} Policy
 * @property {Record<string, unknown>} effective
 * @property {Record<string, unknown>} changed
 * @property {string} preset
 */

/**
 * @typedef {object} Job
 * @property {string} job
 * @property {string} kind
 * @property {"queued" | "running" | "done" | "failed" | "stopped" | "lost"} state
 * @property {number | null} plan
 * @property {number | null} rev
 * @property {string} by
 * @property {string} at
 * @property {string | null} [ended]
 * @property {number | null} [seconds]
 * @property {Progress | null} [progress]
 * @property {any} [result]
 * @property {string} [says]
 * @property {string} [says_en]
 * @property {{name: string, url: string}[]} [files]
 */

/**
 * @typedef {object} Progress
 * @property {string} [stage]
 * @property {number} [seconds]
 * @property {number | null} [points]
 * @property {number | null} [bound]
 * @property {number | null} [grown]
 */

/**
 * @typedef {object} Revision
 * @property {number} rev
 * @property {string} op
 * @property {Step} what
 * @property {string} why
 * @property {string} by
 * @property {string} at
 * @property {number | null} points
 * @property {number} broken
 * @property {boolean} [undone]
 */

export {};
