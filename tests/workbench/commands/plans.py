"""Files that a solution leaves, and a plan made on the command line."""

from collections.abc import Callable
from typing import Any

Zoning = Callable[..., Any]
