"""Densities as their document has them: of a county alone, and with hours, villages and a grid."""

from collections.abc import Iterator

import numpy as np

from geodata.density.kept import Cell, Kept, Squares
from geodata.density.parts import Part
from systems.density.density import density
from systems.density.records import Density
from systems.deployment.standing import standing_today
from zoning.model.county import County


def densities(county: County) -> Iterator[Density]:
    standing = standing_today(county)
    yield density(county, standing, Kept())
    hours = np.ones((*county.counts.shape, 7, 24))
    hours[:, :, 4, 20] = 50
    grid = Squares(500.0, 800.0, {Part(): [Cell(107.1, 30.1, None, 0.5), Cell(107.2, 30.1, 70, 2.5)]})
    yield density(county, standing, Kept(hours, None, grid), least=50)
