"""The page around the works: head, controls, pictures, style and script, all in one file."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Sequence
from html import escape
from importlib.resources import files

from bibdb.text import collapse, strip_controls
from bibdb.writers.site.articles import section_of
from bibdb.writers.site.pictures import timeline, topics
from bibdb.writers.site.sections import Section

__all__ = ["page"]

_HOLE = re.compile(r"@@(\w+)@@")


def page(sections: Sequence[Section], title: str) -> str:
    """Give the whole page; its policy names its own style and script by their digests."""
    style, script = _asset("site.css"), _asset("site.js")
    works = [item.work for section in sections for item in section.items]
    parts = {
        "title": escape(collapse(strip_controls(title))),
        "description": f"{len(works):,} annotated works in {len(sections)} sections",
        "count": f"{len(works):,} work{'' if len(works) == 1 else 's'}",
        "policy": f"default-src 'none'; img-src data:; style-src {_digest(style)}; script-src {_digest(script)}; "
        "base-uri 'none'; form-action 'none'",
        "style": style,
        "script": script,
        "timeline": timeline(works),
        "topics": topics(sections),
        "works": "\n".join(map(section_of, sections)),
    }
    return _HOLE.sub(lambda hole: parts[hole[1]], _asset("page.html"))


def _asset(name: str) -> str:
    return (files("bibdb.writers.site") / "assets" / name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
