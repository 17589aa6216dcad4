"""Where a list and the facts disagree: a link that leads to a paper of another title, a date before there was one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from bibdb.db.settled import EntryRow, SettledWork
from bibdb.identifiers import Identifier
from bibdb.matching import is_titled
from bibdb.settle.claims import SCHOLARLY
from bibdb.settle.collection import Collection, subject_nodes
from bibdb.text import words
from bibdb.values import Finding, Resolution, WorkType

__all__ = ["disagreements"]

_KNOWN = frozenset({Resolution.RESOLVED, Resolution.PARTIAL})
_DEPOSITS = frozenset({WorkType.DATASET, WorkType.MODEL, WorkType.SOFTWARE})
"""Archives title them by name and version; lists call them otherwise."""
_FEWEST_WORDS = 3
"""Fewer are a nickname, not a title."""


def disagreements(
    collection: Collection,
    works: Iterable[SettledWork],
    former: Mapping[Identifier, Sequence[str]] = MappingProxyType({}),
) -> Iterator[tuple[EntryRow, Finding]]:
    """Compare each entry that links a paper with what is known of it; a label is never corrected, only compared.

    A label may have any title that the paper has by anybody's word, or had (`former`). Its date may be the day when it
    was read: only one before the paper was there is wrong.
    """
    subjects = subject_nodes(collection)
    entries = {entry.id: entry for entry in collection.entries}
    for work in works:
        is_known = work.resolution in _KNOWN and work.type not in _DEPOSITS
        for entry in (entries[entry_id] for entry_id in work.entry_ids if is_known):
            subject = subjects[entry.id]
            if isinstance(subject, Identifier) and subject.scheme in SCHOLARLY:
                yield from ((entry, finding) for finding in _compared(entry, subject, work, collection, former))


def _compared(
    entry: EntryRow,
    subject: Identifier,
    work: SettledWork,
    collection: Collection,
    former: Mapping[Identifier, Sequence[str]],
) -> Iterator[Finding]:
    told = [edition.title for edition in work.editions if edition.title]
    told += [
        record.fields.title
        for identifier, _ in work.identifiers
        for record in collection.records_of.get(identifier, ())
        if record.fields.title
    ]
    told += [title for identifier, _ in work.identifiers for title in former.get(identifier, ())]
    label = entry.title or ""
    if told and len(words(label)) >= _FEWEST_WORDS and not is_titled(label, told):
        message = f"the label is “{label}”, and {subject} has the title “{work.editions[work.cited].title}”"
        yield Finding("other-title", message, entry.line)
    days = [day for edition in work.editions for day in (edition.submitted, edition.issued) if day is not None]
    first = min(days, key=lambda day: day.year, default=None)
    if entry.date is not None and first is not None and entry.date.year < first.year:
        yield Finding("early-date", f"dated {entry.date}, and {subject} is of {first}", entry.line)
