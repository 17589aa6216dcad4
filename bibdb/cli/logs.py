"""What libraries log, fit for a person: one line each, without what nobody else should read."""

from __future__ import annotations

import logging
import re

import typer

from bibdb.cli.talk import Level
from bibdb.text import collapse, strip_controls

__all__ = ["listen"]

_LEVELS = {Level.QUIET: logging.CRITICAL, Level.NORMAL: logging.ERROR, Level.VERBOSE: logging.INFO}
# They speak of every broken entry and header in its own words, or of nothing that is being done.
_NOISE = ("alembic.runtime.plugins", "bibtexparser", "urllib3")
# Of an address only the host is told: name and password, path and query may be secret.
_ADDRESS = re.compile(r"\b[a-z][a-z0-9+.-]*://(?:[^\s/?#]*@)?([^\s/?#]*)\S*", re.IGNORECASE)
_QUERY = re.compile(r"(?<=\S)\?\S*=\S*")
_LONGEST = 300


class _Lines(logging.Handler):
    """Say a record on stderr in one line, and never the traceback that may come with it."""

    def emit(self, record: logging.LogRecord) -> None:
        """Say it."""
        said = _QUERY.sub("", _ADDRESS.sub(r"\1", record.getMessage()))
        typer.echo(collapse(strip_controls(f"{record.name}: {said}"))[:_LONGEST], err=True)


def listen(level: Level) -> None:
    """Let the libraries be heard as loudly as the person wishes: only failures, unless it is to be verbose."""
    root = logging.getLogger()
    for earlier in [each for each in root.handlers if isinstance(each, _Lines)]:
        root.removeHandler(earlier)
    handler = _Lines(_LEVELS[level])
    root.addHandler(handler)
    root.setLevel(min(root.level, handler.level))
    for name in _NOISE:
        logging.getLogger(name).setLevel(logging.CRITICAL)
