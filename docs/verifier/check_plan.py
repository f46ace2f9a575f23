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
from functools import cache, lru_cache
from pathlib import Path

SECONDS, LOOKS, LARGE = 60.0, 1024, 64  # to grow zones in; states between looks at the clock; stations that have duals
DOUBT, TIE, CLOSE = 1e-5, 1e-9, 1e-9  # points from a half; relative and absolute difference of what is the same
MOST, FRACTION = 1 << 43, Fraction(1, 1024)  # size of numbers and of their sums; the part of duals of limits
FALSE, OPEN = [], []  # sentences on what is not so, and on what was not proved


def require(holds, field, sentence="is not so · 与复核结果不符"):
    """Note what is not so."""
    FALSE.extend([] if holds else [f"{field}: {sentence}"])


def same(field, stated, actual):
    """Note where a part of the file is not what it is; what it leaves out is not asked for."""
    if isinstance(stated, dict) and isinstance(actual, dict):
        for key, part in stated.items():
            same(f"{field}.{key}".lstrip("."), part, actual.get(key, "unknown · 无此项"))
    elif isinstance(stated, list) and isinstance(actual, list) and len(stated) == len(actual):
        for n, pair in enumerate(zip(stated, actual)):
            same(f"{field}.{n}", *pair)
    else:
        close = isinstance(actual, float) and type(stated) in (int, float) and abs(stated - actual) <= CLOSE
        equal = type(stated) is type(actual) and stated == actual
        require(close or equal, field, f"the file says {stated}, it is {actual} · 文件写 {stated}，实为 {actual}")


def over(part, whole):
    return part / whole if whole else 0.0


def bits(rows):
    return sum(1 << i for i in set(rows))


@lru_cache(1 << 16)
def rows_of(mask):
    return tuple(i for i, bit in enumerate(bin(mask)[:1:-1]) if bit == "1")


# ------------------------------------------------------------------------------ a county, its zones, measures and rules
YES, FLAGS = {"1", "true", "yes", "y", "是", "有"}, ("has_case_area", "is_seat")
STATION = {"code": str, "name": str, "kind": str, "lon": float, "lat": float, "area_km2": float, "current_zone": str}
STATION |= dict.fromkeys(("population", "officers", "auxiliaries", "villages", "communities"), int)
STATION |= dict.fromkeys(FLAGS, lambda text: text.lower() in YES)
COLUMNS = STATION | {"km": float, "count": float, "minutes": float}  # of the tables; others are text
MEASURES = ("mismatch", "overload", "mix_loss", "density_loss", "travel", "unsupported", "border_cut", "change")
MEASURES += ("response",)
RULES = {  # whether a zone z breaks a rule in a case q, among k zones outside the alone ones
    "alone": lambda q, z, k: not z.free and z.mask not in q.fixed,
    "contiguous": lambda q, z, k: q.reach(z.mask & -z.mask, z.mask) != z.mask,
    "min_stations": lambda q, z, k: z.free and len(z.rows) < q.limits["min_stations"],
    "max_stations": lambda q, z, k: z.free and len(z.rows) > q.limits["max_stations"],
    "workload_band": lambda q, z, k: z.free and any(z.sum(x) > most for x, most in q.bands("workload_band", k)),
    "officer_band": lambda q, z, k: z.free and any(z.sum(x) > most for x, most in q.bands("officer_band", k)),
    "max_minutes": lambda q, z, k: max(q.minutes[z.office][i] for i in z.rows) > q.limits["max_minutes"] * (1 + TIE),
    "min_officers": lambda q, z, k: z.sum(q.officers) < q.limits["min_officers"],
    "case_area": lambda q, z, k: not any(q.stations[i]["has_case_area"] for i in z.rows),
    "together": lambda q, z, k: any(z.mask & group not in (0, group) for group in q.together),
    "apart": lambda q, z, k: any((z.mask & group).bit_count() > 1 for group in q.apart),
    "pinned": lambda q, z, k: any(z.mask >> i & 1 and 2 * (z.mask & s).bit_count() <= s.bit_count() for i, s in q.held),
    "offices": lambda q, z, k: (z.mask & q.offices).bit_count() > 1,
}


def table(path):
    """The rows of a CSV file by column; an empty cell is None, or no."""
    read = csv.DictReader(path.read_text("utf-8-sig").splitlines())
    rows = [{key: (text or "").strip() for key, text in row.items() if key} for row in read]
    kind = {key: COLUMNS.get(key, str) for row in rows[:1] for key in row}
    return [{key: kind[key](text) if text or key in FLAGS else None for key, text in row.items()} for row in rows]


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


class Zone:
    """A set of stations: its office (least work-minutes to serve all) and the share of every measure."""

    def __init__(self, q, mask):
        self.mask, self.rows, self.free = mask, rows_of(mask), not mask & q.alone
        ways = {o: sum(q.work[i] * q.minutes[o][i] for i in self.rows) for o in self.rows}
        least = [o for o, way in ways.items() if way <= min(ways.values()) * (1 + TIE)]
        self.office = (rows_of(mask & q.offices) or least)[0]
        uneven, (mix, density), size = abs(self.sum(q.uneven)), q.losses(mask), len(self.rows)
        near = {i: min((q.minutes[j][i] for j in self.rows if j != i), default=math.inf) for i in self.rows}
        busy = min(self.sum(q.hours) / (size * 8760), 1.0)  # else a unit comes from within, or from the nearest other
        unit = {i: 5 * sum(near[i] > 5 * k for k in range(12)) for i in self.rows}
        wait = {i: (1 - busy) * (q.inside[i] + busy * unit[i]) + 60 * busy**2 for i in self.rows}
        kept = [((mask & today).bit_count(), today.bit_count()) for today in q.today]
        pairs = math.comb(size, 2) - sum(math.comb(k, 2) - k * (whole - k) / 2 for k, whole in kept)
        self.shares = {
            "mismatch": uneven / 2,
            "overload": max(0.0, uneven - q.tolerance * self.sum(q.staff)) / 2,
            "mix_loss": mix,
            "density_loss": density,
            "travel": over(ways[self.office], q.all_way),
            "unsupported": over(sum(q.work[i] for i in self.rows if near[i] > 30), sum(q.work)),
            "border_cut": q.between(mask, q.all & ~mask),
            "change": over(pairs, math.comb(q.n, 2)) if q.today else 0.0,
            "response": over(sum(q.calls[i] * wait[i] for i in self.rows), 60 * sum(q.calls)),
        }

    def sum(self, values):
        return sum(values[i] for i in self.rows)


class Case:
    """A county, or one period of it, under a policy. Stations stand in the order of codes; a set has a bit for each."""

    def __init__(self, folder, policy, period=None):
        self.periods = cache(lambda: {name: Case(folder, policy, name) for name in self.names})  # with their incidents
        self.zone = cache(lambda mask: Zone(self, mask))
        self.losses = lru_cache(1 << 16)(self.losses)
        self.border = cache(lambda i, near: sum(self.km[i][j] for j in rows_of(near)))
        self.toml = tomllib.loads((folder / "county.toml").read_text("utf-8-sig"))
        years = self.toml["years"] = float(self.toml.get("years", 1))
        self.classes = [one | {key: float(one[key]) for key in ("minutes", "officers")} for one in self.toml["classes"]]
        rows = sorted(table(folder / "stations.csv"), key=lambda row: row["code"])
        self.stations = [{key: row.get(key, None if key not in FLAGS else False) for key in STATION} for row in rows]
        self.codes, self.n = [s["code"] for s in self.stations], len(self.stations)
        self.at, self.all = {code: i for i, code in enumerate(self.codes)}, (1 << self.n) - 1
        rows, names = table(folder / "incidents.csv"), [one["key"] for one in self.classes]
        self.counts = [[0.0] * len(names) for _ in self.codes]
        for row in rows:
            if period in (None, row.get("period")):
                self.counts[self.at[row["station"]]][names.index(row["class"])] += row["count"]
        names = {row.get("period") for row in rows}  # in the order of their numbers: 2月 before 10月
        names = names if len(names) > 1 and all(names) else []
        self.names = sorted(names, key=lambda name: re.sub(r"\d+", lambda number: number[0].zfill(99), name))
        self.incidents = [[x * (len(self.names) if period else 1) / years for x in row] for row in self.counts]
        way = {"mode": "straight", "speed_kmh": 40, "detour": 1.35} | self.toml.get("travel", {})
        self.travel = mode, speed, detour = [way["mode"], float(way["speed_kmh"]), float(way["detour"])]
        if mode == "straight":
            places = [(s["lon"], s["lat"]) for s in self.stations]
            self.minutes = [[round(60 * detour * geodesic_km(a, b) / speed, 6) for b in places] for a in places]
        else:
            given = {(row["from"], row["to"]): row["minutes"] for row in table(folder / "travel.csv")}
            self.minutes = [[given[a, b] if a != b else 0.0 for b in self.codes] for a in self.codes]
        rows, self.km = table(folder / "borders.csv"), [{} for _ in self.codes]
        self.borders = sorted([*sorted((b["a"], b["b"])), b["km"] or 0.0, b.get("kind") or "shared"] for b in rows)
        for a, b, km, kind in self.borders:
            if kind != "barred":
                self.km[self.at[a]][self.at[b]] = self.km[self.at[b]][self.at[a]] = km
        self.beside, self.all_km = [bits(near) for near in self.km], sum(sum(near.values()) for near in self.km)
        now = [s["current_zone"] for s in self.stations]
        labels = [zone or code for zone, code in zip(now, self.codes)] if any(now) else []
        self.today = [bits(i for i, own in enumerate(labels) if own == label) for label in dict.fromkeys(labels)]
        self.derive()
        self.settle(policy["zones"] | policy["rules"] | policy["measures"], policy["pins"], policy["weights"])

    def derive(self):
        """Workload, and what the losses add up from."""
        area, self.officers = ([s[key] for s in self.stations] for key in ("area_km2", "officers"))
        inside = [60 * self.travel[2] * 0.376 * math.sqrt(a) / self.travel[1] for a in area]
        sent, took = ([one[key] for one in self.classes] for key in ("officers", "minutes"))
        hours = [[x * (m + 2 * r) / 60 for x, m in zip(row, took)] for row, r in zip(self.incidents, inside)]
        self.inside, self.calls = [min(r, 60.0) for r in inside], [sum(row) for row in self.incidents]
        self.hours, self.work = [sum(row) for row in hours], [sum(x * o for x, o in zip(row, sent)) for row in hours]
        self.all_way = min(sum(w * t for w, t in zip(self.work, row)) for row in self.minutes)
        by_class = [sum(column) for column in zip(*self.incidents)]
        self.lent = [[x + 8 * over(y, sum(by_class)) for x, y in zip(row, by_class)] for row in self.incidents]
        self.mix = [sum(column) for column in zip(*self.lent)]
        self.unlike = [self.apart_from_mix(row) for row in self.lent]
        density = [math.log((n + 0.5) / a) for n, a in zip(self.calls, area)]
        self.dense = [x - sum(density) / self.n for x in density]
        sums = (sum(self.unlike), sum(self.mix)), (sum(x**2 for x in self.dense), sum(x**2 for x in density))
        self.all_unlike, self.all_square = (total if total > 1e-12 * scale else 0.0 for total, scale in sums)

    def apart_from_mix(self, values):
        """Σ_c n_c ln[(n_c / n) / π_c]: how far the mix of incidents is from that of the county."""
        share = over(sum(values), sum(self.mix))
        return sum(x * math.log(x / (share * y)) for x, y in zip(values, self.mix) if x > 0)

    def losses(self, mask):
        """mix_loss and density_loss of a set: one station more never makes them less."""
        rows = rows_of(mask)
        lent, x = [sum(column) for column in zip(*(self.lent[i] for i in rows))], [self.dense[i] for i in rows]
        mix, square = sum(self.unlike[i] for i in rows) - self.apart_from_mix(lent), sum(a * a for a in x)
        return over(max(mix, 0.0), self.all_unlike), over(max(square - sum(x) ** 2 / len(x), 0.0), self.all_square)

    def settle(self, limits, pins, weights):
        """Weights, limits and pins as they bear on these stations."""
        self.limits, self.tolerance, at = limits, limits["tolerance"], self.at
        own = {key: weight / sum(weights.values()) for key, weight in weights.items()}
        self.weights = {m: {key: float(key == m) for key in MEASURES} for m in (*MEASURES, "worst")}  # by objective
        self.weights |= {"weighted": own, "largest": own}  # the worst period is no sum over zones
        self.alone = bits(i for i, s in enumerate(self.stations) if s["kind"] in limits["alone"])
        one = limits["alone_as"] == "one" and self.alone
        self.free, self.fixed = self.all & ~self.alone, [self.alone] if one else [1 << i for i in rows_of(self.alone)]
        now = {b: bits(i for i, s in enumerate(self.stations) if s["current_zone"] == b) for _, b in pins["pinned"]}
        self.held = [(at[a], now[b]) for a, b in pins["pinned"] if b not in at]
        beside = [pair for pair in pins["pinned"] if pair[1] in at]
        self.offices = bits(at[code] for code in [*pins["offices"], *(b for _, b in beside)])
        self.apart = [bits(at[code] for code in group) for group in pins["apart"]]
        self.together = [bits(at[code] for code in group) for group in pins["together"] + beside]
        near = {i: rows_of(self.beside[i] & self.free) for i in rows_of(self.free) if limits["min_stations"] > 1}
        self.ends = [(i, *others) for i, others in near.items() if len(others) == 1]  # no plan parts the two
        self.together += map(bits, self.ends)
        self.rest, staff = (sum(values[i] for i in rows_of(self.free)) for values in (self.work, self.officers))
        free = [bool(self.rest and staff and self.free >> i & 1) for i in range(self.n)]
        self.staff = [p / staff if own else 0.0 for p, own in zip(self.officers, free)]
        self.uneven = [w / self.rest - p if own else 0.0 for w, p, own in zip(self.work, self.staff, free)]
        self.due = [p * over(self.rest, staff) for p in self.officers]
        small = any(len(group) < 2 for group in pins["together"] + pins["apart"])
        if small or limits["min"] > limits["max"] or not all(today for _, today in self.held):
            raise ValueError("policy: limits or pins that cannot be · 不可能的限值或指定事项")

    def digest(self):
        content = {key: self.toml[key] for key in ("code", "name", "years")} | {"counts": self.counts}
        content |= {"stations": self.stations, "travel": self.travel, "classes": self.classes}
        content["borders"] = [[a, b, round(km, 6), kind] for a, b, km, kind in self.borders]
        content["minutes"] = [[round(x, 6 if self.travel[0] == "matrix" else 3) for x in row] for row in self.minutes]
        text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return "sha256:" + hashlib.sha256(text.encode()).hexdigest()

    def between(self, mask, other):
        """Share of the borders inside the county that lies between two sets; ½ of it is cut from each."""
        return over(sum(self.border(i, self.beside[i] & other) for i in rows_of(mask)), self.all_km)

    def reach(self, front, within):
        """What hangs together with ``front`` over stations in ``within``."""
        part = front
        while front:
            fresh = self.beside[front.bit_length() - 1] & within & ~part
            part, front = part | fresh, front ^ 1 << front.bit_length() - 1 | fresh
        return part

    def bands(self, key, k):
        """(values of stations, most) of the two sums by which a free zone of k keeps within a band."""
        mean, due = (over(self.rest, k), [0.0] * self.n) if key == "workload_band" else (0.0, self.due)
        if self.limits[key] is None or not (mean or any(due)):
            return []
        ends = [(sign, sign + self.limits[key] + TIE * abs(sign + self.limits[key])) for sign in (1, -1)]
        return [([sign * w - p * end for w, p in zip(self.work, due)], mean * end) for sign, end in ends]

    def masks(self, zones, field):
        """The masks of a plan's zones, in order."""
        if sorted(code for zone in zones for code in zone) != self.codes or not all(zones):
            raise ValueError(f"{field}: not every station stands in one zone · 并非每个派出所恰在一个防区")
        return sorted((bits(self.at[code] for code in zone) for zone in zones), key=lambda mask: mask & -mask)

    def points(self, key, masks, stated=None):
        """Points of a plan; where a zone is within DOUBT of a half what is stated, if it can be, else the higher."""
        if key == "worst":
            return max((case.points("weighted", masks, stated) for case in self.periods().values()), default=-1)
        weights, total = self.weights[key].items(), max if key == "largest" else sum
        costs = [1e6 * sum(w * self.zone(mask).shares[m] for m, w in weights) + 0.5 for mask in masks]
        least, most = (total(math.floor(cost + lean) for cost in costs) for lean in (-DOUBT, DOUBT))
        return stated if type(stated) is int and least <= stated <= most else most

    def rank(self, masks):
        """The order of plans: by points, number of zones, and the first difference."""
        return [self.points("weighted", masks), len(masks), [[*rows_of(mask), math.inf] for mask in masks]]

    def stays(self, masks, labels):
        """The most stations that can keep one of the ``labels`` of today, each of which goes to one zone."""
        first, rest = masks[:1], masks[1:]
        kept = [(zone & own).bit_count() + self.stays(rest, labels - {own}) for zone in first for own in labels]
        return max([*kept, self.stays(rest, labels)]) if masks else 0

    def far(self, inside, left=0):
        """Whether a zone of ``inside`` and any of ``left`` differs by more stations from every zone than may change."""
        most = self.limits["max_changed"]
        differing = ((inside & ~zone | zone & ~inside & ~left).bit_count() for zone in self.today)
        return most is not None and min([inside.bit_count(), *differing]) > most  # one of a new name holds only such

    def breaks(self, mask, k):
        """The rules that a zone breaks among k free ones."""
        bound = (key for key in RULES if self.limits.get(key, 0) is not None)
        return [key for key in bound if RULES[key](self, self.zone(mask), k)]

    def violations(self, masks):
        """Every rule that a plan breaks, with the zone."""
        k, most = sum(not mask & self.alone for mask in masks), self.limits["max_changed"]
        found = [f"{key} {[self.codes[i] for i in rows_of(mask)]}" for mask in masks for key in self.breaks(mask, k)]
        found += [] if self.limits["min"] <= len(masks) <= self.limits["max"] else ["zone_count"]
        return found + ["max_changed"] * (most is not None and self.n - self.stays(masks, {*self.today}) > most)

    def numbers(self):
        """By number of zones, that of the free ones among them, as limits and counts allow."""
        free, fixed, z = self.free.bit_count(), len(self.fixed), self.limits
        most = -1 if any(self.breaks(mask, 0) for mask in self.fixed) else z["max"] - fixed
        fits = (k for k in range(max(z["min"] - fixed, 0), most + 1) if k * z["min_stations"] <= free)
        return {k + fixed: k for k in fits if free <= k * (z["max_stations"] or free)}


# ----------------------------------------------------------------------- proof: zones are grown, priced, put together
def grow(q, goals):
    """Every set of free stations that may keep all goals, and perhaps some that do not.

    A goal is (weights, pull, most): points under the weights less the pull of the stations are at most ``most``. Travel
    from an office adds up over stations, and so do straight lines under the unevenness; losses only rise, and border
    with what is left out is cut. Of what is not decided only what lowers the sum is counted in. Each step takes a
    neighbour in or leaves it out. What takes longer than a second is told, and how far it is.
    """
    found, states, told, began, roots = set(), 0, 1, time.process_time(), rows_of(q.free)
    travels = any(weights["travel"] for weights, _, _ in goals)  # else zones are the same from every office
    for at, office in enumerate(roots):
        lines = set()  # of every goal: what each station adds; what the sum may be; weights of what only rises
        for weights, pull, most in goals:
            way = [over(weights["travel"], q.all_way) * w * t for w, t in zip(q.work, q.minutes[office])]
            for sign, high in ((1, 0.0), (-1, 0.0), (1, weights["overload"]), (-1, weights["overload"])):
                steep, level = sign * (weights["mismatch"] + high) / 2, high * q.tolerance / 2
                gain = [a + steep * u - level * p - b for a, u, p, b in zip(way, q.uneven, q.staff, pull)]
                lines.add((tuple(gain), most, *(weights[key] for key in ("mix_loss", "density_loss", "border_cut"))))
        gains, ends = [gain for gain, *_ in lines], [end for _, *end in lines]
        less, size = [[min(x, 0.0) for x in gain] for gain in gains], [max(map(abs, row)) for row in zip(*gains)]
        left = q.reach(1 << office, q.free & ~q.offices | 1 << office if travels else q.free >> office << office)
        low = [gain[office] + sum(row[i] for i in rows_of(left ^ 1 << office)) for gain, row in zip(gains, less)]
        stack, done = [(1 << office, left ^ 1 << office, low, 1.0)], 0.0
        while stack:
            inside, left, low, part = stack.pop()
            states, done = states + 1, done + part
            if states % LOOKS == 0:
                spent = time.process_time() - began
                about = f"{spent * len(roots) / (at + done):.0f}"
                if spent > max(q.until - began, SECONDS / 60):
                    raise TimeoutError(f"takes about {about} s: use --force · 约需 {about} 秒：请用 --force")
                if spent > told:
                    print(f"{spent:.0f} of about {about} s · 秒，共约 {about} 秒", file=sys.stderr)
                    told = spent + 5
            if any(x > end[0] for x, end in zip(low, ends)) or q.far(inside, left):
                continue
            (mix, density), cut = q.losses(inside), q.between(inside, q.all & ~left & ~inside)
            if any(x + a * mix + b * density + c * cut > most for x, (most, a, b, c) in zip(low, ends)):
                continue
            near = [i for i in rows_of(left) if q.beside[i] & inside]
            if not near or inside.bit_count() == q.limits["max_stations"]:
                found.add(inside)
                continue
            i, done = max(near, key=size.__getitem__), done - part
            kept = q.reach(inside, left ^ 1 << i) ^ inside
            without = [x - sum(map(row.__getitem__, rows_of(left ^ kept))) for x, row in zip(low, less)]
            stack.append((inside, kept, without, part / 2))
            taken = [x - row[i] + gain[i] for x, row, gain in zip(low, less, gains)]
            stack.append((inside | 1 << i, left ^ 1 << i, taken, part / 2))
    return found


class Step:
    """An objective to be at its least, where others have points (``allowed``) and no zone has more than ``cap``.

    ``plans`` gets all (points, masks) of at most ``wanted`` points, ``sound`` the numbers of zones they are all of.
    """

    def __init__(self, q, key, allowed=(), cap=math.inf, wanted=-1):
        self.q, self.key, self.cap, self.wanted = q, key, cap, wanted
        self.plans, self.sound, self.grown = [], set(), {}
        self.limits = [(q, key, most) for key, most in allowed if key not in ("largest", "worst")]  # on sums over zones
        self.limits += [(p, "weighted", most) for key, most in allowed if key == "worst" for p in q.periods().values()]
        self.names = [] if q.limits["max_changed"] is None else q.today
        far = over(sum(w * max(row[i] for row in q.minutes) for i, w in enumerate(q.work)), q.all_way)
        worst = math.ceil(1e6 * (1 + q.weights[key]["travel"] * far)) + q.n  # points that no plan exceeds
        self.worst = 0 if key == "worst" else worst  # of which nothing is summed: any plan within the limits is sought

    def check(self, claims, field, complete):
        """Note what is false of certificates; the least bound they state, ``None`` where a number of zones has none."""
        numbers, stated = self.q.numbers(), [claim["zones"] for claim in claims]
        missing = numbers.keys() - set(stated)
        fits = sorted(stated) == sorted(numbers.keys() - missing) and not (missing and complete)
        require(fits, field, "missing, twice or no such number of zones · 防区数缺少、重复或不可能")
        for claim in claims if fits else ():
            place = f"{field} of {claim['zones']} zones"
            try:
                fault = self.fault(numbers[claim["zones"]], claim)
                require(not fault, place, fault)
            except TimeoutError as long:
                OPEN.append(f"{place}: {long}")
        return None if missing else min((c["bound"] for c in claims if c["bound"] is not None), default=math.inf)

    def fault(self, k, claim):
        """What is false of one certificate: its duals, their sum, a zone below them, or a plan below its bound."""
        q, duals, zone, change = self.q, claim["duals"], claim["zone_dual"], claim["change_dual"]
        labels, limits = claim["label_duals"], [Fraction(x) for x in claim["limit_duals"]]
        fits = (len(labels), len(limits)) == (len(self.names), len(self.limits)) and (self.names or not change)
        fits = fits and min([change, *labels]) >= 0 and all(x % FRACTION == 0 for x in limits)
        size = sum(map(abs, (*duals.values(), *labels, *limits, q.n * zone, q.n * change)))
        if not (fits and size <= MOST and duals.keys() <= q.at.keys()):
            return "duals: wrong sign, size or number · 符号、大小或个数不对"
        less = sum(labels) + sum(x * most for x, (*_, most) in zip(limits, self.limits))
        stay = change and change * (q.n - q.limits["max_changed"])
        total = sum(duals.values()) + claim["zones"] * zone + stay - less
        if claim["dual_bound"] != math.ceil(total):
            return f"dual_bound: the sum is {math.ceil(total)} · 合计为 {math.ceil(total)}"
        bound = min(self.worst + 1 if claim["bound"] is None else claim["bound"], self.worst + 1)
        room = max(bound - 1, self.wanted) - total
        zones, fixed = self.priced(k, claim, room), [self.reduced(claim, mask) for mask in q.fixed]
        low = float(min([0, *fixed, *(cost for _, cost in zones)]))
        if low < 0:
            return f"duals: a zone costs {-low:g} points less · 有防区低于对偶值 {-low:g} 分"
        for masks in self.covers(zones, q.free, k, room - sum(fixed)):
            plan = sorted([*q.fixed, *masks], key=lambda mask: mask & -mask)
            points = q.points(self.key, plan)
            within = all(p.points(key, plan, most) <= most for p, key, most in self.limits)
            if within and points <= room + total and not q.violations(plan):
                self.plans.append((points, plan))
                if points < bound:
                    return f"bound: a plan has {points} points · 有 {points} 分的方案"
        self.sound.add(k)
        return None

    def reduced(self, claim, mask):
        """c(z) + Σρ·c_ρ(z) - Σπ - μ - max(0, σ·(stations of a zone of today) - ν), the cost above the duals."""
        q, change = self.q, claim["change_dual"]
        kept = [change * (mask & today).bit_count() - dual for today, dual in zip(self.names, claim["label_duals"])]
        paid = sum(claim["duals"].get(q.codes[i], 0) for i in rows_of(mask)) + claim["zone_dual"] + max([0, *kept])
        limits = zip(claim["limit_duals"], self.limits)
        return q.points(self.key, [mask]) - paid + sum(Fraction(x) * p.points(key, [mask]) for x, (p, key, _) in limits)

    def priced(self, k, claim, room):
        """(mask, reduced cost) of the zones that plans of k free ones may hold, of at most ``room`` or below 0."""
        q, room, nothing = self.q, max(room, -FRACTION), dict.fromkeys(MEASURES, 0.0)
        parts = [(1, q, self.key), *((x, p, key) for x, (p, key, _) in zip(claim["limit_duals"], self.limits))]
        weights = {  # all that growth knows of a period is its border; the rest is not below 0
            m: 1e6 * sum(x * p.weights[key][m] for x, p, key in parts if p is q or m == "border_cut") for m in MEASURES
        }
        pull = [claim["duals"].get(code, 0) + claim["change_dual"] for code in q.codes]
        for i, j in q.ends:
            pull[i], pull[j] = 0, pull[i] + pull[j]
        goals = [(weights, pull, float(room + claim["zone_dual"] + sum(x for x, *_ in parts)))]  # a point a rounding
        if self.cap < math.inf:
            goals.append(({m: 1e6 * w for m, w in q.weights[self.key].items()}, [0.0] * q.n, self.cap + 1.0))
        for values, end in q.bands("workload_band", k) + q.bands("officer_band", k):
            goals.append((nothing, [-x for x in values], end + CLOSE * sum(map(abs, values))))
        key = str((k == 1, claim["zone_dual"], claim["limit_duals"], pull, goals[1:]))  # often those of other numbers
        if key not in self.grown or self.grown[key][0] < room:
            self.grown[key] = room, {q.free} if k == 1 else grow(q, goals)
        costs = ((m, self.reduced(claim, m)) for m in self.grown[key][1] if q.points(self.key, [m]) <= self.cap)
        return [(m, cost) for m, cost in costs if cost <= room and not q.far(m) and not q.breaks(m, k)]

    def covers(self, zones, left, k, room):
        """Every way to make up ``left`` of k of the (mask, reduced cost) within ``room``."""
        if time.process_time() > self.q.until:
            raise TimeoutError("too many ways to put zones together: use --force · 拼合方式太多：请用 --force")
        if not (k and left):
            yield from [] if k or left else [[]]
            return
        zones = [(mask, cost) for mask, cost in zones if cost <= room and not mask & ~left]
        for mask, cost in min(([z for z in zones if z[0] >> i & 1] for i in rows_of(left)), key=len):
            for masks in self.covers(zones, left & ~mask, k - 1, room - cost):
                yield [mask, *masks]


# ------------------------------------------------------------------------- what a file may hold, and whether it is so
# The form of a text is a pattern, of a list [form of each], of a number (default, least, most), where there is another
# default (default, form), () or ... if no file can state it. A table with ``...`` may hold other keys; it is anything.
WHOLE, MAYBE, TEXT, PLAN = (0, -MOST, MOST), (None, -MOST, MOST), "(?s).*", [["(?s).*"]]
FIGURES, OBJECTIVE = {...: (None, 0, float(MOST))}, "|".join((*MEASURES, "largest", "worst", "weighted"))
CERTIFICATE = dict.fromkeys(("zones", "zone_dual", "change_dual", "zones_grown", "candidates"), WHOLE)
CERTIFICATE |= {"bound": MAYBE, "dual_bound": MAYBE, "duals": {...: WHOLE}, "label_duals": [WHOLE]}
CERTIFICATE |= {"limit_duals": [(0.0, 0, float(MOST))]}
FORM = {
    "schema": r"zoning\.plan/1", "county": {"digest": TEXT, ...: ...}, "figures": FIGURES, "violations": [...],
    "policy": {
        "name": ("custom", r"\S(.{0,118}\S)?"), "source": TEXT, "weights": dict.fromkeys(MEASURES, (0.0, 0, 1e9)),
        "measures": {"tolerance": (0.25, 0, 1e3)},
        "zones": {"max": (5, 1, 10_000), "min": (1, 1, 10_000), "min_stations": (2, 1, 10_000),
                  "max_stations": (None, 1, 10_000), "alone_as": ("each", "each|one"),
                  "alone": (["county_seat"], ["county_seat|urban|town|township"])},
        "rules": {"workload_band": (None, 0, 1e3), "officer_band": (None, 0, 1e3), "max_minutes": (None, 0, 1e6),
                  "min_officers": (None, 0, 10**6), "case_area": (None, True, True), "max_changed": (None, 0, 10**6)},
        "pins": {"together": PLAN, "apart": PLAN, "pinned": PLAN, "offices": [TEXT]},
    },
    "zones": (..., [{"name": TEXT, "stations": [TEXT], "measures": {...: ...}, "figures": FIGURES, ...: ...}]),
    "proof": {"status": "optimal|feasible|infeasible|unknown", "bound": MAYBE, "gap": (None, 0, 1e300),
              "certificates": [CERTIFICATE], "reasons": ((), [{"says": TEXT, "says_en": TEXT}]), ...: ...},
    "mode": (None, {"name": "order|minimax|frontier|worst_period", "within": {...: WHOLE},
                    "periods": ((), {...: WHOLE}), "wanted": [{"objective": OBJECTIVE, "slack": (0.0, 0, 1e6)}],
                    "stages": [{"objective": OBJECTIVE, "points": WHOLE, "allowed": WHOLE, "zones": PLAN,
                                "certificates": [CERTIFICATE]}]}),
    "alternatives": [PLAN], "alternatives_complete": (True, False, True), "alternatives_gap": (None, 0, 1e6),
    "alternatives_by": ("points", "points|difference"), ...: ...,
}  # fmt: skip


def formed(value, form, field=""):
    """A part of the file with what it leaves out; raises where it is not of its form."""
    most = form[-1] if isinstance(form, tuple) else form
    if form is ... or (isinstance(form, tuple) and value is form[0]):
        return value
    if type(most) is type(value) is list:
        return [formed(one, most[0], f"{field}.{n}") for n, one in enumerate(value)]
    if type(most) is type(value) is dict and (... in most or value.keys() <= most.keys()):
        whole = {key: one[0] if isinstance(one, tuple) else type(one)() for key, one in most.items() if key is not ...}
        parts = (whole | value).items()
        return {key: formed(one, most.get(key, most.get(...)), f"{field}.{key}") for key, one in parts}
    kinds = (int, float) if type(most) is float else (type(most),)
    number = isinstance(form, tuple) and type(value) in kinds and type(most) is not str
    if not (form[1] <= value <= most if number else type(most) is type(value) is str and re.fullmatch(most, value)):
        raise ValueError(f"{field[1:]}: not of its form · 格式不对: {value}")
    return value


def check_mode(q, plan, masks):
    """Note what is false of the steps of a mode; what the proof of the file follows to be."""
    mode, stages, optimal = plan["mode"], plan["mode"]["stages"], plan["proof"]["status"] == "optimal"
    name, wanted = mode["name"], [(step["objective"], step["slack"]) for step in mode["wanted"]]
    keys, points = [key for key, _ in wanted], {stage["objective"]: stage["points"] for stage in stages}
    fits = len(set(keys)) == len(keys) > 0 and set(keys) <= set(MEASURES)  # those of an order
    if name == "frontier":
        fits = fits and [slack for _, slack in wanted] == [0, 0]
    elif name != "order":
        fits = wanted == [("largest" if name == "minimax" else "worst", 0), ("weighted", 0)]
    require(fits and (name != "worst_period" or q.names), "mode.wanted")
    within = {keys[1]: points.get(keys[1])} if name == "frontier" and fits else {}
    told, cases = mode["periods"] or {}, q.periods() if name == "worst_period" and masks else {}
    periods = {key: case.points("weighted", masks, told.get(key)) for key, case in cases.items()} or ()
    require((mode["within"], mode["periods"]) == (within, periods), "mode.within, mode.periods")
    same("mode.stages", [stage["objective"] for stage in stages], keys if optimal else keys[: len(stages)])
    allowed = list(within.items())
    for n, (stage, (key, slack)) in enumerate(zip(stages, wanted)):
        field, target, step = f"mode.stages.{n}", stage["points"], q.masks(stage["zones"], f"mode.stages.{n}.zones")
        same(f"{field}.points", target, q.points(key, step, target))
        same(f"{field}.allowed", stage["allowed"], math.floor(target * (1 + slack)))
        keeps = all(q.points(other, step, most) <= most for other, most in allowed)
        require(keeps and not q.violations(step), f"{field}.zones")
        bounds = [-(-c["bound"] // c["zones"]) for c in stage["certificates"] if c["bound"] is not None]
        mean = max([min(bounds, default=0), *(q.points("weighted", [mask]) for mask in q.fixed)])
        counted = key == "largest" and bounds and mean >= target  # the mean zone of the cheapest plan costs as much
        cap = target - 1 if key == "largest" and not counted else dict(allowed).get("largest", math.inf)
        limits = [*allowed, (key, target - 1)] if key == "worst" else allowed
        proved = Step(q, key, limits, cap).check(stage["certificates"], f"{field}.certificates", True)
        least = math.inf if key in ("largest", "worst") and target > 0 else target  # there is none with a point less
        require(counted or proved is None or proved >= least, f"{field}.points")
        allowed.append((key, stage["allowed"]))
    last = not (optimal and stages) or q.masks(stages[-1]["zones"], "mode.stages") == masks
    keeps = not masks or all(q.points(key, masks, most) <= most for key, most in allowed)
    require(last and keeps, "zones", "not what the steps lead to · 与各步的结果不符")
    beside = [plan[key] for key in ("alternatives", "alternatives_complete", "alternatives_gap")]
    same("alternatives", beside, [[], True, None])
    return {"bound": None, "gap": None, "certificates": []}


def check_bound(q, plan, masks, points):
    """Note what is false of certificates and alternatives; what the proof of the file follows to be."""
    proof, gap, complete = plan["proof"], plan["alternatives_gap"], plan["alternatives_complete"]
    status, bound, claims = proof["status"], proof["bound"], proof["certificates"]
    large = q.n > LARGE and len(claims) < 2  # bounds with zones relaxed, not by number of zones
    others = [q.masks(zones, f"alternatives.{n}") for n, zones in enumerate(plan["alternatives"])]
    ranks = [q.rank(other)[: 1 if large else 3] for other in others if plan["alternatives_by"] == "points"]
    most = int(points + gap * abs(points)) if gap is not None and masks else -1
    wanted = most if complete else min(ranks[-1][0], most) if ranks else -1
    step = Step(q, "weighted", wanted=wanted)
    if not large:
        bound = step.check(claims, "proof.certificates", status in ("optimal", "infeasible"))
    elif bound is not None or status == "infeasible":
        OPEN.append("proof.bound: above 64 stations it is not proved here · 超过 64 个派出所，此处不证明")
    for claim in claims if large else ():  # of which only the sum of its duals is looked at
        bound, total = claim["bound"], sum(claim["duals"].values()) + claim["zones"] * claim["zone_dual"]
        same("proof.certificates.0.dual_bound", claim["dual_bound"], total)
    bound = None if bound == math.inf else bound
    require({"optimal": bound == points, "infeasible": bound is None}.get(status, True), "proof.status")
    possible = not (others or (gap is None and not complete)) if most < 0 else not (complete and large)
    require(possible and sorted(ranks) == ranks, "alternatives", "out of order or not to be known · 次序不对或无从得知")
    for n, other in enumerate(others):
        new = other not in (masks, *others[:n]) and q.points("weighted", other, most) <= most
        require(new and not q.violations(other), f"alternatives.{n}")
    if wanted >= 0 and not large and step.sound != set(q.numbers().values()):
        OPEN.append("alternatives: whether all are listed is not proved · 是否列全，没有证明")
    for cost, other in step.plans:
        missing = cost <= wanted and other not in (masks, *others) and (complete or q.rank(other) < ranks[-1])
        require(not missing, "alternatives", f"one of {cost} points is left out · 遗漏了 {cost} 分的方案")
    duals = ("dual_bound", "duals", "zone_dual", "change_dual", "label_duals", "limit_duals")
    own = next(({key: claim[key] for key in duals} for claim in claims if claim["zones"] == len(masks)), {})
    known = bound is not None and masks and (points or status == "optimal")
    return own | {"bound": bound, "gap": float(over(points - bound, points)) if known else None}


def check_file(q, plan):
    """Note where the file does not follow from county, policy and zones."""
    zones, proof, county = plan["zones"], plan["proof"], {"digest": q.digest()}
    same("county.digest", plan["county"]["digest"], county["digest"])
    if FALSE:
        return
    county |= {key: q.toml.get(key, "") for key in ("code", "name", "notice")} | {"borders": q.toml["borders"]["from"]}
    county |= dict(zip(("travel", "speed_kmh", "detour"), q.travel))
    masks = q.masks([zone["stations"] for zone in zones], "zones") if zones else []
    judged = [q.zone(bits(q.at[code] for code in zone["stations"])) for zone in zones]
    actual = [{key: zone[key] for key in ("name", "stations", "figures")} for zone in zones]
    for own, zone, z in zip(actual, zones, judged):
        points = q.points("weighted", [z.mask], zone.get("points"))
        own |= {"office": q.codes[z.office], "alone": not z.free, "measures": z.shares, "points": points}
    points = sum(own["points"] for own in actual) if zones else None
    expected = {
        "county": county, "zones": actual, "points": points, "figures": plan["figures"] if zones else {},
        "current": sorted([q.codes[i] for i in rows_of(mask)] for mask in q.today) or None,
        "measures": {key: float(sum(z.shares[key] for z in judged)) for key in MEASURES} if zones else {},
        "proof": {"status": proof["status"], "certificates": proof["certificates"], "reasons": proof["reasons"] or ()},
    }  # fmt: skip
    expected["proof"] |= check_mode(q, plan, masks) if plan["mode"] else check_bound(q, plan, masks, points)
    if proof["reasons"]:
        expected["proof"]["reason"] = "；".join(one["says"] for one in proof["reasons"])
    if plan.get("current"):
        plan["current"] = sorted(map(sorted, plan["current"]))
    same("", {key: plan[key] for key in expected if key in plan}, expected)
    broken, status = q.violations(masks) if zones else [], proof["status"]
    require(not broken, "zones", f"break rules · 违反规则: {broken}")
    require(not plan["violations"] or broken, "violations")
    doubted = (status == "optimal" and q.n <= LARGE and proof["reasons"]) or (status == "infeasible" and plan["mode"])
    fits = (status in ("optimal", "feasible")) == bool(zones) and not doubted
    require(fits, "proof.status", f"{status} with {len(zones)} zones · {status}，而有 {len(zones)} 个防区")


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
        q = Case(paths[0], plan["policy"])
        q.until = math.inf if "--force" in arguments else time.process_time() + SECONDS
        check_file(q, plan)
    except (OSError, ValueError, ArithmeticError, RecursionError, LookupError, TypeError, AttributeError) as error:
        print(f"unreadable · 无法读取: {type(error).__name__}: {error}")
        return 2
    for sentence in [f"FALSE · 不实 {one}" for one in FALSE] + [f"OPEN · 未证 {one}" for one in OPEN]:
        print(sentence)
    steps = {key: (plan["mode"] or {}).get(key) for key in ("wanted", "within")}
    print("policy · 划分规则:", json.dumps(plan["policy"] | steps, ensure_ascii=False))
    what = "false · 不实" if FALSE else "not all proved · 未全部证明" if OPEN else "all is so · 属实"
    print(f"{what}: {plan['proof']['status']}, {plan.get('points')} points · 分")
    return 1 if FALSE else 3 if OPEN else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
