"""Compiled functions whose cache never stops a command: an entry that cannot be read is a miss, one that cannot be kept
is compiled anew next time.

Entries are looked for in ``NUMBA_CACHE_DIR``, beside the source, in the user's cache, in a private temporary folder,
and kept in the first of these that takes them. So an installation that nobody may write to, a service without a home, a
container's user without a name and a full disk all compute the same. What it may get wrong: it rests on
``numba.core.caching``, which numba may change.
"""

import contextlib
import hashlib
import os
import pickle
import stat
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar, overload

import numba
from numba.core.caching import CompileResultCacheImpl, FunctionCache, IndexDataCacheFile
from numba.core.dispatcher import Dispatcher

F = TypeVar("F", bound=Callable[..., Any])
NAME = "zoning"
"""Of the folders that are ours."""
CHECK = 32
"""Bytes of the digest in front of an entry."""


@overload
def compiled(function: F, /) -> F: ...
@overload
def compiled(*, signature: str = "", **options: Any) -> Callable[[F], F]: ...
def compiled(function: Callable[..., Any] | None = None, /, *, signature: str = "", **options: Any) -> Any:
    """The function compiled without the interpreter's lock when it is first called, or loaded from a cache.

    Parameters
    ----------
    signature : compile at once, for these types
    options : of ``numba.njit``
    """

    def decorate(function: Callable[..., Any]) -> Any:
        dispatcher: Any = numba.njit(nogil=True, **options)(function)
        if isinstance(dispatcher, Dispatcher):  # NUMBA_DISABLE_JIT gives the function itself
            setattr(dispatcher, "_cache", _Caches(function))  # noqa: B010 - numba has no type for it
            if signature:
                dispatcher.compile(signature)
        return dispatcher

    return decorate if function is None else decorate(function)


def folders(source: Path) -> Iterator[Path]:
    """Where entries of a source file may lie, the first choice first; nothing is made, and none need be there."""
    inside = f"{source.parent.name}_{hashlib.sha256(os.fsencode(source.parent)).hexdigest()[:16]}"
    if named := getattr(numba.config, "CACHE_DIR", ""):
        yield Path(named).absolute() / inside
    yield source.parent / "__pycache__"
    base = os.environ.get("LOCALAPPDATA" if os.name == "nt" else "XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    if os.path.isabs(base):  # a user without a home leaves the ~ where it is
        yield Path(base) / NAME / inside
    with contextlib.suppress(OSError):  # no temporary folder either
        own = Path(tempfile.gettempdir()) / f"{NAME}-{os.getuid() if hasattr(os, 'getuid') else 'cache'}"
        own.mkdir(mode=0o700, exist_ok=True)
        if _private(own):
            yield own / inside


def _private(folder: Path) -> bool:
    """Whether a folder is one, ours, and nobody else's to write to: what lies in it is run."""
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode):
        return False
    return not hasattr(os, "getuid") or (found.st_uid == os.getuid() and not found.st_mode & 0o022)


def _stamp(function: Callable[..., Any]) -> str:
    """A digest of the sources that the function's machine code comes of: its own file, and those of what it calls."""
    with open(function.__code__.co_filename, "rb") as stream:
        parts = {hashlib.sha256(stream.read()).hexdigest()}
    for called in function.__globals__.values():
        cache = getattr(called, "_cache", None)
        if isinstance(cache, _Caches):
            parts.add(cache.stamp)
    return hashlib.sha256("".join(sorted(parts)).encode()).hexdigest()


class _Place:
    """What numba calls a locator: one folder."""

    def __init__(self, function: Callable[..., Any], folder: Path, stamp: str) -> None:
        self._py_file, self._line = function.__code__.co_filename, function.__code__.co_firstlineno
        self.folder, self.stamp = folder, stamp

    def ensure_cache_path(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)

    def get_cache_path(self) -> str:
        return str(self.folder)

    def get_source_stamp(self) -> str:
        return self.stamp

    def get_disambiguator(self) -> str:
        return str(self._line)


class _Entries(IndexDataCacheFile):
    """Index and entries of a function in a folder; each entry carries a digest, for what is cut still may load."""

    def _load_index(self) -> Any:
        try:
            return super()._load_index()
        except Exception:  # noqa: BLE001 - pickle raises anything for a file that was cut or is another's
            return {}

    def _load_data(self, name: str) -> Any:
        path = Path(self._data_path(name))
        found = path.read_bytes()
        if hashlib.sha256(found[CHECK:]).digest() != found[:CHECK]:
            raise ValueError(path)
        return pickle.loads(found[CHECK:])

    def _save_data(self, name: str, data: Any) -> None:
        content = self._dump(data)
        with self._open_for_write(self._data_path(name)) as stream:
            stream.write(hashlib.sha256(content).digest() + content)


class _OneCache(FunctionCache):
    """numba's cache of a function in one folder."""

    def __init__(self, function: Callable[..., Any], place: _Place) -> None:
        class Here:
            @staticmethod
            def from_function(*_: Any) -> _Place:
                return place

        class Impl(CompileResultCacheImpl):
            _locator_classes: list[Any] = [Here]  # noqa: RUF012 - as numba has it

        self._impl_class = Impl
        super().__init__(function)
        self._cache_file = _Entries(place.get_cache_path(), self._impl.filename_base, place.stamp)


class _Caches:
    """The caches of a function, tried in turn; what goes wrong in one of them is no concern of the caller."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self._function, self.stamp = function, _stamp(function)

    def _each(self) -> Iterator[_OneCache]:
        for folder in folders(Path(self._function.__code__.co_filename)):
            yield _OneCache(self._function, _Place(self._function, folder, self.stamp))

    def load_overload(self, signature: Any, target: Any) -> Any:
        """The machine code for a signature, or ``None`` where no folder has it whole."""
        for cache in self._each():
            try:
                found = cache.load_overload(signature, target)
            except Exception:  # noqa: BLE001 - whatever an unreadable entry raises, it is a miss
                continue
            if found is not None:
                return found
        return None

    def save_overload(self, signature: Any, code: Any) -> None:
        """Keep machine code in the first folder that takes it."""
        for cache in self._each():
            try:
                cache.save_overload(signature, code)
            except OSError:  # read-only, full, not ours
                continue
            return

    @property
    def cache_path(self) -> str:
        return str(next(self._each()).cache_path)

    def enable(self) -> None:
        """Numba asks for it; this cache is always on."""

    def disable(self) -> None:
        """Numba asks for it; this cache is always on."""

    def flush(self) -> None:
        """Forget the entries of every folder that can be written to."""
        for cache in self._each():
            with contextlib.suppress(OSError):
                cache.flush()
