"""A file that was handed over as bytes, and is read as one on disk would be, by the same readers and guards.

It has no folder: its settings can name only files handed over with it. So a sender cannot have another file of this
machine read.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from geodata.formats.zipped import unpack
from zoning.texts import Message


@dataclass(frozen=True)
class Held:
    """The name and the bytes of a file; ``beside`` are those of the same folder, itself included, by name."""

    name: str
    data: bytes = field(repr=False)
    beside: Mapping[str, "Held"] = field(default_factory=dict, repr=False, compare=False)

    @property
    def stem(self) -> str:
        return PurePosixPath(self.name).stem

    @property
    def suffix(self) -> str:
        return PurePosixPath(self.name).suffix


File = Path | Held


def as_file(path: File | str) -> File:
    """A path that may be written as text."""
    return Path(path) if isinstance(path, str) else path


def folder_of(path: File) -> Path | None:
    """The folder that a file lies in, ``None`` for one that was handed over."""
    return path.parent if isinstance(path, Path) else None


def unzipped(data: bytes) -> dict[str, Held] | Message:
    """The files of the folder in a zip, by name, or why it must not be opened.

    The folder is the zip itself, or the one that everything in it lies in; what lies deeper is left out.
    """
    files = unpack(data, nested=True)
    if isinstance(files, Message):
        return files
    paths = {PurePosixPath(name.replace("\\", "/")): content for name, content in files.items()}
    seen = {at: content for at, content in paths.items() if not any(p.startswith((".", "__MACOSX")) for p in at.parts)}
    outer = {at.parts[0] for at in seen}
    depth = 2 if len(outer) == 1 and all(len(at.parts) > 1 for at in seen) else 1
    folder: dict[str, Held] = {}
    for at, content in sorted(seen.items()):
        if len(at.parts) == depth:
            folder[at.name] = Held(at.name, content, folder)
    return folder
