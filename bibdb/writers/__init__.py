"""Ways out: one module a format."""

from __future__ import annotations

from bibdb.values import Writer
from bibdb.writers import biblatex, bibtex, citeproc, csl, hayagriva, jsonl, ris, tabular

__all__ = ["WRITERS"]

WRITERS: dict[str, Writer] = {
    "bibtex": bibtex.write,
    "biblatex": biblatex.write,
    "csl-json": csl.write,
    "ris": ris.write,
    "csv": tabular.write,
    "jsonl": jsonl.write,
    "hayagriva": hayagriva.write,
    "text": citeproc.write,
}
"""The bibliographies that can be written, by name; options are bound with `functools.partial`."""
