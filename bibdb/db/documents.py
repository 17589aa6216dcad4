"""Documents, sections, entries and links: stored by difference, so that an entry keeps its id while it is listed."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlmodel import Session

from bibdb.db.difference import Row, next_id, pair, rows_of, write
from bibdb.db.models import table
from bibdb.db.settled import DocumentChange, Status
from bibdb.serial import as_json, fields_to_json, stamp
from bibdb.text import fold
from bibdb.values import Document, Entry, Link, LinkRole, Section

__all__ = ["SECTION_MARK", "forget_documents", "save_document"]

SECTION_MARK = " > "
_PLACE = frozenset({"id", "document_id", "section_id", "work_id", "position", "line", "end_line", "label_end_line"})


def save_document(session: Session, document: Document, read_at: datetime, position: int = 0) -> DocumentChange:
    """Store what a reader understood of a list; what is stored already is not written again.

    `position` is the list's place among the lists. An entry is the stored one with the same subject, else the one
    with the same label (folded), the first with the first. Only what an entry says makes it *updated*; lines move.
    """
    document_id, status = _save_row(session, document, read_at, position)
    section_ids, moved = _save_sections(session, document_id, document.sections)
    entry_ids, entries = _save_entries(session, document_id, document, section_ids)
    linked = _save_links(session, document_id, document, section_ids, entry_ids)
    if status is Status.UNCHANGED and (moved or linked or entries.status is not Status.UNCHANGED):
        status = Status.UPDATED
    return DocumentChange(document_id, status, entries.new, entries.updated, entries.unchanged, entries.gone)


def forget_documents(
    session: Session,
    kept: Collection[tuple[str | None, str]],
    roots: Collection[str] | None = None,
    spared: Collection[str] = (),
) -> int:
    """Remove the documents that are no longer among the lists, given as (container, path); their works stay.

    `roots` and `spared` are files or folders, as in `Document.path` and `container`. With `roots` only documents at
    or under one of them can go: a run that read one folder says nothing about the others. Those at or under `spared`
    stay: a file that could not be read is not gone. Gives how many went.
    """
    documents = table("document")
    stored = session.connection().execute(select(documents.c.id, documents.c.container, documents.c.path)).all()
    gone = [
        row.id
        for row in stored
        if (row.container, row.path) not in kept
        and (roots is None or _under(row.container or row.path, roots))
        and not _under(row.container or row.path, spared)
    ]
    if gone:
        session.connection().execute(delete(documents).where(documents.c.id.in_(gone)))
    return len(gone)


def _under(file: str, roots: Collection[str]) -> bool:
    bare = [root.rstrip("/") for root in roots]
    return any(root in {"", "."} or file == root or file.startswith(f"{root}/") for root in bare)


def _save_row(session: Session, document: Document, read_at: datetime, position: int) -> tuple[int, Status]:
    documents = table("document")
    said: Row = {
        "format": document.format,
        "title": document.title,
        "sha256": hashlib.sha256(document.content).hexdigest(),
        "lines": as_json(list(document.lines)) if document.lines else None,
    }
    named = (documents.c.container.is_not_distinct_from(document.container), documents.c.path == document.path)
    columns = [documents.c[name] for name in ("id", "position", *said)]
    stored = session.connection().execute(select(*columns).where(*named)).first()
    if stored is None:
        new = {"container": document.container, "path": document.path, "position": position, **said}
        new |= {"id": next_id(session, documents), "content": document.content, "read_at": stamp(read_at)}
        session.connection().execute(insert(documents), new)
        return new["id"], Status.NEW
    status = Status.UNCHANGED if said.items() <= stored._asdict().items() else Status.UPDATED
    changed: Row = {} if stored.position == position else {"position": position}
    if status is Status.UPDATED:
        changed |= {**said, "content": document.content, "read_at": stamp(read_at)}
    if changed:
        session.connection().execute(update(documents).where(documents.c.id == stored.id).values(changed))
    return stored.id, status


def _save_sections(session: Session, document_id: int, sections: Sequence[Section]) -> tuple[list[int], bool]:
    """Store the sections; give their ids in order, and whether anything was written."""
    rows = table("section")
    stored = rows_of(session, rows, document_id=document_id)
    paths = [SECTION_MARK.join(section.path) for section in sections]
    pairs = pair(
        range(len(sections)),
        {key[0]: row for key, row in stored.items()},
        [(paths.__getitem__, lambda row: row["path"])],
    )
    ids = _ids(session, "section", len(sections), pairs)
    wanted = [
        {
            "id": ids[position],
            "document_id": document_id,
            "parent_id": None if section.parent is None else ids[section.parent],
            "position": position,
            "level": section.level,
            "title": section.title,
            "path": paths[position],
            "line": section.line,
        }
        for position, section in enumerate(sections)
    ]
    return ids, bool(write(session, rows, wanted, stored))


def _save_entries(
    session: Session, document_id: int, document: Document, section_ids: Sequence[int]
) -> tuple[list[int], DocumentChange]:
    rows = table("entry")
    stored = rows_of(session, rows, document_id=document_id)
    by_id = {key[0]: row for key, row in stored.items()}
    subjects, former = _subjects(document), _former_subjects(session, document_id)
    entries = document.entries
    pairs = pair(
        range(len(entries)),
        by_id,
        [
            (
                lambda index: subjects.get(index) or (fold(entries[index].label),),
                lambda row: former.get(row["id"]) or (fold(row["label"]),),
            ),
            (lambda index: fold(entries[index].label), lambda row: fold(row["label"])),
        ],
    )
    ids = _ids(session, "entry", len(entries), pairs)
    wanted = [
        {"id": ids[position], "document_id": document_id, "position": position}
        | {"section_id": None if entry.section is None else section_ids[entry.section]}
        | _entry_row(entry)
        for position, entry in enumerate(entries)
    ]
    difference = write(session, rows, wanted, stored)
    updated = sum(_says_otherwise(row, by_id[row["id"]]) for row in wanted if row["id"] in by_id)
    change = DocumentChange(
        document_id,
        Status.UPDATED if difference else Status.UNCHANGED,
        new=len(difference.inserted),
        updated=updated,
        unchanged=len(pairs) - updated,
        gone=len(difference.deleted),
    )
    return ids, change


def _says_otherwise(row: Row, stored: Row) -> bool:
    return any(value != stored[name] for name, value in row.items() if name not in _PLACE)


def _subjects(document: Document) -> dict[int, tuple[str, str]]:
    """Name the subject of each entry (by index) by its identifier, else by its URL."""
    return {
        link.entry: _subject(link)
        for link in reversed(document.links)
        if link.entry is not None and link.role is LinkRole.SUBJECT
    }


def _subject(link: Link) -> tuple[str, str]:
    return ("", link.url) if link.identifier is None else (str(link.identifier.scheme), link.identifier.value)


def _former_subjects(session: Session, document_id: int) -> dict[int, tuple[str, str]]:
    links = table("link")
    columns = (links.c.entry_id, links.c.scheme, links.c.value, links.c.url)
    which = (links.c.document_id == document_id, links.c.role == LinkRole.SUBJECT, links.c.entry_id.is_not(None))
    found = session.connection().execute(select(*columns).where(*which).order_by(links.c.position.desc()))
    return {entry: (scheme, value) if scheme else ("", url) for entry, scheme, value, url in found}


def _entry_row(entry: Entry) -> Row:
    return {
        "line": entry.line,
        "end_line": entry.end_line,
        "label_end_line": entry.label_end_line,
        "label": entry.label,
        "date": None if entry.date is None else str(entry.date),
        "venue": entry.venue,
        "title": entry.title,
        "authors": as_json(entry.authors),
        "tags": as_json(entry.tags),
        "note": entry.note,
        "key": entry.key,
        "type": None if entry.type is None else str(entry.type),
        "fields": None if entry.fields is None else as_json(fields_to_json(entry.fields)),
    }


def _save_links(
    session: Session, document_id: int, document: Document, section_ids: Sequence[int], entry_ids: Sequence[int]
) -> bool:
    """Store the links; give whether anything was written."""
    rows = table("link")
    stored = rows_of(session, rows, document_id=document_id)
    links = document.links
    pairs = pair(
        range(len(links)),
        {key[0]: row for key, row in stored.items()},
        [
            (lambda index: (links[index].url, links[index].text), lambda row: (row["url"], row["text"])),
            (lambda index: links[index].url, lambda row: row["url"]),
        ],
    )
    ids = _ids(session, "link", len(links), pairs)
    wanted = [
        {"id": ids[position], "document_id": document_id, "position": position}
        | {"section_id": None if link.section is None else section_ids[link.section]}
        | {"entry_id": None if link.entry is None else entry_ids[link.entry]}
        | _link_row(link)
        for position, link in enumerate(links)
    ]
    return bool(write(session, rows, wanted, stored))


def _link_row(link: Link) -> Row:
    identifier = link.identifier
    return {
        "line": link.line,
        "url": link.url,
        "text": link.text,
        "role": str(link.role),
        "kind": str(link.kind),
        "scheme": None if identifier is None else str(identifier.scheme),
        "value": None if identifier is None else identifier.value,
        "version": None if identifier is None else identifier.version,
    }


def _ids(session: Session, name: str, count: int, pairs: Mapping[int, int]) -> list[int]:
    """Give each item its stored id, or a new one."""
    new: Iterator[int] = iter(())
    if len(pairs) < count:
        first = next_id(session, table(name))
        new = iter(range(first, first + count))
    return [pairs[index] if index in pairs else next(new) for index in range(count)]
