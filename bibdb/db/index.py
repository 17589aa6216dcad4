"""The full-text index: written by difference, from what stands in the tables."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import text
from sqlmodel import Session

from bibdb.db.difference import Row, rows_of, write
from bibdb.db.folding import COLUMNS, fold_for_search
from bibdb.db.models import table

__all__ = ["save_index"]

Texts = dict[str, list[str]]

_LISTED = """
    SELECT entry.work_id, entry.label, entry.note, entry.tags, section.path
    FROM entry LEFT JOIN section ON section.id = entry.section_id
    WHERE entry.work_id IS NOT NULL ORDER BY entry.id
"""
_FORM = b"1"  # to be raised when texts are folded otherwise, so that all are indexed anew
_VENUES = ("container_title", "container_title_short", "event_title", "journal_ref", "primary_category", "comment")
_NAMES = ", ".join(COLUMNS)
_PLACES = ", ".join(f":{name}" for name in COLUMNS)
_DELETE = text("DELETE FROM search WHERE rowid = :work_id")
_INSERT = text(f"INSERT INTO search (rowid, {_NAMES}) VALUES (:work_id, {_PLACES})")  # noqa: S608 - our own names


def save_index(session: Session, rows: Mapping[str, Sequence[Row]]) -> None:
    """Index the works of which the rows (by table) are given, where their text is not the one that is indexed."""
    texts = _texts(session, rows)
    digests = {work_id: _digest(text) for work_id, text in texts.items()}
    stored = {key: row for key, row in rows_of(session, table("indexed")).items() if key[0] in digests}
    wanted = [{"work_id": work_id, "digest": digest} for work_id, digest in digests.items()]
    changed = write(session, table("indexed"), wanted, stored)
    if changed:
        ids = [key[0] for key in (*changed.inserted, *changed.updated)]
        session.connection().execute(_DELETE, [{"work_id": work_id} for work_id in ids])
        session.connection().execute(_INSERT, [{"work_id": work_id} | _folded(texts[work_id]) for work_id in ids])


def _texts(session: Session, rows: Mapping[str, Sequence[Row]]) -> dict[int, Texts]:
    """Gather what is said of each work, by the column of the index where it is found."""
    texts: dict[int, Texts] = {row["id"]: defaultdict(list, extra=[row["key"]]) for row in rows["work"]}
    work_of = {row["id"]: row["work_id"] for row in rows["edition"]}
    for row in rows["edition"]:
        found = texts[row["work_id"]]
        found["title"].append(row["title"] or "")
        found["abstract"].append(row["abstract"] or "")
        found["extra"] += (row[name] or "" for name in _VENUES)
    for row in rows["author"]:
        texts[work_of[row["edition_id"]]]["authors"].append(row["name"])
    for row in rows["alias"]:
        texts[row["work_id"]]["extra"].append(row["key"])
    for row in rows["identifier"]:
        texts[row["work_id"]]["extra"].append(row["value"])
    for work_id, label, note, tags, path in session.connection().execute(text(_LISTED)):
        if work_id in texts:
            texts[work_id]["notes"] += (label, note)
            texts[work_id]["extra"] += (tags, path or "")
    return texts


def _digest(texts: Texts) -> str:
    digest = hashlib.blake2b(_FORM, digest_size=16)
    for name in COLUMNS:
        digest.update("\n".join(texts[name]).encode("utf-8", "surrogatepass"))
        digest.update(b"\0")
    return digest.hexdigest()


def _folded(texts: Texts) -> dict[str, str]:
    # Each text once: two editions mostly share title and authors.
    return {name: " ".join(fold_for_search(each) for each in dict.fromkeys(texts[name])) for name in COLUMNS}
