r"""DOIs, as people write, escape and break them.

A DOI is `10.`, a registrant's number, a slash and a suffix that may hold nearly anything
(https://www.doi.org/doi-handbook/HTML/index.html); case does not count. The canonical value is in lower case, without
TeX, and with what cannot stand in plain text (blank, `%`, `#`, `?`, what is not ASCII) percent-encoded. A short DOI
(https://shortdoi.org) is `10/` and a few letters and digits.
"""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

from bibdb.identifiers import arxiv
from bibdb.identifiers.brackets import first_unopened, without_strays
from bibdb.identifiers.model import Identifier, Scheme

REGISTRANT = r"10\.(?:97[89]\.\d{2,8}|\d{4,9}(?:\.\d{1,9}){0,3})"
"""`10.` and the registrant's number (or, in an ISBN-A, the publisher's), as a regular expression."""

_REGISTRANT = re.compile(REGISTRANT, re.ASCII)
_ISBN_A = re.compile(r"10\.97[89]\.\d{2,8}(?:/\d{1,7})?", re.ASCII)
_PREFIX = re.compile(r"/|(?:urn:|info:)?doi\s{0,3}[:=/]?\s{0,3}|urn:", re.IGNORECASE)
_SHORT = re.compile(r"10([/%])([a-z0-9]{2,12})", re.IGNORECASE | re.ASCII)
_SHORT_PATH = re.compile(r"/(?:10/)?([a-z0-9]{2,12})", re.IGNORECASE | re.ASCII)
_IN_PATH = re.compile(rf"(?:[/=]|%2F)(?:doi:)?({REGISTRANT}(?:/|%2F)[^&\s]+)", re.IGNORECASE | re.ASCII)

_BAD_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_JUNK = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2060\u2400-\u2426\ufeff\ufffd]")
_TEX = re.compile(r"\\text(underscore|less|greater)(?![A-Za-z])|[\\{}~\x00-\x1f\x7f]")
_TEX_LETTERS = {"underscore": "_", "less": "<", "greater": ">", None: ""}
_SAFE = "!\"$&'()*+,-./:;<=>@[]^_`|"
_ENDS = ".,;:!?'\"*`"
# What publishers hang on a DOI in the addresses of their pages; bioRxiv's and medRxiv's have a version at the end.
_PAGE = re.compile(
    r"(?:/(?:abstract|full|fulltext|pdf|epdf|epub|meta|references|html|summary)|\.(?:pdf|epub|full|abstract|svg))$",
    re.IGNORECASE,
)
_BIORXIV = re.compile(r"(10\.(?:1101|64898)/[\d.]{4,40}\d)v\d{1,3}(?:[./].*)?", re.DOTALL)


def read(text: str) -> Identifier | None:
    """Read a text that is one DOI, bare or after `doi:`; a bare short DOI needs a letter, for `10/12` is a date."""
    prefix = _PREFIX.match(text)
    bare = text[prefix.end() :] if prefix else text
    short = _SHORT.fullmatch(bare)
    if short and ((prefix and prefix[0] != "/") or (short[1] == "/" and not short[2].isdecimal())):
        return Identifier(Scheme.DOI, bare.lower())
    # Lines are broken before a slash; dots at the very end are those of the few DOIs that have them.
    return canonical(bare.replace("\\n/", "/").replace("\n/", "/"), ends=_ENDS.replace(".", ""))


def canonical(text: str, ends: str = _ENDS) -> Identifier | None:
    """Make a DOI canonical, dropping TeX and the punctuation `ends` behind it; arXiv's own become arXiv identifiers."""
    written = _JUNK.sub("", text)
    if not written.isascii() or _BAD_ESCAPE.search(written) or any(char.isspace() for char in written):
        return None
    plain = _TEX.sub(lambda match: _TEX_LETTERS[match[1]], unquote(written))
    registrant, _, rest = plain.partition("/")
    suffix = without_strays(rest[: first_unopened(rest, ")")]).rstrip(ends + "(")
    if not _REGISTRANT.fullmatch(registrant) or not any(char.isalnum() for char in suffix):
        return None
    if _ISBN_A.fullmatch(registrant) and not _ISBN_A.fullmatch(f"{registrant}/{suffix}"):
        return None
    paper = arxiv.from_datacite(suffix) if registrant == "10.48550" else None
    return paper or Identifier(Scheme.DOI, quote(f"{registrant}/{suffix}", safe=_SAFE).lower())


def from_resolver(path: str) -> Identifier | None:
    """Read the path of an address at doi.org or another resolver."""
    short = _SHORT_PATH.fullmatch(path)
    return (
        Identifier(Scheme.DOI, f"10/{short[1].lower()}") if short else canonical(path.lstrip("/").removeprefix("doi:"))
    )


def from_page(path: str) -> Identifier | None:
    """Find the DOI in the path (or query) of a publisher's page, without what is hung on it (`/full`, `.pdf`)."""
    match = _IN_PATH.search(path)
    if match is None:
        return None
    bare = match[1]
    for _ in range(3):
        bare = _PAGE.sub("", bare)
    preprint = _BIORXIV.fullmatch(bare)
    return canonical(preprint[1] if preprint else bare)
