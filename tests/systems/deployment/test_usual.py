"""Units where nobody asked for a number (B1): those of the source, or as many as can be crewed."""

from dataclasses import replace

import pytest

from systems.deployment.mexclp import UNITS, Fleet
from systems.deployment.report import deployment_report, usual_report
from systems.deployment.standing import standing_today
from systems.errors import Impossible
from tests.zoning.drawn import CODES, changed, county
from zoning.model.county import County


def officers(*counts: int) -> County:
    """The six stations with so many officers each."""
    return replace(county(), stations=changed(**{c: {"officers": k} for c, k in zip(CODES, counts, strict=True)}))


@pytest.mark.parametrize(
    ("counts", "share", "units"),
    [
        ((3, 3, 3, 3, 3, 3), 0.0, 6),  # nobody is sent: the third officer of each stays without a second
        ((3, 3, 3, 3, 3, 3), 0.34, 9),  # three send their third officer to the others
        ((5, 1, 1, 1, 1, 1), 0.0, 2),
        ((5, 1, 1, 1, 1, 1), 0.5, 3),  # the fifth officer joins one of those who are alone
        ((40, 40, 40, 40, 40, 40), 0.3, UNITS),
        ((7, 7, 7, 7, 7, 7), 0.3, 21),
        ((7, 7, 7, 7, 7, 7), 0.0, 18),
    ],
)
def test_b1_as_many_units_as_can_be_crewed_and_48_at_the_most(
    counts: tuple[int, ...], share: float, units: int
) -> None:
    given, fleet = officers(*counts), Fleet(units=1, zone_least=0, pooled_share=share, minutes=30)
    made = usual_report(given, standing_today(given), fleet)
    assert made.fleet == replace(fleet, units=units)
    assert sum(made.found.units) == sum(made.before.units) == units
    if units < UNITS:
        with pytest.raises(Impossible):
            deployment_report(given, standing_today(given), replace(fleet, units=units + 1))


def test_b1_where_not_even_one_unit_can_be_crewed_the_reason_is_that_of_one() -> None:
    given = officers(1, 0, 0, 0, 0, 0)
    with pytest.raises(Impossible) as refused:
        usual_report(given, standing_today(given), Fleet(zone_least=0))
    (reason,) = refused.value.reasons
    assert (reason.values["units"], reason.values["needed"], reason.values["officers"]) == (1, 2, 1)


def test_b1_the_number_of_units_that_is_handed_over_is_not_what_decides() -> None:
    """The number of a fleet without a wish is replaced, and all else of it kept."""
    given = officers(4, 4, 4, 4, 4, 4)
    few, many = (usual_report(given, standing_today(given), Fleet(units=n, zone_least=0, busy=0.5)) for n in (1, 99))
    assert few.fleet == many.fleet == Fleet(units=12, zone_least=0, busy=0.5)
    assert few.found == many.found
