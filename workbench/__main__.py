"""The command ``zoning``, and ``python -m workbench``: a Ctrl-C while all is loaded ends it in silence.

Nothing but the standard library may be imported before the signal is taken.
"""

import os
import signal
import sys

INTERRUPTED = 130


def main() -> int:
    """Run the command line; exit code 130 where it is interrupted before it began or after it ended."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # what is ignored stays ignored
        signal.signal(signal.SIGINT, lambda *_: os._exit(INTERRUPTED))
    from workbench.cli import main as command

    return command()


if __name__ == "__main__":
    sys.exit(main())
