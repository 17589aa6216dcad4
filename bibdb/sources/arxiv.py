"""arXiv's API: ids in batches, titles by search, through the `arxiv` package's client.

The package makes the requests' addresses and the results; what it lacks stands here and below: batches that fit the
server's limits, answers examined before they are parsed (`atom`), and one polite connection with time-outs and
retries (`http`), which takes the place of the package's own session.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bibdb.comments import is_withdrawn
from bibdb.dates import PartialDate
from bibdb.identifiers import Identifier, Scheme
from bibdb.sources.atom import Key, Page, examine, refused_id
from bibdb.sources.http import Http, Refused, Silence
from bibdb.sources.preprint import (
    abstract_text,
    categories,
    doi_of,
    name_as_written,
    plain,
    preprint_record,
)
from bibdb.text import words
from bibdb.values import Fields, Found, Name, NotFound, Outcome, Query, Record, Unavailable

if TYPE_CHECKING:
    import arxiv  # type: ignore[import-untyped]

__all__ = ["Arxiv", "record_from_result"]

_BATCH = 100
# gunicorn takes 4,094 bytes of request line; the comma between two ids is sent as three.
_LONGEST_LINE = 3_900
_ROUNDS = 3
_HITS = 10
_ACCEPT = "application/atom+xml, text/xml;q=0.9, */*;q=0.8"
_LONGEST_TITLE = 300
_TELLING_WORDS = 6


@dataclass(slots=True)
class _Answer:
    """The part of a response that the package looks at."""

    status_code: int
    content: bytes


class _Session:
    """What the package's client sends its requests through: our polite connection, with examined answers."""

    def __init__(self, http: Http, asked: Sequence[Key]) -> None:
        self._http = http
        self._asked = frozenset(asked)
        self.page = Page()

    def get(self, url: str, headers: Mapping[str, str] | None = None) -> _Answer:
        """Send a request (the package's own headers give way to ours) and examine the answer."""
        del headers
        self.page = self._http.ask("arxiv", url, lambda body: examine(body, url, self._asked), accept=_ACCEPT)
        return _Answer(200, self.page.body)


class Arxiv:
    """arXiv as a source. An identifier with a version asks for that version, one without for the current one."""

    name = "arxiv"
    authoritative = True
    schemes = frozenset({Scheme.ARXIV})

    def __init__(self, http: Http, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        """Ask through one connection; the clock dates the records."""
        self._http = http
        self._clock = clock

    def fetch(self, identifiers: Sequence[Identifier]) -> Iterator[Outcome]:
        """Ask in batches of at most 100; one outcome for each distinct id and version, as the answers come."""
        for batch in self._batches({(each.value, each.version): None for each in identifiers}):
            yield from self._fetch_batch(batch)

    def search(self, query: Query) -> Sequence[Record]:
        """Ask for a title as a phrase, and if that finds nothing for its longest words. Raises Silence."""
        told = [word for word in words(query.title[:_LONGEST_TITLE]) if word]
        if not told:
            return []
        longest = sorted(dict.fromkeys(told), key=len, reverse=True)[:_TELLING_WORDS]
        phrase = f'ti:"{" ".join(told)}"'
        return self._search(phrase) or self._search(" AND ".join(f"ti:{word}" for word in longest))

    def _search(self, query: str) -> list[Record]:
        import arxiv

        _, results = self._ask(arxiv.Search(query=query, max_results=_HITS), [])
        now = self._clock()
        return [record_from_result(result, key, now) for key, result in results.items()]

    # ------------------------------------------------------------ batches

    def _batches(self, keys: Iterable[Key]) -> Iterator[list[Key]]:
        room = _LONGEST_LINE - len(self._http.address("arxiv")) - 120
        batch: list[Key] = []
        length = 0
        for key in keys:
            size = len(_written(key).replace("/", "%2F")) + 3
            if batch and (len(batch) >= _BATCH or length + size > room):
                yield batch
                batch, length = [], 0
            batch.append(key)
            length += size
        if batch:
            yield batch

    def _fetch_batch(self, asked: list[Key]) -> Iterator[Outcome]:
        """Ask for ids until each has an outcome: what an incomplete answer leaves out is asked for again."""
        pending = asked
        for _ in range(_ROUNDS):
            try:
                page, results = self._ask_ids(pending)
            except Silence as silence:
                yield from (self._unavailable(key, silence.reason, silence.retry_at) for key in pending)
                return
            except Refused as refused:
                yield from self._refused(pending, refused)
                return
            answered = _matched(pending, results.keys(), complete=page.complete)
            now = self._clock()
            yield from (Found(record_from_result(results[told], told, now)) for told in answered.values())
            pending = [key for key in pending if key not in answered]
            rejected = {key: page.rejected[flaw] for key in pending if (flaw := _among(key, page.rejected)) is not None}
            for key, reason in rejected.items():
                yield self._unavailable(key, f"arXiv's record of {_written(key)} was refused: {reason}")
            pending = [key for key in pending if key not in rejected]
            if page.complete:
                yield from (NotFound(_identifier(key), self.name) for key in pending)
                return
            if not pending:
                return
        yield from (self._unavailable(key, "arXiv answered only in part") for key in pending)

    def _refused(self, pending: list[Key], refused: Refused) -> Iterator[Outcome]:
        """Find the id for which arXiv refuses a whole batch: by the name that it gives, or by halving."""
        named = refused_id(refused.body)
        too_long = refused.status in {413, 414}
        if named is None and not (too_long and len(pending) > 1):
            yield from (self._unavailable(key, str(refused)) for key in pending)
            return
        guilty = [key for key in pending if _written(key) == named] if not too_long else []
        if not guilty and len(pending) == 1:
            guilty = pending
        if guilty:
            yield from (NotFound(_identifier(key), self.name, "refused as malformed") for key in guilty)
        rest = [key for key in pending if key not in guilty]
        middle = len(rest) if guilty else len(rest) // 2
        for half in (rest[:middle], rest[middle:]):
            if half:
                yield from self._fetch_batch(half)

    # ------------------------------------------------------------ one request

    def _ask_ids(self, keys: Sequence[Key]) -> tuple[Page, dict[Key, arxiv.Result]]:
        import arxiv

        return self._ask(arxiv.Search(id_list=[_written(key) for key in keys], max_results=None), keys)

    def _ask(self, search: arxiv.Search, keys: Sequence[Key]) -> tuple[Page, dict[Key, arxiv.Result]]:
        """Send one request by the package's client; give its results by id and version. Raises Refused or Silence."""
        import arxiv

        address = self._http.address("arxiv").replace("{", "%7B").replace("}", "%7D")
        # The limiter and the retries are ours: the package's know neither time-outs nor other processes.
        client = arxiv.Client(page_size=len(keys) or _HITS, delay_seconds=0, num_retries=0)
        client.query_url_format = f"{address}{'&' if '?' in address else '?'}{{}}"
        session = _Session(self._http, keys)
        client._session = session  # noqa: SLF001 - the only way in; a test holds it
        results = list(client.results(search))
        keys_of = session.page.keys
        named = ((each.entry_id.strip(), each) for each in results)
        return session.page, {keys_of[name]: each for name, each in named if name in keys_of}

    def _unavailable(self, key: Key, reason: str, retry_at: datetime | None = None) -> Unavailable:
        return Unavailable(_identifier(key), self.name, reason, retry_at)


def record_from_result(result: arxiv.Result, key: Key, now: datetime) -> Record:
    """Make a record of what the package read under an id and version.

    The API names every paper's comment, journal and DOI if there is one: where none is named, there is none. A
    missing title is unknown: the old server drops the title `0`.
    """
    paper = _identifier(key)
    comment, abstract = plain(result.comment), abstract_text(result.summary)
    doi = doi_of(result.doi)
    terms = categories(result.categories)
    fields = Fields(
        title=plain(result.title) or None,
        authors=_authors(result),
        abstract=abstract,
        submitted=_day(result.published),
        version=paper.version,
        updated=_day(result.updated),
        primary_category=result.primary_category if result.primary_category in terms else "",
        categories=terms,
        comment=comment,
        journal_ref=plain(result.journal_ref),
        doi=doi.value if doi else "",
        arxiv_id=paper.value,
        url=f"https://arxiv.org/abs/{paper.value}",
        withdrawn=is_withdrawn(comment, abstract),
    )
    return preprint_record(paper, "arxiv", fields, now)


def _authors(result: arxiv.Result) -> tuple[Name, ...]:
    told = [name_as_written(author.name, _affiliation(author)) for author in result.authors]
    return tuple([name for name in told if name is not None])


def _affiliation(author: arxiv.Result.Author) -> str | None:
    return plain("; ".join(author.affiliation)) or None if author.affiliation else None


def _day(moment: datetime) -> PartialDate:
    return PartialDate(moment.year, moment.month, moment.day)


def _matched(asked: Sequence[Key], told: Collection[Key], *, complete: bool) -> dict[Key, Key]:
    """Find for each key its entry, by id and version, whatever the order.

    Asked both with and without a version, a paper has two entries, or one if that version is the current one; an
    incomplete answer does not tell which.
    """
    matched = {key: key for key in asked if key in told}
    versions: dict[str, list[Key]] = {}
    for key in told:
        if complete or key not in matched:
            versions.setdefault(key[0], []).append(key)
    for key in asked:
        if key not in matched and key[1] is None and key[0] in versions:
            matched[key] = max(versions[key[0]], key=lambda each: each[1] or 0)
    return matched


def _among(key: Key, told: Mapping[Key, str]) -> Key | None:
    """Find the entry that answers a key among those of a page."""
    return next((each for each in told if each == key or (key[1] is None and each[0] == key[0])), None)


def _written(key: Key) -> str:
    value, version = key
    return value if version is None else f"{value}v{version}"


def _identifier(key: Key) -> Identifier:
    return Identifier(Scheme.ARXIV, *key)
