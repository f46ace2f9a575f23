"""numba does without scipy's linear algebra in a command; what is compiled works, and so does scipy afterwards."""

import subprocess
import sys

PROGRAM = """
import sys
from workbench.line.system import UNUSED, numba_alone
numba_alone()
from solvers.sets.kernel import size_of
assert size_of(__import__("numpy").uint64(11)) == 3
assert not {*UNUSED, "scipy.linalg"} & set(sys.modules), "it costs the time that is saved"
from scipy.optimize import linear_sum_assignment
assert linear_sum_assignment([[1, 0], [0, 1]])[1].tolist() == [1, 0]
numba_alone()
"""


def test_compiled_code_works_without_it_and_scipy_after_it() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr


def test_solving_a_small_county_loads_no_linear_algebra() -> None:
    program = (
        "import sys; from workbench.cli import main; main(); print('scipy.linalg' in sys.modules, file=sys.stderr)"
    )
    words = [sys.executable, "-c", program, "solve", "sample:xunhua", "--json"]
    done = subprocess.run(words, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.stderr.strip().endswith("False"), done.stderr
