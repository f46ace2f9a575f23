"""A plan that breaks rules, put right."""

from dataclasses import dataclass

from workbench.web.editing.content import Content


@dataclass(frozen=True)
class Repair:
    """A content that keeps every rule, the moves to it (station, from slot, to slot), and whether none has fewer."""

    moves: tuple[tuple[str, int, int], ...]
    fewest: bool
    content: Content
