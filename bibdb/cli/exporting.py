"""What `bibdb export` does whatever the format: choose the works, write them, and say what a person should know."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import typer

from bibdb.cli.filters import check, nearest
from bibdb.cli.opening import open_library
from bibdb.cli.output import emit
from bibdb.cli.talk import say
from bibdb.errors import NotFoundError, ReadError
from bibdb.library import Library, Order, Selection
from bibdb.values import Evidence, Work
from bibdb.writers.cited import ALL, Citation, cited_in
from bibdb.writers.diff import unified
from bibdb.writers.files import write_atomically
from bibdb.writers.into import refresh as into_file
from bibdb.writers.reference import Options

__all__ = ["Choice", "Told", "export", "refresh"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which works the person asked for, in the command's own words."""

    database: str | None = None
    section: str | None = None
    tag: str | None = None
    years: int | tuple[int, int] | None = None
    author: str | None = None
    query: str | None = None
    keys: tuple[str, ...] = ()
    cited_in: tuple[Path, ...] = ()
    everything: bool = False
    aliased: bool = False
    """Whether the format knows a work's other keys itself."""
    bare: bool = False
    """Whether the format has no place for notes, tags and links."""

    @property
    def selection(self) -> Selection:
        """What the library is asked, keys aside."""
        return Selection(
            section=self.section,
            tag=self.tag,
            year=self.years,
            author=self.author,
            query=self.query,
            order=Order.KEY,
            bare=self.bare,
        )


@dataclass(slots=True)
class Told:
    """What is counted while works go by."""

    works: int = 0
    claimed: list[str] = field(default_factory=list)
    taken_back: list[str] = field(default_factory=list)
    beyond: list[str] = field(default_factory=list)
    twins: list[str] = field(default_factory=list)
    _folded: set[str] = field(default_factory=set)

    def seen(self, works: Iterable[Work]) -> Iterator[Work]:
        """Let works through and count them."""
        for work in works:
            self.works += 1
            if work.cited.evidence is Evidence.AUTHOR:
                self.claimed.append(work.key)
            if any(edition.withdrawn or edition.retracted for edition in work.editions):
                self.taken_back.append(work.key)
            folded = work.key.lower()
            if folded in self._folded:
                self.twins.append(work.key)
            self._folded.add(folded)
            yield work

    def say(self) -> None:
        """Say on stderr what a person should know."""
        say(f"{self.works:,} work{'' if self.works == 1 else 's'} written")
        if self.claimed:
            say(f"published by the word of the paper's own comment alone: {_some(self.claimed)}")
        if self.taken_back:
            say(f"withdrawn by their authors or retracted by their publishers: {_some(self.taken_back)}")
        if self.twins:
            say(f"keys that differ from another by case alone, which BibTeX takes for one: {_some(self.twins)}")
        if self.beyond:
            say(f"letters that pdflatex has no fonts for (use xelatex, or biblatex and lualatex): {_some(self.beyond)}")


def _some(keys: list[str]) -> str:
    return ", ".join(keys[:8]) + (f" and {len(keys) - 8} more" if len(keys) > 8 else "")


def export(
    choice: Choice,
    write: Callable[[Iterable[Work]], Iterator[str]],
    output: Path | None,
    beyond: Callable[[str], list[str]] | None = None,
) -> None:
    """Write the chosen works; exit 1 when a manuscript cites a key that nothing has, after the rest is written."""
    told = Told()
    with open_library(choice.database) as library:
        citations = cited_in(choice.cited_in)
        works, unknown = _chosen(library, choice, citations)
        emit(_watched(write(told.seen(works)), told, beyond), output)
        told.say()
        _report(library, unknown)
    if unknown:
        raise typer.Exit(1)


def _watched(chunks: Iterator[str], told: Told, beyond: Callable[[str], list[str]] | None) -> Iterator[str]:
    for chunk in chunks:
        if beyond is not None:
            told.beyond.extend(beyond(chunk))
        yield chunk


def _chosen(library: Library, choice: Choice, citations: list[Citation]) -> tuple[Iterator[Work], list[Citation]]:
    """Give the works that were asked for, and the citations that are of none."""
    if choice.cited_in and not any(citation.key == ALL for citation in citations):
        wanted = tuple(citation.key for citation in citations)
        known = {key for work in _named(library, wanted) for key in (work.key, *work.aliases)}
        unknown = [citation for citation in citations if citation.key not in known]
        works = _named(library, tuple(key for key in wanted if key in known))
        return (works if choice.aliased else _as_cited(works, wanted)), unknown
    if choice.keys:
        return _by_key(library, choice.keys), []
    selection = choice.selection
    check(library, section=choice.section, tag=choice.tag, author=choice.author)
    return library.works(replace(selection, citeable=not choice.everything, listed=True)), []


def _named(library: Library, keys: tuple[str, ...]) -> Iterator[Work]:
    return library.works(Selection(keys=keys)) if keys else iter(())


def _by_key(library: Library, keys: tuple[str, ...]) -> Iterator[Work]:
    found = list(_named(library, keys))
    known = {key for work in found for key in (work.key, *work.aliases)}
    missing = [key for key in keys if key not in known]
    if missing:
        raise NotFoundError(f"no work has the key {missing[0]}{nearest(missing[0], _keys(library))}")
    return iter(found)


def _as_cited(works: Iterable[Work], wanted: Iterable[str]) -> Iterator[Work]:
    """Give a work once for each key under which it is cited: BibTeX knows no aliases."""
    cited = frozenset(wanted)
    for work in works:
        for key in (work.key, *work.aliases):
            if key in cited:
                yield work if key == work.key else replace(work, key=key)


def _keys(library: Library) -> list[str]:
    return [str(row[0]) for row in library.sql("SELECT key FROM papers")]


def _report(library: Library, unknown: list[Citation]) -> None:
    if not unknown:
        return
    keys = _keys(library)
    for citation in unknown:
        say(f"{citation}: no work has the key {citation.key}{nearest(citation.key, keys)}", always=True)


def refresh(choice: Choice, into: Path, options: Options, *, only_show: bool) -> None:
    """Refresh a file of the person's own, or show what would change in it."""
    try:
        text = into.read_bytes().decode("utf-8", "surrogateescape")
    except OSError as error:
        raise ReadError(f"{into} cannot be read: {error.strerror}") from error
    with open_library(choice.database) as library:
        check(library, section=choice.section, tag=choice.tag, author=choice.author)
        works = _by_key(library, choice.keys) if choice.keys else library.works(choice.selection)
        refreshed = into_file(text, works, options)
    for key, reason in refreshed.refused:
        say(f"{into}: {key} was left alone: {reason}")
    if only_show:
        emit(line.encode("utf-8", "replace").decode() for line in unified(text, refreshed.edits, str(into)))
    elif refreshed.edits:
        write_atomically(into, [refreshed.text.encode("utf-8", "surrogateescape")])
    many = len(refreshed.changed)
    say(f"{many:,} entr{'y' if many == 1 else 'ies'} {'would change' if only_show else 'changed'} in {into}")
