"""Links that stand below the title that they belong to: in the next paragraph of an item, or in a list of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bibdb.readers.asides import MASK, Facts
from bibdb.readers.beside import masked_text, read_behind_styled
from bibdb.readers.inline import Anchor, Inline
from bibdb.readers.leaves import Leaf, Shape
from bibdb.readers.links import is_generic
from bibdb.readers.prose import is_running
from bibdb.values import LinkKind

__all__ = ["best_anchor", "facts_only", "keyed_below", "links_below", "listed_links"]

_MOST_LINKS = 10
_REMARK = re.compile(r"[(（][^()（）]*[)）]")
_SIGNS = " .,;*_|-–—\t\n" + MASK


def best_anchor(anchors: Sequence[Anchor]) -> Anchor:
    """Choose what a title is about among links that say nothing: the paper, else the first."""
    scholarly = (anchor for anchor in anchors if anchor.scholarly)
    papers = (anchor for anchor in anchors if anchor.kind is LinkKind.PAPER)
    return next(scholarly, None) or next(papers, None) or anchors[0]


def facts_only(inline: Inline) -> Facts | None:
    """Read a line that says nothing but authors, venue and date, beside links that say nothing; else None."""
    text = masked_text(inline)
    words = text.strip(_SIGNS)
    if len(text) > 3000 or is_running(words):
        return None
    facts = read_behind_styled(inline, text, 0, cited=False)
    if facts.left.strip(_SIGNS + ":") or (words and not facts.certain and is_generic(words)):
        return None
    return facts


def links_below(leaves: Sequence[Leaf], index: int, last: int) -> tuple[int, list[Anchor], Facts] | None:
    """Give the paragraph within an item that holds nothing but its title's links and facts, with both."""
    at = index + 1
    if at > last or leaves[at].shape is not Shape.PARAGRAPH or leaves[at].item != index:
        return None
    inline = leaves[at].inline
    anchors = [anchor for anchor in inline.anchors if not anchor.local]
    if not anchors or not all(anchor.generic for anchor in inline.anchors):
        return None
    facts = facts_only(inline)
    return None if facts is None else (at, anchors, facts)


def listed_links(leaves: Sequence[Leaf], items: Sequence[int]) -> list[Anchor] | None:
    """Give the links of a list that says of each only what it leads to (`Paper: https://…`); None if it says more.

    Such a list holds no second paper: a list of papers is none.
    """
    if not 0 < len(items) <= _MOST_LINKS or any(leaves[item].shape is not Shape.ITEM for item in items):
        return None
    if leaves[items[0]].parent is not None:
        return None
    anchors: list[Anchor] = []
    for number, item in enumerate(items):
        inline = leaves[item].inline
        external = [anchor for anchor in inline.anchors if not anchor.local]
        if not all(anchor.generic for anchor in external) or not _names_link(inline, first=number == 0):
            return None
        anchors += external
    papers = {anchor.identifier for anchor in anchors if anchor.scholarly and anchor.identifier}
    schemes = [paper.scheme for paper in papers]
    return anchors if anchors and len(schemes) == len(set(schemes)) else None


def keyed_below(leaves: Sequence[Leaf], index: int, last: int) -> int | None:
    """Give the first item set in under an item of words when it says only what its link leads to: `Address: …`."""
    at = index + 1
    if at > last or leaves[at].shape is not Shape.ITEM or leaves[at].parent != index:
        return None
    inline = leaves[at].inline
    external = [anchor for anchor in inline.anchors if not anchor.local]
    if not external or not all(anchor.generic for anchor in external) or not _names_link(inline, first=True):
        return None
    return at


def _names_link(inline: Inline, *, first: bool) -> bool:
    """Whether an item says only what its link leads to: `Code: …`, `论文(Oral)：…`; behind the first any short key."""
    said = masked_text(inline).replace(MASK, " ").strip(_SIGNS)
    key, colon, value = said.replace("：", ":").partition(":")
    if len(value.split()) > 4:
        return False
    bare = _REMARK.sub("", key).strip()
    return is_generic(bare) or (not first and bool(colon) and len(bare) < 25 and bare.count(" ") < 3)
