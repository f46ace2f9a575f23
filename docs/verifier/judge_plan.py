"""What a plan of defence zones is worth: the second judge, by the standard library alone.

Measures, points, offices and rules are worked out from the tables of a county folder by the formulas of
docs/measures.md and docs/rules.md; ``check_plan.py`` beside this file compares a plan.json with them. Shares are 64-bit
floats. Points within DOUBT of a half may be rounded either way.

Stations stand in the order of their codes; a set of stations is a mask, a whole number with a bit for each.
"""

import csv
import hashlib
import json
import math
import re
import tomllib
from functools import cached_property
from itertools import combinations

DOUBT, TIE = 1e-5, 1e-9  # points from a half; relative difference below which values are the same
YES = {"1", "true", "yes", "y", "是", "有"}
COLUMNS = dict.fromkeys(("lon", "lat", "area_km2", "km", "count"), float)
COLUMNS |= dict.fromkeys(("population", "officers", "auxiliaries", "villages", "communities"), int)
COLUMNS |= dict.fromkeys(("has_case_area", "is_seat"), lambda text: text.lower() in YES)
STATION = ["code", "name", "kind", "lon", "lat", "area_km2", "population", "officers", "auxiliaries", "villages"]
STATION += ["communities", "has_case_area", "is_seat", "current_zone"]  # what reaches the digest; the rest are notes
KINDS = {"county_seat", "urban", "town", "township"}
OFF = {"workload_band": math.inf, "officer_band": math.inf, "max_minutes": math.inf, "min_officers": 0}
OFF |= {"case_area": False, "max_changed": math.inf}


def over(part, whole):
    return part / whole if whole else 0.0


def bits(rows):
    return sum(1 << i for i in set(rows))


def in_order(name):
    """2024年2月 before 2024年10月."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", name)]


def rows_of(mask):
    return [i for i in range(mask.bit_length()) if mask >> i & 1]


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


class County:
    """The tables of a county and what the formulas make of them; stations stand in the order of their codes.

    A set of stations is a mask, with a bit for each. Of a period it has the incidents alone, in its part of the years.
    """

    def __init__(self, folder, period=None):
        def table(name):
            path = folder / f"{name}.csv"
            rows = csv.DictReader(path.read_text("utf-8-sig").splitlines()) if path.is_file() else ()
            read = ({key: (text or "").strip() for key, text in row.items() if key} for row in rows)
            return [{key: COLUMNS.get(key, str)(text) if text else None for key, text in row.items()} for row in read]

        self.toml = toml = tomllib.loads((folder / "county.toml").read_text("utf-8-sig"))
        toml["years"] = float(toml.get("years", 1))
        self.classes = [one | {key: float(one[key]) for key in ("minutes", "officers")} for one in toml["classes"]]
        blank = dict.fromkeys(STATION) | {"has_case_area": False, "is_seat": False}
        told = ({key: row[key] for key in STATION if row.get(key) is not None} for row in table("stations"))
        self.stations = sorted((blank | row for row in told), key=lambda s: s["code"])
        self.codes, self.n = [s["code"] for s in self.stations], len(self.stations)
        self.at, self.all = {code: i for i, code in enumerate(self.codes)}, (1 << self.n) - 1
        self.counts, names = [[0.0] * len(self.classes) for _ in self.codes], [e["key"] for e in self.classes]
        rows = table("incidents")
        self.periods = sorted({row["period"] for row in rows if row.get("period")}, key=in_order)
        self.parted = len(self.periods) > 1 and all(row.get("period") for row in rows)
        for row in rows if period is None else [row for row in rows if row["period"] == period]:
            self.counts[self.at[row["station"]]][names.index(row["class"])] += float(row["count"])
        way = {"mode": "straight", "speed_kmh": 40, "detour": 1.35} | toml.get("travel", {})
        self.travel = [way["mode"], float(way["speed_kmh"]), float(way["detour"])]
        self.minutes, self.km, self.beside = *([[0.0] * self.n for _ in self.codes] for _ in "mk"), [0] * self.n
        places, (mode, speed, detour) = [(s["lon"], s["lat"]) for s in self.stations], self.travel
        for i, j in combinations(range(self.n), 2) if mode == "straight" else ():
            straight = 60 * detour * geodesic_km(places[i], places[j]) / speed
            self.minutes[i][j] = self.minutes[j][i] = round(straight, 6)
        for row in table("travel") if mode != "straight" else ():
            self.minutes[self.at[row["from"]]][self.at[row["to"]]] = float(row["minutes"])
        rows = table("borders")
        self.borders = sorted([*sorted((b["a"], b["b"])), b["km"] or 0.0, b.get("kind") or "shared"] for b in rows)
        for a, b, km, kind in self.borders:
            for i, j in ((self.at[a], self.at[b]), (self.at[b], self.at[a])) if kind != "barred" else ():
                self.km[i][j], self.beside[i] = km, self.beside[i] | 1 << j
        zones = [s["current_zone"] for s in self.stations]
        labels = [zone or code for zone, code in zip(zones, self.codes)] if any(zones) else []
        self.today = [bits(i for i in range(self.n) if labels[i] == label) for label in dict.fromkeys(labels)]
        years = toml["years"] if period is None else toml["years"] / len(self.periods)
        self.derive([[x / years for x in row] for row in self.counts])

    def derive(self, incidents):
        """Workload, and the features of stations from whose sums over a zone the losses follow."""
        area, self.officers = ([s[key] for s in self.stations] for key in ("area_km2", "officers"))
        inside = [60 * self.travel[2] * 0.376 * math.sqrt(a) / self.travel[1] for a in area]
        sent, took = ([e[key] for e in self.classes] for key in ("officers", "minutes"))
        hours = [[x * o * (m + 2 * r) / 60 for x, o, m in zip(row, sent, took)] for row, r in zip(incidents, inside)]
        self.inside, self.calls = [min(r, 60.0) for r in inside], [sum(row) for row in incidents]
        self.hours = [sum(x * (m + 2 * r) for x, m in zip(row, took)) / 60 for row, r in zip(incidents, inside)]
        self.work, by_class = [sum(row) for row in hours], [sum(column) for column in zip(*incidents)]
        lent = [[x + 8 * over(y, sum(by_class)) for x, y in zip(row, by_class)] for row in incidents]
        self.mix, density = (
            [sum(c) for c in zip(*lent)],
            [math.log((sum(n) + 0.5) / a) for n, a in zip(incidents, area)],
        )
        x, unlike = [one - sum(density) / self.n for one in density], [self.divergence(row) for row in lent]
        self.features = [(*lent[i], unlike[i], x[i], x[i] ** 2, 1.0) for i in range(self.n)]
        sums = (sum(unlike), sum(self.mix)), (sum(a**2 for a in x), sum(a**2 for a in density))
        self.all_unlike, self.all_square = (total if total > 1e-12 * scale else 0.0 for total, scale in sums)
        self.all_way = min(sum(w * t for w, t in zip(self.work, row)) for row in self.minutes)
        self.all_km = sum(map(sum, self.km))

    def divergence(self, values):
        """Σ_c n_c ln[(n_c / n) / π_c], summed so that its terms are as small as their sum."""
        even = [sum(values) * share / (sum(self.mix) or 1.0) for share in self.mix]
        delta = [value / e - 1 if e > 0 else 0.0 for value, e in zip(values, even)]
        return sum(e * ((1 + d) * (math.log1p(d) if d > -1 else 0.0) - d) for e, d in zip(even, delta))

    def losses(self, sums):
        """mix_loss and density_loss of a set from the sums of its features: one station more never makes them less."""
        *lent, unlike, x, square, size = sums
        mix = over(max(unlike - self.divergence(lent), 0.0), self.all_unlike)
        return mix, over(max(square - x**2 / size, 0.0), self.all_square)

    def between(self, mask, other):
        """Share of the borders inside the county that lies between two sets; ½ of it is cut from each."""
        return over(sum(self.km[i][j] for i in rows_of(mask) for j in rows_of(self.beside[i] & other)), self.all_km)

    def reach(self, front, within):
        """What hangs together with ``front`` over stations in ``within``."""
        part = front
        while front:
            fresh = self.beside[front.bit_length() - 1] & within & ~part
            part, front = part | fresh, front ^ 1 << front.bit_length() - 1 | fresh
        return part

    def digest(self):
        content = {key: self.toml[key] for key in ("code", "name", "years")} | {"counts": self.counts}
        content |= {"stations": self.stations, "travel": self.travel, "classes": self.classes}
        content["borders"] = [[a, b, round(km, 6), kind] for a, b, km, kind in self.borders]
        content["minutes"] = [[round(x, 6 if self.travel[0] == "matrix" else 3) for x in row] for row in self.minutes]
        text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def change(q, z):
    """Pairs of a zone that are not together today, and half of each pair of today that it parts, of all pairs."""
    kept = [((z.mask & today).bit_count(), today.bit_count()) for today in q.today]
    joined = math.comb(len(z.rows), 2) - sum(math.comb(k, 2) for k, _ in kept)
    return over(joined + sum(k * (size - k) for k, size in kept) / 2, math.comb(q.n, 2)) if q.today else 0.0


def unsupported(q, z):
    lonely = (i for i in z.rows if not any(j != i and q.minutes[j][i] <= 30 for j in z.rows))
    return over(sum(q.work[i] for i in lonely), sum(q.work))


def response(q, z):
    """Minutes until a unit is there, own one or the nearest other of the zone, 60 at the most; see docs/measures.md."""
    busy = min(sum(q.hours[i] for i in z.rows) / (len(z.rows) * 8760), 1.0)
    steps = [[q.minutes[j][i] for j in z.rows if j != i] for i in z.rows]
    away = [5 * sum(min(ways, default=math.inf) > 5 * k for k in range(12)) for ways in steps]
    each = [(1 - busy) * (q.inside[i] + busy * d) + busy**2 * 60 for i, d in zip(z.rows, away)]
    return over(sum(q.calls[i] * x for i, x in zip(z.rows, each)), 60 * sum(q.calls))


MEASURES = {  # the share of a zone z in a case q
    "mismatch": lambda q, z: abs(z.sum(q.uneven)) / 2,
    "overload": lambda q, z: max(0.0, abs(z.sum(q.uneven)) - q.tolerance * z.sum(q.staff)) / 2,
    "mix_loss": lambda q, z: q.losses(map(z.sum, zip(*q.features)))[0],
    "density_loss": lambda q, z: q.losses(map(z.sum, zip(*q.features)))[1],
    "travel": lambda q, z: over(z.ways[z.office], q.all_way),
    "unsupported": unsupported,
    "border_cut": lambda q, z: q.between(z.mask, q.all & ~z.mask),
    "change": change,
    "response": response,
}
RULES = {  # whether a zone z breaks a rule in a case q, among k zones outside the alone ones
    "alone": lambda q, z, k: z.mask & q.alone and z.mask not in q.fixed,
    "contiguous": lambda q, z, k: q.reach(z.mask & -z.mask, z.mask) != z.mask,
    "min_stations": lambda q, z, k: not z.mask & q.alone and len(z.rows) < q.zones["min_stations"],
    "max_stations": lambda q, z, k: not z.mask & q.alone and len(z.rows) > q.largest,
    "workload_band": lambda q, z, k: not z.mask & q.alone and any(z.sum(x) > most for x, most in q.workload_band(k)),
    "officer_band": lambda q, z, k: not z.mask & q.alone and any(z.sum(x) > most for x, most in q.officer_band()),
    "max_minutes": lambda q, z, k: max(q.minutes[z.office][i] for i in z.rows) > q.rules["max_minutes"] * (1 + TIE),
    "min_officers": lambda q, z, k: z.sum(q.officers) < q.rules["min_officers"],
    "case_area": lambda q, z, k: q.rules["case_area"] and not any(q.stations[i]["has_case_area"] for i in z.rows),
    "together": lambda q, z, k: any(z.mask & group not in (0, group) for group in q.together),
    "apart": lambda q, z, k: any((z.mask & group).bit_count() > 1 for group in q.apart),
    "pinned": lambda q, z, k: any(z.mask >> i & 1 and 2 * (z.mask & s).bit_count() <= s.bit_count() for i, s in q.held),
    "offices": lambda q, z, k: (z.mask & q.offices).bit_count() > 1,
}


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


class Case(County):
    """A county, or a period of it, under the policy of a plan."""

    def __init__(self, folder, policy, period=None):
        super().__init__(folder, period)
        self.folder, self.policy = folder, policy
        self.zones, pins, weights, at, self.known = policy["zones"], policy["pins"], policy["weights"], self.at, {}
        self.rules = {key: OFF[key] if value is None else value for key, value in policy["rules"].items()}
        bands = [self.rules[key] for key in ("workload_band", "officer_band")]
        groups = [*pins["together"], *pins["apart"], *pins["pinned"]]
        fits = [set(weights) == set(MEASURES), set(self.rules) == set(OFF), set(self.zones["alone"]) <= KINDS]
        fits += [min(*weights.values(), *self.rules.values(), policy["measures"]["tolerance"]) >= 0]
        fits += [1 <= self.zones["min"] <= self.zones["max"] <= 10_000, all(len(group) > 1 for group in groups)]
        fits += [band <= 1000 or band == math.inf for band in bands] + [policy["rules"]["case_area"] is not False]
        if not all(fits):
            raise ValueError("policy: measures, rules or values that are not known here · 不认识的指标、规则或值")
        self.weights = {key: weight / sum(weights.values()) for key, weight in weights.items()}
        self.tolerance, self.largest = policy["measures"]["tolerance"], self.zones["max_stations"] or math.inf
        self.alone = bits(i for i, s in enumerate(self.stations) if s["kind"] in self.zones["alone"])
        one = self.zones["alone_as"] == "one" and self.alone
        self.free, self.fixed = self.all & ~self.alone, [self.alone] if one else [1 << i for i in rows_of(self.alone)]
        beside = [pair for pair in pins["pinned"] if pair[1] in at]
        self.together = [bits(at[code] for code in group) for group in pins["together"] + beside]
        self.apart = [bits(at[code] for code in group) for group in pins["apart"]]
        self.offices = bits(at[code] for code in [*pins["offices"], *(b for _, b in beside)])
        now = {b: bits(i for i, s in enumerate(self.stations) if s["current_zone"] == b) for _, b in pins["pinned"]}
        self.held = [(at[a], now[b]) for a, b in pins["pinned"] if b not in at]
        work, staff = (sum(values[i] for i in rows_of(self.free)) for values in (self.work, self.officers))
        free = [bool(work and staff and self.free >> i & 1) for i in range(self.n)]
        self.staff = [p / staff if own else 0.0 for p, own in zip(self.officers, free)]
        self.uneven = [w / work - p if own else 0.0 for w, p, own in zip(self.work, self.staff, free)]
        self.rest, self.due = work, [p * over(work, staff) for p in self.officers]
        ends = ((i, self.beside[i] & self.free) for i in rows_of(self.free) if self.zones["min_stations"] > 1)
        self.ends = [(i, near.bit_length() - 1) for i, near in ends if near.bit_count() == 1]  # no plan parts the two

    @cached_property
    def by_period(self):
        """By name of a period the case with its incidents; rules are those of the whole."""
        return {name: Case(self.folder, self.policy, name) for name in self.periods} if self.parted else {}

    def weighing(self, key):
        """The weights behind the objective of a step; the worst period is no sum over zones."""
        return self.weights if key in ("weighted", "largest") else {m: float(m == key) for m in MEASURES}

    def limits(self, allowed):
        """(case, weights, most): sums over a plan that steps before allow; of the worst period, one for each."""
        for key, most in allowed:
            if key == "worst":
                yield from ((case, case.weights, most) for case in self.by_period.values())
            elif key != "largest":
                yield self, self.weighing(key), most

    def workload_band(self, k):
        """(values of stations, most): sums that a free zone of k may have."""
        band, mean = self.rules["workload_band"], over(self.rest, k)
        pairs = ((1, 1 + band), (-1, band - 1)) if mean and band < math.inf else ()
        return [([sign * w for w in self.work], end * mean + TIE * abs(end * mean)) for sign, end in pairs]

    def officer_band(self):
        """The same of the workload less that due to the officers."""
        band, due = self.rules["officer_band"], self.due
        pairs = ((1, 1 + band), (-1, band - 1)) if any(due) and band < math.inf else ()
        return [([sign * w - p * (end + TIE * abs(end)) for w, p in zip(self.work, due)], 0.0) for sign, end in pairs]

    def zone(self, mask):
        if mask not in self.known:
            self.known[mask] = Zone(self, mask)
        return self.known[mask]

    def points(self, mask, weights, lean=1):
        """Whole points of a zone; within DOUBT of a half they are rounded up (lean 1) or down (-1)."""
        shares = self.zone(mask).shares
        return math.floor(1e6 * sum(w * shares[key] for key, w in weights.items() if w > 0) + 0.5 + lean * DOUBT)

    def value(self, key, masks, lean=1):
        """Points of a plan under the objective of a step."""
        if key == "worst":
            return max((case.value("weighted", masks, lean) for case in self.by_period.values()), default=-1)
        return (max if key == "largest" else sum)(self.points(mask, self.weighing(key), lean) for mask in masks)

    def stays(self, masks, labels):
        """The most stations that can keep one of the ``labels`` of today, each of which goes to one zone."""
        rest = [(masks[0] & today, [x for x in labels if x != today]) for today in labels if masks and masks[0] & today]
        kept = [mask.bit_count() + self.stays(masks[1:], others) for mask, others in rest]
        return max([*kept, self.stays(masks[1:], labels)]) if masks else 0

    def far(self, inside, left=0):
        """Whether a zone of ``inside`` and any of ``left`` differs by more stations from every zone than may change."""
        most = self.rules["max_changed"]
        differing = ((inside & ~zone | zone & ~inside & ~left).bit_count() for zone in self.today)
        return most < math.inf and min([inside.bit_count(), *differing]) > most  # one of a new name holds only such

    def violations(self, masks):
        """{"rule", "stations"} of every rule that a plan breaks."""
        k, most = sum(not mask & self.alone for mask in masks), self.rules["max_changed"]
        found = [(key, mask) for key, broken in RULES.items() for mask in masks if broken(self, self.zone(mask), k)]
        found += [("zone_count", 0)] * (not self.zones["min"] <= len(masks) <= self.zones["max"])
        found += [("max_changed", 0)] * (most < math.inf and self.n - self.stays(masks, self.today) > most)
        told = ({"rule": key, "stations": [self.codes[i] for i in rows_of(mask)]} for key, mask in found)
        return sorted(told, key=lambda one: (one["rule"], one["stations"]))

    def numbers(self):
        """By number of zones, that of the free ones among them, as limits and counts allow."""
        free, fixed, z = self.free.bit_count(), len(self.fixed), self.zones
        keep = not any(broken(self, self.zone(mask), 0) for broken in RULES.values() for mask in self.fixed)
        fits = (k for k in range(free + 1) if z["min"] <= k + fixed <= z["max"] and (k or not free) and keep)
        return {k + fixed: k for k in fits if not free or k * z["min_stations"] <= free <= k * self.largest}
