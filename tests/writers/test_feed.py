"""The Atom feed is well-formed, stable, and newest first."""

from __future__ import annotations

from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import pytest

from bibdb.dates import PartialDate
from bibdb.identifiers import Identifier, Scheme
from bibdb.values import Edition, EditionKind, Listing, Name, Resolution, Work, WorkType
from bibdb.writers.feed import feed

ATOM = "{http://www.w3.org/2005/Atom}"


def work(number: int, title: str = "A Title", note: str = "- a note", **changes: object) -> Work:
    edition = Edition(
        kind=EditionKind.PREPRINT, title=title, authors=(Name("Ada Example"),), issued=PartialDate(2025, 1, 31)
    )
    listing = Listing(
        document="list.md", container=None, line=1, section="Top > Inner", label=title, date=None, venue=None, title=title,
        authors=(), tags=(), note=note,
    )  # fmt: skip
    values: dict[str, object] = {
        "key": f"k{number}", "type": WorkType.PAPER, "resolution": Resolution.RESOLVED, "editions": (edition,),
        "cited": edition, "identifiers": (Identifier(Scheme.ARXIV, f"2501.{number:05}"),), "listings": (listing,),
        "added_at": datetime(2025, 1, 1 + number % 28, tzinfo=UTC),
    }  # fmt: skip
    return Work(**{**values, **changes})  # type: ignore[arg-type]


def texts(xml: str, path: str) -> list[str | None]:
    return [element.text for element in ET.fromstring(xml).iterfind(path.replace("a:", ATOM))]


def test_the_latest_come_first_and_no_more_than_twenty() -> None:
    xml = feed([work(number) for number in range(40)], "List")
    updated = texts(xml, "a:entry/a:updated")
    assert len(updated) == 20
    assert updated == sorted(updated, key=str, reverse=True)
    assert texts(xml, "a:updated") == updated[:1] == ["2025-01-28T00:00:00Z"]


def test_an_entry_tells_who_what_and_why() -> None:
    xml = feed([work(1)], "List")
    assert texts(xml, "a:entry/a:title") == ["A Title"]
    assert texts(xml, "a:entry/a:author/a:name") == ["Ada Example"]
    assert texts(xml, "a:entry/a:content") == ["<p>2025-01-31 · Top › Inner</p><ul><li>a note</li></ul>"]
    (link,) = ET.fromstring(xml).iterfind(f"{ATOM}entry/{ATOM}link")
    assert link.get("href") == "https://arxiv.org/abs/2501.00001"


def test_with_an_address_entries_link_to_the_page() -> None:
    xml = feed([work(1)], "List", "https://example.org/list/")
    hrefs = [link.get("href") for link in ET.fromstring(xml).iter(f"{ATOM}link")]
    assert hrefs == ["https://example.org/list/", "https://example.org/list/feed.xml", "https://example.org/list/#k1"]


def test_ids_stay_when_key_title_and_place_change() -> None:
    before = texts(feed([work(1)], "List"), "a:entry/a:id")
    after = texts(feed([work(1, "Another", key="other")], "Renamed", "https://example.org/"), "a:entry/a:id")
    assert before == after
    assert str(before[0]).startswith("urn:uuid:")


@pytest.mark.parametrize(
    "text", ["</title><script>x</script>", "a & b ]]> <b>", "\x00\x1b[2J\ufffe\udcff\u202e", "&amp;"]
)
def test_metadata_cannot_break_it(text: str) -> None:
    xml = feed([work(1, title=text, note=text)], text)
    xml.encode()
    ET.fromstring(xml)
    (content,) = texts(xml, "a:entry/a:content")
    assert "<script" not in str(content)


def test_an_empty_collection_has_a_feed() -> None:
    assert texts(feed([], "List"), "a:updated") == ["1970-01-01T00:00:00Z"]
