"""What an address says by itself, without asking anybody: what kind of thing it is, whose, and of which year.

No title: the list's own label is the better one. Nothing here is looked up, so nothing can be missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from urllib.parse import urlsplit

from bibdb.dates import PartialDate
from bibdb.identifiers import Identifier, Scheme, web_address
from bibdb.sources.huggingface import kind_of
from bibdb.sources.preprint import plain
from bibdb.sources.shapes import date_of
from bibdb.values import EditionKind, Fields, Found, Name, Outcome, Query, Record, WorkType

__all__ = ["Local", "facts"]

_ALWAYS = datetime(2000, 1, 1, tzinfo=UTC)
_POST_HOSTS = re.compile(
    r"(?:^|\.)(?:x|twitter|medium|substack|mastodon\.\w+|bsky|linkedin|reddit|ycombinator)\.|\.notion\.site$|^notion\.so$"
)
_VIDEO_HOSTS = re.compile(r"(?:^|\.)(?:youtube\.com|youtu\.be|vimeo\.com|bilibili\.com)$")
_BLOG = re.compile(r"(?:^|\.)blogs?\.|/(?:blogs?|posts?|news|articles?)(?:/|$)", re.IGNORECASE)
_PAPER_HOSTS = re.compile(
    r"(?:^|\.)(?:aaai\.org|academic\.oup\.com|biorxiv\.org|cell\.com|dl\.acm\.org|eprint\.iacr\.org|hal\.science|ieee\.org"
    r"|isca-archive\.org|isca-speech\.org|jmlr\.org|jstor\.org|mdpi\.com|medrxiv\.org|ncbi\.nlm\.nih\.gov|preprints\.org"
    r"|sciencedirect\.com|semanticscholar\.org|springer\.com|ssrn\.com|usenix\.org)$|^(?:iclr|icml|neurips|nips)\.cc$"
)
_JOURNAL = re.compile(r"/index\.php/[^/]+/article/view/\d")
_CODE_HOSTS = re.compile(
    r"^(?:github\.com|gist\.github\.com|raw\.githubusercontent\.com|gitlab\.com|bitbucket\.org|codeberg\.org)$"
)
_TALK_IN_CODE = re.compile(r"/[^/]+/[^/]+/(?:-/)?(?:issues|discussions|pull|merge_requests)/")
# Whose account a page stands in, by the name of its host or at the head of its path.
_ACCOUNT_HOST = re.compile(r"^([\w-]+)\.(?:github\.io|substack\.com|medium\.com|wordpress\.com|blogspot\.[a-z.]{2,6})$")
_ACCOUNT_PATH = re.compile(r"^medium\.com/@([\w.-]+)|^bsky\.app/profile/([\w.-]+)/post/|^[\w.-]+/(@\w+)/\d{15,20}$")
_STATUS = re.compile(r"/(?:i(?:/web)?|([A-Za-z0-9_]{1,15}))/status(?:es)?/(\d{8,20})")
_DATED = re.compile(r"/((?:19[5-9]|20[0-4])\d)(?:[/-](0[1-9]|1[0-2])(?:[/-](0[1-9]|[12]\d|3[01]))?)?(?=[/-]|$)")
# X counts milliseconds from here in the upper bits of an id (its `snowflake` scheme, since November 2010).
_SNOWFLAKE_EPOCH = 1_288_834_974_657
_FIRST_SNOWFLAKE = 27_000_000_000


class Local:
    """Addresses as a source: it never says that there is nothing."""

    name = "local"
    authoritative = False
    schemes = frozenset({Scheme.GITHUB, Scheme.HUGGINGFACE, Scheme.YOUTUBE, Scheme.URL})

    def fetch(self, identifiers: Sequence[Identifier]) -> Iterator[Outcome]:
        """Give for each address what it says by itself."""
        return (Found(facts(identifier)) for identifier in dict.fromkeys(identifiers))

    def search(self, query: Query) -> Sequence[Record]:
        """Give nothing: a title has no address."""
        del query
        return []


def facts(identifier: Identifier) -> Record:
    """Make the record of what an address says; the same address always makes the same record."""
    kind, fields = _read(identifier)
    return Record(
        identifier=identifier,
        source=Local.name,
        kind=EditionKind.PUBLICATION,
        type=kind,
        fields=fields,
        retrieved_at=_ALWAYS,
    )


def _read(identifier: Identifier) -> tuple[WorkType, Fields]:
    page = web_address(identifier)
    match identifier.scheme:
        case Scheme.GITHUB:
            return WorkType.SOFTWARE, Fields(authors=_owner(identifier.value), publisher="GitHub", url=page)
        case Scheme.HUGGINGFACE:
            _, name, work = kind_of(identifier.value)
            return work, Fields(authors=_owner(name), publisher="Hugging Face", url=page)
        case Scheme.YOUTUBE:
            return WorkType.VIDEO, Fields(publisher="YouTube", url=page)
        case _:
            return _read_address(page)


def _read_address(url: str) -> tuple[WorkType, Fields]:
    try:
        parts = urlsplit(url)
        host, path = (parts.hostname or "").lower(), parts.path
    except ValueError:
        return WorkType.WEBPAGE, Fields(url=url)
    post = _STATUS.match(path)
    if post and re.fullmatch(r"(?:www\.|mobile\.)?(?:x|twitter)\.com", host):
        return WorkType.POST, Fields(
            authors=_called(f"@{post[1]}") if post[1] else None, issued=_posted(int(post[2])), publisher="X", url=url
        )
    dated = _DATED.search(path)
    issued = date_of(*(part for part in dated.groups() if part)) if dated else None
    return _kind(host, path, dated=dated is not None), Fields(authors=_account(host, path), issued=issued, url=url)


def _kind(host: str, path: str, *, dated: bool) -> WorkType:
    if path.lower().endswith((".pdf", ".ps", ".djvu")):
        return WorkType.PAPER
    if _VIDEO_HOSTS.search(host):
        return WorkType.VIDEO
    if _PAPER_HOSTS.search(host) or _JOURNAL.search(path):
        return WorkType.PAPER
    if _CODE_HOSTS.match(host) and path.count("/") > 1 and "/blob/" not in path:
        return WorkType.POST if _TALK_IN_CODE.match(path) else WorkType.SOFTWARE
    if (
        _POST_HOSTS.search(host)
        or _ACCOUNT_PATH.match(host + path)
        or _BLOG.search(host)
        or _BLOG.search(path)
        or dated
    ):
        return WorkType.POST
    return WorkType.WEBPAGE


def _owner(name: str) -> tuple[Name, ...] | None:
    owner, slash, _ = name.partition("/")
    return _called(plain(owner)) if slash and plain(owner) else None


def _account(host: str, path: str) -> tuple[Name, ...] | None:
    """Name whose account a page stands in."""
    if _CODE_HOSTS.match(host):
        return _owner(path[1:])
    match = _ACCOUNT_HOST.match(host) or _ACCOUNT_PATH.match(host + path)
    return _called(next(filter(None, match.groups()))) if match else None


def _called(name: str) -> tuple[Name, ...]:
    return (Name(name, literal=True),)


def _posted(status: int) -> PartialDate | None:
    """Read the day (UTC) from the id of a post; older ids than the scheme have none."""
    if status < _FIRST_SNOWFLAKE:
        return None
    moment = datetime.fromtimestamp(((status >> 22) + _SNOWFLAKE_EPOCH) / 1000, UTC)
    return PartialDate(moment.year, moment.month, moment.day)
