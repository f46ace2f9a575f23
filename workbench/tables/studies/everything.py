"""What ``zoning all`` found, in short, and what it wrote, step by step."""

from typing import TYPE_CHECKING

from workbench.given.ledger import Everything
from workbench.line.screen import Screen
from workbench.tables.plan.solution import show_in_short
from workbench.tables.table import Table, Value
from workbench.tables.terminal import show_table
from zoning.result.solution import Solution
from zoning.texts.numbers import number, percent

if TYPE_CHECKING:
    from scenarios.chance.records import Stress
    from systems.organisation.records import Organisation


def show_everything(
    screen: Screen,
    solution: Solution,
    drawn: "Stress | None",
    organised: "Organisation | None",
    done: Everything,
) -> None:
    """How good the plan is, what changes and who moves, how often it stays the best, and the files of every step."""
    show_in_short(screen, solution, done.folder / "plan.xlsx")
    if drawn is not None:
        share = drawn.optimal / drawn.judged if drawn.judged else float("nan")
        says = {"count": number(drawn.judged), "optimal": number(drawn.optimal), "share": percent(share)}
        screen.show("")
        screen.sentence(screen.say("workbench.stress.says", **says), "bold")
    for broken in () if organised is None else organised.broken:
        screen.sentence(f"* {broken.text(screen.language)}", "red")
    rows: list[list[Value]] = []
    for step in done.steps:
        state = screen.say(f"workbench.all.{step.state}")
        rows.append(
            [
                screen.say(f"workbench.all.{step.name}"),
                state,
                step.files or tuple(reason.text(screen.language) for reason in step.reasons),
            ]
        )
    columns = ("step", "outcome", "files")
    show_table(screen, Table.of("all", screen.language, columns, rows, folder=str(done.folder)))
