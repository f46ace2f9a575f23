"""The figures of services that a scenario asks for: those of the service itself, in every form of the results."""

from pathlib import Path

import pytest

from scenarios.runs.longtable import rows_of
from scenarios.runs.results import read
from scenarios.runs.run import Outcome, run
from scenarios.runs.services import SERVICES
from scenarios.spec.reading import parsed, scenario_of
from scenarios.spec.scenario import BASE
from scenarios.whatif.study import opened
from systems.organisation.organise import organise
from systems.staffing.staffing import staffing
from zoning.model.errors import InputError

ASKING = """
[base]
county = "sample:xunhua"
[scenarios.fewer]
why = "少两位局领导"
leaders = { "副局长B" = "none", "副局长C" = "none" }
ask = ["organise", "staffing"]
[scenarios.fewer-officers]
why = "再少两名民警"
extends = "fewer"
stations = { "least workload_per_officer" = { officers = "-2" } }
posts = { P01 = "none", P02 = "none", P03 = "none", P04 = "none", P05 = "none" }
ask = ["posts", "response"]
[scenarios.plain]
why = "不问"
incidents = { traffic = "x1.1" }
"""


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Outcome]:
    folder = tmp_path_factory.mktemp("asked")
    return folder, run(opened([parsed(ASKING, "asked.toml")]), folder)


def test_a_scenario_has_what_it_and_its_ancestors_ask_for_and_the_base_all(asked: tuple[Path, Outcome]) -> None:
    told = {r.name: {*r.services.figures, *r.services.reasons} for r in asked[1].records}
    assert told == {
        BASE: set(SERVICES) - {"rooms"},
        "fewer": {"organise", "staffing"},
        "fewer-officers": set(SERVICES) - {"rooms"},
        "plain": set(),
    }


def test_the_figures_are_those_of_the_services(asked: tuple[Path, Outcome]) -> None:
    for record in asked[1].records:
        if record.name == "plain":
            continue
        assert record.problem is not None
        assert record.score is not None
        organised = organise(record.problem, record.score.plan)
        staff = staffing(record.problem.county, record.score.plan)
        found = record.services.figures
        assert found["organise"]["zones_unled"] == sum(zone.leader is None for zone in organised.zones)
        assert found["staffing"]["short"] == staff.total.short
        assert found["staffing"]["transferred"] == sum(move.officers for move in staff.moves)
    by_name = {record.name: record.services.figures for record in asked[1].records}
    assert by_name["fewer"]["organise"]["zones_unled"] > by_name[BASE]["organise"]["zones_unled"]
    assert by_name["fewer-officers"]["response"].keys() == {"minutes_own", "minutes_zone", "minutes_county"}


def test_a_service_without_data_says_why(asked: tuple[Path, Outcome]) -> None:
    base, without = asked[1].records[0].services, asked[1].records[2].services
    assert base.figures["posts"]["post_minutes"] > 0
    assert "posts" not in without.figures
    assert "警务站" in without.reasons["posts"][0].text("zh")


def test_they_are_worked_out_anew_when_read_and_stand_in_the_long_table(asked: tuple[Path, Outcome]) -> None:
    folder, outcome = asked
    again = read(folder).records
    assert [record.services for record in again] == [record.services for record in outcome.records]
    table = {row[2]: row[3] for row in rows_of(again) if row[0] == "fewer"}
    assert table["organise.zones_unled"] == outcome.records[1].services.figures["organise"]["zones_unled"]


def test_a_service_that_is_none_is_told() -> None:
    with pytest.raises(InputError, match="response"):
        scenario_of({"ask": ["respond"]})
