"""Files to a county: tables and polygons are read, checked all at once and finished; nobody later cleans a value.

``read`` gives a county with its notices and polygons, ``read_county`` the county alone; ``write_county`` writes one.
Names are imported when they are asked for. What it may get wrong is said by each part: :mod:`geodata.space.borders`,
:mod:`geodata.coordinates.crs`, :mod:`geodata.travel.minutes`.
"""

from typing import TYPE_CHECKING

from zoning.lazy import attach

if TYPE_CHECKING:
    from geodata.county.build import Built, build
    from geodata.county.describe import tables_of
    from geodata.county.export import write_county
    from geodata.reading import from_frames, read, read_county, read_source
    from geodata.samples import copy_sample
    from geodata.samples import names as sample_names
    from geodata.tables.table import Tables
else:
    HOMES = {
        "Built": "geodata.county.build:Built",
        "Tables": "geodata.tables.table:Tables",
        "build": "geodata.county.build:build",
        "copy_sample": "geodata.samples:copy_sample",
        "from_frames": "geodata.reading:from_frames",
        "read": "geodata.reading:read",
        "read_county": "geodata.reading:read_county",
        "read_source": "geodata.reading:read_source",
        "sample_names": "geodata.samples:names",
        "tables_of": "geodata.county.describe:tables_of",
        "write_county": "geodata.county.export:write_county",
    }
    __getattr__, __dir__ = attach(__name__, HOMES)

__all__ = [
    "Built",
    "Tables",
    "build",
    "copy_sample",
    "from_frames",
    "read",
    "read_county",
    "read_source",
    "sample_names",
    "tables_of",
    "write_county",
]
