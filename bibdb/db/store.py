"""All writing: functions that take a session; the caller owns the transaction, and keeps it short.

Rows are made here and nowhere else. Everything is written by difference: what is stored as it shall be is not
touched, so a run that learns nothing leaves the file as it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import insert
from sqlmodel import Session

from bibdb.db.difference import next_id
from bibdb.db.documents import forget_documents, save_document
from bibdb.db.loads import load_entries, load_links, load_works
from bibdb.db.models import table
from bibdb.db.records import answers, former_titles, latest_records, save_not_found, save_record, save_records
from bibdb.db.works import prune, save_works
from bibdb.serial import as_json, stamp

__all__ = [
    "answers",
    "forget_documents",
    "former_titles",
    "latest_records",
    "load_entries",
    "load_links",
    "load_works",
    "prune",
    "save_document",
    "save_not_found",
    "save_record",
    "save_records",
    "save_run",
    "save_works",
]


def save_run(session: Session, started_at: datetime, finished_at: datetime, counts: Mapping[str, object]) -> None:
    """Remember a run; to be called only for one that changed something."""
    runs = table("sync_run")
    row = {"id": next_id(session, runs), "started_at": stamp(started_at), "finished_at": stamp(finished_at)}
    session.connection().execute(insert(runs), row | {"counts": as_json(dict(counts))})
