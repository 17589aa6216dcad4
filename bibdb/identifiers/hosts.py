"""Identifiers of software, models, data sets and films, by the places that hold them."""

from __future__ import annotations

import re

from bibdb.identifiers import arxiv
from bibdb.identifiers.model import Identifier, Scheme
from bibdb.identifiers.url import Address

_GITHUB = re.compile(r"(?P<owner>[A-Za-z0-9][A-Za-z0-9-]{0,38})/(?P<name>[\w.-]{1,100})", re.ASCII)
_GITHUB_PAGES = frozenset(
    {
        "about", "account", "apps", "collections", "contact", "customer-stories", "enterprise", "events", "explore",
        "features", "gist", "issues", "join", "login", "logout", "marketplace", "new", "notifications", "orgs",
        "organizations", "pricing", "pulls", "readme", "search", "security", "sessions", "settings", "signup", "site",
        "sponsors", "stars", "team", "topics", "trending", "user-attachments", "users",
    }
)  # fmt: skip
# What is still about the whole repository, and not about a thing inside it.
_GITHUB_ABOUT = re.compile(
    r"(?:/tree/[^/]+|/blob/[^/]+/readme[^/]*|/stargazers|/watchers|/forks|/network(?:/members)?|/releases)?",
    re.IGNORECASE,
)
_GITHUB_RAW = re.compile(r"(/[^/]+/[^/]+)(?:/refs/heads)?/[^/]+/readme[^/]*", re.IGNORECASE)

_HUB_NAME = r"[A-Za-z0-9](?:[\w.-]{0,95})"
_HUB = re.compile(
    rf"(?P<kind>datasets/|spaces/)?(?P<owner>{_HUB_NAME})/(?P<name>{_HUB_NAME})|datasets/{_HUB_NAME}", re.ASCII
)
_HUB_PAGE = re.compile(
    rf"/({_HUB.pattern})(?:/tree/[^/]+|/viewer(?:/.*)?|/blob/[^/]+/README\.md)?", re.ASCII | re.DOTALL
)
_HUB_PAGES = frozenset(
    {
        "api", "blog", "chat", "collections", "contact", "datasets", "docs", "enterprise", "front", "inference",
        "join", "learn", "login", "models", "new", "organizations", "papers", "posts", "pricing", "search", "settings",
        "spaces", "tasks", "terms-of-service", "welcome",
    }
)  # fmt: skip

_FILM = re.compile(r"[A-Za-z0-9_-]{11}", re.ASCII)
_FILM_PATH = re.compile(r"/(?:shorts|embed|live|v|e)/([A-Za-z0-9_-]{11})(?:/.*)?", re.ASCII | re.DOTALL)


def github_page(address: Address) -> Identifier | None:
    """Read the repository that a page is about; a file in it, an issue or a person's page is no repository."""
    match = re.match(_GITHUB.pattern, address.path[1:], re.ASCII)
    if match is None or not _GITHUB_ABOUT.fullmatch(address.path, 1 + match.end()):
        return None
    return github_value(match[0])


def github_raw(address: Address) -> Identifier | None:
    """Read the repository of a raw `README`."""
    match = _GITHUB_RAW.fullmatch(address.path)
    return github_value(match[1][1:]) if match else None


def github_value(value: str) -> Identifier | None:
    """Read `owner/repository`, also as the end of what `git clone` is given."""
    bare = value.removesuffix(".git")
    match = _GITHUB.fullmatch(bare)
    if match is None or match["owner"].lower() in _GITHUB_PAGES or not match["name"].strip("."):
        return None
    return Identifier(Scheme.GITHUB, bare)


def huggingface_page(address: Address) -> Identifier | None:
    """Read a model (`owner/name`), data set (`datasets/…`) or space (`spaces/…`); a paper's page is arXiv's paper."""
    if address.path.startswith("/papers/"):
        return arxiv.from_path(address.path)
    match = _HUB_PAGE.fullmatch(address.path)
    return huggingface_value(match[1]) if match else None


def huggingface_value(value: str) -> Identifier | None:
    """Read `owner/name`, `datasets/owner/name`, `datasets/name` (of the early ones) or `spaces/owner/name`."""
    match = _HUB.fullmatch(value)
    if match is None:
        return None
    if match["kind"] is None and match["owner"] and match["owner"] in _HUB_PAGES - {"datasets"}:
        return None
    return Identifier(Scheme.HUGGINGFACE, value)


def youtube_page(address: Address) -> Identifier | None:
    """Read the film of a page that shows one."""
    match = _FILM_PATH.fullmatch(address.path)
    if address.host == "youtu.be":
        return youtube_value(address.path[1:])
    return youtube_value(match[1] if match else address.parameter("v") if address.path == "/watch" else "")


def youtube_value(value: str) -> Identifier | None:
    """Read the eleven characters that name a film."""
    return Identifier(Scheme.YOUTUBE, value) if _FILM.fullmatch(value) else None
