"""Sheets of a workbook are called as their tables, within the 31 characters that Excel allows."""

import pytest

from workbench.tables.book import LONGEST, _name
from zoning.texts import LANGUAGES, Language, table


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Zones", "Zones"),
        ("Step by step (3 of 5 decided)", "Step by step (3 of 5 decided)"),
        ("Against today (today: every station of 丰都县 by itself)", "Against today"),
        ("The plan's figures next period (percentiles over the draws)", "The plan's figures next period"),
        ("与现状相比（现状：丰都县各派出所各自为一区，因为没有现行防区，共三十个）", "与现状相比"),
        ("Points of the zones and where they come from", "Points of the zones and where"),
        ("Plans close by: all [12]", "Plans close by all 12"),
        ("丰" * 40, "丰" * LONGEST),
        ("'quoted'", "quoted"),
    ],
)
def test_a_long_title_is_cut_before_an_open_bracket_or_between_words(title: str, name: str) -> None:
    assert _name(title) == name


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_name_of_a_sheet_ends_in_a_bracket_that_stays_open(language: Language) -> None:
    titles = [text for key, text in table("workbench", language).items() if key.startswith("sheet.")]
    names = [_name(title) for title in titles]
    assert titles
    assert all(0 < len(name) <= LONGEST for name in names)
    assert all(name.count(a) == name.count(b) for name in names for a, b in ("()", "（）"))
