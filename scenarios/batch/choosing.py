"""The counties of a batch that are to be worked on, by code, by name, or by what they are called in it.

A code or a name that stands inside a file is known from an earlier run, else the file is read. What it may get wrong: a
file that was given to another county since an earlier run is known by its old name until it is worked on again.
"""

import contextlib
from collections.abc import Sequence
from dataclasses import replace

import geodata
from geodata.tables.table import Tables
from scenarios.batch.keeping import Folder
from scenarios.batch.records import Held, Part, Wanted
from zoning.model.errors import InputError, Mistake, mistake


def chosen(
    counties: Sequence[Wanted], only: Sequence[str], folder: Folder | None, found: list[Mistake]
) -> list[Wanted]:
    """All counties; those that ``only`` does not name are not ``chosen``. Words that name none are ``found``."""
    if not only:
        return list(counties)
    words = [_known(one, folder) for one in counties]
    if not set(only) <= set().union(*words):
        words = [known if len(known) > 2 else known | _read(one) for one, known in zip(counties, words, strict=True)]
    there = [" ".join(sorted(known)) for known in words]
    missing = [word for word in only if not any(word in known for known in words)]
    found += [mistake("scenarios.batch.no_county", table="--only", value=word, known=there) for word in missing]
    return [replace(one, chosen=not known.isdisjoint(only)) for one, known in zip(counties, words, strict=True)]


def _known(wanted: Wanted, folder: Folder | None) -> set[str]:
    """What a county may be called, without a look at its file."""
    before = None if folder is None else folder.kept(wanted.called)
    words = {wanted.called, wanted.code or ""}
    return (words if before is None else words | {before.code, before.name}) - {""}


def _read(wanted: Wanted) -> set[str]:
    """The code and the name in the tables of a county; nothing where these cannot be read, as its result will tell."""
    source = wanted.source
    with contextlib.suppress(InputError):
        if isinstance(source, Part):
            tables = source.whole.part(source.code)
        elif isinstance(source, Tables):
            tables = source
        else:
            tables = geodata.read_source(source.content if isinstance(source, Held) else source, wanted.settings)
        settings = tables.settings or {}
        return {str(settings[key]).strip() for key in ("code", "name") if settings.get(key)}
    return set()
