"""What a process can be asked to do, a row a kind: the function, whether it makes way, and what its process is for."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from workbench.web.desk.confined import confine

if TYPE_CHECKING:
    from workbench.web.desk.work import Work

Result = tuple[dict[str, Any], dict[str, bytes]]
"""What a job found, as JSON, and files by name."""
SECONDS = 60.0
"""That reading an upload may take."""
HOME = f"{__name__.rpartition('.')[0]}.jobs"


@dataclass(frozen=True)
class Kind:
    """A row: where its function is, imported in the process that does the work.

    A ``patient`` job makes way for others and begins anew. With ``begin`` a job has a process of its own, which first
    does that with a folder that is removed after it, and is ended after so many ``seconds``.
    """

    function: str
    patient: bool = False
    begin: Callable[[str], None] | None = None
    seconds: float | None = None

    def work(self, work: "Work") -> Result:
        """Do a task of this kind."""
        module, _, name = self.function.partition(":")
        done: Result = getattr(import_module(f"{HOME}.{module}"), name)(work)
        return done


KINDS: dict[str, Kind] = {
    "bound": Kind("solving:bound", patient=True),
    "around": Kind("solving:around"),
    "repair": Kind("solving:repaired"),
    "explain": Kind("explaining:explain"),
    "frontier": Kind("studying:frontier", patient=True),
    "scenarios": Kind("studying:scenarios"),
    "stress": Kind("studying:shaken"),
    "report": Kind("printing:report"),
    "files": Kind("printing:files"),
    "check": Kind("checking:check", begin=confine, seconds=SECONDS),
}
