"""Check a plan.json against its county without the program that wrote it: three files, the standard library alone.

    python check_plan.py COUNTY_FOLDER plan.json [--force]

``judge_plan.py`` works out what the plan is worth, ``prove_plan.py`` proves its bounds again; here the file is compared
with both. Not checked: names of zones, sentences, figures beside the measures, how the plan was found, and bounds of
counties of more than 64 stations, which rest on no duals.

Exit code: 0 all is so · 1 something is not · 2 unreadable · 3 nothing is false, but not all was proved (time, size).
"""

import json
import math
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))  # also where Python is run isolated

from judge_plan import MEASURES, Case, bits, over, rows_of
from prove_plan import FALSE, OPEN, Proof, require, same

SECONDS, LARGE = 60.0, 64  # of computing unless forced; counties of more stations have no duals

# The form of a file: a type ("?": or null), a list of one form, or a table of forms ("*": of any other key).
TYPES = {"whole": (int,), "number": (int, float), "text": (str,), "flag": (bool,), "any": (bool, int, float, str)}
PLAN, SHARES, SAYS = [["text"]], {"*": "number"}, {"says": "text", "says_en": "text"}
DUALS = {"dual_bound": "whole?", "duals": {"*": "whole"}, "zone_dual": "whole", "change_dual": "whole"}
DUALS |= {"label_duals": ["whole"], "limit_duals": ["number"]}
CERTIFICATES = [{"zones": "whole", "bound": "whole?", **DUALS, "zones_grown": "whole", "candidates": "whole"}]
FORM = {
    "schema": "text", "county": {"*": "any"}, "current": PLAN, "points": "whole?", "measures": SHARES,
    "figures": {"*": "number?"},
    "policy": {
        "name": "text", "source": "text", "measures": {"tolerance": "number"}, "weights": SHARES,
        "rules": {"case_area": "flag?", "min_officers": "whole?", "max_changed": "whole?", "*": "number?"},
        "zones": {"max": "whole", "min": "whole", "min_stations": "whole", "max_stations": "whole?",
                  "alone": ["text"], "alone_as": "text"},
        "pins": {"together": PLAN, "apart": PLAN, "pinned": PLAN, "offices": ["text"]},
    },
    "zones": [{"name": "text", "stations": ["text"], "office": "text", "alone": "flag", "points": "whole",
               "measures": SHARES, "figures": {"*": "number?"}}],
    "violations": [{"rule": "text", "stations": ["text"], "amount": "number", **SAYS}],
    "proof": {"status": "text", "bound": "whole?", "gap": "number?", **DUALS, "certificates": CERTIFICATES,
              "reason": "text", "reasons": [SAYS]},
    "mode": {"name": "text", "wanted": [{"objective": "text", "slack": "number"}], "within": {"*": "whole"},
             "periods": {"*": "whole"},
             "stages": [{"objective": "text", "points": "whole", "allowed": "whole", "zones": PLAN,
                         "certificates": CERTIFICATES}]},
    "alternatives": [PLAN], "alternatives_complete": "flag", "alternatives_gap": "number?", "alternatives_by": "text",
}  # fmt: skip


def formed(value, form, field):
    """Raise where a part of the file is not of its form; keys that are not known may stand at the top alone."""
    if isinstance(form, str):
        fits = type(value) in TYPES[form.rstrip("?")] or (value is None and form.endswith("?"))
    else:
        fits = type(value) is type(form) or (value is None and field == "current")
    if not fits:
        raise ValueError(f"{field}: of the wrong kind · 类型不对")
    for n, part in enumerate(value if isinstance(value, list) else ()):
        formed(part, form[0], f"{field}.{n}")
    for key, part in value.items() if isinstance(value, dict) else ():
        if field and not {key, "*"} & form.keys():
            raise ValueError(f"{field}.{key}: a key that is not known · 不认识的键")
        if {key, "*"} & form.keys():
            formed(part, form.get(key, form.get("*")), f"{field}.{key}".lstrip("."))


def masks_of(q, zones, field):
    """The masks of a plan's zones, in order."""
    if sorted(code for zone in zones for code in zone) != q.codes or not all(zones):
        raise ValueError(f"{field}: not every station stands in one zone · 并非每个派出所恰在一个防区")
    return sorted((bits(q.at[code] for code in zone) for zone in zones), key=lambda mask: mask & -mask)


def check_mode(q, plan, masks, until):
    """Note what is false of the steps of a mode: which they are, what they allow, and that each is at its least."""
    mode, proof, allowed = plan["mode"], plan["proof"], list(plan["mode"]["within"].items())
    wanted, stages = [(w["objective"], w["slack"]) for w in mode["wanted"]], mode["stages"]
    keys, least = [key for key, _ in wanted], {stage["objective"]: stage["points"] for stage in stages}
    measures, optimal = len(set(keys)) == len(keys) > 0 and set(keys) <= set(MEASURES), proof["status"] == "optimal"
    fits = {
        "order": measures and not allowed,
        "minimax": wanted == [("largest", 0), ("weighted", 0)] and not allowed,
        "worst_period": wanted == [("worst", 0), ("weighted", 0)] and not allowed and q.parted,
        "frontier": measures and [s for _, s in wanted] == [0, 0] and mode["within"] == {keys[1]: least.get(keys[1])},
    }
    require(
        fits.get(mode["name"]),
        "mode",
        f"no {mode['name']} has such steps and limits · {mode['name']} 没有这样的步骤和限值",
    )
    periods = None
    if mode["name"] == "worst_period" and masks:
        both = {name: [case.value("weighted", masks, lean) for lean in (1, -1)] for name, case in q.by_period.items()}
        told = mode.get("periods") or {}
        periods = {name: told[name] if told.get(name) in two else two[0] for name, two in both.items()}
    same("mode.periods", mode.get("periods"), periods)
    done = keys if optimal else keys[: len(stages)]
    require([s["objective"] for s in stages] == done, "mode.stages", "these are not the steps wanted · 不是所要的步骤")
    same("proof", proof, {"status": proof["status"], "bound": None, "gap": None})
    none = [proof["status"] == "infeasible", plan["alternatives_gap"] is not None]
    beside = [proof["certificates"], plan["alternatives"], plan["alternatives_complete"], *none]
    same("proof, alternatives", beside, [[], [], True, False, False])
    for n, (stage, (key, slack)) in enumerate(zip(stages, wanted)):
        field, target, step = f"mode.stages.{n}", stage["points"], masks_of(q, stage["zones"], f"mode.stages.{n}.zones")
        both = q.value(key, step), q.value(key, step, -1)
        require(target in both, f"{field}.points", f"the plan has {both[0]} · 方案为 {both[0]}")
        same(f"{field}.allowed", stage["allowed"], math.floor(target * (1 + slack)))
        within = not q.violations(step) and all(q.value(a, step, -1) <= most for a, most in allowed)
        require(within, f"{field}.zones", "break a rule or what is allowed · 违反规则或前面各步的限值")
        bounds = [-(-c["bound"] // c["zones"]) for c in stage["certificates"] if c["bound"] is not None]
        mean = max([min(bounds, default=0), *(q.points(mask, q.weights) for mask in q.fixed)])
        counted = key == "largest" and bounds and mean >= target  # the mean zone of the cheapest plan costs as much
        cap = target - 1 if key == "largest" and not counted else dict(allowed).get("largest", math.inf)
        limits = [*allowed, (key, target - 1)] if key == "worst" else allowed
        proved = Proof(q, key, until, limits, cap).check(stage["certificates"], f"{field}.certificates", True)
        enough = proved is None or counted or proved >= (math.inf if key == "worst" and target > 0 else target)
        require(enough, f"{field}.points", f"the certificates prove {proved} · 证书只证明 {proved}")
        allowed.append((key, stage["allowed"]))
    last = not (optimal and stages) or masks_of(q, stages[-1]["zones"], "mode.stages") == masks
    within = not masks or all(q.value(a, masks, -1) <= most for a, most in allowed)
    require(last and within, "zones", "not what the steps lead to · 与各步的结果不符")


def check_proof(q, plan, masks, until):
    """Note what is false of certificates, status, bound and gap, and of the alternatives."""
    proof, points, status, large = plan["proof"], plan["points"], plan["proof"]["status"], q.n > LARGE
    claims, bound, listed = proof["certificates"], proof["bound"], Alternatives(q, plan, masks)
    small = Proof(q, "weighted", until, wanted=listed.wanted)
    if not large:
        least = small.check(claims, "proof.certificates", status in ("optimal", "infeasible"))
        bound = None if least == math.inf else least
    elif bound is not None or status == "infeasible":
        OPEN.append(("proof.bound", "above 64 stations it is not proved here · 超过 64 个派出所，此处不证明"))
        for claim in claims:  # of which only the sum of its duals is looked at
            bound = claim["bound"]
            same("proof.certificates.0.dual_bound", claim["dual_bound"], sum(claim["duals"].values()))
    holds = {"optimal": bound == points, "infeasible": bound is None}.get(status, True) and len(claims) <= (
        1 if large else len(claims)
    )
    require(holds, "proof.status", "its own bounds say otherwise · 与其自身的界不符")
    known = bound is not None and masks and (points or status == "optimal")
    actual = {"status": status, "bound": bound, "gap": float(over(points - bound, points)) if known else None}
    actual |= next(({key: claim[key] for key in DUALS} for claim in claims if claim["zones"] == len(masks)), {})
    if proof.get("reasons"):
        actual["reason"] = "；".join(one["says"] for one in proof["reasons"])
    same("proof", proof, actual)
    listed.check(small)


class Alternatives:
    """The other plans that a file lists: by points or each as far from those before, all up to a gap or the first."""

    def __init__(self, q, plan, masks):
        self.q, self.own, self.gap, self.complete = q, masks, plan["alternatives_gap"], plan["alternatives_complete"]
        self.plans = [masks_of(q, zones, f"alternatives.{n}") for n, zones in enumerate(plan["alternatives"])]
        self.by_points, self.asked = plan["alternatives_by"] == "points", self.gap is not None and bool(masks)
        self.most = int(plan["points"] + self.gap * abs(plan["points"])) if self.asked else -1
        last = self.rank(self.plans[-1])[0] if self.by_points and self.plans else -1
        self.wanted = self.most if self.complete else min(last, self.most)  # points up to which all must be known

    def rank(self, masks):
        """The order of plans: by points; above 64 stations that is all, else by zones and the first difference."""
        zones = [] if self.q.n > LARGE else [len(masks), [[*rows_of(mask), math.inf] for mask in masks]]
        return [self.q.value("weighted", masks), *zones]

    def check(self, proof):
        """Note plans that cannot be among them, another order, and plans that ``proof`` knows and that are left out."""
        q, large = self.q, self.q.n > LARGE
        if not self.asked:
            same("alternatives", [self.plans, self.complete or self.gap is not None], [[], True])
        for n, other in enumerate(self.plans):
            new = other not in (self.own, *self.plans[:n]) and q.value("weighted", other, -1) <= self.most
            says = "break a rule, cost too much or stand twice · 违反规则、综合代价过高或重复"
            require(new and not q.violations(other), f"alternatives.{n}", says)
        ordered = not self.by_points or sorted(self.plans, key=self.rank) == self.plans
        possible = ordered and not (self.asked and self.complete and large)
        require(possible, "alternatives", "out of order, or more than can be known · 次序不对，或无从得知")
        if self.wanted >= 0 and not large and proof.sound != set(q.numbers().values()):
            OPEN.append(("alternatives", "whether all are listed is not proved · 是否列全，没有证明"))
        for cost, other in proof.plans if self.wanted >= 0 else ():
            missing = cost <= self.wanted and other not in (self.own, *self.plans)
            missing = missing and (self.complete or self.rank(other) < self.rank(self.plans[-1]))
            require(not missing, "alternatives", f"one of {cost} points is left out · 遗漏了 {cost} 分的方案")


def check_file(q, plan, until):
    """Note what is false of a plan file."""
    zones, status = plan["zones"], plan["proof"]["status"]
    require("digest" in plan["county"], "county.digest", "is missing · 缺少")
    known = plan["alternatives_by"] in ("points", "difference") and (plan["alternatives_gap"] or 0) >= 0
    require(known, "alternatives_by, alternatives_gap", "no such order or gap · 没有这样的次序或差距")
    county = {key: q.toml.get(key, "") for key in ("code", "name", "notice")} | {"digest": q.digest()}
    county |= dict(zip(("travel", "speed_kmh", "detour"), q.travel)) | {"borders": q.toml["borders"]["from"]}
    masks = masks_of(q, [zone["stations"] for zone in zones], "zones") if zones else []
    judged = [q.zone(bits(q.at[code] for code in zone["stations"])) for zone in zones]
    actual = [{"office": q.codes[z.office], "alone": bool(z.mask & q.alone), "measures": z.shares} for z in judged]
    for zone, own, one in zip(zones, actual, judged):
        low, high = (q.points(one.mask, q.weights, lean) for lean in (-1, 1))
        own |= {"stations": zone["stations"], "points": min(max(zone["points"], low), high)}
    expected = {
        "schema": "zoning.plan/1", "county": county, "zones": actual,
        "current": sorted([q.codes[i] for i in rows_of(mask)] for mask in q.today) or None,
        "points": sum(zone["points"] for zone in actual) if zones else None,
        "measures": {key: float(sum(own.shares[key] for own in judged)) for key in MEASURES} if zones else {},
        "violations": q.violations(masks) if zones else [],
    }  # fmt: skip
    stated = plan | {"current": plan["current"] and sorted(map(sorted, plan["current"]))}
    stated["violations"] = sorted(plan["violations"], key=lambda one: (one["rule"], one["stations"]))
    for key, value in expected.items():
        same(key, stated[key], value)
    for one in expected["violations"]:
        require(False, "zones", f"break the rule {one['rule']} · 违反规则 {one['rule']}: {' '.join(one['stations'])}")
    planned = {"optimal": True, "feasible": True, "infeasible": False, "unknown": False}.get(status) == bool(zones)
    planned = planned and not (status == "optimal" and q.n <= LARGE and plan["proof"].get("reasons"))
    require(planned, "proof.status", f"{status} with {len(zones)} zones · {status}，而有 {len(zones)} 个防区")
    (check_mode if "mode" in plan else check_proof)(q, plan, masks, until)


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
    FALSE.clear()
    OPEN.clear()
    try:
        plan = json.loads(paths[1].read_text("utf-8-sig"), object_pairs_hook=once)
        formed(plan, FORM, "")
        json.dumps(plan, ensure_ascii=False, allow_nan=False).encode()  # NaN is no number, half a letter no text
        until = math.inf if "--force" in arguments else time.process_time() + SECONDS
        check_file(Case(paths[0], plan["policy"]), plan, until)
    except (OSError, ValueError, ArithmeticError, RecursionError) as error:
        print(f"unreadable · 无法读取: {error}")
        return 2
    except (KeyError, TypeError, AttributeError, IndexError) as error:
        print(f"unreadable · 无法读取: missing, unknown or of the wrong kind · 缺少、不认识或类型不对: {error}")
        return 2
    for word, found in {"FALSE · 不实": FALSE, "OPEN · 未证": OPEN}.items():
        for field, sentence in found:
            print(f"{word} {field}: {sentence}")
    steps = {key: plan.get("mode", {}).get(key) for key in ("wanted", "within")}
    print("policy · 划分规则:", json.dumps(plan["policy"] | steps, ensure_ascii=False))
    what = "false · 不实" if FALSE else "not all proved · 未全部证明" if OPEN else "all is so · 属实"
    print(f"{what}: {plan['proof']['status']}, {plan['points']} points · 分")
    return 1 if FALSE else 3 if OPEN else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
