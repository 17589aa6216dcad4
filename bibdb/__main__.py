"""`python -m bibdb`, and the program `bibdb`."""

from __future__ import annotations

import sys

__all__ = ["main"]

_INTERRUPTED = 130  # the status that a shell gives a program ended by Ctrl-C


def main() -> None:
    """Run the command line; Ctrl-C ends it without a word even while it is being loaded."""
    try:
        from bibdb.cli import main as run

        run()
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)


if __name__ == "__main__":
    main()
