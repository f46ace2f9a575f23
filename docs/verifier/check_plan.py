"""Check a plan.json against its county without the program that wrote it: one file, the standard library alone.

    python check_plan.py COUNTY_FOLDER plan.json [--force]

The plan is judged anew by the formulas of docs/measures.md and docs/rules.md, and its bounds are proved again. For
every number K of zones the file states whole numbers, the duals: π of each station, μ of a zone. If no zone costs less
than its duals, no plan of K zones costs less than Σπ + K·μ, and a plan below the bound is made of zones that cost
little more than their duals: all these are grown here, station by station, and put together in every way. Points, duals
and bounds are exact; shares are 64-bit floats, and points within DOUBT of a half are read in favour of the file.

Not checked: names of zones, sentences, figures beside the measures, how the plan was found, and the bounds of counties
of more than 64 stations that rest on no certificates by number of zones.
Exit code: 0 all is so · 1 something is not · 2 unreadable · 3 nothing is false, but not all was proved (time, size).
"""

import csv
import hashlib
import json
import math
import re
import sys
import time
import tomllib
from fractions import Fraction
from functools import cache, cached_property, lru_cache, partial, reduce
from itertools import chain, permutations
from operator import add, sub
from pathlib import Path

SECONDS, LOOKS, LARGE = 60.0, 1024, 64  # to grow zones in; states between looks at the clock; stations that have duals
DOUBT, TIE, CLOSE = 1e-5, 1e-9, 1e-9  # points from a half; relative and absolute difference of what is the same
MOST, FRACTION = 1 << 43, Fraction(1, 1024)  # size of numbers and of their sums; the part of duals of limits
FALSE, OPEN = [], []  # (field, sentence) of what is not so, and of what was not proved


def over(part, whole):
    return part / whole if whole else 0.0


def bits(rows):
    return sum(1 << i for i in set(rows))


@lru_cache(1 << 18)
def rows_of(mask):
    return tuple(i for i, bit in enumerate(bin(mask)[:1:-1]) if bit == "1")


def require(holds, field, sentence):
    """Note what is not so; whether it is."""
    FALSE.extend([] if holds else [(field, sentence)])
    return holds


def same(field, stated, actual):
    """Note where a part of the file is not what it is; what it leaves out is not asked for."""
    if isinstance(stated, dict) and isinstance(actual, dict):
        for key in sorted(stated.keys() - {"amount", "says", "says_en"}):  # of a broken rule, in words
            same(f"{field}.{key}".lstrip("."), stated[key], actual.get(key, "unknown · 无此项"))
    elif isinstance(stated, list) and isinstance(actual, list) and len(stated) == len(actual):
        for n, (one, other) in enumerate(zip(stated, actual)):
            same(f"{field}.{n}", one, other)
    else:
        close = isinstance(actual, float) and type(stated) in (int, float) and abs(stated - actual) <= CLOSE
        equal = type(stated) is type(actual) and stated == actual
        require(close or equal, field, f"the file says {stated}, it is {actual} · 文件写 {stated}，实为 {actual}")


# ------------------------------------------------------------------------------------ measures and rules: one row each
def change(q, z):
    """Pairs of a zone that are not together today, and half of each pair of today that it parts, of all pairs."""
    kept = [((z.mask & today).bit_count(), today.bit_count()) for today in q.today]
    joined = math.comb(len(z.rows), 2) - sum(math.comb(k, 2) for k, _ in kept)
    return over(joined + sum(k * (size - k) for k, size in kept) / 2, math.comb(q.n, 2)) if q.today else 0.0


def response(q, z):
    """Minutes until a unit is there, own one or the nearest other of the zone, 60 at the most; see docs/measures.md."""
    busy = min(z.sum(q.hours) / (len(z.rows) * 8760), 1.0)
    away = [5 * sum(z.nearest(q, i) > 5 * k for k in range(12)) for i in z.rows]
    each = [(1 - busy) * (q.inside[i] + busy * d) + busy**2 * 60 for i, d in zip(z.rows, away)]
    return over(sum(q.calls[i] * x for i, x in zip(z.rows, each)), 60 * sum(q.calls))


MEASURES = {  # the share of a zone z in a case q
    "mismatch": lambda q, z: abs(z.sum(q.uneven)) / 2,
    "overload": lambda q, z: max(0.0, abs(z.sum(q.uneven)) - q.tolerance * z.sum(q.staff)) / 2,
    "mix_loss": lambda q, z: q.losses(map(z.sum, zip(*q.features)))[0],
    "density_loss": lambda q, z: q.losses(map(z.sum, zip(*q.features)))[1],
    "travel": lambda q, z: over(z.ways[z.office], q.all_way),
    "unsupported": lambda q, z: over(sum(q.work[i] for i in z.rows if z.nearest(q, i) > 30), q.all_work),
    "border_cut": lambda q, z: q.between(z.mask, q.all & ~z.mask),
    "change": change,
    "response": response,
}
RULES = {  # whether a zone z breaks a rule in a case q, among k zones outside the alone ones
    "alone": lambda q, z, k: z.mask & q.alone and z.mask not in q.fixed,
    "contiguous": lambda q, z, k: q.reach(z.mask & -z.mask, z.mask) != z.mask,
    "min_stations": lambda q, z, k: not z.mask & q.alone and len(z.rows) < q.limits["min_stations"],
    "max_stations": lambda q, z, k: not z.mask & q.alone and len(z.rows) > q.limits["max_stations"],
    "workload_band": lambda q, z, k: not z.mask & q.alone and any(z.sum(x) > most for x, most in q.bands(k)[0]),
    "officer_band": lambda q, z, k: not z.mask & q.alone and any(z.sum(x) > most for x, most in q.bands(k)[1]),
    "max_minutes": lambda q, z, k: max(q.minutes[z.office][i] for i in z.rows) > q.limits["max_minutes"] * (1 + TIE),
    "min_officers": lambda q, z, k: z.sum(q.officers) < q.limits["min_officers"],
    "case_area": lambda q, z, k: q.limits["case_area"] and not any(q.stations[i]["has_case_area"] for i in z.rows),
    "together": lambda q, z, k: any(z.mask & group not in (0, group) for group in q.together),
    "apart": lambda q, z, k: any((z.mask & group).bit_count() > 1 for group in q.apart),
    "pinned": lambda q, z, k: any(z.mask >> i & 1 and 2 * (z.mask & s).bit_count() <= s.bit_count() for i, s in q.held),
    "offices": lambda q, z, k: (z.mask & q.offices).bit_count() > 1,
}
OFF = dict.fromkeys(("workload_band", "officer_band", "max_minutes", "max_changed", "max_stations"), math.inf)
OFF |= {"min_officers": 0, "case_area": False}  # limits that bind nothing
RANGES = dict.fromkeys(("max", "min", "min_stations", "max_stations"), (1, 10_000))  # of what a policy may say
RANGES |= dict.fromkeys(("workload_band", "officer_band", "tolerance"), (0, 1000))
RANGES |= dict.fromkeys(("max_minutes", "min_officers", "max_changed"), (0, 1_000_000))


class Zone:
    """A set of stations: rows, work-minutes to serve them from each, the office, and the share of each measure."""

    def __init__(self, q, mask):
        self.mask, self.rows = mask, rows_of(mask)
        self.ways = {o: sum(q.work[i] * q.minutes[o][i] for i in self.rows) for o in self.rows}
        near = [o for o, way in self.ways.items() if way <= min(self.ways.values()) * (1 + TIE)]
        self.office = (rows_of(mask & q.offices) or near)[0]
        self.shares = {key: share(q, self) for key, share in MEASURES.items()}

    def sum(self, values):
        return sum(values[i] for i in self.rows)

    def nearest(self, q, i):
        return min((q.minutes[j][i] for j in self.rows if j != i), default=math.inf)


# ---------------------------------------------------------------------------------------------- the tables of a county
YES, KINDS = {"1", "true", "yes", "y", "是", "有"}, {"county_seat", "urban", "town", "township"}
COLUMNS = dict.fromkeys(("lon", "lat", "area_km2", "km", "count", "minutes"), float)
COLUMNS |= dict.fromkeys(("population", "officers", "auxiliaries", "villages", "communities"), int)
COLUMNS |= dict.fromkeys(("has_case_area", "is_seat"), lambda text: text.lower() in YES)
STATION = {*COLUMNS, "code", "name", "kind", "current_zone"} - {"km", "count", "minutes"}  # the rest are notes


def table(path):
    """The rows of a CSV file by column; an empty cell is None."""
    rows = csv.DictReader(path.read_text("utf-8-sig").splitlines())
    read = ({key: (text or "").strip() for key, text in row.items() if key} for row in rows)
    return [{key: COLUMNS.get(key, str)(text) if text else None for key, text in row.items()} for row in read]


def geodesic_km(a, b):
    """Kilometres on the GRS80 ellipsoid, to 0.001 mm at 100 km: the chord, bent like the surface half way (Euler)."""
    (west, south), (east, north) = ([math.radians(angle) for angle in place] for place in (a, b))
    square, half = (2 - 1 / 298.257222101) / 298.257222101, (south + north) / 2
    across, *radii = [6378.137 / math.sqrt(1 - square * math.sin(lat) ** 2) for lat in (half, south, north)]
    flat = [(r * math.cos(lat), lon, r * math.sin(lat)) for r, lon, lat in zip(radii, (west, east), (south, north))]
    ends = [(r * math.cos(lon), r * math.sin(lon), (1 - square) * z) for r, lon, z in flat]
    along = across**3 * (1 - square) / 6378.137**2
    x, y = across * math.cos(half) * (east - west), along * (north - south)
    bend = over(x**2 / across + y**2 / along, x**2 + y**2) or 1.0
    return 2 * math.asin(math.dist(*ends) * bend / 2) / bend


class Case:
    """A county, or one period of it, under a policy. Stations stand in the order of codes; a set has a bit for each."""

    def __init__(self, folder, policy, period=None):
        self.folder, self.policy, self.zone = folder, policy, cache(partial(Zone, self))
        self.border = cache(lambda i, near: over(sum(self.km[i][j] for j in rows_of(near)), self.all_km))
        self.toml = tomllib.loads((folder / "county.toml").read_text("utf-8-sig"))
        years = self.toml["years"] = float(self.toml.get("years", 1))
        self.classes = [one | {key: float(one[key]) for key in ("minutes", "officers")} for one in self.toml["classes"]]
        rows = sorted(table(folder / "stations.csv"), key=lambda row: row["code"])
        flags = [{key: bool(row.get(key)) for key in ("has_case_area", "is_seat")} for row in rows]
        self.stations = [{key: row.get(key) for key in STATION} | own for row, own in zip(rows, flags)]
        self.codes, self.n = [s["code"] for s in self.stations], len(self.stations)
        self.at, self.all = {code: i for i, code in enumerate(self.codes)}, (1 << self.n) - 1
        rows, names = table(folder / "incidents.csv"), [one["key"] for one in self.classes]
        parts = {row.get("period") for row in rows}
        parts = {name: re.split(r"(\d+)", name) for name in parts} if len(parts) > 1 and all(parts) else {}
        parts = {name: [(int(x), "") if x.isdecimal() else (-1, x) for x in part] for name, part in parts.items()}
        self.periods = sorted(parts, key=parts.get)  # 2024年2月 before 2024年10月
        self.counts = [[0.0] * len(names) for _ in self.codes]
        for row in rows:
            if period in (None, row.get("period")):
                self.counts[self.at[row["station"]]][names.index(row["class"])] += row["count"]
        way = {"mode": "straight", "speed_kmh": 40, "detour": 1.35} | self.toml.get("travel", {})
        self.travel = mode, speed, detour = [way["mode"], float(way["speed_kmh"]), float(way["detour"])]
        self.minutes, self.km, self.beside = *([[0.0] * self.n for _ in self.codes] for _ in "mk"), [0] * self.n
        places = [(s["lon"], s["lat"]) for s in self.stations]
        for i, j in permutations(range(self.n), 2) if mode == "straight" else ():
            self.minutes[i][j] = round(60 * detour * geodesic_km(places[i], places[j]) / speed, 6)
        for row in table(folder / "travel.csv") if mode != "straight" else ():
            self.minutes[self.at[row["from"]]][self.at[row["to"]]] = row["minutes"]
        rows = table(folder / "borders.csv")
        self.borders = sorted([*sorted((b["a"], b["b"])), b["km"] or 0.0, b.get("kind") or "shared"] for b in rows)
        for a, b, km, kind in self.borders:
            for i, j in ((self.at[a], self.at[b]), (self.at[b], self.at[a])) if kind != "barred" else ():
                self.km[i][j], self.beside[i] = km, self.beside[i] | 1 << j
        today = [s["current_zone"] for s in self.stations]
        labels = [zone or code for zone, code in zip(today, self.codes)] if any(today) else []
        self.today = [bits(i for i in range(self.n) if labels[i] == label) for label in dict.fromkeys(labels)]
        years = years if period is None else years / len(self.periods)
        self.derive([[x / years for x in row] for row in self.counts])
        self.settle(policy)

    def derive(self, incidents):
        """Workload, and the features of stations from whose sums over a zone the losses follow."""
        area, self.officers = ([s[key] for s in self.stations] for key in ("area_km2", "officers"))
        inside = [60 * self.travel[2] * 0.376 * math.sqrt(a) / self.travel[1] for a in area]
        sent, took = ([e[key] for e in self.classes] for key in ("officers", "minutes"))
        hours = [[x * (m + 2 * r) / 60 for x, m in zip(row, took)] for row, r in zip(incidents, inside)]
        self.inside, self.calls, self.hours = [min(r, 60.0) for r in inside], [*map(sum, incidents)], [*map(sum, hours)]
        self.work, by_class = [sum(x * o for x, o in zip(row, sent)) for row in hours], [*map(sum, zip(*incidents))]
        lent = [[x + 8 * over(y, sum(by_class)) for x, y in zip(row, by_class)] for row in incidents]
        self.mix, density = [*map(sum, zip(*lent))], [math.log((n + 0.5) / a) for n, a in zip(self.calls, area)]
        x, unlike = [one - sum(density) / self.n for one in density], [*map(self.unlike, lent)]
        self.features = [(*lent[i], unlike[i], x[i], x[i] ** 2, 1.0) for i in range(self.n)]
        sums = (sum(unlike), sum(self.mix)), (sum(a**2 for a in x), sum(a**2 for a in density))
        self.all_unlike, self.all_square = (total if total > 1e-12 * scale else 0.0 for total, scale in sums)
        self.all_way = min(sum(w * t for w, t in zip(self.work, row)) for row in self.minutes)
        self.all_work, self.all_km = sum(self.work), sum(map(sum, self.km))

    def unlike(self, values):
        """Σ_c n_c ln[(n_c / n) / π_c]: how far the mix of incidents is from that of the county."""
        share = over(sum(values), sum(self.mix))
        return sum(x * math.log(x / (share * y)) for x, y in zip(values, self.mix) if x > 0)

    def losses(self, sums):
        """mix_loss and density_loss of a set from the sums of its features: one station more never makes them less."""
        *lent, unlike, x, square, size = sums
        mix = over(max(unlike - self.unlike(lent), 0.0), self.all_unlike)
        return mix, over(max(square - x**2 / size, 0.0), self.all_square)

    def settle(self, policy):
        """Weights, limits and pins as they bear on these stations."""
        pins, at, weights = policy["pins"], self.at, policy["weights"]
        own = {key: weight / sum(weights.values()) for key, weight in weights.items()}
        self.weights = {m: {key: float(key == m) for key in MEASURES} for m in (*MEASURES, "worst")}
        self.weights |= {"weighted": own, "largest": own}  # by objective; the worst period is no sum over zones
        self.limits = OFF | {key: x for key, x in (policy["zones"] | policy["rules"]).items() if x is not None}
        self.tolerance = policy["measures"]["tolerance"]
        self.alone = bits(i for i, s in enumerate(self.stations) if s["kind"] in self.limits["alone"])
        one = self.limits["alone_as"] == "one" and self.alone
        self.free, self.fixed = self.all & ~self.alone, [self.alone] if one else [1 << i for i in rows_of(self.alone)]
        beside = [pair for pair in pins["pinned"] if pair[1] in at]
        self.together = [bits(at[code] for code in group) for group in pins["together"] + beside]
        self.apart = [bits(at[code] for code in group) for group in pins["apart"]]
        self.offices = bits(at[code] for code in [*pins["offices"], *(b for _, b in beside)])
        now = {b: bits(i for i, s in enumerate(self.stations) if s["current_zone"] == b) for _, b in pins["pinned"]}
        self.held = [(at[a], now[b]) for a, b in pins["pinned"] if b not in at]
        groups, values, name = pins["together"] + pins["apart"], self.limits | policy["measures"], policy["name"]
        fits = [low <= values[key] <= high or values[key] == OFF.get(key) for key, (low, high) in RANGES.items()]
        fits += [values["min"] <= values["max"], values["alone_as"] in ("each", "one"), set(values["alone"]) <= KINDS]
        fits += [policy["rules"]["case_area"] is not False, all(len(group) > 1 for group in groups)]
        fits += [all(s for _, s in self.held), max(weights.values()) <= 1e9, 0 < len(name.strip()) == len(name) < 121]
        if not all(fits):
            raise ValueError("policy: values or pins that cannot be · 不可能的取值或指定事项")
        self.rest, staff = (sum(values[i] for i in rows_of(self.free)) for values in (self.work, self.officers))
        free = [bool(self.rest and staff and self.free >> i & 1) for i in range(self.n)]
        self.staff = [p / staff if own else 0.0 for p, own in zip(self.officers, free)]
        self.uneven = [w / self.rest - p if own else 0.0 for w, p, own in zip(self.work, self.staff, free)]
        self.due = [p * over(self.rest, staff) for p in self.officers]
        ends = ((i, self.beside[i] & self.free) for i in rows_of(self.free) if self.limits["min_stations"] > 1)
        self.ends = [(i, near.bit_length() - 1) for i, near in ends if near.bit_count() == 1]  # no plan parts the two

    @cached_property
    def by_period(self):
        """By name of a period the case with its incidents; rules are those of the whole."""
        return {name: Case(self.folder, self.policy, name) for name in self.periods}

    def digest(self):
        content = {key: self.toml[key] for key in ("code", "name", "years")} | {"counts": self.counts}
        content |= {"stations": self.stations, "travel": self.travel, "classes": self.classes}
        content["borders"] = [[a, b, round(km, 6), kind] for a, b, km, kind in self.borders]
        content["minutes"] = [[round(x, 6 if self.travel[0] == "matrix" else 3) for x in row] for row in self.minutes]
        text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return "sha256:" + hashlib.sha256(text.encode()).hexdigest()

    def between(self, mask, other):
        """Share of the borders inside the county that lies between two sets; ½ of it is cut from each."""
        return sum(self.border(i, self.beside[i] & other) for i in rows_of(mask))

    def reach(self, front, within):
        """What hangs together with ``front`` over stations in ``within``."""
        part = front
        while front:
            fresh = self.beside[front.bit_length() - 1] & within & ~part
            part, front = part | fresh, front ^ 1 << front.bit_length() - 1 | fresh
        return part

    def bands(self, k):
        """Of both bands: (values of stations, most), sums that a free zone of k may have."""
        found = [], []
        for n, key, mean, by in ((0, "workload_band", over(self.rest, k), 0), (1, "officer_band", 0.0, any(self.due))):
            band = self.limits[key]
            for sign, end in ((1, 1 + band), (-1, band - 1)) if (mean or by) and band < math.inf else ():
                most = end + TIE * abs(end)
                found[n].append(([sign * w - by * p * most for w, p in zip(self.work, self.due)], mean * most))
        return found

    def masks(self, zones, field):
        """The masks of a plan's zones, in order."""
        if sorted(code for zone in zones for code in zone) != self.codes or not all(zones):
            raise ValueError(f"{field}: not every station stands in one zone · 并非每个派出所恰在一个防区")
        return sorted((bits(self.at[code] for code in zone) for zone in zones), key=lambda mask: mask & -mask)

    def points(self, mask, key, lean=1):
        """Whole points of a zone for an objective; within DOUBT of a half they are rounded up (lean 1) or down (-1)."""
        shares = self.zone(mask).shares
        return math.floor(1e6 * sum(w * shares[m] for m, w in self.weights[key].items() if w > 0) + 0.5 + lean * DOUBT)

    def value(self, key, masks, lean=1):
        """Points of a plan under an objective."""
        if key == "worst":
            return max((case.value("weighted", masks, lean) for case in self.by_period.values()), default=-1)
        return (max if key == "largest" else sum)(self.points(mask, key, lean) for mask in masks)

    def told(self, key, masks, stated):
        """The points that a file states, if a plan can have them, else those that it has."""
        least, most = self.value(key, masks, -1), self.value(key, masks)
        return stated if type(stated) is int and least <= stated <= most else most

    def stays(self, masks, labels):
        """The most stations that can keep one of the ``labels`` of today, each of which goes to one zone."""
        rest = [(masks[0] & today, [x for x in labels if x != today]) for today in labels if masks and masks[0] & today]
        kept = [mask.bit_count() + self.stays(masks[1:], others) for mask, others in rest]
        return max([*kept, self.stays(masks[1:], labels)]) if masks else 0

    def far(self, inside, left=0):
        """Whether a zone of ``inside`` and any of ``left`` differs by more stations from every zone than may change."""
        most = self.limits["max_changed"]
        differing = ((inside & ~zone | zone & ~inside & ~left).bit_count() for zone in self.today)
        return most < math.inf and min([inside.bit_count(), *differing]) > most  # one of a new name holds only such

    def breaks(self, mask, k):
        """The rules that a zone breaks among k free ones."""
        return [key for key, broken in RULES.items() if broken(self, self.zone(mask), k)]

    def violations(self, masks):
        """{"rule", "stations"} of every rule that a plan breaks."""
        k, most = sum(not mask & self.alone for mask in masks), self.limits["max_changed"]
        found = [(key, [self.codes[i] for i in rows_of(mask)]) for mask in masks for key in self.breaks(mask, k)]
        found += [("zone_count", [])] * (not self.limits["min"] <= len(masks) <= self.limits["max"])
        found += [("max_changed", [])] * (most < math.inf and self.n - self.stays(masks, self.today) > most)
        return [{"rule": key, "stations": codes} for key, codes in sorted(found)]

    def numbers(self):
        """By number of zones, that of the free ones among them, as limits and counts allow."""
        free, fixed, z = self.free.bit_count(), len(self.fixed), self.limits
        fits = (k for k in range(free + 1) if z["min"] <= k + fixed <= z["max"] and (k or not free))
        fits = [] if any(self.breaks(mask, 0) for mask in self.fixed) else fits
        return {k + fixed: k for k in fits if not free or k * z["min_stations"] <= free <= k * z["max_stations"]}


# ----------------------------------------------------------------------- proof: zones are grown, priced, put together
def grow(q, goals, until, field):
    """Every set of free stations that may keep all goals, and perhaps some that do not.

    A goal is (weights, pull, most): points under the weights less the pull of the stations are at most ``most``. Travel
    from an office adds up over stations, and so do straight lines under the unevenness; losses only rise, and border
    with what is left out is cut. Of what is not decided only what lowers the sum is counted in. Each step takes a
    neighbour in or leaves it out. What takes longer than a second is told beforehand, and how far it is.
    """
    began, told, found, states, roots = time.process_time(), 1, set(), 0, rows_of(q.free)
    travels = any(weights["travel"] for weights, _, _ in goals)  # else zones are the same from every office
    for at, office in enumerate(roots):
        lines, ends = [], []  # of every goal: what stations add; what the sum may be, and points of what only rises
        for weights, pull, most in goals:
            way = [over(weights["travel"], q.all_way) * w * t for w, t in zip(q.work, q.minutes[office])]
            for high in {0.0, weights["overload"]}:
                both = (weights["mismatch"] + high) / 2
                for slope in {both, -both}:
                    flat = [slope * u - high / 2 * q.tolerance * p for u, p in zip(q.uneven, q.staff)]
                    lines.append([a + b - c for a, b, c in zip(way, flat, pull)])
                    ends.append((most, *(weights[key] for key in ("mix_loss", "density_loss", "border_cut"))))
        gain = [*zip(*lines)]
        loss, size = [[min(x, 0.0) for x in row] for row in gain], [max(map(abs, row)) for row in gain]
        within = q.free & ~(q.offices & ~(1 << office)) if travels else q.free >> office << office
        left = q.reach(1 << office, within) & ~(1 << office)
        low = [*map(sum, zip(gain[office], *(loss[i] for i in rows_of(left))))]
        cut = q.between(1 << office, q.all & ~left)
        losses = q.losses(q.features[office])
        stack, done = [(1 << office, left, q.beside[office], q.features[office], losses, low, cut, 1.0)], 0.0
        while stack:
            inside, left, near, sums, losses, low, cut, part = stack.pop()
            mix, density, states, done = *losses, states + 1, done + part
            if states % LOOKS == 0:
                spent = time.process_time() - began
                about = f"{spent * len(roots) / (at + done):.0f}"
                if began + spent > max(until, began + SECONDS / 60):
                    raise TimeoutError(f"takes about {about} s: use --force · 约需 {about} 秒：请用 --force")
                if spent > told:
                    print(f"{field}: {spent:.0f} of about {about} s · 秒，共约 {about} 秒", file=sys.stderr)
                    told = spent + 5
            if any(x + a * mix + b * density + c * cut > most for x, (most, a, b, c) in zip(low, ends)):
                continue
            if q.far(inside, left) or sums[-1] > q.limits["max_stations"]:
                continue
            if not near & left:
                found.add(inside)
                continue
            i, done = max(rows_of(near & left), key=size.__getitem__), done - part
            kept = q.reach(inside, left ^ 1 << i) ^ inside
            less = [*reduce(partial(map, sub), (loss[j] for j in rows_of(left ^ kept)), low)]
            stack.append((inside, kept, near, sums, losses, less, cut + q.between(left ^ kept, inside), part / 2))
            border = cut + q.between(1 << i, q.all & ~left & ~inside)
            more, sums = [x - y + z for x, y, z in zip(low, loss[i], gain[i])], [*map(add, sums, q.features[i])]
            losses = q.losses(sums)
            stack.append((inside | 1 << i, left ^ 1 << i, near | q.beside[i], sums, losses, more, border, part / 2))
    return found


def covers(zones, left, k, room, until):
    """Every way to make up ``left`` of k of the (mask, reduced cost) within ``room``."""
    if time.process_time() > until:
        raise TimeoutError("too many ways to put zones together: use --force · 拼合方式太多：请用 --force")
    if k == 0 or not left:
        yield from [[]] if k == 0 and not left else []
        return
    zones = [(mask, cost) for mask, cost in zones if cost <= room and not mask & ~left]
    for mask, cost in min(([z for z in zones if z[0] >> i & 1] for i in rows_of(left)), key=len):
        for masks in covers(zones, left & ~mask, k - 1, room - cost, until):
            yield [mask, *masks]


class Proof:
    """The proof of one objective, where steps before it allow (objective, points) and a zone at most ``cap`` points.

    ``plans`` gets all (points, masks) of at most ``wanted`` points, ``sound`` the numbers of zones they are all of.
    """

    def __init__(self, q, key, until, allowed=(), cap=math.inf, wanted=-1):
        self.q, self.key, self.until, self.cap, self.wanted = q, key, until, cap, wanted
        self.limits = [(q, key, most) for key, most in allowed if key not in ("largest", "worst")]  # on sums over zones
        self.limits += [(p, "weighted", most) for key, most in allowed if key == "worst" for p in q.by_period.values()]
        self.names = q.today if q.limits["max_changed"] < math.inf else []
        far = over(sum(w * max(row[i] for row in q.minutes) for i, w in enumerate(q.work)), q.all_way)
        worst = math.ceil(1e6 * (1 + q.weights[key]["travel"] * far)) + q.n  # points that no plan exceeds
        self.worst = 0 if key == "worst" else worst  # of which nothing is summed: any plan within the limits is sought
        self.plans, self.sound, self.grown = [], set(), {}

    def check(self, claims, field, complete):
        """Note what is false of certificates; the least bound they state, ``None`` where a number of zones has none."""
        numbers, stated = self.q.numbers(), [claim["zones"] for claim in claims]
        missing = sorted(numbers.keys() - set(stated))
        require(len(stated) + len(missing) == len(numbers), field, "twice or no such number · 防区数重复或不可能")
        says = f"nothing is proved of {missing} zones · 没有 {missing} 个防区的证明"
        require(not (missing and complete), field, says)
        for claim in (claim for claim in claims if claim["zones"] in numbers):
            try:
                self.certificate(numbers[claim["zones"]], claim, f"{field} of {claim['zones']} zones")
            except TimeoutError as long:
                OPEN.append((f"{field} of {claim['zones']} zones", long.args[0]))
        return None if missing else min((c["bound"] for c in claims if c["bound"] is not None), default=math.inf)

    def certificate(self, k, claim, field):
        """Note what is false of one certificate: its duals, their sum, a zone below them, a plan below its bound."""
        q, most, duals = self.q, self.q.limits["max_changed"], [*claim["duals"].values()]
        zone, change, labels, limits = map(claim.get, ("zone_dual", "change_dual", "label_duals", "limit_duals"))
        fits = (len(labels), len(limits)) == (len(self.names), len(self.limits)) and (self.names or not change)
        fits = fits and min([change, *labels, *limits]) >= 0 and all(Fraction(x) % FRACTION == 0 for x in limits)
        fits = fits and sum(map(abs, (*duals, *labels, *limits, q.n * zone, q.n * change))) <= MOST
        says = "wrong sign, size or number · 符号、大小或个数不对"
        if not require(fits and claim["duals"].keys() <= q.at.keys(), f"{field}: duals", says):
            return
        less = sum(labels) + sum(Fraction(x) * limit for x, (*_, limit) in zip(limits, self.limits))
        total = sum(duals) + claim["zones"] * zone + (change and change * (q.n - most)) - less
        same(f"{field}: dual_bound", claim["dual_bound"], math.ceil(total))
        bound = min(self.worst + 1 if claim["bound"] is None else claim["bound"], self.worst + 1)
        room = max(bound - 1, self.wanted) - total
        zones = self.priced(k, claim, room, field)
        fixed = [self.reduced(claim, mask) for mask in q.fixed]
        low = float(min([0, *fixed, *(cost for _, cost in zones)]))
        says = f"a zone costs {-low:g} points less · 有防区低于对偶值 {-low:g} 分"
        if not require(low == 0, f"{field}: duals", says):
            return
        for masks in covers(zones, q.free, k, room - sum(fixed), self.until):
            plan = sorted([*q.fixed, *masks], key=lambda mask: mask & -mask)
            points = sum(q.points(mask, self.key) for mask in plan)
            within = all(p.value(key, plan) <= limit for p, key, limit in self.limits)
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
        return q.points(mask, self.key) - paid + sum(Fraction(x) * p.points(mask, key) for x, (p, key, _) in limits)

    def priced(self, k, claim, room, field):
        """(mask, reduced cost) of the zones that plans of k free ones may hold, of at most ``room`` or below 0."""
        q, room, zero = self.q, max(room, -FRACTION), dict.fromkeys(MEASURES, 0.0)
        parts = [(1, q.weights[self.key])]
        for x, (p, key, _) in zip(claim["limit_duals"], self.limits):
            border = {"border_cut": p.weights[key]["border_cut"]}  # all that grow knows of a period; the rest is >= 0
            parts.append((x, q.weights[key] if p is q else zero | border))
        pull = [claim["duals"].get(code, 0) + claim["change_dual"] for code in q.codes]
        for i, j in q.ends:
            pull[i], pull[j] = 0, pull[i] + pull[j]
        most = claim["zone_dual"] + sum(x for x, _ in parts)  # and a point for every rounding
        goals = [({m: 1e6 * sum(x * w[m] for x, w in parts) for m in MEASURES}, pull, float(room) + most)]
        if self.cap < math.inf:
            goals.append(({m: 1e6 * w for m, w in q.weights[self.key].items()}, [0.0] * q.n, self.cap + 1.0))
        for values, end in chain(*q.bands(k)):
            goals.append((zero, [-x for x in values], end + CLOSE * sum(map(abs, values))))
        key = str((pull, most, claim["limit_duals"], k == 1, goals[1:]))
        if key not in self.grown or self.grown[key][0] < room:
            self.grown[key] = room, {q.free} if k == 1 else grow(q, goals, self.until, field)
        zones = (m for m in self.grown[key][1] if all(m >> i & 1 == m >> j & 1 for i, j in q.ends))
        costs = ((m, self.reduced(claim, m)) for m in zones if q.points(m, self.key) <= self.cap)
        return [(m, cost) for m, cost in costs if cost <= room and not q.far(m) and not q.breaks(m, k)]


# ------------------------------------------------------------------------- what a file may hold, and whether it is so
# Every value with what stands for it where it is left out: a value of this kind, a list or a table (...: of any key) of
# such, (a value or null,), or anything (...). Numbers with a point are not negative.
DUALS = {"dual_bound": (0,), "duals": {...: 0}, "zone_dual": 0, "change_dual": 0}
DUALS |= {"label_duals": [0], "limit_duals": [0.0]}
CERTIFICATE = {"zones": 0, "bound": (0,), **DUALS, "zones_grown": 0, "candidates": 0}
PLAN, SAYS, SHARES, FIGURES = [[""]], {"says": "", "says_en": ""}, {...: 0.0}, {...: (0.0,)}
FORM = {
    "schema": "", "county": {"digest": "", ...: ...}, "figures": FIGURES, ...: ...,
    "policy": {
        "name": "custom", "source": "", "weights": dict.fromkeys(MEASURES, 0.0), "measures": {"tolerance": 0.25},
        "zones": {"max": 5, "min": 1, "min_stations": 2, "max_stations": (0,), "alone_as": "each",
                  "alone": ["county_seat"]},
        "rules": {"workload_band": (0.0,), "officer_band": (0.0,), "max_minutes": (0.0,), "min_officers": (0,),
                  "case_area": (True,), "max_changed": (0,)},
        "pins": {"together": PLAN, "apart": PLAN, "pinned": PLAN, "offices": [""]},
    },
    "violations": [{"rule": "", "stations": [""], ...: ...}],
    "zones": [{"name": "", "stations": [""], "measures": SHARES, "figures": FIGURES, ...: ...}],
    "proof": {"status": "", "bound": (0,), "gap": (0.0,), "certificates": [CERTIFICATE], "reasons": [SAYS], ...: ...},
    "mode": ({"name": "", "wanted": [{"objective": "", "slack": 0.0}], "within": {...: 0}, "periods": ({...: 0},),
              "stages": [{"objective": "", "points": 0, "allowed": 0, "zones": PLAN, "certificates": [CERTIFICATE]}]},),
    "alternatives": [PLAN], "alternatives_complete": True, "alternatives_gap": (0.0,), "alternatives_by": "points",
}  # fmt: skip


def formed(value, form, field=""):
    """A part of the file with what it leaves out; raises where it is not of its form."""
    if form is ... or (value is None and isinstance(form, tuple)):
        return value
    if isinstance(form, tuple):
        return formed(value, form[0], field)
    least, kinds = (0, (int, float)) if isinstance(form, float) else (-MOST, (type(form),))
    if type(value) not in kinds or (type(value) in (int, float) and not least <= value <= MOST):
        raise ValueError(f"{field[1:]}: of the wrong kind or size · 类型或大小不对")
    if isinstance(form, list):
        value = [one for one in form if isinstance(one, str) and one] if value is form else value
        return [formed(one, form[0], f"{field}.{n}") for n, one in enumerate(value)]
    if not isinstance(form, dict):
        return value
    if ... not in form and not value.keys() <= form.keys():
        raise ValueError(f"{field[1:]}: unknown keys · 不认识的键: {' '.join(value.keys() - form.keys())}")
    empty = {dict: {}, tuple: None}
    whole = {key: empty.get(type(one), one) for key, one in form.items() if key is not ...} | value
    return {key: formed(one, form.get(key, form.get(...)), f"{field}.{key}") for key, one in whole.items()}


def check_mode(q, plan, masks, until):
    """Note what is false of the steps of a mode: which they are, what they allow, and that each is at its least."""
    mode, status, stages = plan["mode"], plan["proof"]["status"], plan["mode"]["stages"]
    name, wanted = mode["name"], [(step["objective"], step["slack"]) for step in mode["wanted"]]
    keys, points = [key for key, _ in wanted], {stage["objective"]: stage["points"] for stage in stages}
    measures = len(set(keys)) == len(keys) > 0 and set(keys) <= set(MEASURES)
    fits = {
        "order": measures,
        "minimax": wanted == [("largest", 0), ("weighted", 0)],
        "worst_period": wanted == [("worst", 0), ("weighted", 0)] and q.periods,
        "frontier": measures and [slack for _, slack in wanted] == [0, 0],
    }[name]
    require(fits, "mode", f"no {name} has such steps · {name} 没有这样的步骤")
    within = {keys[1]: points.get(keys[1])} if name == "frontier" and fits else {}
    told, cases = mode["periods"] or {}, q.by_period if name == "worst_period" and masks else {}
    periods = {key: p.told("weighted", masks, told.get(key)) for key, p in cases.items()} or None
    done = keys if status == "optimal" else keys[: len(stages)]
    same("mode.stages", [stage["objective"] for stage in stages], done)
    for key, own in {"within": within, "periods": periods}.items():
        same(f"mode.{key}", json.dumps(mode[key], sort_keys=True), json.dumps(own, sort_keys=True))
    allowed = list(within.items())
    for n, (stage, (key, slack)) in enumerate(zip(stages, wanted)):
        field, target, step = f"mode.stages.{n}", stage["points"], q.masks(stage["zones"], f"mode.stages.{n}.zones")
        actual = {"points": q.told(key, step, target), "allowed": math.floor(target * (1 + slack))}
        same(field, {key: stage[key] for key in actual}, actual)
        keeps = not q.violations(step) and all(q.value(other, step, -1) <= most for other, most in allowed)
        require(keeps, f"{field}.zones", "break a rule or what is allowed · 违反规则或前面各步的限值")
        bounds = [-(-c["bound"] // c["zones"]) for c in stage["certificates"] if c["bound"] is not None]
        mean = max([min(bounds, default=0), *(q.points(mask, "weighted") for mask in q.fixed)])
        counted = key == "largest" and bounds and mean >= target  # the mean zone of the cheapest plan costs as much
        cap = target - 1 if key == "largest" and not counted else dict(allowed).get("largest", math.inf)
        limits = [*allowed, (key, target - 1)] if key == "worst" else allowed
        proved = Proof(q, key, until, limits, cap).check(stage["certificates"], f"{field}.certificates", True)
        enough = proved is None or counted or proved >= (math.inf if key == "worst" and target > 0 else target)
        require(enough, f"{field}.points", f"the certificates prove {proved} · 证书只证明 {proved}")
        allowed.append((key, stage["allowed"]))
    last = status != "optimal" or not stages or q.masks(stages[-1]["zones"], "mode.stages") == masks
    keeps = not masks or all(q.value(key, masks, -1) <= most for key, most in allowed)
    require(last and keeps, "zones", "not what the steps lead to · 与各步的结果不符")
    none = {"alternatives": [], "alternatives_complete": True, "alternatives_gap": None}
    same("", {key: plan[key] for key in none}, none)
    return {"status": "unknown" if status == "infeasible" else status, "bound": None, "gap": None, "certificates": []}


def check_bound(q, plan, masks, until):
    """Note what is false of certificates and alternatives; what the proof of the file follows to be."""
    proof, points, status = plan["proof"], plan["points"], plan["proof"]["status"]
    large = q.n > LARGE and len(proof["certificates"]) < 2  # bounds with zones relaxed, not by number of zones
    others = [q.masks(zones, f"alternatives.{n}") for n, zones in enumerate(plan["alternatives"])]
    gap, complete, ranked = plan["alternatives_gap"], plan["alternatives_complete"], plan["alternatives_by"] == "points"

    def rank(masks):  # the order of plans: by points; up to 64 stations then by zones and the first difference
        zones = [] if large else [len(masks), [[*rows_of(mask), math.inf] for mask in masks]]
        return [q.value("weighted", masks), *zones]

    most = int(points + gap * abs(points)) if gap is not None and masks else -1
    wanted = most if complete else min(rank(others[-1])[0] if ranked and others else -1, most)
    claims, bound, small = proof["certificates"], proof["bound"], Proof(q, "weighted", until, wanted=wanted)
    if not large:
        least = small.check(claims, "proof.certificates", status in ("optimal", "infeasible"))
        bound = None if least == math.inf else least
    elif bound is not None or status == "infeasible":
        OPEN.append(("proof.bound", "above 64 stations it is not proved here · 超过 64 个派出所，此处不证明"))
        for claim in claims:  # of which only the sum of its duals is looked at
            bound, total = claim["bound"], sum(claim["duals"].values()) + claim["zones"] * claim["zone_dual"]
            same("proof.certificates.0.dual_bound", claim["dual_bound"], total)
    holds = {"optimal": bound == points, "infeasible": bound is None}.get(status, True)
    require(holds, "proof.status", "its own bounds say otherwise · 与其自身的界不符")
    if gap is None or not masks:
        same("alternatives", [others, complete or gap is not None], [[], True])
    for n, other in enumerate(others):
        new = other not in (masks, *others[:n]) and q.value("weighted", other, -1) <= most
        says = "break a rule, cost too much or stand twice · 违反规则、综合代价过高或重复"
        require(new and not q.violations(other), f"alternatives.{n}", says)
    possible = (not ranked or sorted(others, key=rank) == others) and not (most >= 0 and complete and large)
    require(possible, "alternatives", "out of order, or more than can be known · 次序不对，或无从得知")
    if wanted >= 0 and not large and small.sound != set(q.numbers().values()):
        OPEN.append(("alternatives", "whether all are listed is not proved · 是否列全，没有证明"))
    for cost, other in small.plans if wanted >= 0 else ():
        missing = cost <= wanted and other not in (masks, *others) and (complete or rank(other) < rank(others[-1]))
        require(not missing, "alternatives", f"one of {cost} points is left out · 遗漏了 {cost} 分的方案")
    known = bound is not None and masks and (points or status == "optimal")
    own = next(({key: claim[key] for key in DUALS} for claim in claims if claim["zones"] == len(masks)), {})
    own |= {"status": status, "certificates": claims, "bound": bound}
    return own | {"gap": float(over(points - bound, points)) if known else None}


def check_file(q, stated, plan, until):
    """Note where what is ``stated`` does not follow from county, policy and zones; ``plan`` is the same, made whole."""
    zones, status, digest = plan["zones"], plan["proof"]["status"], q.digest()
    if not require(plan["county"]["digest"] == digest, "county.digest", "of other data · 与县数据不符"):
        return
    county = {key: q.toml.get(key, "") for key in ("code", "name", "notice")} | {"digest": digest}
    county |= dict(zip(("travel", "speed_kmh", "detour"), q.travel)) | {"borders": q.toml["borders"]["from"]}
    masks, actual = q.masks([zone["stations"] for zone in zones], "zones") if zones else [], []
    for zone in zones:
        z = q.zone(bits(q.at[code] for code in zone["stations"]))
        own = {"office": q.codes[z.office], "alone": bool(z.mask & q.alone), "measures": z.shares}
        points = q.told("weighted", [z.mask], zone.get("points"))
        actual.append(own | {"points": points} | {key: zone[key] for key in ("name", "stations", "figures")})
    plan["points"] = sum(own["points"] for own in actual) if zones else None
    expected = {
        "schema": "zoning.plan/1", "county": county, "zones": actual, "points": plan["points"],
        "figures": plan["figures"] if zones else {},
        "current": sorted([q.codes[i] for i in rows_of(mask)] for mask in q.today) or None,
        "measures": {key: float(sum(own["measures"][key] for own in actual)) for key in MEASURES} if zones else {},
        "violations": q.violations(masks) if zones else [],
        "mode": plan["mode"] and {key: part for key, part in plan["mode"].items() if part is not None},
        "proof": (check_mode if plan["mode"] else check_bound)(q, plan, masks, until),
    }  # fmt: skip
    if plan["proof"]["reasons"]:
        says = "；".join(one["says"] for one in plan["proof"]["reasons"])
        expected["proof"] |= {"reason": says, "reasons": plan["proof"]["reasons"]}
    told = {key: stated[key] for key in expected if key in stated or key in ("schema", "zones")}
    told["proof"] = {"bound": None, "gap": None} | stated["proof"]
    told["violations"] = sorted(plan["violations"], key=lambda one: (one["rule"], one["stations"]))
    if told.get("current"):
        told["current"] = sorted(map(sorted, told["current"]))
    same("", told, expected)
    for one in expected["violations"]:
        require(False, "zones", f"break the rule {one['rule']} · 违反规则 {one['rule']}: {' '.join(one['stations'])}")
    known = {"optimal": True, "feasible": True, "infeasible": False, "unknown": False}.get(status) == bool(zones)
    known = known and not (status == "optimal" and q.n <= LARGE and plan["proof"]["reasons"])
    require(plan["alternatives_by"] in ("points", "difference"), "alternatives_by", "no such order · 没有这样的次序")
    require(known, "proof.status", f"{status} with {len(zones)} zones · {status}，而有 {len(zones)} 个防区")


def once(pairs):
    """An object of JSON; a key that stands twice could be read in two ways."""
    if len(dict(pairs)) < len(pairs):
        raise ValueError("a key stands twice · 同一个键出现两次")
    return dict(pairs)


def main(arguments):
    """Check the file that is named; the exit code."""
    paths = [Path(word) for word in arguments if word != "--force"]
    if len(paths) != 2:
        print(__doc__)
        return 2
    FALSE[:], OPEN[:] = [], []
    try:
        stated = json.loads(paths[1].read_text("utf-8-sig"), object_pairs_hook=once)
        json.dumps(stated, ensure_ascii=False, allow_nan=False).encode()  # NaN is no number, half a letter no text
        plan = formed(stated, FORM)
        until = math.inf if "--force" in arguments else time.process_time() + SECONDS
        check_file(Case(paths[0], plan["policy"]), stated, plan, until)
    except (OSError, ValueError, ArithmeticError, RecursionError, LookupError, TypeError, AttributeError) as error:
        print(f"unreadable · 无法读取: {type(error).__name__}: {error}")
        return 2
    for word, found in {"FALSE · 不实": FALSE, "OPEN · 未证": OPEN}.items():
        for field, sentence in found:
            print(f"{word} {field}: {sentence}")
    steps = {key: (plan["mode"] or {}).get(key) for key in ("wanted", "within")}
    print("policy · 划分规则:", json.dumps(plan["policy"] | steps, ensure_ascii=False))
    what = "false · 不实" if FALSE else "not all proved · 未全部证明" if OPEN else "all is so · 属实"
    print(f"{what}: {plan['proof']['status']}, {plan.get('points')} points · 分")
    return 1 if FALSE else 3 if OPEN else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
