"""Overrides of what the bureau has: incident classes, and rows of its tables of leaders, branches, posts and units.

A row that is there keeps the fields that are not named; one that is not there is new, and has to have all it needs.
What it may get wrong: of all these only the classes reach the points of a plan.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from geodata.tables.kinds import KINDS
from scenarios.spec.amounts import MOST, amount, exact
from scenarios.spec.scenario import Override, worded, wrong
from scenarios.spec.schema import GONE
from scenarios.whatif.builder import Builder, beyond
from scenarios.whatif.targets import classes
from zoning.model.bureau import KEYS, STATIONS, Bureau
from zoning.model.errors import InputError
from zoning.model.stations import IncidentClass
from zoning.model.validation import mistakes_of, unknown_key
from zoning.texts import Message
from zoning.texts.stems import called

ROWS: Mapping[str, type[BaseModel]] = {
    table: get_args(Bureau.model_fields[table].annotation)[0] for table in ("leaders", "branches", "posts", "units")
}
"""The model of a row by table."""


def of_class(builder: Builder, override: Override) -> None:
    """Minutes on scene or officers sent, of one incident class or of all."""
    word, key = override.target
    columns = classes(builder.base.county, word)
    if isinstance(columns, Message):
        builder.wrong(override, columns)
        return
    builder.reaches(override, [("classes", j, key) for j in columns])
    held = list(builder.county.classes)
    for j in columns:
        before = getattr(held[j], key)
        after = override.value.of(before)
        most = _most(key)
        if out := beyond(before, after, 0, most):
            builder.wrong(override, out)
            return
        held[j] = held[j].model_copy(update={key: after})
        values = {"name": held[j].name, "key": held[j].key, "before": exact(before), "after": exact(after)}
        builder.says(override, f"scenarios.applied.class_{key}", **values)
    builder.county = replace(builder.county, classes=tuple(held))


def _most(key: str) -> float:
    """The largest value of a field of a class."""
    return float(next(rule.le for rule in IncidentClass.model_fields[key].metadata if hasattr(rule, "le")))


def row(builder: Builder, override: Override) -> None:
    """A row of a table changed, new, or gone."""
    table, (word,), value = override.kind, override.target, override.value
    key, model = KEYS[table], ROWS[table]
    rows = getattr(builder.county.bureau, table)
    before = next((one for one in rows if word in (getattr(one, key), getattr(one, "name", None))), None)
    builder.reaches(override, [(table, word if before is None else getattr(before, key))])
    if value == GONE:
        if before is None:
            known = [getattr(one, key) for one in rows]
            builder.wrong(override, Message("scenarios.apply.no_row", {"known": known}))
            return
        kept = tuple(one for one in rows if one is not before)
        _exchange(builder, override, kept, before, None)
        return
    stated = {key: word} | ({"name": word} if "name" in model.model_fields else {})
    content = (stated if before is None else before.model_dump()) | _changed(builder, override, before)
    try:
        after = model.model_validate(content)
    except ValidationError as error:
        _refuse(builder, override, error)
        return
    kept = tuple(one for one in rows if one is not before)
    _exchange(builder, override, (*kept, after), before, after)


def _changed(builder: Builder, override: Override, before: BaseModel | None) -> dict[str, Any]:
    """The fields of a row with amounts worked out and stations as codes."""
    made = dict(override.value)
    for key, value in override.value.items():
        field = ROWS[override.kind].model_fields.get(key)
        kinds = {int, float} & _types(field.annotation) if field is not None else set()
        if isinstance(value, str) and key == STATIONS.get(override.kind):
            codes = called(builder.county.names, value)
            made[key] = codes[0] if len(codes) == 1 else value
        elif isinstance(value, str) and kinds:
            held = getattr(before, key, None)
            after = _worked_out(held, value, whole=int in kinds)
            if after is None:
                place = replace(override, place=f"{override.place}.{key}", value=value)
                builder.wrong(place, Message("scenarios.apply.unknown_before", {"station": override.target[0]}))
            made[key] = held if after is None else after
    return made


def _types(annotation: Any) -> set[Any]:
    """The types that a field may have, without ``Annotated``, ``|`` and ``None``."""
    parts = get_args(annotation)
    return {one for part in parts for one in _types(part)} if parts else {annotation}


def _worked_out(before: float | None, value: str, *, whole: bool) -> float | int | str | None:
    """The amount of a field, rounded where it counts; ``None`` where it needs a value that is not known.

    What is no amount is left to the model of the row to refuse.
    """
    try:
        change = amount(value)
    except ValueError:
        return value
    if before is None and change.relative:
        return None
    after = change.of(float(before or 0))
    return int(after + 0.5) if whole and 0 <= after <= MOST else after


def _refuse(builder: Builder, override: Override, error: ValidationError) -> None:
    """Every mistake of a row at its place in the file."""
    known = list(ROWS[override.kind].model_fields)
    for one in mistakes_of(error, builder.scenario.file, lambda key, value: unknown_key(key, known, None, value)):
        place = replace(override, place=f"{override.place}.{one.column}")
        shown = wrong(place, builder.scenario.file, "zoning.value.missing")
        builder.found.append(replace(shown, says=one.says, value=one.value))


def _exchange(
    builder: Builder, override: Override, rows: tuple[Any, ...], before: BaseModel | None, after: BaseModel | None
) -> None:
    """The county with these rows in a table, or the mistakes that its tables then have."""
    held, table = builder.county.bureau, override.kind
    ordered = Bureau.model_validate({**{key: getattr(held, key) for key in Bureau.model_fields}, table: rows})
    try:
        builder.county = replace(builder.county, bureau=ordered)
    except InputError as error:
        builder.found += [
            replace(one, table=builder.scenario.file, column=f"{override.key}.{one.column}") for one in error.mistakes
        ]
        return
    says = "row_gone" if after is None else "row_new" if before is None else "row"
    words = Message(f"scenarios.field.{table}")
    fields = {} if after is None else {key: (getattr(before, key, None), getattr(after, key)) for key in override.value}
    builder.says(
        override, f"scenarios.applied.{says}", table=words, row=override.target[0], fields=_told(table, fields)
    )


def _told(table: str, fields: Mapping[str, tuple[Any, Any]]) -> Message:
    """What became of the fields of a row, by the headings of its table."""
    headings = {column.key: column.aliases[0] for column in KINDS[table].columns if column.aliases}
    changes = {key: " → ".join("–" if v is None else worded(v) for v in pair) for key, pair in fields.items()}
    zh = "，".join(f"{headings.get(key, key)} {change}" for key, change in changes.items())
    en = ", ".join(f"{key} {change}" for key, change in changes.items())
    return Message("", {"zh": zh, "en": en})
