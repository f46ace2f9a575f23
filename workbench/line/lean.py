"""What a command need not load: libraries that numba looks for, which no compiled loop here uses.

Only a program of its own may do this, never a library: in one process numba looks once.
"""

import sys

UNUSED = ("scipy.linalg.cython_blas", "scipy", "coverage")
"""What numba imports to see whether it is there: linear algebra, and what counts lines in tests; with them a fifth of a
second's worth of modules."""


def numba_alone() -> None:
    """Import what numba needs at its first compiled function, with :data:`UNUSED` out of its sight where not loaded."""
    hidden = [name for name in UNUSED if name not in sys.modules]
    for name in hidden:
        sys.modules[name] = None  # type: ignore[assignment]
    try:
        import numba.np.arraymath  # noqa: F401 - for what it does when it is imported
    finally:
        for name in hidden:
            del sys.modules[name]
