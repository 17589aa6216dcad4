"""Identifiers of works: parsed once at the edge, canonical afterwards.

`identify` reads a text that is one identifier, `find` and `first` those that a text holds, `web_address` gives the
page of one, `canonical_url` the one spelling of a page's address. None of them asks anybody: what a text does not
say by itself is not known here. All take time that is linear in the text, and none of them raises.
"""

from __future__ import annotations

from bibdb.identifiers.address import web_address
from bibdb.identifiers.find import find, first
from bibdb.identifiers.identify import identify
from bibdb.identifiers.model import Identifier, Scheme, Span
from bibdb.identifiers.url import canonical_url

__all__ = ["Identifier", "Scheme", "Span", "canonical_url", "find", "first", "identify", "web_address"]
