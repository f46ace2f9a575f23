"""What a command need not load: numba looks for the linear algebra of scipy, which no compiled loop here uses.

Only a program of its own may do this, never a library: in one process numba looks once.
"""

import sys

BLAS = "scipy.linalg.cython_blas"
"""What numba imports to see whether it is there, and with it a tenth of a second's worth of modules."""


def numba_alone() -> None:
    """Import what numba needs at its first compiled function, with scipy's linear algebra out of its sight."""
    if BLAS in sys.modules:
        return
    sys.modules[BLAS] = None  # type: ignore[assignment]
    try:
        import numba.np.arraymath  # noqa: F401 - for what it does when it is imported
    finally:
        del sys.modules[BLAS]
