"""A page to look at: one static HTML file that works from disk and from any host, a `.bib` and a feed beside it.

The page asks for nothing: no network, no build, no cookie. All works stand in it once, as HTML; without JavaScript
they are read as they are, with it they are searched, filtered and shown in batches. Everything in it is escaped, and
its content security policy lets nothing run but its own script.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bibdb.errors import UsageError
from bibdb.values import Work
from bibdb.writers.feed import feed
from bibdb.writers.folder import write_together
from bibdb.writers.glance import code_addresses, glance, web
from bibdb.writers.site.page import page
from bibdb.writers.site.sections import arranged
from bibdb.writers.site.single import singles

__all__ = ["BIB", "FEED", "PAGE", "write"]

PAGE, BIB, FEED = "index.html", "works.bib", "feed.xml"


def write(
    works: Sequence[Work], folder: Path, *, title: str = "Reading list", url: str | None = None, pages: bool = False
) -> list[str]:
    """Write the page of works, in their order, into a folder; give the files that changed.

    `url` is where the page will stand, for the feed's links; with `pages` each citeable work has a small page of its
    own in the folder `works`. The same works give the same bytes. Raises WriteError, and writes nothing then.
    """
    if url is not None and not web(url):
        raise UsageError(f"--url {url}: give an address that begins with https:// or http://")
    from bibdb.writers.bibtex import write as bibtex

    entries = {work.key: "".join(bibtex([work])).strip() for work in works}
    codes = code_addresses(works)
    seen = {work.key: glance(work, codes) for work in works}
    contents = {
        PAGE: page(arranged(works, seen, entries), title),
        BIB: "\n\n".join(entries[work.key] for work in works if work.type.citeable) + "\n",
        FEED: feed(works, title, web(url)),
        **(singles(works, seen, entries) if pages else {}),
    }
    return write_together(folder, {name: text.encode() for name, text in contents.items()})
