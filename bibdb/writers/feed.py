"""An Atom feed (RFC 4287) of the works that came last; the same works give the same feed."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from html import escape
from itertools import islice

from bibdb.text import strip_controls
from bibdb.values import Work
from bibdb.writers.glance import Glance, glance
from bibdb.writers.prose import html

__all__ = ["feed"]

_MOST = 20
_NOT_IN_XML = {0xFFFE: None, 0xFFFF: None}
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def feed(works: Iterable[Work], title: str, url: str = "") -> str:
    """Give the feed of a collection, the latest addition first, at most 20.

    `url` is where its page stands: entries then link to their place on it, else to the works themselves. Ids are
    UUIDs of the works' identifiers (or keys), so that they stay when a page moves.
    """
    latest = list(islice(sorted(works, key=_added, reverse=True), _MOST))
    updated = _stamp(_added(latest[0]) if latest else _NEVER)
    links = (
        (f'<link href="{escape(url)}"/>\n<link rel="self" href="{escape(url.rstrip("/"))}/feed.xml"/>\n') if url else ""
    )
    return "".join((
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n',
        f"<title>{_text(title)}</title>\n<id>{_id(url or title)}</id>\n{links}<updated>{updated}</updated>\n",
        '<generator uri="https://pypi.org/project/bibdb/">bibdb</generator>\n',
        *(_entry(work, url) for work in latest),
        "</feed>\n",
    ))  # fmt: skip


def _entry(work: Work, url: str) -> str:
    seen = glance(work)
    target = f"{url}#{'_'.join(seen.key.split())}" if url else seen.url
    return "".join((
        f"<entry>\n<title>{_text(seen.title)}</title>\n<id>{_id(_name(work))}</id>\n",
        f'<link href="{escape(target)}"/>\n' if target else "",
        f"<updated>{_stamp(_added(work))}</updated>\n",
        *(f"<author><name>{_text(name)}</name></author>\n" for name in seen.authors or ("unknown",)),
        f'<content type="html">{_text(_content(work, seen))}</content>\n</entry>\n',
    ))  # fmt: skip


def _content(work: Work, seen: Glance) -> str:
    return "".join(_parts(seen, [listing.note for listing in work.listings]))


def _parts(seen: Glance, notes: Sequence[str]) -> Iterator[str]:
    facts = " · ".join(filter(None, (seen.venue, str(seen.issued or ""), " › ".join(next(iter(seen.sections), ())))))
    if facts:
        yield f"<p>{escape(facts)}</p>"
    yield from (html(note) for note in notes)


def _added(work: Work) -> datetime:
    return work.added_at or _NEVER


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _name(work: Work) -> str:
    return str(work.identifiers[0]) if work.identifiers else work.key


def _id(name: str) -> str:
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, strip_controls(name))}"


def _text(text: str) -> str:
    return escape(strip_controls(text).translate(_NOT_IN_XML), quote=False)
