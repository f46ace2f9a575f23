"""Eight sample counties, ready to plan with: real places, made-up police work (虚构).

Names, codes and places are real; areas are Voronoi cells of the seats; incidents, officers and case areas are drawn
from a seed by :mod:`geodata.samples.make`. Contains data from GeoNames (CC BY 4.0), modified.
"""

import os
import shutil
from pathlib import Path

from geodata.sources.folder import refuse_occupied, unwritable
from geodata.tables.findings import nearest
from zoning.files.swap import put, stage_beside
from zoning.model.errors import InputError, mistake

HOME = Path(__file__).parent
SCHEME = "sample:"
NAMES = {
    "fengdu": "丰都县",
    "shizhu": "石柱土家族自治县",
    "dianjiang": "垫江县",
    "kaizhou": "开州区",
    "xihe": "西和县",
    "qingshui": "清水县",
    "jishui": "吉水县",
    "xunhua": "循化撒拉族自治县",
}


def names() -> dict[str, str]:
    """Chinese name of every sample county by its key."""
    return dict(NAMES)


def folder(name: str) -> Path:
    """The folder of a sample.

    Raises
    ------
    InputError
        When there is no sample of that name.
    """
    if name not in NAMES:
        known = [f"{key} {zh}" for key, zh in NAMES.items()]
        raise InputError([mistake("geodata.samples.unknown", value=name, hint=nearest(name, NAMES), names=known)])
    return HOME / name


def copy_sample(name: str, target: Path | str) -> Path:
    """Copy a sample to a new folder and return that folder.

    Raises
    ------
    InputError
        When there is no such sample, or the target is a file or a folder that is not empty.
    """
    source, target = folder(name), Path(target)
    refuse_occupied(target)
    final = Path(os.path.abspath(target))
    try:
        with stage_beside(final) as stage:
            (stage / final.name).mkdir()
            for file in source.iterdir():
                shutil.copyfile(file, stage / final.name / file.name)
            put(stage / final.name, final)
    except OSError as error:
        raise unwritable(target, error) from error
    return target
