"""A policy takes every value by its dotted key, and answers with every mistake at once, place and remedy named."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zoning.model.errors import InputError, Mistake
from zoning.model.policy import PRESETS, Policy, Weights, keys, parse_value, policy_from, read_policy

WEIGHTS = len(Weights.model_fields)
TOML = """\
name = "three"
[zones]
max = 4
alone = ["county_seat", "urban"]
[rules]
workload_band = "none"
max_minutes = 60
case_area = true
[weights]
travel = 2
[pins]
together = [["A", "B"], ["C", "D", "E"]]
pinned = [["A", "西"]]
offices = ["B"]
"""


def mistakes(error: pytest.ExceptionInfo[InputError]) -> list[str]:
    return [str(mistake) for mistake in error.value.mistakes]


def wrong(values: dict[str, object]) -> list[str]:
    with pytest.raises(InputError) as error:
        read_policy("haidong").override(values)
    return mistakes(error)


def test_the_preset_is_read_and_is_the_default_of_a_file(tmp_path: Path) -> None:
    assert PRESETS == ("haidong", "hengshan")
    assert read_policy("hengshan").zones.max_stations == 6
    haidong = read_policy("haidong")
    assert haidong.zones.alone == ("county_seat",)
    assert haidong.rules.workload_band is None
    assert haidong.rules.max_minutes is None
    path = tmp_path / "own.toml"
    path.write_text("[zones]\nmax = 3\n", encoding="utf-8")
    own = read_policy(path)
    assert own == haidong.override({"zones.max": 3, "name": "own", "source": ""})


def test_every_value_of_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "three.toml"
    path.write_text("\ufeff" + TOML, encoding="utf-8")
    read = read_policy(str(path))
    assert read.name == "three"
    assert read.zones.max == 4
    assert read.zones.alone == ("county_seat", "urban")
    assert read.rules.workload_band is None
    assert read.rules.max_minutes == 60
    assert read.rules.case_area is True
    assert read.weights.travel == 2
    assert read.weights.mismatch == 0.2
    assert read.measures.tolerance == 0.25
    assert read.pins.together == (("A", "B"), ("C", "D", "E"))
    assert read.pins.pinned == (("A", "西"),)
    assert read.pins.offices == ("B",)


@pytest.mark.parametrize("off", ["none", "None", " NONE ", False, None])
@pytest.mark.parametrize(
    "rule", ["workload_band", "officer_band", "max_minutes", "min_officers", "case_area", "max_changed"]
)
def test_every_rule_can_be_switched_off(rule: str, off: object) -> None:
    policy = read_policy("haidong").override({f"rules.{rule}": off})
    assert getattr(policy.rules, rule) is None


def test_every_dotted_key_can_be_overridden_with_its_own_value() -> None:
    policy = read_policy("haidong")
    tables = policy.model_dump()
    for key in keys():
        section, _, name = key.partition(".")
        value = tables[section][name] if name else tables[section]
        assert policy.override({key: value}) == policy


def test_all_mistakes_of_an_override_are_named_at_once() -> None:
    said = wrong(
        {
            "zones.mx": 3,
            "weights.travle": 1,
            "zones.max": 0,
            "zones.alone": ["castle"],
            "zones.alone_as": "some",
            "rules.workload_band": -0.1,
            "rules.max_changed": 1.5,
            "weights.mismatch": -1,
            "pins.together": [["A"]],
            "pins.pinned": [["A"]],
        }
    )
    assert len(said) == 10
    text = "\n".join(said)
    for key in ("zones.mx", "weights.travle", "zones.max", "zones.alone_as", "rules.workload_band", "weights.mismatch"):
        assert text.count(f"{key}: ") == 1
    assert "did you mean zones.max?" in text
    assert "did you mean weights.travel?" in text
    assert '"-0.1" is out of range; it must be ≥ 0' in text
    assert "use each, one" in text


@pytest.mark.parametrize("key", ["", ".", "zones", "zones.", "zones.max.more", "pins", "Zones.max", "rules"])
def test_a_key_that_is_none_is_refused(key: str) -> None:
    assert len(wrong({key: 3})) == 1


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("zones.max", 10_001),
        ("zones.max", 4.0),
        ("zones.max", "4"),
        ("zones.max", True),
        ("zones.max", None),
        ("zones.min_stations", 0),
        ("zones.max_stations", 0),
        ("rules.workload_band", 1001),
        ("rules.workload_band", float("nan")),
        ("rules.workload_band", True),
        ("rules.max_minutes", float("inf")),
        ("rules.min_officers", -1),
        ("rules.min_officers", 2.5),
        ("rules.case_area", "yes"),
        ("rules.max_changed", 1_000_001),
        ("weights.travel", 2e9),
        ("weights.travel", "none"),
        ("weights.travel", float("nan")),
        ("pins.offices", "A"),
        ("pins.offices", [""]),
        ("pins.apart", ["A", "B"]),
        ("name", ""),
        ("name", 5),
        ("name", "x" * 121),
        ("source", 5),
    ],
)
def test_a_value_of_the_wrong_kind_or_out_of_range_is_refused_with_its_key(key: str, value: object) -> None:
    said = wrong({key: value})
    assert said
    assert all(line.removeprefix("column ").startswith(key) for line in said)


def test_values_at_the_ends_of_their_range_are_taken() -> None:
    policy = read_policy("haidong").override(
        {
            "zones.max": 10_000,
            "rules.workload_band": 1000,
            "rules.max_minutes": 0,
            "weights.travel": 1e9,
            "zones.min": 1,
        }
    )
    assert policy.rules.workload_band == 1000
    assert policy.rules.max_minutes == 0


def test_all_weights_0_and_min_above_max_are_said_in_words() -> None:
    zero = {f"weights.{key}": 0 for key in read_policy("haidong").weights.shares()}
    assert wrong(zero) == ["column weights: all weights are 0; give at least one measure a positive weight"]
    assert wrong({"zones.min": 6}) == ["zones.min is greater than zones.max; lower the one or raise the other"]


@given(st.lists(st.floats(0, 1e9), min_size=WEIGHTS, max_size=WEIGHTS).filter(lambda values: sum(values) > 1e-3))
def test_shares_sum_to_1_in_the_order_of_the_weights(values: list[float]) -> None:
    names = list(Weights.model_fields)
    shares = Weights(**dict(zip(names, values, strict=True))).shares()
    assert list(shares) == names
    assert abs(sum(shares.values()) - 1) < 1e-12
    assert all(
        (share > 0) == (value > 0) or share < 1e-300 for share, value in zip(shares.values(), values, strict=True)
    )


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("4", 4),
        ("0.5", 0.5),
        ("none", "none"),
        ("true", True),
        ('["A", "B"]', ["A", "B"]),
        ("one", "one"),
        ('"one"', "one"),
        ("三防区", "三防区"),
        ("", ""),
        ("[", "["),
        ("007", "007"),
    ],
)
def test_a_value_is_read_as_toml_or_else_as_text(text: str, value: object) -> None:
    assert parse_value(text) == value


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"\xff\xfe\xb0", "UTF-8"),
        (b"[zones\nmax = 3", "not TOML"),
        (b"zones = 3", "zones"),
        (b"x = 1\ny = 2\n[zones]\nmaxx = 1", "zones.maxx"),
        (b"#" * 1_000_001, "1,000,000 bytes"),
    ],
)
def test_a_broken_file_is_answered_in_words_with_its_name(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "own.toml"
    path.write_bytes(content)
    with pytest.raises(InputError) as error:
        read_policy(path)
    said = mistakes(error)
    assert all(line.startswith("own.toml") for line in said)
    assert says in "\n".join(said)


def test_all_mistakes_of_a_file_are_named_at_once(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text('nme = "a"\n[zones]\nmaxx = 1\nmax = -1\n[weights]\ntravel = "much"\n[pin]\n', encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_policy(path)
    said = "\n".join(mistakes(error))
    for key in ("nme", "zones.maxx", "zones.max", "weights.travel", "pin"):
        assert f" {key}: " in said
    assert len(mistakes(error)) == 5


def test_a_file_that_is_not_there_is_refused_with_the_presets_named(tmp_path: Path) -> None:
    for name in ("haidon", tmp_path / "none.toml"):
        with pytest.raises(InputError, match="haidong"):
            read_policy(name)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["zones", "rules", "weights", "pins", "max", "name", "x"]), inner, max_size=4
            )
        ),
        max_leaves=12,
    )
)
def test_tables_of_any_content_give_a_policy_or_mistakes(tables: object) -> None:
    try:
        found: tuple[Mistake, ...] = ()
        assert isinstance(policy_from(tables, "plan.json"), Policy)
    except InputError as error:
        found = error.mistakes
    for mistake in found:
        assert mistake.text("zh")
        assert mistake.text("en").startswith("plan.json")


def test_a_policy_survives_json() -> None:
    policy = read_policy("haidong").override({"pins.together": [["A", "B"]], "pins.pinned": [["A", "B"]]})
    assert policy_from(policy.model_dump(mode="json"), "plan.json") == policy


def test_a_policy_cannot_be_changed() -> None:
    with pytest.raises(Exception, match="frozen"):
        read_policy("haidong").zones.max = 3  # type: ignore[misc]


def test_a_key_that_nothing_resembles_is_told_with_the_sections_there_are() -> None:
    with pytest.raises(InputError) as error:
        read_policy("haidong").override({"foo": 1, "max_minute": 30})
    nothing, near = (str(one) for one in error.value.mistakes)
    sections = dict.fromkeys(key.partition(".")[0] + ".…" * ("." in key) for key in keys())
    assert nothing.endswith(f"there is no such setting; there are {', '.join(sections)}")
    assert near.endswith("did you mean rules.max_minutes?")
