"""arXiv identifiers, old and new.

The rules are arXiv's own (https://info.arxiv.org/help/arxiv_identifier.html): until March 2007 an archive, a slash
and seven digits, the first four of them year and month; from April 2007 `YYMM.NNNN`, from January 2015
`YYMM.NNNNN`. A subject class (`math.GT/0309136`) is no part of the identifier.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

from bibdb.identifiers.model import Identifier, Scheme

_ARCHIVES = (
    "acc-phys adap-org alg-geom ao-sci astro-ph atom-ph bayes-an chao-dyn chem-ph cmp-lg comp-gas cond-mat cs dg-ga "
    "funct-an gr-qc hep-ex hep-lat hep-ph hep-th math-ph math mtrl-th nlin nucl-ex nucl-th patt-sol physics plasm-ph "
    "q-alg q-bio quant-ph solv-int supr-con"
)
_NAME = "|".join(_ARCHIVES.split())
_CLASS = r"(?:\.(?:[A-Z]{2}|[a-z]{2,4}-[a-z]{2,5}))?"
_ARCHIVE = rf"(?P<archive>{_NAME}){_CLASS}"

# One more digit than a serial number has is a slip of the pen, which arXiv's own pages read so too.
_OLD = rf"{_ARCHIVE}/{{1,3}}(?P<month>\d{{4}})(?P<serial>\d{{3}})\d?"
_NEW = r"(?P<yymm>\d{4})\.(?P<number>\d{4,5})"
_VERSION = r"(?:v(?P<version>[1-9]\d{0,5}))?(?![A-Za-z0-9])"

ID = rf"(?:{_OLD}|(?:(?:{_NAME}){_CLASS}/)?{_NEW}){_VERSION}"
"""An identifier and its version, as a regular expression whose match `from_match` reads."""

_WHOLE = re.compile(
    rf"(?:oai:arxiv\.org:|(?i:arxiv)(?:\.org)?[:\s]\s{{0,3}}){{0,2}}(?:/?(?:abs|pdf|html|format|ps|src|tb|e-print|dvi)/|/)?"
    rf"{ID}(?:\.pdf|/|\s{{0,3}}\[[\w.\- ]{{1,40}}\](?:\s\d\d?\s\w{{3}}\s\d{{4}})?)?",
    re.ASCII,
)
_OAI = re.compile(r"oai:arxiv\.org:", re.IGNORECASE)
_IN_PATH = re.compile(rf"(?:^|[/=])(?i:arxiv:)?{ID}", re.ASCII)
_IN_CACHE = re.compile(
    rf"/(?:ftp|PS_cache)/{_ARCHIVE}/[a-z]{{2,6}}/\d{{4}}/(?P<month>\d{{4}})(?P<serial>\d{{3}}){_VERSION}"
)
_NAMED = re.compile(
    rf"(?i:arxiv)(?i:\.org)?(?:[:/=._-]|%3A|%2F){{1,3}}(?:(?:abs|pdf|html)(?:/|%2F))?(?i:arxiv[:.])?{ID}", re.ASCII
)
_DATACITE = re.compile(rf"(?i:arxiv\.){ID}", re.ASCII)


def read(text: str) -> Identifier | None:
    """Read a text that is one arXiv identifier, bare, after `arXiv:`, or as a path of arXiv's pages."""
    match = _WHOLE.fullmatch(_OAI.sub("arXiv:", text, count=1))
    return from_match(match) if match else None


def from_path(path: str) -> Identifier | None:
    """Find the identifier in a path (or query) of arXiv's own pages or a mirror's."""
    plain = unquote(path)
    match = _IN_PATH.search(plain) or _IN_CACHE.search(plain)
    return from_match(match) if match else None


def named_in(address: str) -> Identifier | None:
    """Find the identifier in another's address that says `arXiv` just before it: `…/arxiv/2301.00001`."""
    match = _NAMED.search(address)
    return from_match(match) if match else None


def from_datacite(suffix: str) -> Identifier | None:
    """Read the suffix of a DOI that arXiv registered: `arXiv.2202.01037` of `10.48550/arXiv.2202.01037`."""
    match = _DATACITE.fullmatch(suffix)
    return from_match(match) if match else None


def from_match(match: re.Match[str]) -> Identifier | None:
    """Make the identifier of a match of `ID`; None where no such number was ever given out."""
    parts = match.groupdict()
    version = int(parts["version"]) if parts["version"] else None
    if parts["archive"] is not None:
        month, serial = parts["month"], parts["serial"]
        good = _is_month(month) and int(serial) and (month >= "9101" or month <= "0703")
        return Identifier(Scheme.ARXIV, f"{parts['archive']}/{month}{serial}", version) if good else None
    yymm, number = parts["yymm"], parts["number"]
    good = _is_month(yymm) and int(number) and _has_length(yymm, len(number))
    return Identifier(Scheme.ARXIV, f"{yymm}.{number}", version) if good else None


def _is_month(yymm: str) -> bool:
    return "01" <= yymm[2:] <= "12"


def _has_length(yymm: str, digits: int) -> bool:
    """Whether numbers of that month have so many digits; of the years '91 to '99 nobody can say yet."""
    if yymm >= "9101":
        return True
    return "0704" <= yymm <= "1412" if digits == 4 else yymm >= "1501" or yymm <= "0703"
