"""Rules and a measure contributed as CONTRIBUTING.md says, to a copy of the sources: what is written, file by file.

The copy is made of links, but for the files that are written to, so that it is quick and compiled code is shared.
"""

from collections.abc import Mapping
from pathlib import Path

from tests.project.source import PACKAGES, ROOT

Written = Mapping[str, tuple[tuple[str, str], ...]]
"""By file: what is written before which line."""

RULE: Written = {
    "zoning/judge/rules.py": (
        (
            "def _surplus(",
            '''def max_population(zones: Zones, k: int) -> Floats:
    """Residents beyond the most that a zone may have."""
    most = zones.problem.policy.rules.max_population
    assert most is not None  # the rule is off without
    return np.maximum(zones.sum(population(zones.problem)) - most, 0.0)


def population(problem: Problem) -> Floats:
    """(n,) residents."""
    return np.array([station.population or 0 for station in problem.county.stations], dtype=np.float64)


''',
        ),
        (
            ")  # fmt: skip",
            """    Rule("max_population", ("H6",), max_population, ("rules.max_population",), stays="larger"),
""",
        ),
    ),
    "zoning/model/policy.py": (("    max_changed: Limit = None", "    max_population: Limit = None\n"),),
    "solvers/coverage.py": (
        (
            ")\n\nMISMATCH, ",
            """    RuleRow(
        "max_population",
        growth=None,
        formulation=None,
        recombination=None,
        whole=None,
        relaxations=None,
    ),
""",
        ),
    ),
    "zoning/texts/zh.toml": (
        ("\nmax_changed = ", '\nmax_population = "居民比上限 {limit} 人多 {amount:.0f} 人：{stations}"'),
        ("rules_max_changed", 'rules_max_population = "每个防区居民不超过 {value} 人"\n'),
    ),
    "zoning/texts/en.toml": (
        ("\nmax_changed = ", '\nmax_population = "{amount:.0f} residents beyond the {limit} allowed: {stations}"'),
        ("rules_max_changed", 'rules_max_population = "at most {value} residents a zone"\n'),
    ),
}
"""``max_population``: a rule on zones that no search knows."""

PLAN_RULE: Written = {
    "zoning/judge/rules.py": (
        (
            "def zone_count(",
            '''def max_gap(problem: Problem, plan: Plan) -> "Violation | None":
    """Stations that the largest zone has more than the smallest, beyond the most."""
    most = problem.policy.rules.max_gap
    assert most is not None  # the rule is off without
    sizes = sorted(len(zone) for zone in plan.zones)
    amount = sizes[-1] - sizes[0] - most
    if amount <= 0:
        return None
    return Violation("max_gap", (), float(amount), Message("zoning.rule.max_gap", {"amount": amount, "limit": most}))


''',
        ),
        (
            ')\n"""The rules on whole plans',
            """    PlanRule("max_gap", ("H9",), max_gap, ("rules.max_gap",)),
""",
        ),
    ),
    "zoning/model/policy.py": (("    max_changed: Limit = None", "    max_gap: Limit = None\n"),),
    "solvers/coverage.py": (
        (
            ")\n\nMISMATCH, ",
            """    RuleRow(
        "max_gap", growth=None, formulation=None, recombination=None, whole=None, relaxations=None
    ),
""",
        ),
    ),
    "zoning/texts/zh.toml": (
        ("\nmax_changed = ", '\nmax_gap = "最大与最小防区相差超出上限 {limit} 个所达 {amount} 个"'),
        ("rules_max_changed", 'rules_max_gap = "最大与最小防区至多相差 {value} 个所"\n'),
    ),
    "zoning/texts/en.toml": (
        (
            "\nmax_changed = ",
            '\nmax_gap = "the largest zone has {amount} stations more than {limit} beyond the smallest"',
        ),
        ("rules_max_changed", 'rules_max_gap = "at most {value} stations between the largest and the smallest zone"\n'),
    ),
}
"""``max_gap``: a rule on whole plans that no search knows."""

MEASURE: Written = {
    "zoning/judge/measures.py": (
        ("\nPOINTS = ", "from zoning.model.problem import Problem\n"),
        (
            "MEASURES: tuple",
            '''def crowding(zones: Zones) -> Floats:
    """½ · |n_z / N − P_z / P|: residents over those of the county, less stations over those of the county.

    Examples
    --------
    AD has 50 of 90 thousand residents and a third of the stations: half of 2/9 at each zone.

    >>> crowding(zones("AD", "BCEF", A={"population": 40_000})).round(4).tolist()
    [0.1111, 0.1111]
    """
    return np.abs(zones.sum(crowding_terms(zones.problem))) / 2


def crowding_terms(problem: Problem) -> Floats:
    """(n,) P_i / P − 1 / N; 0 without residents."""
    people = np.array([station.population or 0 for station in problem.county.stations], dtype=np.float64)
    return people / people.sum() - 1 / len(people) if people.any() else 0 * people


''',
        ),
        (
            ")\n\n\ndef weighted",
            """    Measure("crowding", crowding, ("H4",), grows=False),
""",
        ),
    ),
    "zoning/model/policy.py": (
        ('\n    @model_validator(mode="after")\n    def _some', "    crowding: Weight = 0.0\n"),
    ),
    "solvers/coverage.py": (
        (
            ')\n"""Columns: key',
            """    MeasureRow("crowding", growth=None, bound=None, recombination=None, linear=None),
""",
        ),
    ),
    "zoning/texts/zh.toml": (("mix_loss = ", 'crowding = "居民分布"\n'),),
    "zoning/texts/en.toml": (("mix_loss = ", 'crowding = "Crowding"\n'),),
}
"""``crowding``: a measure that no search knows."""

RULE_KNOWN: Written = {
    **RULE,
    "solvers/coverage.py": (
        (
            "RULES: tuple",
            """POPULATION = Range(
    population, lambda p, _: (0.0, float(p.policy.rules.max_population or INFINITE)), of_alone=True, whole=True
)
""",
        ),
        (
            ")\n\nMISMATCH, ",
            """    RuleRow(
        "max_population",
        growth=POPULATION,
        formulation=(Constraint("max_population", constraints.within(POPULATION)),),
        recombination=POPULATION,
        whole=None,
        relaxations=(Relaxable("rules.max_population", needs.off, needs.most("population", of_alone=True)),),
    ),
""",
        ),
        ("from zoning.model.county import Ints", "from zoning.judge.rules import population\n"),
    ),
}
"""The same rule, known to every search."""
MEASURE_KNOWN: Written = {
    **MEASURE,
    "solvers/coverage.py": (
        (
            ')\n"""Columns: key',
            """    MeasureRow(
        "crowding",
        growth=Signed(crowding_terms),
        bound=None,
        recombination=lambda p, weight: Term(signed=weight / 2 * crowding_terms(p)),
        linear=Signed(crowding_terms),
    ),
""",
        ),
        ("from zoning.judge.rules import ALL_RULES", "from zoning.judge.measures import crowding_terms\n"),
    ),
}
"""The same measure, known to every search but the lower bound of large counties."""


def both(one: Written, two: Written) -> Written:
    """What is written for two contributions."""
    return {name: (*one.get(name, ()), *two.get(name, ())) for name in {**one, **two}}


COMMAND: Written = {
    "workbench/cli.py": (
        (
            "def completion(",
            '''def census(screen: Screen, county: str, /, *, layers: Layers) -> int:
    """Count the residents of a county."""
    from workbench.commands.census import count_residents

    return count_residents(screen, layers.of(county))


''',
        ),
        (" completion,\n)", " census,"),
    ),
    "workbench/commands/census.py": (
        (
            "",
            '''"""``zoning census``: how many people live in a county."""

from workbench.line.screen import Screen
from workbench.given.sources import Source


def count_residents(screen: Screen, source: Source) -> int:
    """Residents of all stations."""
    people = sum(station.population or 0 for station in source.read().county.stations)
    screen.emit({"residents": people})
    screen.show(screen.say("workbench.census.people", count=people))
    return 0
''',
        ),
    ),
    "workbench/texts/zh.toml": (
        ("\n[option]", 'census = "清点全县居民。"\n'),
        ("[setting]", '[census]\npeople = "全县居民 {count:,} 人"\n\n'),
    ),
    "workbench/texts/en.toml": (
        ("\n[option]", 'census = "Count the residents of a county."\n'),
        ("[setting]", '[census]\npeople = "{count:,} residents in the county"\n\n'),
    ),
}
"""``zoning census``: a command."""
DOCUMENTS = tuple(f"docs/{name}{suffix}.md" for name in ("rules", "measures", "policy") for suffix in ("", ".zh"))
"""What ``tests.project.rows`` writes rows to."""


def contributed(folder: Path, written: Written) -> Path:
    """The sources in a folder, with what a contributor writes; the documents are copies."""
    for top in (*PACKAGES, "tests", "benchmarks", "docs", "CONTRIBUTING.md", "pyproject.toml"):
        _copied(ROOT / top, folder / top, {*written, *DOCUMENTS})
    for name in {**written, **dict.fromkeys(DOCUMENTS)}:
        source = ROOT / name
        text = source.read_text(encoding="utf-8") if source.exists() else ""
        for before, new in written.get(name, ()):
            assert before in text, (name, before)
            text = text.replace(before, new + before) if before else new
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def _copied(source: Path, target: Path, written: set[str]) -> None:
    """Links to all files and folders but those in which, or below which, something is written."""
    name = source.relative_to(ROOT).as_posix()
    if name in written:
        return
    if any(file.startswith(f"{name}/") for file in written):
        target.mkdir(parents=True)
        for part in source.iterdir():
            if part.name != "__pycache__":
                _copied(part, target / part.name, written)
        return
    target.symlink_to(source, target_is_directory=source.is_dir())
