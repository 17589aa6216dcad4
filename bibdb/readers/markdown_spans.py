"""The inline events of one item, gathered to styled text."""

from __future__ import annotations

from itertools import accumulate
from typing import Any

from bibdb.readers.asides import Flaw
from bibdb.readers.inline import Inline, linked
from bibdb.readers.markdown_html import tags

__all__ = ["Spans"]

_NOWHERE = Flaw("broken-link", "this link leads nowhere: its address is empty")
_STYLES = {"a": "Link", "b": "Strong", "strong": "Strong", "i": "Emphasis", "em": "Emphasis"}


class Spans:
    """Gathers the inline events of one item after the other.

    Until the item is whole, a place in its text is the number of the pieces before it. `parts` and `places` stay the
    same lists for good, so that a loop over many events can add to them without a call.
    """

    def __init__(self) -> None:
        """Begin with nothing gathered."""
        self.parts: list[str] = []
        self.places: list[int] = []
        self.images = 0
        self.last = 0
        self.used: set[str] = set()  # reference definitions that a link uses
        self._alt: list[str] = []
        self._opened: list[tuple[str, int, str, int]] = []  # kind (`<` before one of HTML's), piece, address, place
        self._closed: list[tuple[str, int, int, str, int, bool]] = []
        self._hidden: list[tuple[str, int]] = []

    def built(self) -> Inline:
        """Give the item's text, and begin anew."""
        offsets = [0, *accumulate(map(len, self.parts))]
        inline = Inline("".join(self.parts), marks=list(zip(offsets, self.places, strict=False)), hidden=self._hidden)
        for kind, first, last, url, place, badge in self._closed:
            start, end = offsets[first], offsets[last]
            if kind == "Strong":
                inline.strong.append((start, end))
            elif kind == "Emphasis":
                inline.emphasis.append((start, end))
            elif kind == "Link":
                anchor = linked(url, start, end, place)
                anchor.badge = badge
                inline.anchors.append(anchor)
                if not url:
                    inline.flaws.append((_NOWHERE, place))
        self.parts.clear()
        self.places.clear()
        self._opened, self._closed, self._hidden, self.images = [], [], [], 0
        return inline

    def add(self, text: str, place: int) -> None:
        """Add text; that of an image is kept apart."""
        if self.images:
            self._alt.append(text)
        else:
            self.parts.append(text)
            self.places.append(place)

    def open_link(self, value: dict[str, Any], place: int) -> None:
        """Begin a link."""
        if value["id"]:
            self.used.add(value["id"].casefold())
        self._opened.append(("Link", len(self.parts), value["dest_url"], place))

    def open_style(self, kind: str, place: int) -> None:
        """Begin strong or emphasised text."""
        self._opened.append((kind, len(self.parts), "", place))

    def close(self) -> None:
        """End the link or style that was opened last; tags of HTML that were not closed end with it."""
        while self._opened:
            kind, first, url, place = self._opened.pop()
            if not kind.startswith("<"):
                self._close(kind, first, url, place)
                return

    def open_image(self, value: dict[str, Any], place: int) -> None:
        """Begin an image: its address is no link, and its text is shown only inside one."""
        if not self.images:
            self._hidden.append((value["dest_url"], place))
            self._alt = []
        self.images += 1

    def close_image(self, place: int) -> None:
        """End an image."""
        self.images -= 1
        if not self.images and any(kind.endswith("Link") for kind, *_ in self._opened):
            self.add("".join(self._alt), place)
            self._closed.append(("Image", len(self.parts) - 1, len(self.parts), "", place, False))

    def _close(self, kind: str, first: int, url: str, place: int) -> None:
        last, badge = len(self.parts), False
        if kind == "Link" and self._closed and self._closed[-1][0] == "Image":
            badge = self._closed[-1][1:3] == (first, last)
        self._closed.append((kind, first, last, url, place, badge))

    def html(self, source: str, place: int) -> None:
        """Read a tag or comment of inline HTML."""
        if source.startswith("<!--"):
            self._hidden.append((source, place))
        for name, closing, address in tags(source):
            if name == "br":
                self.add("\u2028", place)
            elif name == "img":
                self._hidden.append((address, place))
            elif (kind := _STYLES.get(name)) and not closing:
                kind = "Place" if kind == "Link" and not address else kind  # `<a name=…>` leads nowhere on purpose
                self._opened.append((f"<{kind}", len(self.parts), address, place))
            elif kind:
                self._close_tag(kind)

    def _close_tag(self, kind: str) -> None:
        """End what a tag opened, unless Markdown's own has been opened since."""
        for back in range(1, min(len(self._opened), 8) + 1):
            opened, first, url, place = self._opened[-back]
            if opened in {f"<{kind}", "<Place" if kind == "Link" else ""}:
                del self._opened[-back]
                self._close(opened[1:], first, url, place)
                return
