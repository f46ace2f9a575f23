"""``zoning compare``: plan files side by side under every policy they were made with, or the results of scenarios."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from scenarios.compare.compare import Case, Comparison, compare, gathered
from scenarios.runs.comparison import of_records, records_of
from scenarios.runs.files import RESULTS
from workbench.given.claims import claim_of, told_apart, warn_of_other_county
from workbench.given.sources import Source
from workbench.line.screen import BROKEN_RULE, DONE, Misused, Screen
from workbench.tables.called import policy_called, scenario_called
from workbench.tables.studies.comparison import show
from zoning.model.county import County
from zoning.model.errors import InputError, Mistake, mistake
from zoning.model.plan import Plan
from zoning.model.problem import Problem
from zoning.result.documents import to_document

GENERIC = "plan"
"""The name that every plan file is written under, and that therefore tells none of them apart."""


def compare_plans(screen: Screen, source: Source, paths: Sequence[Path]) -> int:
    """Judge every plan file under the policies of all of them; exit code 6 when each breaks rules under each.

    Without a plan file the county may be the folder of results of ``zoning scenarios``: all plans under all scenarios.
    """
    folder = Path(source.county)
    if not paths and (folder / RESULTS).is_file():
        records = records_of(folder)
        names = {one.name: scenario_called(one.name, screen.language, one.why) for one in records}
        found = of_records(records)
        return _told(screen, found, _renamed(found, names, names))
    if len(paths) < 2:
        raise Misused([mistake("workbench.compare.too_few", table="PLAN")])
    built = source.read()
    triples = _read(screen, built.county, paths)
    cases, candidates = gathered(triples)
    compared = compare(_named(cases), candidates)
    policies = {case.name: case.problem.policy.name for case in compared.cases}
    names = {case: case.replace(name, policy_called(name, screen.language), 1) for case, name in policies.items()}
    return _told(screen, compared, _renamed(compared, names, {}))


def _renamed(c: Comparison, cases: Mapping[str, str], plans: Mapping[str, str]) -> Comparison:
    """The comparison with cases and plans called as planners read them; in files and for programs they have keys."""
    return replace(
        c,
        cases=tuple(replace(case, name=cases.get(case.name, case.name)) for case in c.cases),
        candidates=tuple(
            replace(plan, name=plans.get(plan.name, plan.name), also=tuple(plans.get(key, key) for key in plan.also))
            for plan in c.candidates
        ),
    )


def _told(screen: Screen, comparison: Comparison, shown: Comparison) -> int:
    code = DONE if comparison.keeps.any() else BROKEN_RULE
    screen.emit(to_document(comparison), code)
    show(screen, shown)
    return code


def _read(screen: Screen, county: County, paths: Sequence[Path]) -> list[tuple[str, Problem, Plan]]:
    """(name, problem, plan) of every file, or every mistake of all of them."""
    found: list[Mistake] = []
    triples = []
    for name, called, path in zip(plan_names(paths), told_apart(paths), paths, strict=True):
        try:
            claim = claim_of(path, county, called=called)
            triples.append((name, claim.problem(county), claim.plan))
            warn_of_other_county(screen, claim, county)
        except InputError as error:
            found += error.mistakes
    if found:
        raise InputError(found)
    return triples


def plan_names(paths: Sequence[Path]) -> list[str]:
    """What to call plan files: as they are called, or as their folder where that tells nothing, or as typed."""
    names = [
        path.absolute().name if path.is_dir() else path.absolute().parent.name if path.stem == GENERIC else path.stem
        for path in paths
    ]
    return [name if name and names.count(name) == 1 else str(path) for name, path in zip(names, paths, strict=True)]


def _named(cases: Sequence[Case]) -> list[Case]:
    """The cases called by their policies, and by their first plan, too, where policies share a name."""
    policies = [case.problem.policy.name for case in cases]
    return [
        Case(policy if policies.count(policy) == 1 else f"{policy} · {case.name}", case.problem)
        for policy, case in zip(policies, cases, strict=True)
    ]
