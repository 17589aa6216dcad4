"""Identifiers of works: parsed once at the edge, canonical afterwards.

`identify` reads a text that is one identifier, `find` and `first` those that a text holds, `web_address` gives the
page of one, `canonical_url` the one spelling of a page's address. None of them asks anybody: what a text does not
say by itself is not known here. All take time that is linear in the text, and none of them raises.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from bibdb.identifiers.model import Identifier, Scheme, Span

if TYPE_CHECKING:
    from bibdb.identifiers.address import web_address
    from bibdb.identifiers.forms import identify
    from bibdb.identifiers.spans import find, first
    from bibdb.identifiers.url import canonical_url

__all__ = ["Identifier", "Scheme", "Span", "canonical_url", "find", "first", "identify", "web_address"]

_HOMES = {"web_address": "address", "identify": "forms", "find": "spans", "first": "spans", "canonical_url": "url"}


def __getattr__(name: str) -> object:
    """Import a function when it is first asked for: most programs need the values alone, and patterns take time."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = function = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    return function
