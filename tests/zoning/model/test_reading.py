"""Files that are none, and texts nested without end: refused, with a sentence, in no time."""

import os
from pathlib import Path

import pytest

from zoning.model.errors import InputError
from zoning.model.policy import read_policy
from zoning.model.reading import content_of, toml
from zoning.result.documents import read_json


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a system without pipes")
@pytest.mark.parametrize("reader", [read_policy, read_json, lambda path: content_of(path, 10)])
def test_a_pipe_a_device_and_a_folder_are_no_files(reader: object, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", tmp_path, Path("/dev/zero")):
        with pytest.raises(InputError) as caught:
            reader(path)  # type: ignore[operator]
        (mistake,) = caught.value.mistakes
        assert mistake.says.key == "zoning.files.not_a_file"


@pytest.mark.parametrize(
    "text",
    [
        "x = " + "[" * 600 + "]" * 600,
        "x = " + "[" * 30_000,
        ".".join("a" * 3000) + " = 1",
        "x = " + "9" * 5000,
        "x = 1\nx = 2",
    ],
)
def test_what_is_no_table_is_one_kind_of_error(text: str) -> None:
    with pytest.raises(ValueError, match=r"nested|digits|stands there already"):
        toml(text)


def test_what_is_nested_as_people_do_is_read() -> None:
    assert toml("[a.b]\nc = [[1, 2], [3]]") == {"a": {"b": {"c": [[1, 2], [3]]}}}
