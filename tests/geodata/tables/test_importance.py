"""The notice that may make an answer wrong comes first, and every notice has its place in the table."""

from pathlib import Path

import geodata
from geodata.tables.findings import IMPORTANCE, by_importance
from tests.geodata.drawn import adding, draw, put
from tests.geodata.tables.told import INCIDENTS
from zoning.texts import Message, table


def test_every_notice_stands_in_one_row_of_the_table() -> None:
    listed = [key for keys in IMPORTANCE.values() for key in keys.split()]
    known = [key.removeprefix("notice.") for key in table("geodata", "zh") if key.startswith("notice.")]
    assert sorted(listed) == sorted(known)


def test_what_may_make_an_answer_wrong_comes_first_and_defaults_last(tmp_path: Path) -> None:
    at = draw(tmp_path / "county")
    put(at, "county.toml", 'code = "1"\nname = "x"\n')
    put(at, INCIDENTS, (at / INCIDENTS).read_text().replace("dispute", "纠纷").replace("traffic", "交通"))
    adding(INCIDENTS, "合计,,738")(at)
    keys = [notice.key.rpartition(".")[2] for notice in geodata.read(at).notices]
    assert keys[0] == "totals_differ"
    assert keys[-1] == "travel_mode"
    assert keys.index("totals") > keys.index("totals_differ")


def test_a_notice_of_elsewhere_is_not_hidden_behind_others() -> None:
    known, other = Message("geodata.notice.years"), Message("workbench.check.stale")
    assert by_importance([known, other]) == [other, known]
