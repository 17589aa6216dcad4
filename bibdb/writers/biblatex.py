"""biblatex: the same table in its other dialect, in UTF-8."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from bibdb.values import Work
from bibdb.writers import bibtex
from bibdb.writers.latex import Dialect
from bibdb.writers.reference import Options

__all__ = ["write"]


def write(works: Iterable[Work], options: Options | None = None) -> Iterator[str]:
    """Write works as biblatex entries; `options.dialect` is taken to be biblatex."""
    return bibtex.write(works, replace(options or Options(), dialect=Dialect.BIBLATEX))
