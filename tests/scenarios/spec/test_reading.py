"""Files of scenarios: how they are read, and every mistake of one told at once, with its place and a remedy."""

from pathlib import Path

import pytest

from scenarios.spec.reading import library, parsed, read_file
from scenarios.whatif.study import opened
from zoning.model.errors import InputError


def told(text: str) -> list[str]:
    with pytest.raises(InputError) as error:
        parsed(text, "w.toml")
    for mistake in error.value.mistakes:
        assert mistake.text("zh") != mistake.text("en")
    return [str(mistake) for mistake in error.value.mistakes]


def test_a_scenario_has_the_overrides_of_its_ancestors_first() -> None:
    file = parsed(
        """
        [base]
        county = "sample:fengdu"
        [scenarios.festival]
        why = "节假日"
        extends = "three"
        incidents = { traffic = "x1.3" }
        [scenarios.three]
        why = "三个防区"
        set = { "zones.max" = 4, "weights.travel" = 0.5 }
        """,
        "w.toml",
    )
    festival = file.scenarios[0]
    assert file.base is not None
    assert (file.base.policy, festival.chain) == ("haidong", ("three",))
    assert [o.key for o in festival.overrides] == [
        "scenarios.three.set.zones.max",
        "scenarios.three.set.weights.travel",
        "scenarios.festival.incidents.traffic",
    ]


def test_the_same_thing_twice_in_a_chain_is_a_mistake_that_names_both() -> None:
    (said,) = told(
        """
        scenarios.a = { why = "x", set = { "zones.max" = 3 } }
        scenarios.b = { why = "x", extends = "a" }
        scenarios.c = { why = "x", extends = "b", set = { "zones.max" = 4 } }
        """
    )
    assert said.startswith(
        'w.toml scenarios.c.set.zones.max: "4" overrides the same thing as scenarios.a.set.zones.max (3)'
    )


def test_dotted_keys_mean_the_same_with_quotes_and_without() -> None:
    text = 'scenarios.a = {{ why = "x", set = {{ {} = 4 }}, incidents = {{ {} = "x2", "*" = 3 }} }}'
    with_, without = (
        parsed(text.format(*keys), "w.toml").scenarios[0].overrides
        for keys in (('"zones.max"', '"630225100.traffic"'), ("zones.max", "630225100.traffic"))
    )
    assert with_ == without


@pytest.mark.parametrize(
    ("written", "both"),
    [
        (
            'set = { zones.max = 5, "zones.max" = 5, weights.travel = 1 }',
            'scenarios.a.set."zones.max": "5" overrides the same thing as scenarios.a.set.zones.max (5)',
        ),
        (
            'incidents = { "B.traffic" = "x2", "B" = { traffic = "x3" } }',
            'scenarios.a.incidents.B.traffic: "x3" overrides the same thing as scenarios.a.incidents."B.traffic" (x2)',
        ),
        (
            'stations = { "B" = { officers = 1 }, " B" = { auxiliaries = 2 } }',
            'a.stations." B": "{auxiliaries = 2}" overrides the same thing as scenarios.a.stations.B ({officers = 1})',
        ),
    ],
)
def test_two_spellings_of_one_key_are_a_mistake_that_names_both(written: str, both: str) -> None:
    (said,) = told(f'scenarios.a = {{ why = "x", {written} }}')
    assert both in said


def test_what_is_empty_or_of_the_wrong_length_is_not_said_to_be_of_the_wrong_kind() -> None:
    said = told(
        f"""
        scenarios.a = {{ why = "" }}
        scenarios.b = {{ why = "{"x" * 1001}" }}
        scenarios.c = {{ why = "x", close = [" "] }}
        scenarios.d = {{ why = "x", pins = {{ apart = [["a"]], pinned = [["a", "b", "c"], ["a"]] }} }}
        """
    )
    assert [one.replace("x" * 59 + "…", "x…") for one in said] == [
        'w.toml scenarios.a.why: "" is empty; write a text',
        'w.toml scenarios.b.why: "x…" is too long; use at most 1,000 characters',
        'w.toml scenarios.c.close[1]: "" is empty; write a text',
        'w.toml scenarios.d.pins.apart[1]: "[a]" has too few entries; use at least 2',
        'w.toml scenarios.d.pins.pinned[1]: "[a, b, c]" has too many entries; use at most 2',
        "w.toml scenarios.d.pins.pinned[2][2]: is missing; add it",
    ]


def test_circles_and_missing_parents_are_told() -> None:
    said = told(
        """
        scenarios.a = { why = "x", extends = "b" }
        scenarios.b = { why = "x", extends = "a" }
        scenarios.c = { why = "x", extends = "aa" }
        """
    )
    assert [("circle: a → b → a" in said[0]), ("circle: b → a → b" in said[1])] == [True, True]
    assert "did you mean a?" in said[2]


def test_all_mistakes_of_a_file_are_told_at_once() -> None:
    said = told(
        """
        [base]
        polcy = "x"
        [scenarios.a]
        set = { "zones.mx" = 3 }
        years = 0
        incidents = { traffic = "y2" }
        stations = { "1" = { oficers = 2, has_case_area = "yes", kind = "city" } }
        merge = [["A"]]
        bar = [3]
        close = "A"
        travel = { speed = 3 }
        [scenarios."../x"]
        why = "x"
        foo = 1
        [scenarios.base]
        why = "x"
        """
    )
    for part in (
        "base.county: is missing",
        'base.polcy: "x" there is no such setting; did you mean policy?',
        "scenarios.a.why: the reason is missing",
        'scenarios.a.years: "0" is out of range',
        'scenarios.a.incidents.traffic: "y2" is no amount',
        'scenarios.a.stations.1.oficers: "2" there is no such setting; did you mean officers?',
        'has_case_area: "yes" is of the wrong kind; use true or false',
        "scenarios.a.stations.1.kind",
        "scenarios.a.merge[1]",
        'scenarios.a.bar[1]: "3" must be a pair',
        'scenarios.a.close: "A" is of the wrong kind; use a list',
        "did you mean speed_kmh?",
        'scenarios: "../x" cannot name',
        "scenarios.../x.foo",
        '"base" is the name of the base',
    ):
        assert any(part in one for one in said), part
    assert len(said) == 15


@pytest.mark.parametrize("text", ["", "[base]\ncounty = 'x'", "scenarios = 3", "scenarios = {}", "[scenarios\n"])
def test_a_file_without_scenarios_is_told(text: str) -> None:
    assert told(text)


def test_files_that_are_none_are_told_with_the_library(tmp_path: Path) -> None:
    (tmp_path / "w.toml").write_bytes(b"\xff\xfe")
    for name, part in (
        (tmp_path / "w.toml", "UTF-8"),
        (tmp_path / "no.toml", "cannot be read"),
        ("zones", "zones-3-4-5"),
    ):
        with pytest.raises(InputError, match=part):
            read_file(name)


def test_the_library_says_why_in_both_languages() -> None:
    assert {"zones-3-4-5", "traffic+30", "keep-today"} <= set(library())
    for file in library().values():
        assert file.base is None
        for scenario in file.scenarios:
            assert " · " in scenario.why or "· " in scenario.why


def test_the_study_in_the_documents_applies() -> None:
    study = opened([read_file(Path(__file__).parents[3] / "docs" / "examples" / "fengdu-study.toml")])
    assert len(study.scenarios) >= 8
    assert len(study.applied) == len(study.scenarios)
