"""Public names of a package that are imported when they are asked for (Scientific Python, SPEC 1: lazy loading).

A package says where its names are at home, ``{"solve": "solvers.solve:solve"}``, and ``import`` of the package costs
nothing beyond that table. What it may get wrong: nothing checks the table before a name is asked for; tests do.
"""

import sys
from collections.abc import Callable, Mapping
from importlib import import_module


def attach(package: str, homes: Mapping[str, str]) -> tuple[Callable[[str], object], Callable[[], list[str]]]:
    """``__getattr__`` and ``__dir__`` of a package whose public names have their ``homes``, ``module:attribute``.

    No name may be that of a module of the package, for the import of that module would set it to the module.
    """

    def get(name: str) -> object:
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        module, _, attribute = homes[name].partition(":")
        value: object = getattr(import_module(module), attribute)
        setattr(sys.modules[package], name, value)  # so that it is looked up once
        return value

    return get, lambda: sorted({*vars(sys.modules[package]), *homes})
