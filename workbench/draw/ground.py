"""The ground a map is drawn on, as :mod:`geodata.space.ground` makes it."""

from geodata.space.ground import Areas, Ground, cells, ground

__all__ = ["Areas", "Ground", "cells", "ground"]
