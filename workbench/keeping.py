"""The commands that work on a store, one small function each, as in :mod:`workbench.cli`."""

from workbench.line.options import Serving
from workbench.line.screen import Screen


def serve(screen: Screen, /, *counties: str, serving: Serving) -> int:
    """Edit plans in the browser."""
    from workbench.commands.serve import serve_counties

    return serve_counties(screen, counties, serving)
