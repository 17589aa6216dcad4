"""What changed in the world: new versions, withdrawals, retractions, publications, and works that were added.

What is known of a work is put together anew for each run that brought answers, by the same order of trust as the
collection's, and compared with what was known before it. So only a change is news: not a mirror's other wording, not
what was merely answered late.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from itertools import groupby

from bibdb.library import Library
from bibdb.merge import Claim, harmless, merge, trusted_first
from bibdb.names import split_name
from bibdb.serial import fields_from_json, stamp
from bibdb.settle.claims import acceptance_claim, preprint_claim
from bibdb.text import fold
from bibdb.values import Edition, EditionKind, Evidence, Name

__all__ = ["Event", "News", "news"]

_ADDED = """
    SELECT work.key, work.added_at, papers.title FROM work LEFT JOIN papers ON papers.key = work.key
    WHERE work.added_at >= ?
"""
_TIMES = """
    SELECT work.key, work.added_at, record.id, record.retrieved_at,
        record.scheme, record.value, record.source, record.kind
    FROM record
    JOIN identifier ON identifier.scheme = record.scheme AND identifier.value = record.value
    JOIN work ON work.id = identifier.work_id
    WHERE record.source <> 'local'
    ORDER BY work.key, record.retrieved_at, record.id
"""
_RUNS = "SELECT started_at, finished_at FROM sync_run ORDER BY started_at"
_SAID = "SELECT id, source, kind, version, evidence, fields FROM record WHERE id IN (SELECT value FROM json_each(?))"

# What arXiv itself says of a preprint; others only stand in for it until it answers.
_FIRST_HAND = frozenset({"arxiv", "oai"})
_PREPRINTS = "10.48550/"  # arXiv's own DOIs
_COMMAND = re.compile(r"\\([A-Za-z]+)")
_FEW = 3


class Event(StrEnum):
    """What happened to a work."""

    ADDED = "added"
    VERSION = "new version"
    WITHDRAWN = "withdrawn"
    RESTORED = "restored"
    RETRACTED = "retracted"
    PUBLISHED = "published"
    RENAMED = "renamed"
    AUTHORS = "authors"


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """One event: when it was learned, and what of."""

    at: str
    key: str
    event: Event
    detail: str = ""


Place = tuple[str, ...]
"""Scheme, value, source and edition kind: where a source says one thing at a time."""


@dataclass(frozen=True, slots=True)
class _Told:
    """That a record came: when, in which run (the run's end, or the record's own time), and in what place."""

    id: int
    at: str
    run: str
    place: Place


@dataclass(slots=True)
class _Known:
    """What was known of a work at one time: its last answers by place, and the editions that they make."""

    answers: dict[Place, Claim] = field(default_factory=dict)
    editions: Mapping[EditionKind, Edition] = field(default_factory=dict)
    dois: frozenset[str] = frozenset()

    def after(self, answers: Mapping[Place, Claim]) -> _Known:
        """Add answers, each in the place of the one before it."""
        known = {**self.answers, **answers}
        claims = trusted_first(known.values())
        accepted = [each for claim in claims if (each := acceptance_claim(claim)) is not None]
        editions = {each.kind: each for each in merge([*map(preprint_claim, claims), *accepted])}
        named = {doi for claim in claims if (doi := claim.fields.doi) and not doi.startswith(_PREPRINTS)}
        return _Known(known, editions, self.dois | named)


def news(library: Library, since: datetime) -> list[News]:
    """Give what was learned since a moment, the latest first."""
    start = stamp(since)
    found = [
        News(at=str(at), key=str(key), event=Event.ADDED, detail=str(title or ""))
        for key, at, title in library.sql(_ADDED, [start]).rows
    ]
    found += [each for each in _changes(library, start) if each.at >= start]
    return sorted(found, key=lambda each: (each.at, each.key), reverse=True)


def _changes(library: Library, start: str) -> Iterator[News]:
    """Give the changes of each work of which something was said since the start, and before."""
    runs = [(str(begun), str(ended)) for begun, ended in library.sql(_RUNS).rows]
    histories: list[tuple[str, str, list[_Told]]] = []
    for (key, added), rows in groupby(library.sql(_TIMES).rows, key=lambda row: (str(row[0]), str(row[1] or ""))):
        told = [
            _Told(int(str(number)), str(at), _run_of(str(at), runs), tuple(map(str, place)))
            for _, _, number, at, *place in rows
        ]
        since = _run_of(added, runs)
        if told[-1].at >= start and told[-1].run > min(told[0].run, since):
            histories.append((key, since, told))
    said = _said(library, [each.id for _, _, told in histories for each in told])
    for key, added, told in histories:
        yield from _history(key, added, [(each, said[each.id]) for each in told])


def _run_of(at: str, runs: Sequence[tuple[str, str]]) -> str:
    """Give the end of the run in which something was said; what was said in no run, its own time."""
    place = bisect_right(runs, at, key=lambda run: run[0]) - 1
    return runs[place][1] if place >= 0 and at <= runs[place][1] else at


def _said(library: Library, records: Sequence[int]) -> dict[int, Claim]:
    """Give what the records with these ids say."""
    return {
        int(str(number)): Claim(
            source=str(source),
            kind=EditionKind(str(kind)),
            fields=harmless(fields_from_json(json.loads(str(fields)))),
            version=version if isinstance(version, int) else None,
            evidence=None if evidence is None else Evidence(str(evidence)),
        )
        for number, source, kind, version, evidence, fields in library.sql(_SAID, [json.dumps(records)]).rows
    }


def _history(key: str, added: str, told: Sequence[tuple[_Told, Claim]]) -> Iterator[News]:
    """Tell what each run changed. What a work was first known by is no news, but that it was taken back is."""
    first_hand = (each.run for each, said in told if each.place[0] == "arxiv" and said.source in _FIRST_HAND)
    born = max(added, next(first_hand, told[0][0].run))
    known = _Known()
    for batch in _batches(told):
        (*_, last), before = batch, known
        known = known.after({each.place: said for each, said in batch})
        events = _taken_back(before, known) if last[0].run > added else ()
        for event, detail in dict.fromkeys((*events, *(_differences(before, known) if last[0].run > born else ()))):
            yield News(at=last[0].at, key=key, event=event, detail=detail)


def _batches(told: Sequence[tuple[_Told, Claim]]) -> Iterator[list[tuple[_Told, Claim]]]:
    """Put together what one run learned; in one run, each place answers once."""
    batch: list[tuple[_Told, Claim]] = []
    for each, said in told:
        if batch and (each.run != batch[0][0].run or each.place in {one.place for one, _ in batch}):
            yield batch
            batch = []
        batch.append((each, said))
    yield batch


# ---------------------------------------------------------------- what is other than before


def _taken_back(before: _Known, after: _Known) -> Iterator[tuple[Event, str]]:
    """Tell withdrawals by authors and retractions by publishers, and what was restored."""
    for event, name, restored in (
        (Event.WITHDRAWN, "withdrawn", ""),
        (Event.RETRACTED, "retracted", "its retraction stands no more"),
    ):
        was = _flagged(before, name)
        now = _flagged(after, name)
        if now is not None and was is None:
            yield event, now.comment or "" if event is Event.WITHDRAWN else ""
        if was is not None and now is None:
            said = after.editions[was.kind].comment if was.kind in after.editions else ""
            yield Event.RESTORED, restored or said or ""


def _flagged(known: _Known, name: str) -> Edition | None:
    return next((edition for edition in known.editions.values() if getattr(edition, name)), None)


def _differences(before: _Known, after: _Known) -> Iterator[tuple[Event, str]]:
    """Tell what changed, edition by edition; another source's words in the place of one's are no change."""
    for kind, now in after.editions.items():
        was = before.editions.get(kind)
        if was is not None:
            yield from _reworded(was, now)
    published = _published(before, after)
    if published is not None:
        yield Event.PUBLISHED, published


def _reworded(was: Edition, now: Edition) -> Iterator[tuple[Event, str]]:
    if was.version and now.version and now.version > was.version:
        yield Event.VERSION, f"v{was.version} → v{now.version}"
    if _same_teller(was, now, "title") and _letters(was.title or "") != _letters(now.title or ""):
        yield Event.RENAMED, f"{was.title} → {now.title}"
    people = _people(was.authors or ()), _people(now.authors or ())
    if _same_teller(was, now, "authors") and list(people[0]) != list(people[1]):
        yield Event.AUTHORS, _told_people(*people)


def _same_teller(was: Edition, now: Edition, name: str) -> bool:
    return bool(getattr(was, name) and getattr(now, name)) and was.origin[name] == now.origin[name]


def _letters(title: str) -> str:
    """Reduce a title to what TeX, white space and punctuation do not change."""
    from bibdb.writers.tex import plain

    return fold(_COMMAND.sub(r" \1 ", plain(title))).replace(" ", "")


def _people(names: Iterable[Name]) -> dict[str, str]:
    """Give the names as they are written by family name and first initial, as an initial is the name it stands for."""
    return {_person(name): name.display for name in names}


def _person(name: Name) -> str:
    parts = name if name.family else split_name(name.display)
    return f"{fold(parts.family or parts.display)} {fold(parts.given or '')[:1]}"


def _told_people(was: Mapping[str, str], now: Mapping[str, str]) -> str:
    """Tell who came and who went, or that the order is another."""
    came = [name for person, name in now.items() if person not in was]
    went = [name for person, name in was.items() if person not in now]
    if not came and not went:
        return f"in another order: {_some(list(now.values()))}"
    return "; ".join(f"{word} {_some(names)}" for word, names in (("with", came), ("without", went)) if names)


def _some(names: Sequence[str]) -> str:
    rest = len(names) - _FEW
    return ", ".join(names) if rest <= 1 else f"{', '.join(names[:_FEW])} and {rest} more"


def _published(before: _Known, after: _Known) -> str | None:
    """Name the place of a publication that was not known before: by nobody, or only by the author's word.

    A DOI of the publisher's is known as soon as the preprint names it, whenever its registry answers.
    """
    now, was = (known.editions.get(EditionKind.PUBLICATION) for known in (after, before))
    place = _place(now)
    if place and not _place(was):
        return None if before.dois else f"{place}{_by(now)}"
    confirmed = was is not None and was.evidence is Evidence.AUTHOR and now is not None and not _by(now)
    if confirmed and place and not before.dois:
        return place
    named = sorted(after.dois)
    return named[0] if named and not before.dois and not _place(was) else None


def _place(edition: Edition | None) -> str:
    if edition is None:
        return ""
    said_by_author = edition.evidence is Evidence.AUTHOR
    return (edition.event_title if said_by_author else "") or edition.container_title or ""


def _by(edition: Edition | None) -> str:
    return ", says its author" if edition is not None and edition.evidence is Evidence.AUTHOR else ""
