"""Compiled code is kept where it can be, and every fault of the keeping costs time only."""

import errno
import importlib.util
import os
import tempfile
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import numba
import pytest

from solvers import compiled

INNER = "from solvers.compiled import compiled\n\n\n@compiled\ndef inner(x):\n    return x * {factor}\n"
CALLS = "from {inner} import inner\n\n\n@compiled\ndef outer(x):\n    return inner(x) + 1\n"
OUTER = "from solvers.compiled import compiled\n" + CALLS


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No cache but those that the test makes."""
    monkeypatch.setattr(numba.config, "CACHE_DIR", "")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


def loaded(path: Path, name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def called(folder: Path, x: int = 3) -> tuple[int, bool]:
    """What a compiled function of a new module gives, and whether its code was loaded."""
    path = folder / "loops.py"
    if not path.exists():
        path.write_text(INNER.format(factor=2), encoding="utf-8")
    function = loaded(path, "loops").inner
    return function(x), bool(function.stats.cache_hits)


def entries(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.suffix in (".nbi", ".nbc"))


def block(path: Path) -> None:
    """A file where a folder should be: nobody, not even root, makes one there."""
    path.write_bytes(b"")


def test_code_is_kept_beside_its_source_and_loaded_from_there(tmp_path: Path) -> None:
    assert called(tmp_path) == (6, False)
    assert {path.parent.name for path in entries(tmp_path)} == {"__pycache__"}
    assert called(tmp_path) == (6, True)


def test_a_folder_that_the_user_names_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(numba.config, "CACHE_DIR", str(tmp_path / "named"))
    assert called(tmp_path) == (6, False)
    assert len(entries(tmp_path / "named")) == len(entries(tmp_path)) == 2


def test_code_that_an_administrator_compiled_is_loaded_where_nobody_may_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    called(tmp_path)
    monkeypatch.setattr(compiled._Place, "ensure_cache_path", refused(errno.EROFS))
    assert called(tmp_path) == (6, True)


@pytest.mark.parametrize(
    ("blocked", "kept"), [((), "__pycache__"), (("__pycache__",), "home"), (("__pycache__", "home"), "zoning-")]
)
def test_the_next_place_is_taken_where_one_cannot_be_written_to(
    tmp_path: Path, blocked: tuple[str, ...], kept: str
) -> None:
    for name in blocked:
        block(tmp_path / name)
    assert called(tmp_path) == (6, False)
    assert {path.relative_to(tmp_path).parts[0].startswith(kept) for path in entries(tmp_path)} == {True}
    assert called(tmp_path) == (6, True)


def test_nothing_is_kept_where_there_is_no_place_and_the_answer_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("__pycache__", "home", "temporary"):
        block(tmp_path / name)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    assert called(tmp_path) == called(tmp_path) == (6, False)
    assert not entries(tmp_path)


def test_there_may_be_no_temporary_folder_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> str:
        raise FileNotFoundError(errno.ENOENT, "No usable temporary directory found")

    monkeypatch.setattr(tempfile, "gettempdir", none)
    assert [folder.name for folder in compiled.folders(tmp_path / "loops.py")][:1] == ["__pycache__"]
    assert called(tmp_path) == (6, False)


def refused(number: int) -> Callable[..., Any]:
    def refuse(*_: Any) -> None:
        raise OSError(number, os.strerror(number))

    return refuse


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EDQUOT, errno.EIO])
def test_a_full_disk_stops_nothing(number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def full(*_: Any) -> Any:
        raise OSError(number, os.strerror(number))
        yield

    monkeypatch.setattr(compiled._Entries, "_open_for_write", full)
    assert called(tmp_path) == (6, False)
    assert not entries(tmp_path)


def turned(content: bytes) -> bytes:
    """The content with its middle byte turned round."""
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 255]) + content[middle + 1 :]


SPOILT: dict[str, Callable[[bytes], bytes]] = {
    "emptied": lambda _: b"",
    "head": lambda content: content[:40],
    "half": lambda content: content[: len(content) // 2],
    "last byte": lambda content: content[:-1],
    "zeros": lambda content: bytes(len(content)),
    "a byte": turned,
    "text": lambda _: "不是缓存".encode(),
}


@pytest.mark.parametrize("suffix", [".nbi", ".nbc"])
@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_a_spoilt_entry_is_a_miss_and_mended(spoil: Callable[[bytes], bytes], suffix: str, tmp_path: Path) -> None:
    called(tmp_path)
    for path in entries(tmp_path):
        if path.suffix == suffix:
            path.write_bytes(spoil(path.read_bytes()))
    assert called(tmp_path) == (6, False)
    assert called(tmp_path) == (6, True)


def test_an_entry_that_is_a_folder_is_a_miss(tmp_path: Path) -> None:
    called(tmp_path)
    for path in entries(tmp_path):
        path.unlink()
        path.mkdir()
    assert called(tmp_path) == (6, False)


def test_a_function_is_compiled_anew_when_one_that_it_calls_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "outer.py").write_text(OUTER.format(inner="inner_loops"), encoding="utf-8")
    found = []
    for factor in (2, 2, 50):
        (tmp_path / "inner_loops.py").write_text(INNER.format(factor=factor), encoding="utf-8")
        monkeypatch.delitem(os.sys.modules, "inner_loops", raising=False)
        importlib.invalidate_caches()
        outer = loaded(tmp_path / "outer.py", "outer").outer
        found.append((outer(3), bool(outer.stats.cache_hits)))
    assert found == [(7, False), (7, True), (151, False)]


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="Windows gives every user a temporary folder")
def test_a_temporary_folder_that_others_may_write_to_is_not_trusted(tmp_path: Path) -> None:
    own = tmp_path / f"zoning-{os.getuid()}"
    own.mkdir()
    own.chmod(0o777)
    assert own not in [folder.parent for folder in compiled.folders(tmp_path / "loops.py")]
    own.rmdir()
    own.symlink_to(tmp_path / "elsewhere")
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    assert own not in [folder.parent for folder in compiled.folders(tmp_path / "loops.py")]


def test_a_user_without_a_home_gets_no_folder_called_tilde(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    monkeypatch.setattr(os.path, "expanduser", lambda path: path)  # what it gives for a uid without an entry
    monkeypatch.chdir(tmp_path)
    block(tmp_path / "__pycache__")
    assert called(tmp_path) == (6, False)
    assert not list(tmp_path.glob("~*"))
