"""Where words go: results to stdout, progress and complaints to stderr, and with ``--json`` one object on stdout.

The only module that writes to a terminal. What it may get wrong: the width of a pipe is nobody's; :data:`PIPE` is used.
"""

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.line.speech import folded
from workbench.line.streams import writing
from zoning.model.errors import InputError, Mistake
from zoning.texts import Language, say

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

NARROWEST = 8
PIPE, LOG = 140, 10_000
"""Cells of a line of results, and of a complaint, in a file or a pipe unless ``COLUMNS`` says otherwise: tables should
stay readable, and a mistake on one line."""
DONE, FAULT, USAGE, BAD_INPUT, INFEASIBLE, NO_PROOF, BROKEN_RULE, INTERRUPTED = 0, 1, 2, 3, 4, 5, 6, 130
"""The exit codes."""


@dataclass(frozen=True)
class Screen:
    """A language, and whether a person or a program reads."""

    language: Language = "zh"
    json: bool = False

    def say(self, key: str, **values: object) -> str:
        """A sentence in the language of this screen."""
        return say(key, self.language, **values)

    @cached_property
    def out(self) -> "Console":
        """Where results go."""
        from workbench.line.console import console

        return console(sys.stdout, PIPE)

    @cached_property
    def err(self) -> "Console":
        """Where progress and complaints go."""
        from workbench.line.console import console

        return console(sys.stderr, LOG)

    @property
    def width(self) -> int:
        return self.out.width

    def show(self, *parts: "RenderableType") -> None:
        """Show parts of a result; nothing when a program reads."""
        if not self.json:
            for part in parts:
                self.out.print(self._folded(part, "") if isinstance(part, str) else part)

    def sentence(self, sentence: str, style: str) -> None:
        """Show a sentence of its own, folded to the screen."""
        if not self.json:
            self.out.print(self._folded(sentence, style))

    def heading(self, key: str, **values: object) -> None:
        """Show a heading, a line of room above it."""
        self.show("")
        self.sentence(self.say(key, **values), "bold")

    def written(self, folder: Path, names: Iterable[str]) -> None:
        """Say which files were written where."""
        self.heading("workbench.files.title", folder=str(folder))
        self.show("  " + "  ".join(names))

    def note(self, *lines: str, style: str = "") -> None:
        """Say something that is no result."""
        from rich.text import Text

        for line in lines:
            indent = " " * (len(line) - len(line.lstrip(" ")))
            parts = folded(line, max(self.err.width - len(indent), NARROWEST))
            self.err.print(Text("\n".join(indent + part for part in parts), style=style))

    def paste(self, sentence: str, command: str) -> None:
        """Say a command that can be pasted: in one piece, however narrow the screen is."""
        from rich.text import Text

        self.err.print(Text.assemble(sentence, (command, "bold")), soft_wrap=True)

    def _folded(self, text: str, style: str) -> "RenderableType":
        from rich.text import Text

        return Text("\n".join(folded(text, self.width)), style=style)

    def emit(self, document: Mapping[str, Any], code: int = DONE, **beside: object) -> None:
        """The one object that a program reads: a document, what stands beside it, and the exit code."""
        if self.json:
            from zoning.result.codec import encode

            narrow = (sys.stdout.encoding or "").lower().replace("-", "") != "utf8"
            told = encode({**document, **beside, "exit": code}, self.language)
            with writing():
                sys.stdout.write(json.dumps(told, ensure_ascii=narrow, indent=1, allow_nan=False) + "\n")

    def refuse(
        self, sentence: str, code: int, mistakes: Sequence[Mistake] = (), document: Mapping[str, Any] | None = None
    ) -> int:
        """Say why there is no result, with every mistake; the exit code says it to a shell.

        A program gets the document of the mistakes unless one is given that holds them.
        """
        if not self.json:
            from workbench.line.mistakes import told

            self.note(sentence, style="bold red")
            self.note(*told(mistakes, self.language))
            return code
        if document is None:
            from zoning.result.documents import to_document
            from zoning.result.mistakes import Mistakes

            document = to_document(Mistakes(tuple(mistakes)), self.language)
        self.emit({"error": sentence, **document}, code)
        return code

    def refuse_plan(
        self, sentence: str, code: int, reasons: Sequence[str], document: Mapping[str, Any], **beside: object
    ) -> int:
        """Say why there is no plan, reason by reason; a program gets the document beside the error."""
        self.emit({"error": sentence, "reasons": list(reasons), "mistakes": [], **document}, code, **beside)
        self.sentence(sentence, "bold red")
        self.show(*(f"* {reason}" for reason in reasons))
        return code


class Misused(InputError):
    """The words behind an option do not have its form, whatever the county is: a matter of usage."""
