"""The world: one module a service, in the order in which they are asked.

A source is transport and a pure reading of the answer's bytes. Another package adds one by an entry point of the
group `bibdb.sources`: a callable that takes `Settings` and `Http` and gives a `Source`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING

from bibdb.errors import UsageError
from bibdb.values import Source

if TYPE_CHECKING:
    from bibdb.sources.http import Http
    from bibdb.sources.settings import Settings

__all__ = ["SOURCES", "Factory", "available", "build"]

Factory = Callable[["Settings", "Http"], Source]

_GROUP = "bibdb.sources"
_WITHOUT_NETWORK = frozenset({"snapshot", "local"})


def _snapshot(settings: Settings, http: Http) -> Source:
    from bibdb.sources.snapshot import Snapshot

    del http
    return Snapshot(settings.snapshots)


def _pages(settings: Settings, http: Http) -> Source:
    from bibdb.sources.pages import Pages

    del http
    return Pages(settings)


def _local(settings: Settings, http: Http) -> Source:
    from bibdb.sources.local import Local

    del settings, http
    return Local()


def _service(module: str, name: str) -> Factory:
    """Make the factory of a class that takes the connection; its module is loaded when it is built."""

    def factory(settings: Settings, http: Http) -> Source:
        del settings
        made: Source = getattr(import_module(f"bibdb.sources.{module}"), name)(http)
        return made

    return factory


SOURCES: Mapping[str, Factory] = MappingProxyType(
    {
        "snapshot": _snapshot,
        "arxiv": _service("arxiv", "Arxiv"),
        "oai": _service("oai", "Oai"),
        "crossref": _service("crossref", "Crossref"),
        "datacite": _service("datacite", "Datacite"),
        "openreview": _service("openreview", "OpenReview"),
        "acl": _service("acl", "AclAnthology"),
        "openalex": _service("openalex", "OpenAlex"),
        "semanticscholar": _service("semanticscholar", "SemanticScholar"),
        "dblp": _service("dblp", "Dblp"),
        "github": _service("github", "GitHub"),
        "huggingface": _service("huggingface", "HuggingFace"),
        "youtube": _service("youtube", "YouTube"),
        "page": _pages,
        "local": _local,
    }
)


def available() -> dict[str, Factory]:
    """Give all sources by name in the order in which they are asked, those of other packages last."""
    from importlib.metadata import entry_points

    found = dict(SOURCES)
    for point in entry_points(group=_GROUP):
        found.setdefault(point.name, _foreign(point.load))
    return found


def build(settings: Settings, http: Http, names: Iterable[str] | None = None) -> list[Source]:
    """Make the sources that may be asked, in order: all, or the named ones.

    Offline these are only those that need no network; pages of strangers are read only when the settings say so.
    Raises UsageError for a name that no source has.
    """
    known = available()
    wanted = list(known) if names is None else list(names)
    if unknown := [name for name in wanted if name not in known]:
        raise UsageError(f"there is no source {unknown[0]!r}; the sources are {', '.join(known)}")
    return [
        factory(settings, http)
        for name, factory in known.items()
        if name in wanted
        and (name in _WITHOUT_NETWORK or not settings.offline)
        and (name != "page" or settings.fetch_pages)
    ]


def _foreign(load: Callable[[], Factory]) -> Factory:
    """Load another package's source when it is built, and say so in a sentence when it cannot be."""

    def factory(settings: Settings, http: Http) -> Source:
        try:
            return load()(settings, http)
        except Exception as error:
            raise UsageError(f"a source of another package cannot be loaded: {error}") from error

    return factory
