"""The layer of density: figures of ``zoning density``, small counts and what they follow from left out, periods too."""

from dataclasses import replace

import numpy as np
import pytest

from geodata.density.kept import Kept
from systems.density.density import density
from systems.deployment.standing import Standing
from tests.workbench.web.served import Served
from tests.workbench.web.server.test_shapes import squares
from workbench.web.densities import layer
from zoning.judge.figures import FIGURES
from zoning.model.bureau import Bureau, Period
from zoning.model.plan import Plan


def test_the_layer_says_what_the_command_does(server: Served) -> None:
    digest = server.county()
    answer = server.client.get(f"/api/counties/{digest}/density")
    held, county = answer.json(), server.state.counties.get(digest).county
    found = density(county, Standing(Plan((tuple(county.codes),)), ("县",)), Kept())
    for part in held["parts"]:
        own = {
            one.place.code: one
            for one in found.densities
            if one.place.kind == "station" and (one.part.by, one.part.key or "all") == (part["by"], part["key"])
        }
        for rate, figure in (("per_km2", "incidents_per_km2"), ("per_1000", "incidents_per_1000")):
            values = [getattr(own[code], rate) for code in county.codes]
            shaded = part["rates"][rate]
            assert shaded["words"] == [None if value is None else FIGURES[figure].text(value) for value in values]
            assert [at < 0 for at in shaded["at"]] == [value is None for value in values]
            assert all(at < len(shaded["legend"]) for at in shaded["at"])
    assert {part["by"] for part in held["parts"]} >= {"all", "class"}
    again = server.client.get(f"/api/counties/{digest}/density", headers={"if-none-match": answer.headers["etag"]})
    assert again.status_code == 304
    assert server.client.get("/api/counties/sha256:00/density").status_code == 404


def test_a_lone_call_is_nowhere_nor_the_difference_of_what_is_shown() -> None:
    county = squares(3)
    counts = np.full(county.counts.shape, 20.0)
    counts[4, 2] = 1
    held = layer(replace(county, counts=counts))["parts"]
    words = [part["rates"]["per_km2"]["words"] for part in held]
    assert words[3][4] is None
    assert sum(one is None for one in words[3]) > 1, "else the county's sum of the class tells it"
    assert sum(own[4] is None for own in words[1:]) > 1 or words[0][4] is None, "else the station's sum tells it"
    assert [at == -1 for at in held[3]["rates"]["per_km2"]["at"]] == [one is None for one in words[3]]


@pytest.mark.parametrize(
    ("names", "by"),
    [
        (("00-08", "08-16", "16-24"), {"all", "class", "period"}),
        (tuple(f"2024-{m:02d}" for m in range(1, 13)), {"all", "class", "season"}),
        (("2023", "2024"), {"all", "class"}),
        (("00-08", "合并"), {"all", "class"}),
    ],
)
def test_seasons_and_shifts_are_parts_and_add_up_to_the_year(names: tuple[str, ...], by: set[str]) -> None:
    county = squares(2)
    counts = np.arange(1, 5)[:, None] * np.full((4, 8), 12.0)
    periods = tuple(
        Period(name=name, station=code, counts=tuple(counts[row] / len(names)))
        for name in names
        for row, code in enumerate(county.codes)
    )
    held = layer(replace(county, counts=counts, bureau=Bureau(periods=periods)))["parts"]
    assert {part["by"] for part in held} == by
    for kind in by - {"all", "class"}:
        parts = [part["rates"]["per_km2"]["words"] for part in held if part["by"] == kind]
        for row in range(4):
            whole = float(held[0]["rates"]["per_km2"]["words"][row])
            assert sum(float(words[row]) for words in parts) == pytest.approx(whole, abs=0.1)
