"""Names, numbers and addresses in the column of kinds: single ones are unknown kinds, a column of them is refused."""

from datetime import date
from pathlib import Path

import pytest

import geodata
from geodata.calls.count import Wanted, count_calls
from tests.geodata.calls.made import rows_in
from zoning.model.errors import InputError

TODAY = date(2026, 1, 1)


def test_a_number_or_an_address_in_place_of_a_kind_is_an_unknown_kind_whose_place_is_told_and_nothing_else(
    county: Path, tmp_path: Path
) -> None:
    wrong = {3: "13812345678", 8: "东风路12号3单元401室", 10: "报警人：马小明", 12: "630225199003074512"}
    rows = [f"2023-01-05 13:04:{k:02d},东山,{wrong.get(k, '纠纷')}" for k in range(1, 31)]
    found, sheets = count_calls(
        geodata.read_source(county),
        rows_in(tmp_path, "报警时间,派出所,类别", "", *rows),
        Wanted(TODAY),
    )
    assert (found.counted, found.not_counted["kind"], found.hidden_kinds) == (26, 4, 4)
    assert found.hidden_kinds_at == tuple(wrong)
    assert not any(text in repr((found, sheets)) for text in (*wrong.values(), "马小明", "东风路"))


def test_a_column_that_is_mostly_personal_is_refused_with_the_option_that_names_another(
    county: Path, tmp_path: Path
) -> None:
    rows = [f"2023-01-05 13:04:{k:02d},东山,1381234567{k % 10}" for k in range(1, 31)]
    with pytest.raises(InputError) as refused:
        count_calls(geodata.read_source(county), rows_in(tmp_path, "报警时间,派出所,类别", *rows), Wanted(TODAY))
    (wrong,) = refused.value.mistakes
    assert (wrong.says.key, wrong.column) == ("geodata.calls.not_phones", "类别")
    assert "--column kind=" in str(wrong)
    assert "138" not in str(wrong)
