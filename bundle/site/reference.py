"""Pages that are written from the code when the site is built: commands, tables, figures.

Their sentences are those of the help, the template and the results, so that nothing is said twice.
"""

import tomllib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from cyclopts import App, Group

from geodata.tables.kinds import KINDS, NOTE, Column, Kind
from workbench.cli import COMMANDS
from workbench.line.shell import GROUPS, PANELS, application
from zoning.judge.figures import FIGURES, SHARE
from zoning.judge.measures import MEASURES
from zoning.texts import Language, joined, say, table

Row = Sequence[str]


def commands(language: Language) -> str:
    """Every command in the order of the help with its own options; those that commands share stand at the end."""
    words, app = _words(language), application(COMMANDS, language)
    panels: dict[str, dict[str, str]] = {say(f"workbench.help.panel_{panel}", language): {} for panel in PANELS}
    parts = [f"# {words['commands']}", words["commands_are"]]
    for group, names in GROUPS.items():
        parts.append(f"## {say(f'workbench.help.group_{group}', language)}")
        for name in (name for name in names if name in app):
            parts += _command(app[name], name, words, panels)
    parts.append(f"## {words['shared']}")
    for title, options in panels.items():
        parts += [f"### {title}", _table((words["option"], words["means"]), options.items())]
    return _page(parts)


def _command(app: App, name: str, words: dict[str, str], panels: dict[str, dict[str, str]]) -> list[str]:
    """What a command does, how it is called, and its own options; options of a panel go into that."""
    own: dict[str, str] = {}
    usage = ["zoning", name]
    for argument in app.assemble_argument_collection():
        option, parameter = argument.names[0], argument.parameter
        named = option.startswith("-")
        groups = parameter.group if isinstance(parameter.group, tuple) else ()
        title = next((group.name for group in groups if isinstance(group, Group)), "")
        panel = panels.get(title, own)
        panel[f"`{option} {parameter.metavar}`" if named and parameter.metavar else f"`{option}`"] = (
            parameter.help or ""
        )
        usage += [] if named else [option]
    table_ = [_table((words["option"], words["means"]), own.items())] if own else []
    return [f"### `{name}`", app.help, f"```text\n{' '.join(usage)}\n```", *table_]


def tables(language: Language) -> str:
    """Every table of a county with its columns: heading of the template, key, other headings, how to fill it in."""
    words = _words(language)
    parts = [f"# {words['tables']}", words["tables_are"]]
    for kind in KINDS.values():
        title, name = (kind.name, kind.key) if language == "zh" else (kind.key, kind.name)
        holds = table("geodata", language).get(f"holds.{kind.key}", "")
        heads = (words["column"], words["key"], words["how"], words["also"])
        parts += [f"## {title} `{name}`" + (" *" if kind.required else ""), holds]
        parts += [_table(heads, (_column(kind, column, language) for column in kind.columns))]
    return _page(parts)


def _column(kind: Kind, column: Column, language: Language) -> Row:
    texts = table("geodata", language)
    key = "note" if column.key == NOTE.key else f"{kind.key}_{column.key}"
    heading = texts.get(f"heading.{key}", column.key) + (" *" if column.required else "")
    return heading, f"`{column.key}`", texts.get(f"guide.{key}", ""), " · ".join(column.aliases)


def figures(language: Language) -> str:
    """Every measure and every figure: its key, its name, what it says or its unit."""
    words = _words(language)
    measures = (
        (
            f"`{measure.key}`",
            say(f"zoning.figure.{measure.key}", language),
            say(f"zoning.meaning.{measure.key}", language),
            joined(measure.rules, language),
        )
        for measure in MEASURES
    )
    units = (
        (
            f"`{key}`",
            figure.name(language),
            say(f"zoning.unit.{SHARE}", language) if figure.share else figure.unit_name(language),
        )
        for key, figure in FIGURES.items()
    )
    heads = (words["key"], words["name"], words["means"], words["rule_ids"])
    return _page(
        [
            f"# {words['figures']}",
            words["figures_are"],
            f"## {words['measures']}",
            _table(heads, measures),
            f"## {words['all']}",
            _table((words["key"], words["name"], words["unit"]), units),
        ]
    )


PAGES: dict[str, Callable[[Language], str]] = {
    "reference-commands.md": commands,
    "reference-tables.md": tables,
    "reference-figures.md": figures,
}
"""The pages by their place on the site."""


def _words(language: Language) -> dict[str, str]:
    read: dict[str, dict[str, str]] = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
    return read[language]


def _page(parts: Iterable[str]) -> str:
    return "\n\n".join(part for part in parts if part) + "\n"


def _table(heads: Row, rows: Iterable[Row]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(
        "| " + " | ".join(cell.replace("|", r"\|").replace("\n", " ") for cell in line) + " |" for line in lines
    )
