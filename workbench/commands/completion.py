"""``zoning completion``: the script by which a shell completes commands and options."""

import sys
from typing import Literal

from cyclopts import App

from workbench.line.screen import DONE, Screen


def print_script(screen: Screen, app: App, shell: Literal["bash", "zsh", "fish", "powershell"]) -> int:
    """Print the script as it is, or in an object for a program."""
    script = app.generate_completion(prog_name="zoning", shell=shell)
    if screen.json:
        screen.emit({"shell": shell, "script": script})
    else:
        sys.stdout.write(script)
    return DONE
