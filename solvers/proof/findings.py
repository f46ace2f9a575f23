"""What a verification finds: statements of a file that are not so, and claims that could not be proved again."""

from dataclasses import dataclass, field

from zoning.model.errors import Mistake
from zoning.model.validation import mistake_of
from zoning.texts import Message


@dataclass
class Findings:
    """``mistakes`` of the file called ``name``, and what stays ``unproved`` of its claims."""

    name: str
    mistakes: list[Mistake] = field(default_factory=list)
    unproved: list[Message] = field(default_factory=list)

    def wrong(self, key: str, column: str, *, value: object = None, **values: object) -> None:
        """Note a statement that is not so: its dotted key in the file, what stands there, and why it is not so."""
        self.mistakes.append(mistake_of(Message(f"solvers.verify.{key}", values), self.name, column, value))

    def differs(self, column: str, stated: object, actual: object) -> None:
        """Note a value that is not what follows from the county and the plan."""
        shown = "–" if actual is None else actual
        self.wrong("figure", column, value="null" if stated is None else stated, actual=shown)

    def open(self, key: str, **values: object) -> None:
        """Note a claim that was neither proved nor refuted."""
        self.unproved.append(Message(f"solvers.verify.{key}", values))
