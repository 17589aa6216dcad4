"""What `bibdb export markdown` does: the lists as they were read, with the facts beside, to stdout or into files."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

import typer

from bibdb.cli.talk import say
from bibdb.errors import NotFoundError, UsageError, WriteError
from bibdb.text import FACTS_MARK, without_facts

if TYPE_CHECKING:
    from bibdb.library import Library, StoredDocument
    from bibdb.values import Document, Work

__all__ = ["GivenBack", "chosen", "facts_named", "give", "given_back", "safe_paths"]

_UNSAFE = re.compile(r'[\x00-\x1f\x7f-\x9f<>:"|?*]')
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class GivenBack:
    """A list's name, its bytes as they were read without facts, and the bytes to give back."""

    document: StoredDocument
    bare: bytes
    content: bytes

    @property
    def name(self) -> str:
        """Name it for a person."""
        return _name(self.document)


def chosen(library: Library, names: Sequence[str]) -> list[StoredDocument]:
    """Give the lists that are named by path, file name or dump, all without names."""
    documents = list(library.documents())
    if not names:
        return documents
    found = [document for document in documents if any(_answers(document, name) for name in names)]
    for name in names:
        if not any(_answers(document, name) for document in documents):
            near = difflib.get_close_matches(name, [document.path for document in documents], n=3, cutoff=0.4)
            hint = f"; the nearest are {', '.join(near)}" if near else ""
            raise NotFoundError(f"no list is called {name}{hint}")
    return found


def facts_named(text: str | None) -> tuple[str, ...]:
    """Read the names of facts, with commas between; UsageError names the nearest of one that there is not."""
    from bibdb.writers.markdown import FACTS

    if text is None:
        return FACTS
    names = tuple(name.strip() for name in text.split(",") if name.strip())
    for name in names:
        if name not in FACTS:
            near = difflib.get_close_matches(name, FACTS, n=1)
            hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(FACTS)}"
            raise UsageError(f"--facts: there is no fact {name!r}; {hint}")
    return names


def given_back(library: Library, document: StoredDocument, tell: Callable[[Work], str] | None) -> GivenBack:
    """Give a list back, with the line that `tell` makes of each work beside its entry; without it, as it was read."""
    from bibdb.readers.encoding import decode
    from bibdb.writers.markdown import write

    encoding = decode(document.content).encoding
    bare = document.content
    if FACTS_MARK.encode(encoding) in bare:
        bare = without_facts(bare.decode(encoding, "surrogateescape")).encode(encoding, "surrogateescape")
    if tell is None or document.format != "markdown":
        return GivenBack(document, bare, bare)
    understood = _read(document, bare)
    try:
        text = write(understood, _facts(library, document, understood), tell, encoding=encoding)
        return GivenBack(document, bare, text.encode(encoding, "surrogateescape"))
    except UnicodeError:  # bytes that are of no encoding are given back as they are
        return GivenBack(document, bare, bare)


def give(lists: Iterable[GivenBack], output: Path | None) -> None:
    """Write lists to stdout, to the file that is named for one, or into the folder that is named for several."""
    given = list(lists)
    if output is None:
        for each in given:
            if len(given) > 1:
                say(each.name)
            typer.echo(each.content, nl=False)
        return
    from bibdb.writers.folder import write_together

    if len(given) == 1 and not output.is_dir():
        _spared(given[0], output)
        write_together(output.parent, {output.name: given[0].content})
        return
    if output.exists() and not output.is_dir():
        raise UsageError(f"{output} is a file, and these are {len(given)} lists: name a folder")
    names = safe_paths([each.document.path for each in given])
    for each, name in zip(given, names, strict=True):
        _spared(each, output / name)
    changed = write_together(output, {name: each.content for each, name in zip(given, names, strict=True)})
    say(f"{len(given)} lists in {output}: {len(changed)} written, {len(given) - len(changed)} as they were")


def safe_paths(paths: Sequence[str]) -> list[str]:
    """Give each list a path of its own that stays below a folder, whatever the list is called."""
    files: set[str] = set()
    folders: set[str] = set()
    found = []
    for path in paths:
        parts = [part for part in (_part(each) for each in re.split(r"[/\\]", path)) if part]
        name = next(each for each in _numbered(PurePath(*(parts or ["list"]))) if _is_free(each, files, folders))
        files.add(_folded(name))
        folders.update(map(_folded, name.parents))
        found.append(name.as_posix())
    return found


def _numbered(name: PurePath) -> Iterator[PurePath]:
    """Give a name, then names with a number: before the suffix, and in case a folder is taken at its first part."""
    yield name
    for number in count(2):
        yield name.with_name(f"{name.stem}-{number}{name.suffix}")
        yield PurePath(f"{name.parts[0]}-{number}", *name.parts[1:])


def _is_free(name: PurePath, files: set[str], folders: set[str]) -> bool:
    """Whether a file of that name would lie over no other, and in the place of no folder."""
    return _folded(name) not in files | folders and not files.intersection(map(_folded, name.parents))


def _folded(name: PurePath) -> str:
    return name.as_posix().casefold()


def _part(part: str) -> str:
    """Give one part of a path as every file system can have it; nothing for one that leads elsewhere."""
    cleaned = _UNSAFE.sub("_", part).strip(" ").rstrip(". ")[:120]
    return f"_{cleaned}" if _DEVICES.fullmatch(cleaned) else cleaned


def _name(document: StoredDocument) -> str:
    return f"{document.container} ({document.path})" if document.container else document.path


def _answers(document: StoredDocument, name: str) -> bool:
    paths = (document.path, document.container or document.path)
    return name in paths or any(PurePath(path).name == name or PurePath(path) == PurePath(name) for path in paths)


def _read(document: StoredDocument, content: bytes) -> Document:
    from bibdb.readers import read

    return next(read(content, PurePath(document.path), document.format))


def _facts(library: Library, document: StoredDocument, understood: Document) -> dict[int, Work]:
    """Give the work of each entry, where the entry is still the one that was stored in its place."""
    entries = understood.entries
    return {
        index: work
        for index, work in library.facts(document.id).items()
        if index < len(entries)
        and any(
            (listing.container, listing.document, listing.label)
            == (document.container, document.path, entries[index].label)
            for listing in work.listings
        )
    }


def _spared(given: GivenBack, target: Path) -> None:
    """Refuse to write over a list that changed since it was read."""
    source = Path(given.document.path)
    if given.document.container is not None or not source.exists() or source.resolve() != target.resolve():
        return
    found = source.read_bytes()
    bare = without_facts(found.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")
    if found != given.document.content and bare != given.bare:
        raise WriteError(f"{target} changed since it was read: run `bibdb sync` first; nothing was written")
