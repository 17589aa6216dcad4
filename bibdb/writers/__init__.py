"""Ways out: one module a format."""

from __future__ import annotations

from bibdb.values import Writer
from bibdb.writers import biblatex, bibtex

__all__ = ["WRITERS"]

WRITERS: dict[str, Writer] = {
    "bibtex": bibtex.write,
    "biblatex": biblatex.write,
}
"""The bibliographies that can be written, by name; options are bound with `functools.partial`."""
