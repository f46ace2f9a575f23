"""Scenario files read: TOML to overrides, with every mistake of a file at once.

A scenario that extends another has the overrides of both. The same thing overridden twice along a chain is a mistake
that names both places, so no override wins unseen. What it may get wrong: whether a station or a class exists is not
known here; :mod:`scenarios.whatif.apply` asks that of a county.
"""

from collections.abc import Mapping
from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from scenarios.spec.ancestors import chain_of, wrong_names
from scenarios.spec.invalid import translated
from scenarios.spec.overrides import conflicts, overrides_of, spellings
from scenarios.spec.scenario import Override, Scenario, ScenarioFile, wrong
from scenarios.spec.schema import FileSpec
from zoning.model.errors import InputError, Mistake, mistake, reason_of
from zoning.model.policy import keys
from zoning.model.reading import NotToml, content_of, toml
from zoning.model.validation import unknown_key

MAX_BYTES = 10_000_000
"""A scenario file larger than this is refused."""
SUFFIX = ".toml"


def library() -> dict[str, ScenarioFile]:
    """The scenario files of the project by name; each applies to any county."""
    home = resources.files("scenarios").joinpath("library")
    names = sorted(entry.name.removesuffix(SUFFIX) for entry in home.iterdir() if entry.name.endswith(SUFFIX))
    return {name: parsed(home.joinpath(name + SUFFIX).read_text(encoding="utf-8"), name) for name in names}


def read_file(name: Path | str, found: list[Mistake] | None = None) -> ScenarioFile:
    """A scenario file, or one of the library by name; ``found`` as for :func:`checked`.

    Raises
    ------
    InputError
        With every mistake of the file.
    """
    path = Path(name)
    if path.suffix != SUFFIX and not path.exists():
        known = library()
        if str(name) in known:
            return known[str(name)]
        raise InputError([mistake("scenarios.spec.no_file", table=str(name), library=list(known))])
    try:
        data = content_of(path, MAX_BYTES)
    except OSError as error:
        reason = reason_of(error)
        raise InputError([mistake("scenarios.spec.unreadable", table=str(name), reason=reason)]) from error
    if len(data) > MAX_BYTES:
        raise InputError([mistake("scenarios.spec.too_large", table=path.name, bytes=MAX_BYTES)])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError([mistake("scenarios.spec.not_utf8", table=path.name)]) from error
    return parsed(text, path.name, path.parent, found)


def parsed(text: str, file: str, folder: Path = Path(), found: list[Mistake] | None = None) -> ScenarioFile:
    """The scenarios in the text of a file; ``found`` as for :func:`checked`.

    Raises
    ------
    InputError
        With every mistake of the text.
    """
    try:
        content = toml(text)
    except NotToml as error:
        fault = error.fault
        raise InputError([mistake("scenarios.spec.not_toml", table=file, row=fault.line, reason=fault.says)]) from error
    return checked(content, file, folder, found)


def checked(
    content: Mapping[str, Any], file: str, folder: Path = Path(), found: list[Mistake] | None = None
) -> ScenarioFile:
    """The scenarios in the tables of a file.

    Parameters
    ----------
    found : takes the mistakes, and the sound scenarios are returned: no mistake in them or in their ancestors. Then an
        override with an unknown policy key is left out of its scenario.

    Raises
    ------
    InputError
        With every mistake, where ``found`` is not given or no scenario is well formed.
    """
    told: list[Mistake] = []
    spec = _well_formed(content, file, told)
    written = content.get("scenarios")
    names = list(written) if isinstance(written, Mapping) else []
    misnamed = list(wrong_names(names, file))
    told += misnamed
    if spec is None:
        raise InputError(told)
    own = _own(spec, file, told)
    chains: dict[str, tuple[str, ...]] = {}
    overrides: dict[str, tuple[Override, ...]] = {}
    sound = set(own) - {mistake.value for mistake in misnamed}
    for name in own:
        faults: list[Mistake] = []
        chains[name] = chain_of(name, spec.scenarios, names, file, faults)
        overrides[name] = tuple(o for one in (*chains[name], name) for o in own.get(one, ()))
        faults += conflicts([(o, [(o.kind, *o.target)]) for o in spellings(name, content["scenarios"][name])], file)
        faults += conflicts([(o, [(o.kind, *o.target)]) for o in overrides[name]], file, only=name)
        sound -= {name} if faults else set()
        told += faults
    if told and found is None:
        raise InputError(told)
    if found is not None:
        found += told
    made = (
        Scenario(
            name,
            part.why,
            overrides[name],
            chains[name],
            file,
            folder,
            content["scenarios"][name],
            tuple(dict.fromkeys(s for one in (*chains[name], name) for s in spec.scenarios[one].ask)),
        )
        for name, part in spec.scenarios.items()
        if sound.issuperset((*chains[name], name))
    )
    return ScenarioFile(file, spec.base, tuple(made), folder)


def _own(spec: FileSpec, file: str, found: list[Mistake]) -> dict[str, tuple[Override, ...]]:
    """The overrides of each scenario itself, without those of an unknown policy key, which are mistakes."""
    own = {name: tuple(overrides_of(name, part)) for name, part in spec.scenarios.items()}
    unknown = [o for part in own.values() for o in part if o.kind == "set" and o.target[0] not in keys()]
    for override in unknown:
        says = unknown_key(override.target[0], keys(), file).says
        found.append(replace(wrong(override, file, "zoning.value.unknown_key"), says=says))
    return {name: tuple(o for o in part if o not in unknown) for name, part in own.items()}


def _well_formed(content: Mapping[str, Any], file: str, found: list[Mistake]) -> FileSpec | None:
    """The file without its wrong tables, whose mistakes are told; ``None`` where that leaves no scenario."""
    try:
        return FileSpec.model_validate(content)
    except ValidationError as error:
        found += [translated(dict(e), file) for e in error.errors()]
        wrong = {e["loc"][: 2 if e["loc"][0] == "scenarios" else 1] for e in error.errors()}
    rest = {key: part for key, part in content.items() if (key,) not in wrong}
    scenarios = rest.get("scenarios", {})
    rest["scenarios"] = {name: part for name, part in scenarios.items() if ("scenarios", name) not in wrong}
    return FileSpec.model_validate(rest) if rest["scenarios"] else None


def scenario_of(content: Mapping[str, Any], name: str = "scenario") -> Scenario:
    """One scenario from a table as it would stand in a file.

    Raises
    ------
    InputError
        With every mistake of the table.
    """
    return checked({"scenarios": {name: {"why": name, **content}}}, name).scenarios[0]
