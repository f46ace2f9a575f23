"""The interface is what its description says."""

from tests.project.api import PLACE, written


def test_the_description_of_the_interface_is_that_of_the_code() -> None:
    assert PLACE.read_text(encoding="utf-8") == written(), "python -m tests.project.api writes it anew"
