"""Citation keys: first author's family name, year of the first version, first significant title word.

`muennighoff2025s1`. Pure: what is taken comes in, a key that is free goes out. Keys hold a-z and 0-9 only, so that they
are safe in BibTeX, TeX, file names and URLs alike.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from itertools import count
from urllib.parse import urlsplit

from bibdb.identifiers import Identifier, Scheme
from bibdb.latin import to_ascii
from bibdb.names import family_name
from bibdb.values import Name

__all__ = ["candidates", "choose", "stand_in", "title_words"]

_FUNCTION_WORDS = """
    a an the and or nor but if of on in into onto to toward towards for from with without within by at as via per over
    under upon about between among through across beyond against versus vs than then that this these those its it is are
    be being been was were am do does did can could should would will may might must has have had not no so such how
    what when where which who whom whose why we you your our us i my me they their them he she his her there
    der die das den dem des ein eine einer eines einem einen und oder zu zur zum von vom im ins am auf aus bei mit nach
    uber fur ist sind wie
    le la les l un une du au aux et ou en dans sur pour par avec sans est sont que qui
    el los las unos unas y o del al con sin para por es son como
"""
_STOP_WORDS = frozenset(_FUNCTION_WORDS.split())
_ACCENT = re.compile(r"\\(?:[\"'`^~=.]|[Hbcdkruv](?![A-Za-z]))\s*\{?([A-Za-z])\}?")
_MATH = re.compile(r"\$[^$]*\$")
_COMMAND = re.compile(r"\\[A-Za-z]+\s?|\\.|[{}]")
_QUOTE = re.compile("['’‘ʼʹ`]")
_POSSESSIVE = re.compile(r"['’]s\b", re.IGNORECASE)
# `R-Zero`, `Co-rewarding`: one or two letters alone would say nothing.
_SHORT_HEAD = re.compile(r"\b([^\W_]{1,2})[-‐‑](?=[^\W_]{2})")
_WORD = re.compile(r"[a-z0-9]+")
_ARTICLE = re.compile(r"\Athe\s+(?=\S)", re.IGNORECASE)
_INITIAL = re.compile(r"\b[^\W\d_]\.")
# What is longer is no title or word, but something that was pasted in.
_LONGEST_TITLE, _LONGEST_PART = 1000, 40
# General words in a host's name, and hosts whose first path segment names the owner.
_COMMON_NAMES = """
    www blog blogs research docs sites com org net io dev ai edu gov co uk de fr cn app github google notion site
    substack medium
"""
_HOST_NOISE = frozenset(_COMMON_NAMES.split())
_SHARED_HOSTS = "x.com twitter.com medium.com github.com gitlab.com bitbucket.org huggingface.co zhihu.com"
_OWNER_HOSTS = frozenset(_SHARED_HOSTS.split())
# `adjective-noun-0f1.notion.site`: Notion's name for a workspace that has none.
_GIVEN_BY_CHANCE = re.compile(r"[a-z]+-[a-z]+-[0-9a-f]{3}\.notion\.site\Z")


def choose(title: str, authors: Sequence[Name], year: int | None, fallback: str, *, taken: Container[str]) -> str:
    """Give the first candidate that is free."""
    return next(key for key in candidates(title, authors, year, fallback) if key not in taken)


def candidates(title: str, authors: Sequence[Name], year: int | None, fallback: str) -> Iterator[str]:
    """Give keys for a work without end, the best first: title word by title word, then letters behind the first.

    `year` is that of the first version. `fallback` stands in for the author where there is none with a Latin
    reading: the owner of a repository, a host, an identifier (see `stand_in`); without it the title's own first word.
    """
    words = title_words(title)
    stem = next((part for part in map(_author_part, authors[:1]) if part), "") or _letters(fallback)
    if not stem:
        stem, words = (words[0], words[1:]) if words else ("untitled", [])
    stem += str(year) if year is not None else ""
    yield from dict.fromkeys(stem + word for word in words)
    first = stem + words[0] if words else stem
    if not words:
        yield stem
    yield from (first + _suffix(number) for number in count())


def stand_in(identifier: Identifier | None) -> str:
    """Name who stands behind an identifier: a repository's owner, an account, a site; else the identifier itself.

    Empty where nobody can be named.
    """
    if identifier is None:
        return ""
    value = identifier.value
    if identifier.scheme is Scheme.URL:
        return _site(value)
    if identifier.scheme in {Scheme.GITHUB, Scheme.HUGGINGFACE}:
        parts = [part for part in value.split("/") if part not in {"models", "datasets", "spaces"}]
        return parts[0] if parts else value
    return f"{identifier.scheme}{value}" if value[:1].isdigit() else value


def _site(url: str) -> str:
    parts = urlsplit(url if "//" in url else f"//{url}")
    host = (parts.hostname or "").removeprefix("www.")
    owner = parts.path.strip("/").split("/")[0].lstrip("@")
    if _GIVEN_BY_CHANCE.match(host):
        return ""
    if host in _OWNER_HOSTS and owner and owner not in _HOST_NOISE:
        return owner
    names = [name for name in host.split(".") if name not in _HOST_NOISE]
    return names[0] if names else max(host.split("."), key=len)


def _author_part(name: Name) -> str:
    family = _ARTICLE.sub("", family_name(name), count=1) if name.literal else family_name(name)
    return _letters(_INITIAL.sub("", family)) or _letters(family)


def _letters(text: str) -> str:
    return "".join(_WORD.findall(to_ascii(_plain(text[:_LONGEST_TITLE]))))[:_LONGEST_PART]


def title_words(title: str) -> list[str]:
    """Give the significant words of a title in order, or all of them where none is."""
    plain = _QUOTE.sub("", _POSSESSIVE.sub("", _plain(title[:_LONGEST_TITLE])))
    plain = _SHORT_HEAD.sub(r"\1", plain)
    words = [word[:_LONGEST_PART] for word in _WORD.findall(to_ascii(plain))]
    return [word for word in words if word not in _STOP_WORDS] or words


def _plain(text: str) -> str:
    """Take out formulas and TeX commands; an accented letter keeps its letter."""
    if "$" in text:
        text = _MATH.sub(" ", text)
    return _COMMAND.sub("", _ACCENT.sub(r"\1", text)) if "\\" in text or "{" in text else text


def _suffix(number: int) -> str:
    """Count a, b, … z, aa, ab, …"""
    letters = ""
    number += 1
    while number:
        number, letter = divmod(number - 1, 26)
        letters = chr(ord("a") + letter) + letters
    return letters
