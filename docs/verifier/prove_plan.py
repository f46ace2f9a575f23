"""Prove that no plan of defence zones costs less than a file says: growth and covers, by the standard library alone.

For every number K of zones the file states whole numbers, the duals: π of each station and μ of a zone. If no zone
costs less than its duals, no plan of K zones costs less than Σπ + K·μ, and a plan below the bound is made of zones that
cost little more than their duals: they are all grown here, station by station, and put together in every way. Points,
duals and bounds are exact; points near a half are read in favour of the file.
"""

import math
import time
from fractions import Fraction
from operator import add

from judge_plan import MEASURES, RULES, over, rows_of

LOOKS, CLOSE = 1024, 1e-9  # states between two looks at the clock; difference of shares that are the same
FRACTION, MOST = (
    Fraction(1, 1024),
    1 << 43,
)  # of duals of limits; duals that sum up to more are refused: floats, by which zones are grown, could not hold them
LINE = 0
RISING = ("mix_loss", "density_loss", "border_cut")  # shares that only grow with the set, or with what is left out
UNCHECKED = {"name", "figures", "amount", "says", "says_en", "certificates", "reasons"}  # here, or elsewhere
FALSE, OPEN = [], []  # (field, sentence) of what is not so, and of what was not proved


class TooLong(Exception):
    """The time for growing zones is over; the seconds that the growth at hand would take in all."""


def require(holds, field, sentence):
    """Note what is not so; whether it is."""
    FALSE.extend([] if holds else [(field, sentence)])
    return holds


def same(field, stated, actual):
    """Note where a part of the file is not what it is; what it leaves out is not asked for."""
    if isinstance(stated, dict) and isinstance(actual, dict):
        for key in sorted(stated.keys() - UNCHECKED):
            same(f"{field}.{key}", stated[key], actual.get(key, "unknown · 无此项"))
    elif isinstance(stated, list) and isinstance(actual, list) and len(stated) == len(actual):
        for n, (one, other) in enumerate(zip(stated, actual)):
            same(f"{field}.{n}", one, other)
    else:
        close = isinstance(actual, float) and type(stated) in (int, float) and abs(stated - actual) <= CLOSE
        equal = stated == actual and isinstance(stated, bool) == isinstance(actual, bool)
        require(close or equal, field, f"the file says {stated}, it is {actual} · 文件写 {stated}，实为 {actual}")


def slopes(q, weights):
    """Straight lines below the points for mismatch and overload of a zone, by station."""
    pairs = {(sign, part * weights["overload"]) for sign in (1, -1) for part in (0, 1)}
    for sign, high in sorted(pairs) if weights["mismatch"] + weights["overload"] else [(0, 0)]:
        both = sign * (weights["mismatch"] + high)
        yield [(both * uneven - high * q.tolerance * p) / 2 for uneven, p in zip(q.uneven, q.staff)]


def grow(q, goals, until):
    """Every set of free stations that may keep all goals, and perhaps some that do not.

    A goal is (weights, pull, most): points under the weights less the pull of the stations are at most ``most``. Travel
    from an office adds up over stations, and so do straight lines under the unevenness; losses only rise, and border
    with what is left out is cut. Of what is not decided only what lowers the sum is counted in. Each step takes a
    neighbour in or leaves it out.
    """
    began, found, states, roots = time.process_time(), set(), 0, rows_of(q.free)
    travels = any(weights["travel"] for weights, _, _ in goals)  # else zones are the same from every office
    for at, office in enumerate(roots):
        lines, ends = [], []  # of every goal: what stations add; what the sum may be, and points of what only rises
        for weights, pull, most in goals:
            way = [over(weights["travel"], q.all_way) * w * t for w, t in zip(q.work, q.minutes[office])]
            for slope in slopes(q, weights):
                lines.append([a + b - c for a, b, c in zip(way, slope, pull)])
                ends.append((most, *(weights[key] for key in RISING)))
        gain = [*zip(*lines)]
        loss, size = [[min(x, 0.0) for x in row] for row in gain], [max(map(abs, row)) for row in gain]
        within = q.free & ~(q.offices & ~(1 << office)) if travels else q.free >> office << office
        left = q.reach(1 << office, within) & ~(1 << office)
        low = [*map(sum, zip(gain[office], *(loss[i] for i in rows_of(left))))]
        cut = q.between(1 << office, q.all & ~left)
        stack, done = [(1 << office, left, q.beside[office], q.features[office], low, cut, 1.0)], 0.0
        while stack:
            inside, left, near, sums, low, cut, part = stack.pop()
            states, done = states + 1, done + part
            if states % LOOKS == 0 and time.process_time() > until:
                raise TooLong((time.process_time() - began) * len(roots) / (at + done))
            if (
                q.far(inside, left)
                or sums[-1] > q.largest
                or any(x + c * cut > most for x, (most, _, _, c) in zip(low, ends))
            ):
                continue
            mix, density = q.losses(sums)
            if any(x + a * mix + b * density + c * cut > most for x, (most, a, b, c) in zip(low, ends)):
                continue
            if not near & left:
                found.add(inside)
                continue
            i, done = max(rows_of(near & left), key=size.__getitem__), done - part
            kept = q.reach(inside, left ^ 1 << i) ^ inside
            gone = rows_of(left ^ kept)
            less = [x - sum(loss[j][n] for j in gone) for n, x in enumerate(low)]
            stack.append((inside, kept, near, sums, less, cut + q.between(left ^ kept, inside), part / 2))
            border = cut + q.between(1 << i, q.all & ~left & ~inside)
            more = [x - y + z for x, y, z in zip(low, loss[i], gain[i])]
            sums = [*map(add, sums, q.features[i])]
            stack.append((inside | 1 << i, left ^ 1 << i, near | q.beside[i], sums, more, border, part / 2))
    return found


def covers(zones, left, k, room):
    """Every way to make up ``left`` of k of the (mask, reduced cost) within ``room``."""
    if k == 0 or not left:
        yield from [[]] if k == 0 and not left else []
        return
    zones = [(mask, cost) for mask, cost in zones if cost <= room and not mask & ~left]
    for mask, cost in min(([z for z in zones if z[0] >> i & 1] for i in rows_of(left)), key=len):
        for masks in covers(zones, left & ~mask, k - 1, room - cost):
            yield [mask, *masks]


class Proof:
    """The proof of one objective, where steps before it allow (objective, points) and a zone at most ``cap`` points.

    ``plans`` gets all (points, masks) of at most ``wanted`` points, ``sound`` the numbers of zones they are all of.
    """

    def __init__(self, q, key, until, allowed=(), cap=math.inf, wanted=-1):
        self.q, self.until, self.cap, self.wanted, self.weights = q, until, cap, wanted, q.weighing(key)
        self.limits = [*q.limits(allowed)]
        self.names = q.today if q.rules["max_changed"] < math.inf else []
        far = over(sum(w * max(row[i] for row in q.minutes) for i, w in enumerate(q.work)), q.all_way)
        self.worst = math.ceil(1e6 * (1 + self.weights["travel"] * far)) + q.n  # points that no plan exceeds
        self.worst *= key != "worst"  # nothing is summed: a plan within the limits is all that is looked for
        self.plans, self.sound, self.grown = [], set(), {}

    def check(self, claims, field, complete):
        """Note what is false of certificates; the least bound they state, ``None`` where a number of zones has none."""
        numbers, stated = self.q.numbers(), [claim["zones"] for claim in claims]
        missing = sorted(numbers.keys() - set(stated))
        each, all_ = len(stated) + len(missing) == len(numbers), not (missing and complete)
        require(each, field, "a number of zones twice or impossible · 防区数重复或不可能")
        require(all_, field, f"nothing is proved of {missing} zones · 没有 {missing} 个防区的证明")
        for claim in claims:
            if claim["zones"] in numbers:
                self.certificate(numbers[claim["zones"]], claim, f"{field} of {claim['zones']} zones")
        return None if missing else min((c["bound"] for c in claims if c["bound"] is not None), default=math.inf)

    def certificate(self, k, claim, field):
        """Note what is false of one certificate: its duals, their sum, a zone below them, a plan below its bound."""
        q, most, duals = self.q, self.q.rules["max_changed"], [*claim["duals"].values()]
        zone, change, labels, limits = map(claim.get, ("zone_dual", "change_dual", "label_duals", "limit_duals"))
        number = (len(labels), len(limits)) == (len(self.names), len(self.limits)) and (self.names or not change)
        signs = min([change, *labels, *limits]) >= 0 and all(Fraction(x) % FRACTION == 0 for x in limits)
        size = sum(map(abs, (*duals, *labels, *limits, q.n * zone, q.n * change))) <= MOST
        fits = number and signs and size and claim["duals"].keys() <= q.at.keys()
        if not require(fits, f"{field}: duals", "wrong sign, size or number · 符号、大小或个数不对"):
            return
        less = sum(labels) + sum(Fraction(x) * limit for x, (*_, limit) in zip(limits, self.limits))
        total = sum(duals) + claim["zones"] * zone + (change and change * (q.n - most)) - less
        same(f"{field}: dual_bound", claim["dual_bound"], math.ceil(total))
        bound = min(self.worst + 1 if claim["bound"] is None else claim["bound"], self.worst + 1)
        room = max(bound - 1, self.wanted) - total
        try:
            zones = self.priced(k, claim, room)
        except TooLong as long:
            seconds = f"{long.args[0]:.0f}"
            OPEN.append((field, f"takes about {seconds} s: use --force · 约需 {seconds} 秒：请用 --force"))
            return
        fixed = [self.reduced(claim, mask) for mask in q.fixed]
        low = float(min([0, *fixed, *(cost for _, cost in zones)]))
        says = f"a zone costs {-low:g} points less · 有防区低于对偶值 {-low:g} 分"
        if not require(low == 0, f"{field}: duals", says):
            return
        for masks in covers(zones, q.free, k, room - sum(fixed)):
            plan = sorted([*q.fixed, *masks], key=lambda mask: mask & -mask)
            points = sum(q.points(mask, self.weights) for mask in plan)
            within = all(sum(p.points(m, weights) for m in plan) <= limit for p, weights, limit in self.limits)
            if within and points <= room + total and not q.violations(plan):
                self.plans.append((points, plan))
                says = f"a plan has {points} points · 有 {points} 分的方案"
                if not require(points >= bound, f"{field}: bound", says):
                    return
        self.sound.add(k)

    def reduced(self, claim, mask):
        """c(z) + Σρ·c_ρ(z) - Σπ - μ - max(0, σ·(stations of a zone of today) - ν), the cost above the duals."""
        q, change = self.q, claim["change_dual"]
        kept = [change * (mask & today).bit_count() - dual for today, dual in zip(self.names, claim["label_duals"])]
        paid = sum(claim["duals"].get(q.codes[i], 0) for i in rows_of(mask)) + claim["zone_dual"] + max([0, *kept])
        limits = zip(claim["limit_duals"], self.limits)
        return q.points(mask, self.weights) - paid + sum(Fraction(x) * p.points(mask, w) for x, (p, w, _) in limits)

    def priced(self, k, claim, room):
        """(mask, reduced cost) of the zones that plans of k free ones may hold, of at most ``room`` or below 0."""
        q, room, none = self.q, max(room, -FRACTION), dict.fromkeys(MEASURES, 0.0)
        parts = [(1, self.weights)]
        for x, (p, weights, _) in zip(claim["limit_duals"], self.limits):
            border = none | {"border_cut": weights["border_cut"]}  # all that grow knows of a period; the rest is >= 0
            parts.append((x, weights if p is q else border))
        pull = [claim["duals"].get(code, 0) + claim["change_dual"] for code in q.codes]
        for i, j in q.ends:
            pull[i], pull[j] = 0, pull[i] + pull[j]
        most = claim["zone_dual"] + sum(x for x, _ in parts)  # and a point for every rounding
        goals = [({m: 1e6 * sum(x * w[m] for x, w in parts) for m in MEASURES}, pull, float(room) + most)]
        if self.cap < math.inf:
            goals.append(({m: 1e6 * w for m, w in self.weights.items()}, [0.0] * q.n, self.cap + 1.0))
        for values, end in (*q.workload_band(k), *q.officer_band()):
            goals.append((none, [-x for x in values], end + CLOSE * sum(map(abs, values))))
        key = str((pull, most, claim["limit_duals"], k == 1, q.workload_band(k)))
        if key not in self.grown or self.grown[key][0] < room:
            self.grown[key] = room, {q.free} if k == 1 else grow(q, goals, self.until)
        zones = (m for m in self.grown[key][1] if all(m >> i & 1 == m >> j & 1 for i, j in q.ends))
        costs = ((m, self.reduced(claim, m)) for m in zones if q.points(m, self.weights) <= self.cap)
        keeping = ((m, cost) for m, cost in costs if cost <= room and not q.far(m))
        return [(m, cost) for m, cost in keeping if not any(broken(q, q.zone(m), k) for broken in RULES.values())]
