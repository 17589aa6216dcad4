"""A text that is one identifier, in any of the forms in which people give them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from bibdb.identifiers import arxiv, doi, hosts, isbn, pages, proceedings
from bibdb.identifiers.glue import first_piece
from bibdb.identifiers.model import Identifier, Scheme

_EDGE = " \t\r\n\f\v\u00a0\u200b\u2009\u202f\u3000\ufeff\ufffd"
_CANONICAL = re.compile(r"([a-z]{3,11}):(.+)", re.IGNORECASE | re.DOTALL)
_ADDRESS = re.compile(r"https?(?::|%3A)", re.IGNORECASE)
KNOWN_HOST = (
    r"(?:www\.[a-z0-9-]{1,63}\.[a-z]{2,}|(?:[a-z0-9-]{1,63}\.)?(?:"
    + "|".join(re.escape(host) for host in sorted(pages.HOSTS, key=len, reverse=True))
    + r")|doi\.acm\.org|dl\.acm\.org|dx\.doi\.de)"
)
"""Hosts whose addresses people write without `https://`, as a regular expression."""
_BARE_ADDRESS = re.compile(rf"{KNOWN_HOST}(?::\d+)?/", re.IGNORECASE)
_CLONE = re.compile(r"(?:git\+)?(?:ssh://)?git@github\.com[:/](.+)")

_VALUES: Mapping[Scheme, Callable[[str], Identifier | None]] = {
    Scheme.ARXIV: arxiv.read,
    Scheme.DOI: lambda value: doi.read(f"doi:{value}"),
    Scheme.OPENREVIEW: proceedings.openreview_value,
    Scheme.ACL: proceedings.acl_value,
    Scheme.PMLR: proceedings.pmlr_value,
    Scheme.CVF: proceedings.cvf_value,
    Scheme.NEURIPS: proceedings.neurips_value,
    Scheme.DBLP: proceedings.dblp_value,
    Scheme.GITHUB: hosts.github_value,
    Scheme.HUGGINGFACE: hosts.huggingface_value,
    Scheme.YOUTUBE: hosts.youtube_value,
    Scheme.ISBN: lambda value: isbn.read(f"isbn:{value}"),
    Scheme.URL: pages.identify_address,
}
# What needs no scheme before it to be recognised.
_BARE = (arxiv.read, doi.read, isbn.read, proceedings.acl_value, proceedings.dblp_value)


def identify(text: str) -> Identifier | None:
    """Read a text that is, but for blanks around it, one identifier; None for anything else."""
    bare = _joined(text.strip(_EDGE))
    if not bare:
        return None
    if is_address(bare):
        return _address(bare)
    if clone := _CLONE.fullmatch(bare):
        return hosts.github_value(clone[1])
    named = _CANONICAL.fullmatch(bare)
    if named and named[1].lower() in _SCHEMES and (found := _SCHEMES[named[1].lower()](named[2].strip())):
        return found
    return next((found for reader in _BARE if (found := reader(bare))), None)


def is_address(text: str) -> bool:
    """Whether a text begins as the address of a page does, with or without `https://`."""
    return bool(_ADDRESS.match(text) or _BARE_ADDRESS.match(text))


_SCHEMES = {str(scheme): reader for scheme, reader in _VALUES.items()}


def _address(bare: str) -> Identifier | None:
    if any(char.isspace() for char in bare):
        return None
    whole = first_piece(bare)
    return pages.identify_address(whole if _ADDRESS.match(whole) else f"https://{whole}")


def _joined(text: str) -> str:
    """Close the gaps of `https : / / doi.org / 10 / gf4gqc`: a colon or slash alone belongs to both its neighbours."""
    if " / " not in text:
        return text
    joined: list[str] = []
    glue = True
    for word in text.split(" "):
        mark = word in {":", "/"}
        joined.append(word if glue or mark else f" {word}")
        glue = mark
    return "".join(joined)
