"""Check a plan.json against its county without the program that wrote it: one file, the standard library alone.

    python check_plan.py COUNTY_FOLDER plan.json [--force]

The plan is judged anew from the county's tables by the formulas of docs/measures.md and docs/rules.md. Then its bounds
are proved again. For every number K of zones the file states whole numbers, the duals: π of each station and μ of a
zone. If no zone costs less than its duals, no plan of K zones costs less than Σπ + K·μ, and a plan below the bound is
made of zones that cost little more than their duals: they are all grown here, station by station, and put together in
every way. Shares are 64-bit floats; points, duals and bounds are whole. A zone whose points lie within DOUBT of a half
may be rounded either way and is read in favour of the file. Not checked: names of zones, sentences, figures beside the
measures, how the plan was found, and the bound of a county of more than 64 stations, which rests on no duals.

Exit code: 0 all is so · 1 something is not · 2 unreadable · 3 nothing is false, but not all was proved (time, size).
"""

import csv
import hashlib
import json
import math
import sys
import time
import tomllib
from itertools import accumulate, combinations
from operator import add
from pathlib import Path

SECONDS, LOOKS, LARGE = 60.0, 4096, 64  # of growing zones unless forced, states between two looks; no duals above
DOUBT, TIE, CLOSE = 1e-5, 1e-9, 1e-9  # points from a half; the judge's relative tie; shares that are the same
UNIT, FITS = 1 << 10, 1 << 44  # duals of limits are multiples of 1/UNIT; sums of duals beyond FITS are refused
KINDS = {"城关": "county_seat", "城区": "urban", "镇": "town", "乡": "township"}
FALSE, OPEN = [], []  # (field, English, Chinese) of what is not so, and of what was not proved


def false(field, english, chinese):
    FALSE.append((field, english, chinese))


def same(field, stated, actual):
    """Note what is not as it is stated; a tuple holds all that it may be."""
    close = isinstance(actual, float) and type(stated) in (int, float) and abs(stated - actual) <= CLOSE
    either = isinstance(actual, tuple) and type(stated) is int and stated in actual
    if not (close or either or (stated == actual and isinstance(stated, bool) == isinstance(actual, bool))):
        false(field, f"the file says {stated}, it is {actual}", f"文件写 {stated}，实为 {actual}")


def over(part, whole):
    return part / whole if whole else 0.0


def summed(values):
    """Added up one after the other, as the judge does; ``sum`` compensates since Python 3.12."""
    return [0.0, *accumulate(values)][-1]


def bits(rows):
    return sum(1 << i for i in set(rows))


def rows_of(mask):
    return [i for i in range(mask.bit_length()) if mask >> i & 1]


def reach(beside, front, within):
    """The part of a mask that hangs together with ``front`` over the neighbours ``beside``."""
    part = front = front & within
    while front:
        fresh = beside[(front & -front).bit_length() - 1] & within & ~part
        part, front = part | fresh, front & (front - 1) | fresh
    return part


def geodesic_km(a, b):
    """Kilometres between two (lon, lat) on the GRS80 ellipsoid: T. Vincenty, Survey Review 23 (1975)."""
    flat, square, sin, mid, arc, cos = 1 / 298.257222101, 0.0, 0.0, 0.0, 0.0, 1.0
    u, v = (math.atan((1 - flat) * math.tan(math.radians(lat))) for _, lat in (a, b))
    turn = east = math.radians(b[0] - a[0])
    for _ in range(50 if a != b else 0):
        x = math.cos(v) * math.sin(turn)
        y = math.cos(u) * math.sin(v) - math.sin(u) * math.cos(v) * math.cos(turn)
        sin, cos = math.hypot(x, y), math.sin(u) * math.sin(v) + math.cos(u) * math.cos(v) * math.cos(turn)
        arc, azimuth = math.atan2(sin, cos), math.cos(u) * x / sin
        square = 1 - azimuth**2
        mid = cos - over(2 * math.sin(u) * math.sin(v), square)
        c = flat / 16 * square * (4 + flat * (4 - 3 * square))
        turn = east + (1 - c) * flat * azimuth * (arc + c * sin * (mid + c * cos * (2 * mid**2 - 1)))
    k = square * ((1 - flat) ** -2 - 1)
    p, q = 1 + k / 16384 * (4096 + k * (k * (320 - 175 * k) - 768)), k / 1024 * (256 + k * (k * (74 - 47 * k) - 128))
    less = q / 6 * mid * (4 * sin**2 - 3) * (4 * mid**2 - 3)
    return 6378.137 * (1 - flat) * p * (arc - q * sin * (mid + q / 4 * (cos * (2 * mid**2 - 1) - less)))


def station(row):
    """A row of stations.csv as the digest has it; blank is unknown."""
    counts = ("population", "officers", "auxiliaries", "villages", "communities")
    made = {key: row.get(key) or None for key in ("code", "name", "kind", *counts, "current_zone")}
    made |= {key: row.get(key) in ("1", "是", "true") for key in ("has_case_area", "is_seat")}
    made |= {key: float(row[key]) for key in ("lon", "lat", "area_km2")}
    return made | {key: int(made[key]) for key in counts if made[key]} | {"kind": KINDS.get(row["kind"], row["kind"])}


class County:
    """The tables of a county and what the formulas make of them; lists are by station, in the order of codes."""

    def __init__(self, folder):
        def table(name):
            path = folder / f"{name}.csv"
            return list(csv.DictReader(path.read_text("utf-8-sig").splitlines())) if path.is_file() else []

        self.toml = toml = tomllib.loads((folder / "county.toml").read_text("utf-8-sig"))
        self.borders = sorted([*sorted((b["a"], b["b"])), float(b["km"]), b["kind"]] for b in table("borders"))
        travel = {"mode": "straight", "speed_kmh": 40, "detour": 1.35, **toml.get("travel", {})}
        self.mode, self.speed, self.detour = travel["mode"], float(travel["speed_kmh"]), float(travel["detour"])
        self.stations = sorted(map(station, table("stations")), key=lambda s: s["code"])
        self.codes, self.n = [s["code"] for s in self.stations], len(self.stations)
        self.at = {code: i for i, code in enumerate(self.codes)}
        self.classes = [e | {"minutes": float(e["minutes"]), "officers": float(e["officers"])} for e in toml["classes"]]
        self.counts = [[0.0] * len(self.classes) for _ in self.codes]
        place = {e[word]: k for word in ("name", "key") for k, e in enumerate(self.classes)}
        for row in table("incidents"):
            self.counts[self.at[row["station"]]][place[row["class"]]] += float(row["count"])
        self.minutes = [[0.0] * self.n for _ in self.codes]
        for i, j in combinations(range(self.n), 2) if self.mode == "straight" else ():
            km = geodesic_km(*((self.stations[k]["lon"], self.stations[k]["lat"]) for k in (i, j)))
            self.minutes[i][j] = self.minutes[j][i] = round(60 * self.detour * km / self.speed, 6)
        for row in table("travel") if self.mode != "straight" else ():
            self.minutes[self.at[row["from"]]][self.at[row["to"]]] = float(row["minutes"])
        self.km, self.beside = [[0.0] * self.n for _ in self.codes], [0] * self.n
        for a, b, km, kind in self.borders:
            for i, j in ((self.at[a], self.at[b]), (self.at[b], self.at[a])) if kind != "barred" else ():
                self.km[i][j], self.beside[i] = km, self.beside[i] | 1 << j
        labels = [s["current_zone"] or ("own", s["code"]) for s in self.stations]
        today = [bits(i for i in range(self.n) if labels[i] == name) for name in dict.fromkeys(labels)]
        self.today = today if any(s["current_zone"] for s in self.stations) else []
        self.derive([[x / float(toml["years"]) for x in row] for row in self.counts])

    def derive(self, incidents):
        area = [s["area_km2"] for s in self.stations]
        inside = [60 * self.detour * 0.376 * math.sqrt(a) / self.speed for a in area]
        sent, took = ([e[key] for e in self.classes] for key in ("officers", "minutes"))
        hours = [[x * o * (m + 2 * r) for x, o, m in zip(row, sent, took)] for row, r in zip(incidents, inside)]
        self.work, self.officers = [summed(row) / 60 for row in hours], [float(s["officers"]) for s in self.stations]
        shares = [[over(x, summed(values)) for x in values] for values in (self.work, self.officers)]
        self.uneven = [(w - p) / 2 * (any(self.work) and any(self.officers)) for w, p in zip(*shares)]
        by_class = [summed(column) for column in zip(*incidents)]
        lent = [[x + 8 * over(y, summed(by_class)) for x, y in zip(row, by_class)] for row in incidents]
        self.mix = [summed(column) for column in zip(*lent)]
        unlike = [self.divergence(row) for row in lent]
        density = [math.log((summed(row) + 0.5) / a) for row, a in zip(incidents, area)]
        centred = [x - summed(density) / self.n for x in density]
        self.features = [(*lent[i], unlike[i], x, x**2, 1.0) for i, x in enumerate(centred)]
        totals = summed(unlike), summed(x**2 for x in centred)
        noise = 1e-12 * summed(self.mix), 1e-12 * summed(x**2 for x in density)
        self.all_unlike, self.all_square = (x if x > least else 0.0 for x, least in zip(totals, noise))
        self.all_way = min(summed(w * t for w, t in zip(self.work, row)) for row in self.minutes)

    def divergence(self, values):
        """Σ_c n_c ln[(n_c / n) / π_c], summed so that its terms are as small as their sum."""
        total, whole, every = 0.0, summed(values), summed(self.mix) or 1.0
        for value, share in zip(values, self.mix):
            even = whole * (share / every)
            delta = value / even - 1 if even > 0 else 0.0
            total += even * ((1 + delta) * (math.log1p(delta) if delta > -1 else 0.0) - delta)
        return total

    def rising(self, sums):
        """mix_loss and density_loss of a set from the sums of its features: one station more never makes them less."""
        *lent, unlike, x, square, size = sums
        mix = over(max(unlike - self.divergence(lent), 0.0), self.all_unlike)
        return mix, over(max(square - x**2 / size, 0.0), self.all_square)

    def digest(self):
        digits = 6 if self.mode == "matrix" else 3
        content = {"code": self.toml["code"], "name": self.toml["name"], "years": float(self.toml["years"])}
        content |= {"stations": self.stations, "classes": self.classes, "counts": self.counts}
        content["travel"] = [self.mode, self.speed, self.detour]
        content["borders"] = [[a, b, round(km, 6), kind] for a, b, km, kind in self.borders]
        content["minutes"] = [[round(x, digits) for x in row] for row in self.minutes]
        text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def change(c, z):
    size, kept = len(z.rows), [(z.mask & today).bit_count() for today in c.today]
    both = sum(k * (k - 1) / 2 for k in kept)
    cut = sum(k * (today.bit_count() - 1) for k, today in zip(kept, c.today)) - 2 * both
    return over(size * (size - 1) / 2 - both + cut / 2, c.n * (c.n - 1) / 2) if c.today else 0.0


def unsupported(c, z):
    lonely = (i for i in z.rows if not any(j != i and c.minutes[j][i] <= 30 for j in z.rows))
    return over(summed(c.work[i] for i in lonely), summed(c.work))


def border_cut(c, z):
    cut = summed(summed(c.km[i]) for i in z.rows) - 2 * summed(c.km[i][j] for i, j in combinations(z.rows, 2))
    return over(max(cut, 0.0), summed(map(summed, c.km)))


SHARES = {  # of a zone z of a county c, by measure
    "mismatch": lambda c, z: abs(z.sum(c.uneven)),
    "mix_loss": lambda c, z: c.rising([z.sum(column) for column in zip(*c.features)])[0],
    "density_loss": lambda c, z: c.rising([z.sum(column) for column in zip(*c.features)])[1],
    "travel": lambda c, z: over(min(z.costs), c.all_way),
    "unsupported": unsupported,
    "border_cut": border_cut,
    "change": change,
}
LIMITS = {"workload_band", "max_minutes", "min_officers", "case_area", "max_changed"}
BROKEN = {  # whether a zone z breaks a rule in a case q, among k zones outside the alone ones
    "alone": lambda q, z, k: z.mask & q.alone and z.mask not in q.fixed,
    "contiguous": lambda q, z, k: reach(q.c.beside, z.mask & -z.mask, z.mask) != z.mask,
    "min_stations": lambda q, z, k: not z.mask & q.alone and len(z.rows) < q.zones["min_stations"],
    "max_stations": lambda q, z, k: not z.mask & q.alone and len(z.rows) > q.largest,
    "workload_band": lambda q, z, k: not (z.mask & q.alone or q.fits(z.sum(q.c.work), k)),
    "max_minutes": lambda q, z, k: (
        q.rules["max_minutes"] is not None
        and max(q.c.minutes[z.office][i] for i in z.rows) > q.rules["max_minutes"] * (1 + TIE)
    ),
    "min_officers": lambda q, z, k: z.sum(q.c.officers) < (q.rules["min_officers"] or 0),
    "case_area": lambda q, z, k: q.rules["case_area"] and not any(q.c.stations[i]["has_case_area"] for i in z.rows),
    "together": lambda q, z, k: any(z.mask & group not in (0, group) for group in q.together),
    "apart": lambda q, z, k: any((z.mask & group).bit_count() > 1 for group in q.apart),
    "pinned": lambda q, z, k: any(z.mask >> i & 1 and 2 * (z.mask & s).bit_count() <= s.bit_count() for i, s in q.held),
    "offices": lambda q, z, k: (z.mask & q.offices).bit_count() > 1,
}


class Zone:
    """A set of stations: rows, what it costs to serve them from each, the office, and the share of each measure."""

    def __init__(self, case, mask):
        c, self.mask, self.rows = case.c, mask, rows_of(mask)
        self.costs = [summed(c.work[i] * c.minutes[o][i] for i in self.rows) for o in self.rows]
        near = [o for o, cost in zip(self.rows, self.costs) if cost <= min(self.costs) * (1 + TIE)]
        self.office = (rows_of(mask & case.offices) or near)[0]
        self.shares = {key: share(c, self) for key, share in SHARES.items()}

    def sum(self, values):
        return summed(values[i] for i in self.rows)

    def points(self, weights):
        """(lowest, highest) whole points under weights that sum to 1."""
        exact = 1e6 * summed(weights[key] * self.shares[key] for key in SHARES if weights[key] > 0)
        half = abs(exact - math.floor(exact) - 0.5) < DOUBT
        return (math.floor(exact), math.ceil(exact)) if half else (round(exact), round(exact))


class Case:
    """A county with the policy of a plan; zones are masks of station rows."""

    def __init__(self, county, policy):
        self.c, self.known, at = county, {}, county.at
        self.zones, self.rules, pins = policy["zones"], policy["rules"], policy["pins"]
        known = set(policy["weights"]) == set(SHARES) and set(self.rules) == LIMITS
        if not known or min(policy["weights"].values()) < 0 or self.zones["max"] > 10_000:
            raise ValueError("policy: a measure or rule that is not known here · 本程序不认识的指标或规则")
        self.weights = {key: weight / sum(policy["weights"].values()) for key, weight in policy["weights"].items()}
        self.largest = self.zones["max_stations"] or math.inf
        self.alone = bits(i for i, s in enumerate(county.stations) if s["kind"] in self.zones["alone"])
        self.free = bits(range(county.n)) & ~self.alone
        one = self.zones["alone_as"] == "one" and self.alone
        self.fixed = [self.alone] if one else [1 << i for i in rows_of(self.alone)]
        self.together = []
        for group in [*pins["together"], *([a, b] for a, b in pins["pinned"] if b in at)]:
            mask = bits(at[code] for code in group)
            mask |= bits(i for other in self.together if other & mask for i in rows_of(other))
            self.together = [*(other for other in self.together if not other & mask), mask]
        self.apart = [bits(at[code] for code in group) for group in pins["apart"]]
        self.offices = bits(at[code] for code in [*pins["offices"], *(b for _, b in pins["pinned"] if b in at)])
        zone = {b: bits(i for i, s in enumerate(county.stations) if s["current_zone"] == b) for _, b in pins["pinned"]}
        self.held = [(at[a], zone[b]) for a, b in pins["pinned"] if b not in at]

    def weighing(self, key):
        """The weights behind the objective of a step."""
        return self.weights if key in ("weighted", "largest") else {m: float(m == key) for m in SHARES}

    def fits(self, work, k, *, so_far=False):
        """Whether a workload is within the band of k free zones, or not yet above it."""
        mean, band = over(summed(self.c.work[i] for i in rows_of(self.free)), k), self.rules["workload_band"]
        if band is None or not k:
            return True
        return work <= (1 + band) * mean * (1 + TIE) and (so_far or work >= (1 - band) * mean * (1 - TIE))

    def zone(self, mask):
        if mask not in self.known:
            self.known[mask] = Zone(self, mask)
        return self.known[mask]

    def broken(self, mask, k):
        return [key for key, broken in BROKEN.items() if broken(self, self.zone(mask), k)]

    def changed(self, masks):
        """Whether more stations change zone than may, labels matched to today's so that as few as possible do."""
        best = {0: 0}  # labels of today that are taken -> stations that stay
        for mask in masks if self.rules["max_changed"] is not None else ():
            for used, kept in list(best.items()):
                for k, today in enumerate(self.c.today):
                    if mask & today and not used >> k & 1:
                        best[used | 1 << k] = max(best.get(used | 1 << k, 0), kept + (mask & today).bit_count())
        return self.rules["max_changed"] is not None and self.c.n - max(best.values()) > self.rules["max_changed"]

    def violations(self, masks):
        """(rule, stations) of every rule that a plan breaks."""
        k = sum(not mask & self.alone for mask in masks)
        found = [(key, mask) for key in BROKEN for mask in masks if key in self.broken(mask, k)]
        found += [("zone_count", 0)] * (not self.zones["min"] <= len(masks) <= self.zones["max"])
        found += [("max_changed", 0)] * self.changed(masks)
        return sorted((key, [self.c.codes[i] for i in rows_of(mask)]) for key, mask in found)

    def numbers(self):
        """Numbers of free zones that limits and counts allow."""
        free, fixed, least = self.free.bit_count(), len(self.fixed), self.zones["min_stations"]
        most = range(max(self.zones["min"] - fixed, 0), min(self.zones["max"] - fixed, free) + 1)
        alone = not any(self.broken(mask, 0) for mask in self.fixed)
        return [k for k in most if alone and k * least <= free <= k * self.largest and (k or not free)]

    def value(self, key, masks):
        """(lowest, highest) points of a plan under the objective of a step."""
        pairs = [self.zone(mask).points(self.weighing(key)) for mask in masks]
        return tuple((max if key == "largest" else sum)(side) for side in zip(*pairs))


class TooLong(Exception):
    """The time for growing zones is over; the seconds that the growth at hand would take in all."""


class NoPlan(Exception):
    """Zones that do not hold every station once; field, English, Chinese."""


def grow(q, k, goals, until):
    """Every zone of k free ones that may keep each goal, and perhaps some that do not.

    A goal is (weights, pull, most): the cost of the zone less the pull of its stations is to be at most ``most``. Seen
    from an office, travel adds up over stations, and so does a straight line under the mismatch; mix and density only
    rise. What undecided stations could earn at the best is taken off. Each step takes a neighbour in or leaves it out.
    """
    c, began, found, states = q.c, time.perf_counter(), set(), 0
    if k == 1:
        return {q.free}
    beside = [c.beside[i] & q.free for i in range(c.n)]
    leaf = {i: beside[i].bit_length() - 1 for i in rows_of(q.free) if beside[i].bit_count() == 1}
    leaf = {i: j for i, j in leaf.items() if j not in leaf and q.zones["min_stations"] > 1}  # no plan parts the two
    items = [[i, *(a for a, b in leaf.items() if b == i)] for i in rows_of(q.free) if i not in leaf]
    once = not any(weights["travel"] for weights, _, _ in goals)  # zones are the same from every office
    roots = [(g, o) for g, item in enumerate(items) for o in item[: 1 if once else None]]
    for at, (root, office) in enumerate(roots):
        gain, most, rise = [], [], []
        for weights, pull, top in goals:
            way = [over(weights["travel"] * w * t, c.all_way) for w, t in zip(c.work, c.minutes[office])]
            for slope in (weights["mismatch"], -weights["mismatch"]):
                gain.append([sum(way[i] + slope * c.uneven[i] - pull[i] for i in item) for item in items])
                most.append(top - sum(min(x, 0.0) for x in gain[-1]))
                rise.append((weights["mix_loss"], weights["density_loss"]))
        order = sorted(range(len(items)), key=lambda g: (g != root, -max(abs(line[g]) for line in gain)))
        own = [bits(items[g]) for g in order]
        near = [bits(h for h, mask in enumerate(own) if any(beside[i] & mask for i in items[g])) for g in order]
        into, out = ([[max(sign * line[g], 0.0) for line in gain] for g in order] for sign in (1, -1))
        each = [[*map(summed, zip(*((*c.features[i], c.work[i]) for i in items[g])))] for g in order]
        left = reach(near, 1, bits(h for h, g in enumerate(order) if not (once and g < root))) & ~1
        totals = [*map(sum, zip(into[0], *(out[h] for h in range(1, len(items)) if not left >> h & 1)))]
        stack, done = [(1, left, near[0], each[0], totals, 1.0)], 0.0
        while stack:
            inside, left, edge, sums, totals, part = stack.pop()
            states, done = states + 1, done + part
            if states % LOOKS == 0 and time.perf_counter() > until:
                raise TooLong((time.perf_counter() - began) * len(roots) / (at + done))
            mix, density = c.rising(sums[:-1])
            low = (t + m * mix + d * density for t, (m, d) in zip(totals, rise))
            if any(map(float.__gt__, low, most)) or sums[-2] > q.largest or not q.fits(sums[-1], k, so_far=True):
                continue
            if not edge & left:
                found.add(bits(i for h in rows_of(inside) for i in items[order[h]]))
                continue
            bit, done = edge & left & -(edge & left), done - part
            h, kept = bit.bit_length() - 1, reach(near, edge, left ^ bit)
            without = [*map(sum, zip(totals, *(out[g] for g in rows_of(left ^ kept))))]
            stack.append((inside, kept, edge, sums, without, part / 2))
            taken = [*map(add, totals, into[h])]
            stack.append((inside | bit, left ^ bit, edge | near[h], [*map(add, sums, each[h])], taken, part / 2))
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
    """The proof of one objective, where earlier steps allow (objective, points) and a zone at most ``cap`` points."""

    def __init__(self, case, key, until, allowed=(), cap=None):
        self.q, self.until, self.cap, self.grown, self.weights = case, until, cap, {}, case.weighing(key)
        self.names = case.c.today if case.rules["max_changed"] is not None else []
        self.limits = [(case.weighing(key), most) for key, most in allowed if key != "largest"]
        self.prices = {}  # by number of free zones, of the certificates that hold

    def points(self, mask, weights=None):
        return self.q.zone(mask).points(weights or self.weights)[1]

    def check(self, claims, field, complete):
        """Note what is false of certificates; the least bound they state, ``None`` where a number of zones has none."""
        q, fixed, missing = self.q, len(self.q.fixed), False
        by_number = {claim["zones"]: claim for claim in claims}
        if len(by_number) < len(claims) or not set(by_number) <= {k + fixed for k in q.numbers()}:
            false(field, "a number of zones stands twice or cannot be", "防区数重复或不可能")
        for k in q.numbers():
            if k + fixed in by_number:
                self.certificate(k, by_number[k + fixed], f"{field} of {k + fixed} zones")
            else:
                missing = True
                if complete:
                    false(field, f"nothing is proved of {k + fixed} zones", f"没有关于 {k + fixed} 个防区的证明")
        return None if missing else min((c["bound"] for c in claims if c["bound"] is not None), default=math.inf)

    def certificate(self, k, claim, field):
        """Note what is false of one certificate: its duals, their sum, a zone below them, a plan below its bound."""
        q, price = self.q, self.price(claim, field)
        if price is None:
            return
        same(f"{field}: dual_bound", claim["dual_bound"], -(-price[1] // UNIT))
        far = summed(w * max(row[i] for row in q.c.minutes) for i, w in enumerate(q.c.work))
        worst = math.ceil(1e6 * (1 + self.weights["travel"] * over(far, q.c.all_way))) + q.c.n  # no plan has more
        top, count = worst if claim["bound"] is None else min(claim["bound"] - 1, worst), len(FALSE)
        try:
            low = min([0, *(cost for _, cost in self.zones(k, price, max(top * UNIT - price[1], -1)))])
            low = min([low, *map(price[0], q.fixed)]) / UNIT
            if low < 0:
                false(f"{field}: duals", f"a zone costs {-low:g} points less", f"有防区低于对偶值 {-low:g} 分")
            elif plan := next(self.plans(k, price, top), None):
                false(f"{field}: bound", f"a plan has {plan[0]} points", f"有 {plan[0]} 分的方案")
            elif len(FALSE) == count:
                self.prices[k] = price
        except TooLong as long:
            seconds = round(long.args[0])
            OPEN.append((field, f"takes about {seconds} s: use --force", f"约需 {seconds} 秒：请用 --force"))

    def price(self, claim, field):
        """(reduced cost of a mask, bound) in 1/UNIT points, and (weights, pull, slack) of a goal to grow by."""
        q, limits = self.q, [x * UNIT for x in claim["limit_duals"]]
        station, zone = [claim["duals"].get(code, 0) for code in q.c.codes], claim["zone_dual"]
        change, labels = claim["change_dual"], claim["label_duals"]
        whole = all(type(x) is int for x in (*station, zone, change, *labels)) and set(claim["duals"]) <= set(q.c.codes)
        signs = min([change, *labels, *limits]) >= 0 and all(x % 1 == 0 for x in limits) and (self.names or not change)
        fits = sum(map(abs, (*station, *labels, *limits, q.c.n * zone, q.c.n * change))) <= FITS
        if not (whole and signs and fits and (len(labels), len(limits)) == (len(self.names), len(self.limits))):
            false(f"{field}: duals", "wrong sign, size or number", "符号、大小或个数不对")
            return None
        stay = change * (q.c.n - q.rules["max_changed"]) if self.names else 0
        limits = [(int(x), weights, most) for x, (weights, most) in zip(limits, self.limits)]
        bound = UNIT * (sum(station) + claim["zones"] * zone + stay - sum(labels)) - sum(x * b for x, _, b in limits)

        def reduced(mask):
            names = (change * (mask & today).bit_count() - dual for today, dual in zip(self.names, labels))
            paid = sum(station[i] for i in rows_of(mask)) + zone + max([0, *names])
            return UNIT * (self.points(mask) - paid) + sum(x * self.points(mask, weights) for x, weights, _ in limits)

        parts = [(1, self.weights), *((x / UNIT, weights) for x, weights, _ in limits)]
        weights = {m: 1e6 * sum(x * w[m] for x, w in parts) for m in SHARES}
        return reduced, bound, (weights, [float(x + change) for x in station], zone + sum(x for x, _ in parts))

    def zones(self, k, price, room):
        """(mask, reduced cost) of the zones that plans of k free ones may hold, where that is at most ``room``."""
        q, (reduced, _, (weights, pull, slack)) = self.q, price
        key = (*pull, slack, k == 1, k if q.rules["workload_band"] is not None else 0)
        if key not in self.grown or self.grown[key][0] < room:
            goals = [(weights, pull, room / UNIT + slack)]
            if self.cap is not None:
                goals.append(({m: 1e6 * w for m, w in self.weights.items()}, [0.0] * q.c.n, self.cap + 1.0))
            self.grown[key] = room, grow(q, k, goals, self.until)
        kept = (m for m in self.grown[key][1] if self.cap is None or self.points(m) <= self.cap)
        return [(m, cost) for m in kept if (cost := reduced(m)) <= room and not q.broken(m, k)]

    def plans(self, k, price, most):
        """(points, masks) of every plan of k free zones and at most ``most`` points; no zone may be below its duals."""
        q, room = self.q, most * UNIT - price[1] - sum(map(price[0], self.q.fixed))
        for masks in covers(self.zones(k, price, room), q.free, k, room) if room >= 0 else ():
            plan = sorted([*q.fixed, *masks], key=lambda mask: mask & -mask)
            within = all(sum(self.points(m, weights) for m in plan) <= limit for weights, limit in self.limits)
            if within and (cost := sum(map(self.points, plan))) <= most and not q.changed(plan):
                yield cost, plan


def masks_of(county, zones, field):
    """The masks of a plan's zones, in order; every station must stand in one."""
    if sorted(code for zone in zones for code in zone) != county.codes or not all(zones):
        raise NoPlan(field, "not every station stands in one zone", "并非每个派出所恰在一个防区")
    return sorted((bits(county.at[code] for code in zone) for zone in zones), key=lambda mask: mask & -mask)


def check_mode(q, plan, masks, until):
    """Note what is false of the steps of a mode: which they are, what they allow, and that each is at its least."""
    mode, proof, allowed = plan["mode"], plan["proof"], list(plan["mode"]["within"].items())
    wanted, stages = [(w["objective"], w["slack"]) for w in mode["wanted"]], mode["stages"]
    keys, least = [key for key, _ in wanted], {stage["objective"]: stage["points"] for stage in stages}
    measures = len(set(keys)) == len(keys) and set(keys) <= set(SHARES)
    shape = {
        "order": measures and not allowed,
        "minimax": wanted == [("largest", 0), ("weighted", 0)] and not allowed,
        "frontier": measures and [s for _, s in wanted] == [0, 0] and mode["within"] == {keys[1]: least.get(keys[1])},
    }
    if not shape.get(mode["name"]):
        false("mode", f"no {mode['name']} has such steps and limits", f"{mode['name']} 没有这样的步骤和限值")
    if [s["objective"] for s in stages] != keys[: None if proof["status"] == "optimal" else len(stages)]:
        false("mode.stages", "these are not the steps wanted", "不是所要的步骤")
    beside = (proof["bound"], proof["gap"], *proof["certificates"], *proof.get("duals", ()), *plan["alternatives"])
    if any(x is not None for x in beside) or not plan["alternatives_complete"] or proof["status"] == "infeasible":
        false("proof, alternatives", "bounds stand in the steps, and nothing beside", "界只在各步之中")
    for n, (stage, (key, slack)) in enumerate(zip(stages, wanted)):
        field, target = f"mode.stages.{n}", stage["points"]
        step = masks_of(q.c, stage["zones"], f"{field}.zones")
        same(f"{field}.points", target, q.value(key, step))
        same(f"{field}.allowed", stage["allowed"], math.floor(target * (1 + slack)))
        if q.violations(step) or any(q.value(a, step)[0] > most for a, most in allowed):
            false(f"{field}.zones", "breaks a rule or what is allowed", "违反规则或前面各步的限值")
        bounds = [-(-c["bound"] // c["zones"]) for c in stage["certificates"] if c["bound"] is not None]
        mean = max([min(bounds, default=0), *(q.zone(mask).points(q.weights)[1] for mask in q.fixed)])
        counted = key == "largest" and bounds and mean >= target  # the mean zone of the cheapest plan costs as much
        cap = target - 1 if key == "largest" and not counted else dict(allowed).get("largest")
        proved = Proof(q, key, until, allowed, cap).check(stage["certificates"], f"{field}.certificates", True)
        if proved is not None and not counted and proved < target:
            false(f"{field}.points", f"the certificates prove {proved}", f"证书只证明 {proved}")
        allowed.append((key, stage["allowed"]))
    if masks and stages and proof["status"] == "optimal" and masks_of(q.c, stages[-1]["zones"], "mode.stages") != masks:
        false("zones", "not the plan of the last step", "不是最后一步的方案")
    if masks and any(q.value(a, masks)[0] > most for a, most in allowed):
        false("zones", "exceeds what a step allows", "超过某一步的限值")


def check_proof(q, plan, masks, until):
    """Note what is false of certificates, status, bound and gap, and of the alternatives."""
    proof, claims, status = plan["proof"], plan["proof"]["certificates"], plan["proof"]["status"]
    small, least, bound = Proof(q, "weighted", until), None, proof["bound"]
    if q.c.n <= LARGE:
        least = small.check(claims, "proof.certificates", status in ("optimal", "infeasible"))
        bound = None if least == math.inf else least
    elif bound is not None or status == "infeasible":
        OPEN.append(("proof.bound", "above 64 stations it is not proved here", "超过 64 个派出所，此处不证明"))
    same("proof.bound", proof["bound"], bound)
    if (status == "infeasible" and bound is not None) or len(claims) > (1 if q.c.n > LARGE else len(claims)):
        false("proof.status", "its own bounds say otherwise", "与其自身的界不符")
    if status == "optimal" and bound != plan["points"]:
        false("proof.status", "called optimal, but above its bound", "称为最优，却高于界")
    known = bound is not None and masks and (plan["points"] or status == "optimal")
    same("proof.gap", proof["gap"], over(plan["points"] - bound, plan["points"]) if known else None)
    own = next((claim for claim in claims if claim["zones"] == len(masks)), {})
    for name in ("duals", "zone_dual", "dual_bound", "change_dual", "label_duals", "limit_duals"):
        same(f"proof.{name}", proof.get(name), own.get(name))
    check_alternatives(q, plan, masks, small if q.c.n <= LARGE else None)


def check_alternatives(q, plan, masks, proof):
    """Note alternatives that break a rule, cost too much or stand out of order, and cheaper ones that are left out."""
    gap, complete = plan["alternatives_gap"], plan["alternatives_complete"]
    by_points = plan["alternatives_by"] == "points"
    if gap is None or not masks:
        same("alternatives", [plan["alternatives"], complete or gap is not None], [[], True])
        return
    most = int(plan["points"] + gap * abs(plan["points"]))
    listed = [masks_of(q.c, zones, f"alternatives.{n}") for n, zones in enumerate(plan["alternatives"])]

    def rank(masks):  # as plans stand: by points; above 64 stations that is all, else by zones and the first difference
        points = q.value("weighted", masks)[1]
        return (points, len(masks), [[*rows_of(mask), math.inf] for mask in masks]) if proof else points

    for n, other in enumerate(listed):
        if q.violations(other) or q.value("weighted", other)[0] > most or other in (masks, *listed[:n]):
            false(f"alternatives.{n}", "breaks a rule, costs too much or stands twice", "违反规则、分数过高或重复")
    if (by_points and sorted(listed, key=rank) != listed) or (complete and not proof):
        false("alternatives", "out of order, or more than can be known", "次序不对，或无从得知")
    elif proof and (complete or (by_points and listed)):
        if set(proof.prices) != set(q.numbers()):
            OPEN.append(("alternatives", "whether all are listed is not proved", "是否列全，没有证明"))
        for k, price in proof.prices.items():
            for cost, other in proof.plans(k, price, most if complete else rank(listed[-1])[0]):
                if other not in (masks, *listed) and (complete or rank(other) < rank(listed[-1])):
                    false("alternatives", f"one of {cost} points is left out", f"遗漏了 {cost} 分的方案")
                    return


def check_file(county, plan, until):
    """Note what is false of a plan file."""
    q, proof, zones, status = Case(county, plan["policy"]), plan["proof"], plan["zones"], plan["proof"]["status"]
    actual = {key: county.toml.get(key, "") for key in ("code", "name", "notice")} | {"digest": county.digest()}
    actual |= {"travel": county.mode, "speed_kmh": county.speed, "detour": county.detour}
    actual["borders"] = county.toml.get("borders", {}).get("from", "table")
    same("schema", plan["schema"], "zoning.plan/1")
    for key, value in actual.items():
        same(f"county.{key}", plan["county"].get(key), value)
    today = sorted([county.codes[i] for i in rows_of(mask)] for mask in county.today) or None
    same("current", plan["current"] and sorted(map(sorted, plan["current"])), today)
    if {"optimal": 1, "feasible": 1, "infeasible": 0, "unknown": 0}.get(status) != bool(zones):
        false("proof.status", f"{status} with {len(zones)} zones", f"{status}，而有 {len(zones)} 个防区")
    masks = masks_of(county, [zone["stations"] for zone in zones], "zones") if zones else []
    for n, zone in enumerate(zones):
        judged = q.zone(bits(county.at[code] for code in zone["stations"]))
        same(f"zones.{n}.points", zone["points"], judged.points(q.weights))
        same(f"zones.{n}.office", zone["office"], county.codes[judged.office])
        same(f"zones.{n}.alone", zone["alone"], bool(judged.mask & q.alone))
        for key, share in zone["measures"].items():
            same(f"zones.{n}.measures.{key}", share, judged.shares.get(key))
    low, high = q.value("weighted", masks) if masks else (0, 0)
    same("points", plan["points"], tuple(range(low, high + 1)) if masks else None)
    for key, share in plan["measures"].items():
        same(f"measures.{key}", share, summed(q.zone(mask).shares.get(key, math.nan) for mask in masks))
    broken = q.violations(masks) if masks else []
    same("violations", sorted((v["rule"], v["stations"]) for v in plan["violations"]), broken)
    for rule, stations in broken:
        false("zones", f"break the rule {rule}: {' '.join(stations)}", f"违反规则 {rule}：{' '.join(stations)}")
    same("proof.reason", proof.get("reason", ""), "；".join(one["says"] for one in proof.get("reasons", [])))
    (check_mode if "mode" in plan else check_proof)(q, plan, masks, until)


def main(arguments):
    """Check the file that is named; the exit code."""
    paths, notes = [Path(word) for word in arguments if word != "--force"], {"FALSE · 不实": FALSE, "OPEN · 未证": OPEN}
    if len(paths) != 2:
        print(__doc__)
        return 2
    FALSE.clear()
    OPEN.clear()
    try:
        plan = json.loads(paths[1].read_text("utf-8"))
        check_file(County(paths[0]), plan, math.inf if "--force" in arguments else time.perf_counter() + SECONDS)
    except NoPlan as wrong:
        false(*wrong.args)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError, ArithmeticError) as error:
        print(f"unreadable · 无法读取: {type(error).__name__}: {error}")
        return 2
    for word, found in notes.items():
        for field, english, chinese in found:
            print(f"{word} {field}: {english} · {chinese}")
    told = plan["policy"] | {"mode": plan.get("mode", {}).get("wanted"), "within": plan.get("mode", {}).get("within")}
    print("policy · 政策:", json.dumps(told, ensure_ascii=False))
    what = "false · 不实" if FALSE else "not all proved · 未全部证明" if OPEN else "all is so · 属实"
    print(f"{what}: {plan['proof']['status']}, {plan['points']} points · 分")
    return 1 if FALSE else 3 if OPEN else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
