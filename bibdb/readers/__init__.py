"""Ways in: one module a format, behind one seam.

A reader takes a document's bytes and its path and yields `Document`s, several for a repository dump. `read` chooses one
by the format that is asked for, else by content where the suffix leaves it open, else by suffix, and shields its caller
from bytes in other encodings and from a reader's own faults. Another package adds a format by an entry point of the
group `bibdb.readers` that gives a `Format`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import PurePath

from bibdb.errors import UsageError
from bibdb.readers.addresses import flaws
from bibdb.readers.encoding import decode, restored
from bibdb.readers.formats import BUILT_IN, PLAIN, Format, choose
from bibdb.values import Document, Finding, Severity

__all__ = ["READERS", "Format", "formats", "read", "read_member"]

READERS: dict[str, Format] = {each.name: each for each in BUILT_IN}
"""The formats that come with bibdb, by name; `formats()` has those of other packages too."""


@cache
def formats() -> Mapping[str, Format]:
    """Give every format by its name, those of other packages last; one that fails to load is left out."""
    from importlib.metadata import entry_points

    found = dict(READERS)
    for point in entry_points(group="bibdb.readers"):
        try:
            extra = point.load()
        except Exception:  # noqa: BLE001, S112 - another package's fault must not stop ours
            continue
        if isinstance(extra, Format):
            found.setdefault(extra.name, extra)
    return found


def read(data: bytes, path: PurePath, format: str | None = None) -> Iterator[Document]:  # noqa: A002
    """Read a document: one `Document`, or for a repository dump one for each member that may be a list.

    `format` is a name of `formats()` and forces that reader. Nothing in `data` raises: what a person should know
    stands in the documents' findings. Raises UsageError for a format that there is not.
    """
    known = formats()
    if format is not None and format not in known:
        raise UsageError(f"there is no format {format!r}: `bibdb formats` lists them")
    decoded = decode(data)
    chosen, doubt = (known[format], None) if format else choose(decoded.text, path, known)
    empty = None if decoded.text.strip() else Finding("empty", "the list is empty", 1)
    said = tuple(finding for finding in (decoded.finding, doubt, empty) if finding)
    text = decoded.text.encode()
    documents = _shielded(text, path, chosen)
    if text != data:
        documents = restored(documents, data)
    yield from _saying(said, documents)


def read_member(data: bytes, path: PurePath) -> Iterator[Document]:
    """Read a file of a dump, in UTF-8, by its own format; a dump in a dump is read as the text that it is."""
    known = {name: each for name, each in formats().items() if not each.dump}
    chosen, doubt = choose(data.decode("utf-8", "replace"), path, known)
    yield from _saying((doubt,) if doubt else (), _shielded(data, path, chosen))


def _saying(findings: tuple[Finding, ...], documents: Iterator[Document]) -> Iterator[Document]:
    """Add findings to the first document, but those that its reader made itself; and to each those of its links."""
    for number, document in enumerate(documents):
        made = {finding.rule for finding in document.findings}
        said = () if number else tuple(finding for finding in findings if finding.rule not in made)
        broken = tuple(flaw for flaw in flaws(document.links) if flaw not in document.findings)
        yield replace(document, findings=(*said, *document.findings, *broken)) if said or broken else document


def _shielded(data: bytes, path: PurePath, chosen: Format) -> Iterator[Document]:
    """Run a reader; should it fail, give what it had, or else the document as plain text, and say so."""
    count = 0
    try:
        for document in chosen.load()(data, path):
            count += 1
            yield document
    except Exception as error:  # noqa: BLE001 - one document's fault must not stop the others
        message = f"the {chosen.name} reader failed ({type(error).__name__}: {error}): read as plain text"
        fault = Finding("reader-fault", message, 1, Severity.ERROR)
        if not count and chosen is not PLAIN:
            yield from (replace(each, findings=(fault, *each.findings)) for each in _shielded(data, path, PLAIN))
        else:
            yield _bare(data, path, fault)
        return
    if not count:
        yield _bare(data, path)


def _bare(data: bytes, path: PurePath, *findings: Finding) -> Document:
    """Give a document in which nothing but links was recognised."""
    from bibdb.readers.records import document

    return document(path, PLAIN.name, data.decode("utf-8", "replace"), (), findings=findings)
