"""A study of six scenarios, run once."""

from pathlib import Path

import pytest

from scenarios.runs.run import Outcome, run
from scenarios.spec.reading import parsed
from scenarios.whatif.study import Study, opened

MANY = """
[base]
county = "sample:xunhua"
why = "今天"
[scenarios.four]
why = "四个防区"
set = { "zones.max" = 4 }
[scenarios.festival]
why = "节假日"
extends = "four"
incidents = { traffic = "x1.3" }
[scenarios.again]
why = "与 four 相同"
set = { "zones.max" = 4 }
[scenarios.far]
why = "十分钟以内"
set = { "rules.max_minutes" = 1 }
[scenarios.merged]
why = "撤并"
close = ["least workload"]
"""


@pytest.fixture(scope="module")
def study() -> Study:
    return opened([parsed(MANY, "w.toml")])


@pytest.fixture(scope="module")
def finished(study: Study, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Outcome]:
    """The study run once."""
    folder = tmp_path_factory.mktemp("out")
    return folder, run(study, folder)
