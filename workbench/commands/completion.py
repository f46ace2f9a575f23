"""``zoning completion``: the script by which a shell completes commands and options."""

import sys
from dataclasses import dataclass
from typing import Literal

from cyclopts import App

from workbench.line.screen import DONE, Screen
from zoning.model.equality import ByValue
from zoning.result.documents import to_document


@dataclass(frozen=True, eq=False)
class Completion(ByValue):
    """The script by which a shell completes the words of a command line."""

    shell: str
    script: str


def print_script(screen: Screen, app: App, shell: Literal["bash", "zsh", "fish", "powershell"]) -> int:
    """Print the script as it is, or in an object for a program."""
    script = app.generate_completion(prog_name="zoning", shell=shell)
    if screen.json:
        screen.emit(to_document(Completion(shell, script)))
    else:
        sys.stdout.write(script)
    return DONE
