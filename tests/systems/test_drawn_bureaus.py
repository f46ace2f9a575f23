"""``organise`` and ``staffing`` answer on samples and drawn counties with any bureau: 0-12 leaders, branches, blanks.

``BUREAUS=30`` in the environment draws more counties than the few of every run.
"""

import os
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

import zoning
from geodata.samples import NAMES
from solvers.stop import Stop
from systems.organisation.organise import organise
from systems.organisation.records import Organisation
from systems.staffing.staffing import staffing
from systems.teams.parameters import Parameters
from tests.zoning.drawn import CLASSES, county, problem
from workbench.tables.systems import monthly
from workbench.tables.systems import organisation as view
from workbench.tables.systems.organised import lines
from zoning.model.bureau import Branch, Bureau, Forces, Leader, Period, Place, Post, Unit, Village
from zoning.model.county import County
from zoning.model.plan import Plan
from zoning.model.problem import Problem
from zoning.result.documents import from_document, to_document

DRAWN = int(os.environ.get("BUREAUS", "6"))
WORDS = ("dispute", "criminal", "纠纷", "刑事", "钓鱼")


def some(rng: np.random.Generator, most: int) -> int | None:
    """A number, or in one case of four a blank."""
    return None if rng.random() < 0.25 else int(rng.integers(0, most))


def any_bureau(rng: np.random.Generator, given: County) -> Bureau:
    """Tables with 0 to 12 rows and blanks; specialities may be none, or words that mean nothing here."""

    def rows(most: int = 12) -> range:
        return range(int(rng.integers(0, most + 1)))

    def words() -> tuple[str, ...]:
        return tuple(rng.choice(WORDS, int(rng.integers(0, 3)), replace=False).tolist())

    def place() -> dict[str, float]:
        return {"lon": 107 + float(rng.uniform(-0.5, 0.7)), "lat": 30 + float(rng.uniform(-0.5, 0.6))}

    def code() -> str:
        return str(rng.choice(given.codes))

    head = int(rng.integers(-1, 12))
    posts = tuple(Post(code=f"{k}", name=f"{k}站", officers=some(rng, 9), **place()) for k in rows())
    return Bureau(
        officers=some(rng, 400),
        leaders=tuple(Leader(post=f"局领导{k}", is_head=k == head, specialities=words()) for k in rows()),
        branches=tuple(Branch(name=f"大队{k}", officers=some(rng, 40), specialities=words()) for k in rows()),
        places=tuple(Place(name=f"山{k}", kind=str(rng.choice(["山", "站"])), **place()) for k in rows()),
        villages=tuple(
            Village(
                code=f"{k}", name=f"{k}村", station=code(), officers=some(rng, 3), roles=some(rng, 4),
                others=some(rng, 4), is_room=bool(rng.random() < 0.5), **place(),
            )
            for k in rows()
        ),
        posts=posts,
        units=tuple(Unit(code=f"{k}", name=f"{k}组", base=code(), start_hour=8, end_hour=18) for k in rows(3)),
        forces=tuple(
            Forces(station=c, village_police=some(rng, 9), guards=some(rng, 9), militia=some(rng, 30))
            for c in given.codes
            if rng.random() < 0.7
        ),
        periods=tuple(
            Period(name=f"2024-{month}", station=c, counts=tuple(rng.integers(0, 9, len(CLASSES)).astype(float)))
            for month in rows(4)
            for c in given.codes
        ),
    )  # fmt: skip


def any_county(seed: int) -> tuple[Problem, Plan]:
    """The six stations with any figures, and any plan of them."""
    rng = np.random.default_rng(seed)
    kinds = ("county_seat", "urban", "town", "township")
    stations = tuple(
        s.model_copy(
            update={
                "kind": str(rng.choice(kinds)),
                "officers": int(rng.integers(0, 25)),
                "population": some(rng, 50_000),
                "auxiliaries": some(rng, 20),
                "villages": some(rng, 20),
                "communities": some(rng, 9),
                "has_case_area": bool(rng.random() < 0.4),
                "is_seat": s.code == "A" and bool(rng.random() < 0.7),
            }
        )
        for s in county().stations
    )
    given = county(stations=stations, counts=rng.integers(0, 60, (6, 2)).astype(float))
    given = replace(given, bureau=any_bureau(rng, given))
    plan = Plan.from_labels(given.codes, rng.integers(0, int(rng.integers(1, 7)), 6).tolist())
    return problem(given, zones__alone=("county_seat",)), plan


def holds_together(found: Organisation) -> None:
    """Everybody once, nobody beyond what a station has, every table and sentence in both languages, file and back."""
    bureau = found.county.bureau
    bound = [b.branch for zone in found.zones for b in zone.branches]
    assert sorted(bound) == sorted(branch.name for branch in bureau.branches)
    if len(bureau.branches) >= len(found.zones):
        assert all(zone.branches for zone in found.zones)
    led = [zone.leader for zone in found.zones if zone.leader is not None]
    assert sorted([*led, *found.surplus]) == sorted(leader.post for leader in bureau.leaders)
    assert len(led) == min(len(found.zones), len(bureau.leaders))
    share = found.parameters["pooled_share"]
    for zone in found.zones:
        for code in zone.stations:
            officers = found.county.stations[found.county.index[code]].officers
            assert zone.on_teams(code) <= officers
            assert sum(s.officers for s in zone.secondments if s.station == code) <= share * officers + 1e-9
    tables: tuple[Any, ...] = (
        view.responsibility, view.places, view.teams, view.grounds, view.readiness, view.rankings, view.party,
        view.forces, view.emergency, view.villages, view.secondments, monthly.scorecard, monthly.tasks,
        monthly.checklists,
    )  # fmt: skip
    for language in ("zh", "en"):
        assert all(table(found, language) is not None for table in tables)
        assert all(lines(found, language))
    assert from_document(to_document(found), county=found.county) == found


@pytest.mark.parametrize("seed", range(DRAWN))
def test_any_bureau_is_organised_and_staffed_without_a_fault(seed: int) -> None:
    given, plan = any_county(seed)
    holds_together(organise(given, plan, Parameters()))
    held = staffing(given.county, plan)
    assert all(note.text("zh") and note.text("en") for note in held.notes)
    assert from_document(to_document(held), county=given.county) == held


@pytest.mark.parametrize("name", NAMES if DRAWN > 6 else ("xunhua", "jishui"))
def test_every_sample_is_organised_and_staffed_without_a_fault(name: str) -> None:
    held = zoning.read_county(f"sample:{name}")
    wanted = Problem(held, zoning.read_policy("haidong"))
    plan = zoning.solve(wanted, stop=Stop(states=10_000_000)).plan
    assert plan is not None
    holds_together(organise(wanted, plan))
    assert staffing(held, plan, stop=Stop(20)).zones
