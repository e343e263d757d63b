"""`python -m podcast` and the `podcast` command."""

import os
import sys
import threading

from podcast import cli


def main() -> None:
    """Ends at once, whatever is under way: C++ in a daemon thread aborts when the interpreter is torn down."""
    try:
        cli.main()
    except SystemExit as end:
        if threading.active_count() == 1:
            raise
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        os._exit(end.code if isinstance(end.code, int) else 0)


if __name__ == "__main__":
    main()
