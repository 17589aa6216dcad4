"""What the sources are told once: where services live, how fast they may be asked, what is kept on disk.

`SERVICES` is the one table of services. Nothing below the command line reads the environment: it builds one
`Settings` value and hands it down.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlsplit, urlunsplit

from bibdb.errors import UsageError

__all__ = ["SERVICES", "Service", "Settings"]


@dataclass(frozen=True, slots=True)
class Service:
    """One service: what people call it, the variable that moves it, its address, and how it wants to be asked.

    `delay` is the least time in seconds between two requests; services with the same `group` share it and one
    connection, over all processes on the machine where `shared` is set. `endpoint` is the path that is added when
    a base address has none; where `follows` was moved, so is this one.
    """

    label: str
    variable: str
    base: str
    delay: float
    group: str
    shared: bool = False
    endpoint: str = ""
    follows: str = ""


SERVICES: Mapping[str, Service] = MappingProxyType(
    {
        # One request in three seconds over one connection, summed over all its interfaces (arXiv API terms of use).
        "arxiv": Service(
            "arXiv", "BIBDB_ARXIV_URL", "https://export.arxiv.org", 3.0, "arxiv", shared=True, endpoint="/api/query"
        ),
        "oai": Service(
            "arXiv's OAI-PMH", "BIBDB_OAI_URL", "https://oaipmh.arxiv.org", 3.0, "arxiv", shared=True, endpoint="/oai"
        ),
        "datacite": Service("DataCite", "BIBDB_DATACITE_URL", "https://api.datacite.org", 0.2, "datacite"),
        "crossref": Service("Crossref", "BIBDB_CROSSREF_URL", "https://api.crossref.org", 0.2, "crossref"),
        "openreview": Service("OpenReview", "BIBDB_OPENREVIEW_URL", "https://api2.openreview.net", 0.5, "openreview"),
        "openreview1": Service(
            "OpenReview (first API)",
            "BIBDB_OPENREVIEW1_URL",
            "https://api.openreview.net",
            0.5,
            "openreview",
            follows="openreview",
        ),
        "acl": Service("ACL Anthology", "BIBDB_ACL_URL", "https://aclanthology.org", 0.2, "acl"),
        "openalex": Service("OpenAlex", "BIBDB_OPENALEX_URL", "https://api.openalex.org", 0.2, "openalex"),
        "semanticscholar": Service(
            "Semantic Scholar", "BIBDB_S2_URL", "https://api.semanticscholar.org", 1.1, "semanticscholar"
        ),
        "dblp": Service("DBLP", "BIBDB_DBLP_URL", "https://dblp.org", 1.0, "dblp"),
        "github": Service("GitHub", "BIBDB_GITHUB_URL", "https://api.github.com", 0.2, "github"),
        "githubraw": Service(
            "GitHub", "BIBDB_GITHUB_RAW_URL", "https://raw.githubusercontent.com", 0.2, "githubraw", follows="github"
        ),
        "huggingface": Service("Hugging Face", "BIBDB_HUGGINGFACE_URL", "https://huggingface.co", 0.2, "huggingface"),
        "youtube": Service("YouTube", "BIBDB_YOUTUBE_URL", "https://www.youtube.com", 0.2, "youtube"),
    }
)

_KEYS = MappingProxyType({"semanticscholar": "BIBDB_S2_KEY"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How the world is asked. Times are in seconds, sizes in bytes.

    `cache` is the directory for what is no part of the collection (limiter, cool-downs, answers); None keeps
    nothing. `urls` and `delays` override a service's by its name. `attempts` counts the first try; `backoff` is the
    first wait (less for quick services), doubled each time up to `patience`. A service that stays silent is not
    asked again for `cool_down`; 0 asks everybody at once, whatever was remembered.
    """

    cache: Path | None = None
    urls: Mapping[str, str] = field(default_factory=dict, repr=False)
    delays: Mapping[str, float] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict, repr=False)
    mailto: str = ""
    offline: bool = False
    fetch_pages: bool = False
    snapshots: tuple[Path, ...] = ()
    attempts: int = 4
    backoff: float = 3.0
    patience: float = 60.0
    connect_timeout: float = 10.0
    read_timeout: float = 30.0
    total_timeout: float = 120.0
    cool_down: float = 900.0
    cache_bytes: int = 64 * 1024 * 1024

    @classmethod
    def from_environment(cls, environ: Mapping[str, str], **given: object) -> Settings:
        """Read the `BIBDB_…` variables; `given` (from options or a file) wins. UsageError for what is no number."""
        values: dict[str, object] = {
            "cache": _cache_directory(environ),
            "urls": {
                name: _address(each.variable, url)
                for name, each in SERVICES.items()
                if (url := environ.get(each.variable))
            },
            "keys": {name: key for name, variable in _KEYS.items() if (key := environ.get(variable))},
            "mailto": environ.get("BIBDB_MAILTO", ""),
        }
        if (delay := _seconds(environ, "BIBDB_ARXIV_DELAY")) is not None:
            values["delays"] = {"arxiv": delay, "oai": delay}
        if (cool_down := _seconds(environ, "BIBDB_COOL_DOWN")) is not None:
            values["cool_down"] = cool_down
        return cls(**{**values, **given})  # type: ignore[arg-type]

    def delay(self, name: str) -> float:
        """Give the least time between two requests to a service; arXiv's own cannot be shortened, a mirror's can."""
        service = SERVICES[name]
        wished = self.delays.get(name, service.delay)
        return max(wished, service.delay) if service.shared and not self.moved(name) else wished

    def base(self, name: str) -> str:
        """Give a service's address without a slash at its end, with its endpoint."""
        service = SERVICES[name]
        scheme, host, path, query, _ = urlsplit(self._moved(name) or service.base)
        path = path.rstrip("/")
        if not service.endpoint.startswith(path):
            return urlunsplit((scheme, host, path, query, ""))
        return urlunsplit((scheme, host, service.endpoint or path, query, ""))

    def moved(self, name: str) -> bool:
        """Whether a service is asked at another address than its own."""
        return bool(self._moved(name))

    def place(self, name: str) -> str:
        """Name a service where it is asked, without user, password and query: at another address it is another one."""
        if not self.moved(name):
            return name
        parts = urlsplit(self.base(name))
        return f"{name} at {parts.scheme}://{parts.hostname}{f':{parts.port}' if parts.port else ''}{parts.path}"

    def _moved(self, name: str) -> str | None:
        return self.urls.get(name) or self.urls.get(SERVICES[name].follows)

    @property
    def agent(self) -> str:
        """Name the program and whom to write to, as services ask (`User-Agent`)."""
        from bibdb.version import __version__

        contact = "".join(char for char in self.mailto if char.isprintable() and char not in "() ")
        contact = contact.encode("ascii", "ignore").decode()
        return f"bibdb/{__version__} (mailto:{contact})" if contact else f"bibdb/{__version__}"


def _address(variable: str, url: str) -> str:
    try:
        parts = urlsplit(url)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        usable = False
    if not usable:
        raise UsageError(f"{variable} is no web address: it must begin with http:// or https:// and name a host")
    return url


def _seconds(environ: Mapping[str, str], variable: str) -> float | None:
    text = environ.get(variable)
    if not text:
        return None
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds < 86_400 * 365:
        raise UsageError(f"{variable} is no number of seconds: {text!r}")
    return seconds


def _cache_directory(environ: Mapping[str, str]) -> Path:
    if "BIBDB_CACHE" in environ:
        return Path(environ["BIBDB_CACHE"] or os.devnull)
    from platformdirs import user_cache_path

    return user_cache_path("bibdb", appauthor=False)
