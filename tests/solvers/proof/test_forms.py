"""A plan file of the wrong form is refused with a sentence, whatever is wrong with it."""

from pathlib import Path

import pytest

from solvers.proof.verify import verify
from tests.solvers.proof import forms
from tests.solvers.proof.files import KINDS, checked, file
from zoning.model.errors import InputError, Mistake
from zoning.result.plan_file import read_plan


def found(kind: str, content: forms.Content) -> tuple[Mistake, ...]:
    try:
        return checked(file(kind).problem, content).mistakes
    except InputError as error:
        return error.mistakes


@pytest.mark.parametrize("kind", KINDS)
def test_a_value_of_another_kind_is_refused(kind: str) -> None:
    altered = forms.kinds(file(kind).content, whole=kind == "weighted")
    believed = [name for name, content in altered if not found(kind, content)]
    assert believed == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_key_that_nobody_knows_is_refused(kind: str) -> None:
    believed = [name for name, content in forms.unknown(file(kind).content) if not found(kind, content)]
    assert believed == []


@pytest.mark.parametrize("name", forms.TEXTS)
def test_a_text_that_programs_read_differently_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / "plan.json"
    path.write_text(forms.texts(file("weighted").content)[name], encoding="utf-8")
    with pytest.raises(InputError) as error:
        verify(file("weighted").problem, path)
    assert all("plan.json" in str(one) and one.text("zh") != one.text("en") for one in error.value.mistakes)


def test_a_mark_of_byte_order_is_no_mistake(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_text("\ufeff" + file("weighted").text, encoding="utf-8")
    assert read_plan(path).content == file("weighted").content
