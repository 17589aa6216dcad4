"""Full-text search: what a person typed, to works in order of how well they fit."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bibdb.db.folding import fold_for_search
from bibdb.db.query import Query, Term

__all__ = ["Hit", "search"]

# title, authors, abstract, notes, extra: a word in a title tells more than one in an abstract.
_RANK = "bm25(search, 10.0, 6.0, 1.0, 3.0, 2.0)"
_SHOWN = 28  # words of a snippet
_WORD = re.compile(r"\w+")

_DETAILS = """
    SELECT papers.key, papers.title, papers.authors, papers.year, papers.abstract,
        (SELECT group_concat(note, char(10)) FROM entry WHERE entry.work_id = work.id AND note <> ''),
        (SELECT group_concat(label, char(10)) FROM entry WHERE entry.work_id = work.id)
    FROM work JOIN papers ON papers.key = work.key WHERE work.id = ?
"""


@dataclass(frozen=True, slots=True)
class Hit:
    """A found work: `marks` are the (start, end) of the found words in `snippet`; a lower `rank` is better."""

    key: str
    title: str | None
    authors: str | None
    year: int | None
    snippet: str
    marks: tuple[tuple[int, int], ...]
    rank: float


def search(connection: sqlite3.Connection, text: str, limit: int = 20) -> list[Hit]:
    """Find works, the best first; when the words as they stand find nothing, words that begin so."""
    query = Query.parse(text)
    if query.empty:
        return []
    found = _ranked(connection, query, limit)
    if not found:
        query = query.opened()
        found = _ranked(connection, query, limit)
    return [_hit(connection, work_id, rank, query) for work_id, rank in found]


def _ranked(connection: sqlite3.Connection, query: Query, limit: int) -> list[tuple[int, float]]:
    # Only ids and ranks: a join or a snippet in here would be made for every hit, not for those that are shown.
    rank = _RANK if query.match() else "0.0"
    sql = f"{query.sql(f'search.rowid, {rank} AS rank_')} ORDER BY rank_, search.rowid LIMIT ?"
    return connection.execute(sql, (*query.parameters, limit)).fetchall()


def _hit(connection: sqlite3.Connection, work_id: int, rank: float, query: Query) -> Hit:
    key, title, authors, year, *texts = connection.execute(_DETAILS, (work_id,)).fetchone()
    terms = [term for term in query.terms if not term.refused]
    snippet, marks = _best((text for text in (*texts, title) if text), terms)
    return Hit(key, title, authors, year, snippet, marks, rank)


def _best(texts: Iterable[str], terms: Sequence[Term]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Give the passage with the most different found words, from the first text that has it."""
    best: tuple[int, str, tuple[tuple[int, int], ...]] = (0, "", ())
    for text in texts:
        spans = [match.span() for match in _WORD.finditer(text)]
        found = [_found(text[start:end], terms) for start, end in spans]
        first, count = _densest(found)
        if count > best[0] or not best[1]:
            best = (count, *_passage(text, spans, found, first))
    return best[1], best[2]


def _found(word: str, terms: Sequence[Term]) -> str | None:
    """Give the sought word that a word of a text is."""
    folded = fold_for_search(word).split()
    for term in terms:
        for place, sought in enumerate(term.words):
            opened = term.prefix and place == len(term.words) - 1
            if sought in folded or (opened and any(part.startswith(sought) for part in folded)):
                return sought
    return None


def _densest(found: Sequence[str | None]) -> tuple[int, int]:
    """Give where the stretch with the most different found words begins, and how many they are."""
    best = (0, 0)
    for start, word in enumerate(found):
        if word is not None:
            count = len(set(found[start : start + _SHOWN]) - {None})
            if count > best[1]:
                best = (max(0, start - 4), count)
    return best


def _passage(
    text: str, spans: Sequence[tuple[int, int]], found: Sequence[str | None], first: int
) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Cut the words from `first` on out of a text, on one line, with the marks of what was found."""
    shown = range(first, min(first + _SHOWN, len(spans)))
    pieces: list[str] = []
    marks: list[tuple[int, int]] = []
    length = 0
    for piece, marked in _pieces(text, spans, found, shown):
        if marked:
            marks.append((length, length + len(piece)))
        pieces.append(piece)
        length += len(piece)
    return "".join(pieces), tuple(marks)


def _pieces(
    text: str, spans: Sequence[tuple[int, int]], found: Sequence[str | None], shown: range
) -> Iterator[tuple[str, bool]]:
    if not shown:
        return
    if shown.start > 0:
        yield "… ", False
    for place in shown:
        start, end = spans[place]
        yield text[start:end], found[place] is not None
        after = spans[place + 1][0] if place + 1 < len(spans) else len(text)
        if place + 1 in shown or after == len(text):
            yield re.sub(r"\s+", " ", text[end:after]), False
    if shown.stop < len(spans):
        yield " …", False
