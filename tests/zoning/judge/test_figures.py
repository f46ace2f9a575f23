"""A figure is declared once; every one has a name and a unit that people and programs can read."""

import math

import pytest

from zoning.judge.figures import (
    CHANGE_FIGURES,
    FIGURES,
    MEASURE_FIGURES,
    PLAN_FIGURES,
    SHARE,
    STATION_FIGURES,
    UNITS,
    ZONE_FIGURES,
    by_key,
    unit_of,
)
from zoning.judge.measures import MEASURES
from zoning.texts import table
from zoning.texts.numbers import UNKNOWN, number, percent


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_figure_and_unit_has_a_name(language: str) -> None:
    texts = table("zoning", language)  # type: ignore[arg-type]
    named = {key.removeprefix("figure.") for key in texts if key.startswith("figure.")}
    assert named - {"header", "percentage_points"} >= FIGURES.keys()
    units = {key.removeprefix("unit.") for key in texts if key.startswith("unit.")}
    assert {figure.unit for figure in FIGURES.values() if figure.unit} <= UNITS.keys() & units


def test_a_figure_has_one_row_whoever_shows_it() -> None:
    for row in (*ZONE_FIGURES, *STATION_FIGURES, *PLAN_FIGURES, *CHANGE_FIGURES):
        assert FIGURES[row.key] is row
    assert [figure.key for figure in MEASURE_FIGURES] == [measure.key for measure in MEASURES]


def test_a_figure_that_is_none_is_refused_and_has_no_unit() -> None:
    with pytest.raises(KeyError):
        by_key("zones", "no_such_figure")
    assert [unit_of(key) for key in ("no_such_figure", "compactness", "mismatch", "mean_minutes")] == [
        "",
        "",
        SHARE,
        "min",
    ]


def test_a_difference_is_that_of_the_numbers_shown_and_of_shares_in_points() -> None:
    load, mismatch = by_key("range", "mismatch")
    assert (load.text(275.6), load.text(233.4)) == ("276", "233")
    assert load.change(275.6, 233.4, "en") == "−43", "275.6 − 233.4 is 42.2, and yet a reader sees 276 and 233"
    assert mismatch.change(0.169, 0.138, "en") == "−3.1 pp"
    assert mismatch.change(0.169, 0.138, "zh") == "−3.1 个百分点"
    assert mismatch.change(math.nan, 0.138, "zh").startswith(UNKNOWN)


def test_a_unit_that_is_a_word_of_the_name_or_title_is_not_said_again() -> None:
    officers, minutes = by_key("officers", "mean_minutes")
    assert (officers.unit_name("en"), officers.header("en")) == ("", "Officers")
    assert officers.unit_name("en", "Before") == "officers"
    assert officers.unit_name("zh")
    assert minutes.unit_name("en") == "min"


def test_halves_are_shown_as_spreadsheets_and_browsers_show_them() -> None:
    """Incidents of two years a year end in a half: a sheet of a plan said 91 where the terminal said 90."""
    assert [number(value) for value in (90.5, 188.5, 91.5, -90.5, 0.49)] == ["91", "189", "92", "−91", "0"]
    assert [number(2.85, 1), percent(0.0285), percent(0.00049), number(-0.04, 1)] == ["2.9", "2.9%", "0.0%", "0.0"]
    assert number(1e30) == f"{1e30:,.0f}"
    load, mismatch = by_key("range", "mismatch")
    assert (load.rounded(90.5), mismatch.rounded(0.0285)) == (91.0, 0.029)
    assert load.change(90.5, 188.5, "en") == "+98"
