"""What the searches know of rules and measures: a row each, and what they do with one that they do not know.

The throw-away rules and measure are written into a copy of the sources as CONTRIBUTING.md says
(``added.contribution``); what has to hold there stands in ``added/inside_*.py`` and is run there.
"""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from solvers.coverage import MEASURES, RULES, fewest_zones, measure_row, rule_row, says, unknown
from solvers.infeasible.formulation import constraints, switches
from solvers.large.items import items_of
from solvers.large.judged import ItemZones
from solvers.large.regroup import Regroup
from solvers.stop import Watch
from tests.solvers.added.contribution import (
    COMMAND,
    MEASURE,
    MEASURE_KNOWN,
    PLAN_RULE,
    RULE,
    RULE_KNOWN,
    both,
    contributed,
)
from tests.solvers.drawn import draw, problem_of, wide
from zoning.judge.measures import MEASURES as JUDGED
from zoning.judge.rules import ALL_RULES, PLAN_RULES, zone_rules
from zoning.judge.rules import RULES as ZONE_RULES
from zoning.judge.settings import in_words, limit_of
from zoning.judge.zones import MemberZones
from zoning.model.policy import keys, policy_value

CONTRIBUTIONS = {
    "a rule on zones": (RULE, "rule", ""),
    "the rule, known": (RULE_KNOWN, "rule", "brute_force or large or constraint or relaxed or reason"),
    "a rule on plans": (PLAN_RULE, "plan_rule", ""),
    "a measure": (MEASURE, "measure", ""),
    "the measure, known": (MEASURE_KNOWN, "measure", "brute_force or large or recombination or constraint"),
    "command line": (both(both(RULE, MEASURE), COMMAND), "line", ""),
}


@pytest.mark.parametrize("name", CONTRIBUTIONS)
def test_what_is_added_as_contributing_says_works_everywhere(name: str, tmp_path: Path) -> None:
    written, inside, which = CONTRIBUTIONS[name]
    assert added(contributed(tmp_path / "sources", written), inside, which, known="known" in name) > 2


def added(sources: Path, inside: str, which: str, known: bool) -> int:
    """Tests passed among those of a contribution, none of which may fail."""
    file = sources / f"tests/solvers/added/inside_{inside}.py"
    line = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", sources / "pyproject.toml"]
    environment = {**os.environ, "PYTHONPATH": str(sources), "ADDED_KNOWN": str(int(known))}
    done = subprocess.run(
        [*line, "--rootdir", sources, file, "-k", which] if which else [*line, "--rootdir", sources, file],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment,
        cwd=sources,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    return int(done.stdout.rsplit(" passed", 1)[0].split()[-1])


def test_a_contribution_is_written_to_few_files() -> None:
    """Texts included; a rule and a command have a test besides, a measure's stands in its docstring.

    The rows of documents are written by a command.
    """
    assert [len(written) for written in (RULE, PLAN_RULE, MEASURE, COMMAND)] == [5, 5, 5, 4]


def test_there_is_a_row_for_every_rule_and_measure_of_the_judge() -> None:
    first, *later = [rule.key for rule in PLAN_RULES]
    assert [row.key for row in RULES] == [first, *(rule.key for rule in ZONE_RULES), *later]
    assert [row.key for row in MEASURES] == [measure.key for measure in JUDGED]


def test_nothing_is_said_of_what_every_search_knows() -> None:
    for seed in range(40):
        problem = problem_of(draw(seed))
        assert says(problem, "growth", "formulation", "recombination", "bound") == ()


def test_a_key_without_a_row_is_known_to_no_search() -> None:
    row, measure = rule_row("not_there"), measure_row("not_there")
    assert (row.growth, row.formulation, row.recombination, row.relaxations) == (None, None, None, None)
    assert (measure.growth, measure.bound, measure.recombination, measure.linear) == (None, None, None, None)


def test_every_switch_of_the_constraint_model_can_be_said() -> None:
    for constraint in constraints():
        if constraint.key not in ("alone", "contiguous", "together", "apart", "pinned", "offices"):
            setting, _ = limit_of(constraint.key)
            assert all(in_words(setting, 3).text(language) for language in ("zh", "en"))
    assert set(switches(problem_of(draw(3)))) <= {constraint.key for constraint in constraints()}


def test_settings_of_rules_are_keys_of_the_policy_and_each_limit_has_its_rule() -> None:
    settings = [setting for rule in ALL_RULES for setting in rule.settings]
    assert set(settings) <= set(keys())
    assert {key for key in keys() if key.startswith(("rules.", "zones.", "pins."))} == set(settings)


def zones_of(seed: int, draws: int) -> tuple[MemberZones, np.random.Generator]:
    problem, rng = problem_of(draw(seed)), np.random.default_rng(draws)
    return MemberZones(problem, rng.random((24, len(problem))) < rng.random((24, 1))), rng


@given(st.integers(0, 10_000), st.integers(0, 2**32))
def test_amounts_depend_on_the_number_of_zones_only_where_the_rule_says_so(seed: int, draws: int) -> None:
    zones, _ = zones_of(seed, draws)
    for rule in zone_rules(zones.problem):
        if not rule.by_number:
            assert np.array_equal(rule.breach(zones, 1), rule.breach(zones, 5)), rule.key
            assert rule.limit(zones.problem, 1) == rule.limit(zones.problem, 5), rule.key


@given(st.integers(0, 10_000), st.integers(0, 2**32))
def test_what_stays_broken_in_larger_or_smaller_zones_does(seed: int, draws: int) -> None:
    zones, rng = zones_of(seed, draws)
    fewer = MemberZones(zones.problem, zones.member & (rng.random(zones.member.shape) < 0.7))
    for rule in zone_rules(zones.problem):
        one, two = rule.breach(fewer, 3) > 0, rule.breach(zones, 3) > 0
        some = fewer.member.any(axis=1)
        if rule.stays == "larger":
            assert (two | ~one)[some].all(), rule.key
        elif rule.stays == "smaller":
            assert (one | ~two)[some].all(), rule.key


@pytest.mark.parametrize("seed", range(6))
def test_unions_of_items_are_judged_like_zones(seed: int) -> None:
    today = tuple(f"zone {i % 5}" for i in range(66))
    case = wide(seed, 66).but(
        today=today, max_minutes=40.0, band=0.3, most=6, min_officers=30, case_area=True, alone=()
    )
    problem = problem_of(case.but(together=((0, 5),), apart=((1, 2, 3),), offices=(7, 9), pinned=((4, "zone 2"),)))
    search = Regroup(problem, Watch(), 0)
    state = search.recombination(5).begin(search.descended(5)[1], np.random.default_rng(0))
    t = search.arrays
    a, b = next(
        (a, b)
        for a in range(5)
        for b in range(a)
        if len(items_of(t.first, t.neighbours, state.label, a, b, 0, 0.0, state.random)[2])
    )
    _, units, item = items_of(t.first, t.neighbours, state.label, a, b, 2, 0.5, state.random)
    fast = ItemZones(problem, units, item)
    member = np.zeros((len(fast), len(problem)), dtype=bool)
    member[:, units] = fast.member
    slow = MemberZones(problem, member)
    with np.errstate(divide="ignore", invalid="ignore"):
        for measure in JUDGED:
            assert np.allclose(measure.share(fast)[1:], measure.share(slow)[1:]), measure.key
        for rule in zone_rules(problem):
            assert np.allclose(rule.breach(fast, 5)[1:], rule.breach(slow, 5)[1:]), rule.key


def test_the_fewest_zones_are_those_that_sizes_allow() -> None:
    problem = problem_of(wide(0, 30).but(max_stations=7))
    assert fewest_zones(problem, range(30)) == 5
    assert fewest_zones(problem, []) == 0
    assert policy_value(problem.policy, "zones.max_stations") == 7
    assert unknown(problem, "growth") == []
