"""arXiv's Atom answers, examined before anybody believes them.

Both generations of the server are known (until November 2025, and since): the older one answers an unknown id with
an entry that has neither id nor title, the newer one with silence. An answer counts as complete only when it is
whole, is ours, and holds as many different entries as it says it has and no strange one: only then does a missing id
mean that there is none.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote, urlsplit

from bibdb.identifiers.arxiv import ID, from_match
from bibdb.sources.http import Garbled, Refused
from bibdb.sources.preprint import LARGEST_TEXT

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["Key", "Page", "examine", "parse_xml", "refused_id"]

Key = tuple[str, int | None]
"""An arXiv id and its version; without one, the current version is meant."""
_Parts = dict[object, "_Element"]

_ATOM = "{http://www.w3.org/2005/Atom}"
_ARXIV = "{http://arxiv.org/schemas/atom}"
_SEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"
_ENTRY, _ID = f"{_ATOM}entry", f"{_ATOM}id"
_DATES = {f"{_ATOM}published": "published", f"{_ATOM}updated": "updated"}
_TEXTS = (
    *(f"{_ATOM}{name}" for name in ("title", "summary", "name")),
    *(f"{_ARXIV}{name}" for name in ("comment", "journal_ref", "doi", "affiliation")),
)
# What XML 1.0 has no place for, and references, of which some name such characters.
_NO_CHARACTERS = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_REFERENCE = re.compile(r"&(?:#(?:x([0-9a-fA-F]{1,8})|(\d{1,10}));|(?!(?:amp|lt|gt|quot|apos);))")
_ODD = re.compile(rb"<(?:!|\?(?!xml\s))")
_REFUSED = re.compile(r"incorrect[_ ]id[_ ]format[_ ]for[_ ](.*)", re.DOTALL)
_ENTRY_ID = re.compile(rf"https?://(?:[\w-]+\.)*arxiv\.org/abs/{ID}", re.ASCII)


@dataclass(slots=True)
class Page:
    """An answer to be read by the `arxiv` package: its bytes, and what we found in it.

    `keys` are those of the entries, by the id that the entry bears; `rejected` are entries that are no records, with
    the reason; `complete` tells whether what is missing is missing.
    """

    body: bytes = b""
    keys: dict[str, Key] = field(default_factory=dict)
    rejected: dict[Key, str] = field(default_factory=dict)
    complete: bool = False


def examine(body: bytes, url: str, asked: Collection[Key]) -> Page:
    """Examine the answer to a request for ids (or, when none were asked for, to a search).

    Entries that the package's parser would stumble over are taken out, so that one bad entry costs no other.
    Raises Garbled for what is no answer of ours, and Refused when it is an error that arXiv sent with status 200.
    """
    bare = _bare(body)
    root, odd = _parsed(bare)
    _refuse_no_feed(root)
    entries, nested = _entries(root)
    _flatten(nested)
    changed = odd or bool(nested)
    oversized = changed or _may_be_oversized(bare)
    page = Page()
    good: set[Key] = set()
    strange, repeated = 0, 0
    for entry, parts in entries:
        name = _inner(parts.get(_ID))
        if "/api/errors" in name:
            raise Refused("arXiv", 400, body)
        key = _key(name)
        wanted = key is not None and (not asked or _wanted(key, asked))
        strange += bool(name) and not wanted
        repeated += key in good
        if key is not None and wanted and key not in good:
            reason = _flaw(entry, parts, oversized=oversized)
            if reason is None:
                page.keys[name] = key
                good.add(key)
                continue
            page.rejected[key] = reason
        root.remove(entry)
    seen = len(entries)
    _refuse_foreign(root, url, asked, strange=strange, seen=seen)
    total, size = _count(root, "totalResults"), _count(root, "itemsPerPage")
    short = size is not None and size <= seen < len(asked)
    page.complete = seen - repeated >= (total or 0) and not short and not strange
    page.body = bare
    if changed or oversized or not len(good) == seen == total:
        # The package must read what was examined: written anew, mended places included.
        _set_total(root, len(good))
        page.body = _serialised(root)
    return page


def refused_id(body: bytes) -> str | None:
    """Give the id that an error answer names as malformed; None when it says something else."""
    try:
        root = parse_xml(body)
        _refuse_no_feed(root)
    except Garbled:
        return None
    for entry in root.iterfind(_ENTRY):
        for said in (_said(entry, f"{_ATOM}summary"), unquote(_said(entry, _ID).partition("#")[2])):
            if match := _REFUSED.match(said):
                return match[1].strip()
    return None


def parse_xml(body: bytes) -> _Element:
    """Parse XML without entities, network or document type; Garbled says what came instead.

    Control characters and unknown entities are mended: they come from careless metadata, not from a broken line.
    """
    return _parsed(_bare(body))[0]


def _parsed(bare: bytes) -> tuple[_Element, bool]:
    """Parse, and tell whether there is more in it than elements and text, or it had to be mended.

    Inside a text the package would read no further than a comment.
    """
    from lxml import etree

    odd = _ODD.search(bare) is not None
    if not bare:
        raise Garbled("an empty page")
    if bare[:200].lower().startswith((b"<!doctype html", b"<html")):
        raise Garbled("a web page")
    if odd and (b"<!DOCTYPE" in bare or b"<!ENTITY" in bare):
        raise Garbled("a document that declares entities")
    try:
        return etree.fromstring(bare, _parser()), odd
    except etree.XMLSyntaxError:
        return _mended(bare), True


def _mended(bare: bytes) -> _Element:
    from lxml import etree

    mended = _REFERENCE.sub(_named, _NO_CHARACTERS.sub("", bare.decode("utf-8", "replace")))
    try:
        root: _Element = etree.fromstring(mended.encode(), _parser())
    except etree.XMLSyntaxError:
        raise Garbled("a document that breaks off or is no XML") from None
    return root


def _named(reference: re.Match[str]) -> str:
    """Keep a reference to a character, drop one to what is none, and take every other ampersand for itself."""
    in_hex, in_decimal = reference.groups()
    if in_hex is None and in_decimal is None:
        return "&amp;"
    number = int(in_hex, 16) if in_hex else int(in_decimal)
    return reference[0] if number < 0x110000 and not _NO_CHARACTERS.match(chr(number)) else ""


def _parser() -> Any:  # noqa: ANN401 - the type is private to lxml
    from lxml import etree

    # The size is bounded before this; without huge_tree one oversized title would cost its ninety-nine neighbours.
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, remove_comments=True, remove_pis=True
    )


def _bare(body: bytes) -> bytes:
    return body.removeprefix(b"\xef\xbb\xbf").strip(b" \t\r\n\x00")


def _refuse_no_feed(root: _Element) -> None:
    if root.tag != f"{_ATOM}feed":
        raise Garbled("a web page" if str(root.tag).lower().endswith("html") else "something that is no feed")


def _entries(root: _Element) -> tuple[list[tuple[_Element, _Parts]], list[_Element]]:
    """Give the entries with the elements by which they are judged, and every text that has markup inside.

    One walk over what is looked at: to find each element by its name would cost as much as parsing.
    """
    entries: list[tuple[_Element, _Parts]] = []
    nested: list[_Element] = []
    entry, parts = root, _Parts()
    for element in root.iter(_ENTRY, _ID, *_DATES, *_TEXTS):
        tag = element.tag
        if tag == _ENTRY and element.getparent() is root:
            entry, parts = element, {}
            entries.append((entry, parts))
            continue
        if len(element):
            nested.append(element)
        if (tag == _ID or tag in _DATES) and element.getparent() is entry:
            parts.setdefault(tag, element)
    return entries, nested


def _flatten(nested: Iterable[_Element]) -> None:
    """Make markup inside a text part of the text, as the package would read no further than the first tag."""
    for element in nested:
        text = _inner(element)
        for child in list(element):
            element.remove(child)
        element.text = text


def _said(entry: _Element, tag: str) -> str:
    return _inner(entry.find(tag))


def _inner(found: _Element | None) -> str:
    if found is None:
        return ""
    return ("".join(map(str, found.itertext())) if len(found) else found.text or "").strip()


def _key(entry_id: str) -> Key | None:
    match = _ENTRY_ID.fullmatch(entry_id)
    paper = from_match(match) if match else None
    return (paper.value, paper.version) if paper is not None else None


def _wanted(key: Key, asked: Collection[Key]) -> bool:
    return key in asked or (key[0], None) in asked


def _flaw(entry: _Element, parts: _Parts, *, oversized: bool) -> str | None:
    """Say why an entry is no record: the package would drop it, or the whole page with it."""
    for tag, name in _DATES.items():
        said = _inner(parts.get(tag))
        if not _is_moment(said):
            return f"its date {said[:40]!r} is no date" if said else f"it has no date ({name})"
    longest = max(map(len, entry.itertext()), default=0) if oversized else 0
    return f"a text of {longest:,} characters is no metadata" if longest > LARGEST_TEXT else None


def _may_be_oversized(body: bytes) -> bool:
    """Whether a page might hold a text that is too long; nearly always, one look at a few places says that it doesn't.

    So long a text fills at least one of these windows, and has no tag in it.
    """
    window = LARGEST_TEXT // 2
    return any(body.find(b"<", start, start + window) < 0 for start in range(0, len(body) - window, window))


def _is_moment(text: str) -> bool:
    try:
        return 1900 < datetime.fromisoformat(text).year < 2200
    except ValueError:
        return False


def _refuse_foreign(root: _Element, url: str, asked: Collection[Key], *, strange: int, seen: int) -> None:
    """Refuse the answer to somebody else's question, as a confused cache gives it.

    The feed's id is a digest of the question, and its title repeats it. Either proves that the answer is ours;
    without proof it must at least hold something that was asked for, and nothing else.
    """
    if not asked or _said(root, _ID).endswith(_digest(url)):
        return
    echo = _echoed(_said(root, f"{_ATOM}title"))
    if echo is not None and echo == {f"{value}v{version}" if version else value for value, version in asked}:
        return
    if strange or not seen or (echo is not None and not echo & {value for value, _ in asked}):
        raise Garbled("the answer to another question")


def _digest(url: str) -> str:
    """Compute the id that arXiv gives to the answer to a request: a SHA-1 of its four parameters."""
    told = {name: values[0] for name, values in parse_qs(urlsplit(url).query, keep_blank_values=True).items()}
    question = "&".join(f"{name}={told.get(name, '')}" for name in ("search_query", "id_list", "start", "max_results"))
    return "/api/" + base64.b64encode(hashlib.sha1(question.encode(), usedforsecurity=False).digest()).decode().rstrip(
        "="
    )


def _echoed(title: str) -> set[str] | None:
    """Give the ids that a feed's title says it answers."""
    match = re.search(r"id_list=([^&]*)", title)
    return {part for part in unquote(match[1]).split(",") if part} if match else None


def _count(root: _Element, name: str) -> int | None:
    text = _said(root, f"{_SEARCH}{name}")
    return int(text[:9]) if text.isascii() and text.isdigit() else None


def _set_total(root: _Element, number: int) -> None:
    """Say how many entries are left: where fewer came than were counted, the package would turn the page."""
    element = root.find(f"{_SEARCH}totalResults")
    if element is not None:
        element.text = str(number)


def _serialised(root: _Element) -> bytes:
    from lxml import etree

    return etree.tostring(root, encoding="utf-8", xml_declaration=True)
