"""The chapter on the periods: what the plan costs in each, beside the plan that is best over all of them.

That plan is sought anew within a number of steps, not of seconds, so that equal reports are equal; without it there is
the plan alone.
"""

from workbench.report.material import Material
from workbench.report.model import Block, Paragraph
from workbench.tables.plan.stages import periods

STATES = 20_000_000
"""Sets of stations grown at the most for the plan that is best over all."""


def by_period(material: Material) -> list[Block]:
    """Points by period of a plan that was sought for its worst one; nothing of others."""
    solution = material.solution
    if solution.staged is None or solution.staged.mode != "worst_period" or not material.judged.zones:
        return []
    from solvers.solve import solve
    from solvers.stop import Stop

    usual = solve(material.problem, stop=Stop(states=STATES))
    other = usual.plan if usual.proof.status == "optimal" else None
    says = material.say("periods_proved" if material.steps else "periods_open")
    return [Paragraph(says), periods(material.problem, material.judged.plan, other, material.language)]
