"""The command ``zoning``: one small function a command, each of them lazy about what it imports.

Exit codes: 0 done, 1 fault of the program, 2 usage, 3 bad input, 4 infeasible, 5 no proof within the limit (with
``--require-proof``), 6 a plan breaks a hard rule, 130 interrupted with the best plan kept.
"""

import gc
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from workbench.given.sources import Layers
from workbench.keeping import batch, count, report, serve, store
from workbench.line.options import (
    Drafting,
    Draws,
    Fleet,
    Issued,
    Keeping,
    Pace,
    Printing,
    Search,
    Together,
    Tradeoff,
    Wishes,
)
from workbench.line.screen import Screen
from workbench.line.shell import application, language_of, report_faults, run, whole
from workbench.line.streams import prepare
from workbench.working import beats, density, deploy, evaluate, organise, posts, response, rosters, staffing

Shell = Literal["bash", "zsh", "fish", "powershell"]
OBJECTS = 500_000
"""New objects before garbage is looked for: modules that are loaded make many objects and no garbage."""


def sample(
    screen: Screen, name: str | None = None, folder: Annotated[Path | None, Parameter(name="DIR")] = None, /
) -> int:
    """List the sample counties or write one out."""
    from workbench.commands.sample import list_samples, write_sample

    return list_samples(screen) if name is None else write_sample(screen, name, folder)


def check(
    screen: Screen,
    county: str,
    /,
    *,
    layers: Layers,
    marked: Annotated[Path | None, Parameter(metavar="FILE.xlsx")] = None,
) -> int:
    """Read a county and say what it holds, or mark its mistakes in a copy of its workbook."""
    from workbench.commands.check import check_county

    return check_county(screen, layers.of(county), marked)


def template(
    screen: Screen, file: Path, /, *, filled: Annotated[str | None, Parameter(metavar="COUNTY")] = None
) -> int:
    """Write a workbook to fill in."""
    from workbench.commands.template import write_template

    return write_template(screen, file, filled)


def export(
    screen: Screen,
    county: str,
    target: Path,
    /,
    *,
    layers: Layers,
    overwrite: Annotated[bool, Parameter(negative="")] = False,
) -> int:
    """Write a county in another form."""
    from workbench.commands.export import export_county

    return export_county(screen, layers.of(county), target, overwrite=overwrite)


def solve(
    screen: Screen,
    county: str,
    /,
    *,
    layers: Layers,
    out: Annotated[Path | None, Parameter(metavar="DIR")] = None,
    printing: Printing,
    wishes: Wishes,
    search: Search,
    keeping: Keeping,
) -> int:
    """Find the best zones."""
    from workbench.commands.solve import solve_county

    return solve_county(screen, layers.of(county), wishes, search, out, keeping, printing)


def all_(
    screen: Screen,
    county: str,
    /,
    *,
    layers: Layers,
    whole_out: Annotated[Path, Parameter(name="--out", metavar="DIR")],
    wishes: Wishes,
    together: Together,
    issued: Issued,
    printing: Printing,
) -> int:
    """Check, solve, compare with today, draw anew, organise and report in one go."""
    from workbench.commands.all import do_all

    return do_all(screen, layers.of(county), wishes, together, issued, printing, whole_out)


def score(screen: Screen, county: str, plan: Path, /, *, layers: Layers, drafting: Drafting, pace: Pace) -> int:
    """Judge a plan file, or a grouping drawn by hand."""
    from workbench.commands.score import score_plan

    return score_plan(screen, layers.of(county), plan, drafting, pace)


def verify(screen: Screen, county: str, plan: Path, /, *, layers: Layers) -> int:
    """Check a plan file's claims and its proof, trusting no solver."""
    from workbench.commands.verify import verify_plan

    return verify_plan(screen, layers.of(county), plan)


def explain(
    screen: Screen,
    county: str,
    plan: Path,
    station: str | None = None,
    /,
    *,
    layers: Layers,
    pace: Pace,
    to: Annotated[str | None, Parameter(metavar="ZONE")] = None,
) -> int:
    """Say what moving a station costs, or what a plan's constraints do."""
    from workbench.commands.explain import explain_plan

    return explain_plan(screen, layers.of(county), plan, station, to, pace)


def frontier(
    screen: Screen,
    county: str,
    /,
    *,
    layers: Layers,
    wishes: Wishes,
    pace: Pace,
    tradeoff: Tradeoff,
    frontier_out: Annotated[Path | None, Parameter(name="--out", metavar="DIR")] = None,
) -> int:
    """Find every efficient plan between two measures, or every step from the best plan to the most even one."""
    from workbench.commands.frontier import stairs, trade

    sought = stairs if tradeoff.staircase else trade
    return sought(screen, layers.of(county), wishes, tradeoff, pace, frontier_out)


def compare(screen: Screen, county: str, /, *files: Annotated[Path, Parameter(name="PLAN")], layers: Layers) -> int:
    """Put plan files side by side."""
    from workbench.commands.compare import compare_plans

    return compare_plans(screen, layers.of(county), files)


def stress(
    screen: Screen,
    county: str,
    plan: Path,
    /,
    *,
    layers: Layers,
    draws: Draws,
    drawn: Annotated[Path | None, Parameter(name="--out", metavar="DIR")] = None,
) -> int:
    """Say how often a plan stays the best when incidents are drawn anew."""
    from workbench.commands.stress import stress_plan

    return stress_plan(screen, layers.of(county), plan, draws, drawn)


def forecast(
    screen: Screen,
    county: str,
    /,
    *,
    layers: Layers,
    ahead: Annotated[int, whole(1, 60, name="--periods")] = 1,
    history: Annotated[Path | None, Parameter(name=("--counts", "--incidents"), metavar="FILE.csv")] = None,
    foretold: Annotated[Path | None, Parameter(name="--out", metavar="DIR|FILE.toml")] = None,
) -> int:
    """Say how many incidents the next periods bring, and write a scenario of them."""
    from workbench.commands.forecast import forecast_county

    return forecast_county(screen, layers.of(county), ahead, history, foretold)


def scenarios(
    screen: Screen,
    /,
    *names: Annotated[str, Parameter(name="FILE|NAME")],
    layers: Layers,
    base: Annotated[str | None, Parameter(name="--county", metavar="COUNTY")] = None,
    preset: Annotated[str | None, Parameter(name="--policy", metavar="NAME|FILE")] = None,
    results: Annotated[Path | None, Parameter(name="--out", metavar="DIR")] = None,
    fleet: Fleet,
    keeping: Keeping,
) -> int:
    """Solve what-ifs, or list the library of them."""
    from workbench.commands.scenarios import list_library, run_scenarios

    if not names:
        return list_library(screen)
    return run_scenarios(screen, names, layers.of(base or ""), preset, results, fleet, keeping)


def completion(screen: Screen, shell: Annotated[Shell, Parameter(show_choices=False)] = "bash", /) -> int:
    """Print the completion script of a shell."""
    from workbench.commands.completion import print_script

    return print_script(screen, application(COMMANDS, screen.language), shell)


COMMANDS = (
    sample, template, count, check, export,
    all_, solve, score, verify, explain,
    compare, frontier, scenarios, batch, stress, forecast,
    organise, staffing, beats, posts, deploy, response, rosters, density, evaluate,
    report, serve, store, completion,
)  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and give its exit code."""
    words = sys.argv[1:] if arguments is None else list(arguments)
    if arguments is None:
        prepare()
        gc.set_threshold(OBJECTS)
        report_faults(Screen(language_of(words), "--json" in words))
    return run(COMMANDS, words)
