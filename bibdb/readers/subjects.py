"""What an item of a list is about: its title, its subject link, and the facts beside them.

The title is the text of the link that leads the item; where that text says nothing (`paper`, `pdf`, an id), it is found
around the link: the bold or quoted text, or the words before it. Running text that only happens to hold links is about
nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import IntEnum

from bibdb.dates import PartialDate
from bibdb.readers.asides import MASK, Facts, Flaw, read_aside
from bibdb.readers.inline import Anchor, Inline
from bibdb.readers.label_names import plain_names, split_names
from bibdb.readers.labels import LabelParts, clean_title, split_label, undecorated
from bibdb.readers.links import is_generic
from bibdb.readers.prose import is_prose, is_running, leads_on
from bibdb.values import LinkKind

__all__ = ["Rank", "Subject", "find_subject"]

_EMPTY_GROUP = re.compile(rf"[(\[（【][\s,;|/·•&+{MASK}-]*{MASK}[\s,;|/·•&+{MASK}-]*[)\]）】]")
_KEY = re.compile(rf"(?:(?<=^)|(?<=[\s|,;.([{MASK}]))(?P<key>[^\W\d_][\w /-]{{0,24}}?)\s?[:：]\s*(?={MASK})")
_KEYED_MASK = re.compile(rf"[:：]\s*{MASK}")
_EMPTY = re.compile(r"[\[(（【]\s*[\])）】]")
_SEPARATORS = ":：-–—|>→ "
_WORDS = re.compile(r"\w+(?:[-'’]\w+)*")
_KEYED = re.compile(r"^(?P<key>[^\W\d_][\w /-]{0,24}?)\s*[:：]\s*$")
_ONLY_SIGNS = re.compile(r"[\W_]*$")
_CONTINUES = re.compile(r"\s*(?:,|/|&|\band\b|\bor\b|;|[|•·])?\s*$")
_LEADING_NUMBER = re.compile(r"^\[?\(?\d{1,4}[\])]?[.:]?$")


class Rank(IntEnum):
    """How sure it is that an item is an entry."""

    PLAIN = 1  # words like a title, without link or facts
    ADDRESS = 2  # nothing but an address or identifier
    LINK = 3  # a title with a link
    PAPER = 4  # a title with a paper's link, or with facts: date, venue, authors


@dataclass(slots=True)
class Subject:
    """What an item is about. `label_end` is where its label ends in the item's text; what follows is its note."""

    rank: Rank
    label: str
    label_end: int
    title: str | None = None
    anchor: Anchor | None = None
    date: PartialDate | None = None
    venue: str | None = None
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    flaws: tuple[Flaw, ...] = ()
    prose: bool = False  # the words after the label go on as a sentence


@dataclass(slots=True)
class _Parts:
    """A subject while it is put together."""

    title: str | None
    facts: Facts = field(default_factory=Facts)
    anchor: Anchor | None = None
    label_end: int = 0
    prose: bool = False


def find_subject(inline: Inline) -> Subject | None:
    """Say what an item is about; None where its text is about nothing in particular."""
    whole = _only_anchor(inline)
    if whole is not None:
        return _linked_whole(inline, whole)
    masked = _masked(inline)
    parts = _by_anchor(inline, masked) or _by_strong(inline, masked) or _by_words(inline, masked)
    return None if parts is None else _finished(inline, masked, parts)


# ---------------------------------------------------------------- one link and nothing else


def _only_anchor(inline: Inline) -> Anchor | None:
    """Give the link that is all of the item's text."""
    if len(inline.anchors) != 1 or inline.anchors[0].local:
        return None
    anchor = inline.anchors[0]
    around = inline.text[: anchor.start] + inline.text[anchor.end :]
    return anchor if not around or (_ONLY_SIGNS.match(around) and "->" not in around) else None


def _linked_whole(inline: Inline, anchor: Anchor) -> Subject:
    end = len(inline.text)
    if anchor.generic:
        rank = Rank.ADDRESS
        return Subject(rank, "" if anchor.bare else anchor.text, end, None, anchor)
    parts = split_label(anchor.text)
    certain = anchor.scholarly or parts.date or parts.venue or parts.authors
    return _subject(Rank.PAPER if certain else Rank.LINK, undecorated(anchor.text), end, parts, anchor)


def _subject(rank: Rank, label: str, end: int, parts: LabelParts, anchor: Anchor | None) -> Subject:
    return Subject(
        rank, label, end, parts.title, anchor, parts.date, parts.venue, parts.authors, parts.tags, parts.findings
    )


# ---------------------------------------------------------------- buttons


def _masked(inline: Inline) -> str:
    """Give the text with links that say nothing (`[[pdf](…)]`, `Code: [link](…)`) blotted out, at the same length."""
    text = inline.text.replace("\n", " ") if "\n" in inline.text else inline.text
    generic = [anchor for anchor in inline.anchors if anchor.generic and anchor.end > anchor.start]
    if not generic:
        return text
    pieces, position = [], 0
    for anchor in generic:
        start, end = max(anchor.start, position), anchor.end
        while (
            start > position and end < len(text) and text[start - 1] + text[end] in {"[]", "()", "（）", "【】", "<>"}
        ):
            start, end = start - 1, end + 1
        pieces += [text[position:start], MASK * (end - start)]
        position = end
    text = "".join(pieces) + text[position:]
    if "(" in text or "[" in text or "（" in text or "【" in text:
        text = _EMPTY_GROUP.sub(lambda match: MASK * len(match[0]), text)
    if not _KEYED_MASK.search(text):
        return text
    return _KEY.sub(lambda match: MASK * len(match[0]) if is_generic(match["key"]) else match[0], text)


# ---------------------------------------------------------------- the title is a link's text


def _by_anchor(inline: Inline, masked: str) -> _Parts | None:
    """Read `[Title](…) facts`, `Name: [Title](…)`, `Authors. [Title](…). Venue`."""
    anchor = next((each for each in inline.anchors if not each.generic and not _only_facts(each.text)), None)
    if anchor is None or _title_before(inline, masked, anchor):
        return None
    lead = _read_lead(masked[: anchor.start])
    if lead is None:
        return None
    parts = split_label(anchor.text)
    facts, named = lead
    after = _read_after(masked, anchor.end)
    prose = leads_on(after.left)
    if named and prose:
        return None
    if _is_enumeration(inline, masked, anchor) and (named or not anchor.scholarly):
        return None
    found = _Parts(
        parts.title, Facts(parts.date, None, parts.venue, parts.authors, list(parts.tags), list(parts.findings))
    )
    found.facts.add(facts)
    found.facts.add(after)
    found.anchor = None if anchor.local else anchor
    found.label_end = after.end
    found.prose = prose
    return found


def _only_facts(text: str) -> bool:
    """Whether a link's text is a date, venue or names: `[NeurIPS 2023](…)`, `[Smith et al., 2020](…)`."""
    if len(text) > 80 or (not any(map(str.isdigit, text)) and "et al" not in text):
        return False
    facts = read_aside(text)
    return facts.certain and not facts.left.strip()


def _title_before(inline: Inline, masked: str, anchor: Anchor) -> bool:
    """Whether strong or quoted words before a link are the title, and the link's text only names what it leads to."""
    if len(_WORDS.findall(anchor.text)) > 4 and anchor.scholarly:
        return False
    for start, end in inline.strong:
        if end <= anchor.start:
            words = _WORDS.findall(masked[start:end])
            if (
                len(words) >= 3
                and not masked[start:end].rstrip().endswith((":", "："))
                and not is_prose(masked[start:end])
            ):
                return True
    return False


def _read_lead(text: str) -> tuple[Facts, bool] | None:
    """Read what stands before the title's link: nothing, facts, or a short name; None when it is a sentence."""
    if not text.strip():
        return Facts(), False
    if is_running(text):
        return None
    bare = undecorated(text.replace(MASK, " ").strip()).strip()
    if not bare or _ONLY_SIGNS.match(bare) or _LEADING_NUMBER.match(bare):
        return Facts(), False
    facts = read_aside(bare, trusted=False)
    if not facts.left.strip(" .,:;|-–—") and not facts.empty:
        return facts, False
    label = split_label(bare.rstrip(_SEPARATORS))
    rest = label.title or ""
    facts = Facts(label.date, None, label.venue, label.authors, list(label.tags), list(label.findings))
    if not rest or _ONLY_SIGNS.match(rest):
        return facts, False
    if bare[-1] in _SEPARATORS and len(rest.split()) <= 9 and not is_prose(rest):
        return facts, True
    return None


def _is_enumeration(inline: Inline, masked: str, anchor: Anchor) -> bool:
    """Whether the link is the first of several that say something each: `[GRPO](…), [PPO](…)`."""
    following = next((each for each in inline.anchors if each.start >= anchor.end and not each.generic), None)
    if following is None or "\n" in inline.text[anchor.end : following.start]:
        return False
    between = masked[anchor.end : following.start]
    return bool(_CONTINUES.match(between)) and bool(between.strip())


def _read_after(masked: str, start: int, *, cited: bool = False, known: Facts | None = None) -> Facts:
    """Read facts behind a title; `end` and `left` then count from the text's beginning."""
    text = masked[start:]
    if not text.strip():
        facts = Facts()
        facts.end = len(masked)
        return facts
    facts = read_aside(text, trusted=text.lstrip()[:1] in ",.(" or text.lstrip()[:3] in {"by ", "By "}, cited=cited, known=known)
    facts.end = start + facts.end if facts.left.strip(' .,;:|-–—*_"' + MASK) else len(masked)
    facts.left = facts.left if facts.end < len(masked) else ""
    return facts


# ---------------------------------------------------------------- the title is set off


def _by_strong(inline: Inline, masked: str) -> _Parts | None:
    """Read `**Title.** *Authors.* Venue. [[paper](…)]`, `Authors. "**Title**." Venue.`"""
    for start, end in inline.strong:
        text = masked[start:end].strip()
        if MASK in text:
            text = text.replace(MASK, " ").strip()
        if len(text) < 80 and (is_generic(text) or _LEADING_NUMBER.match(text) or _only_facts(text)):
            continue
        lead = _read_lead(masked[:start].rstrip(" \"“'("))
        if lead is None or is_prose(text):
            return None
        if text.endswith((":", "：")):
            return _headed(inline, masked, start, end, lead[0])
        parts = split_label(text)
        found = _Parts(
            parts.title, Facts(parts.date, None, parts.venue, parts.authors, list(parts.tags), list(parts.findings))
        )
        found.facts.add(lead[0])
        after = _read_after_styled(inline, masked, end, cited=bool(lead[0].authors))
        found.facts.add(after)
        found.label_end, found.prose = after.end, leads_on(after.left)
        return found
    return None


def _headed(inline: Inline, masked: str, start: int, end: int, lead: Facts) -> _Parts | None:
    """Read `**Name:** rest of the title. Venue [pdf]`; `**Note:** …` heads no title."""
    key = masked[start:end].strip(" :：")
    if is_generic(key) or len(key.split()) > 6:
        return None
    found = _plain(inline, masked, start)
    if found is not None:
        found.facts.add(lead)
    return found


def _read_after_styled(inline: Inline, masked: str, end: int, *, cited: bool) -> Facts:
    """Read facts behind a title; emphasised words at once behind it are its authors if they can be."""
    following = next(((first, last) for first, last in inline.emphasis if first >= end), None)
    if following and not masked[end : following[0]].strip(' \\.,;:"”-–—|' + MASK):
        facts = _read_emphasised(masked[slice(*following)])
        if facts is not None:
            after = _read_after(masked, following[1], known=facts)
            after.add(facts)
            return after
    return _read_after(masked, end, cited=cited)


def _read_emphasised(text: str) -> Facts | None:
    """Read the emphasised words at once behind a title: authors, with a venue or date; None when they are a comment."""
    if names := plain_names(text):
        return Facts(authors=names, certain=True)
    facts = read_aside(text, trusted=True)
    left = facts.left.strip(" .,;*_")
    if facts.authors and left:
        facts.add(read_aside(left, cited=True))
    elif left and not facts.empty:
        return None
    elif left:
        names = split_names(text.replace(MASK, " "))
        if is_prose(text) or not all(_LIKE_NAME.fullmatch(name) for name in names):
            return None
        facts = Facts(authors=names)
    return facts


_LIKE_NAME = re.compile(r"(?:[^\W\d_][\w.'’`\"()@-]*(?:[ ][\w.'’`\"()@-]+){0,5}|et\.? al\.?)")


# ---------------------------------------------------------------- the title is plain text


def _by_words(inline: Inline, masked: str) -> _Parts | None:
    """Read `Title. Authors, Venue [pdf]`, `Name: https://…`, `(2024 Nov) Title`."""
    return _plain(inline, masked, 0)


def _plain(inline: Inline, masked: str, start: int) -> _Parts | None:
    button = masked.find(MASK, start)
    head = masked[start : button if button >= 0 else len(masked)]
    if any(not anchor.generic and start <= anchor.start < start + len(head) for anchor in inline.anchors):
        return None  # a link that says something, in a sentence
    if is_running(head):
        return None
    bare = undecorated(head.strip())
    if not bare or _ONLY_SIGNS.match(bare):
        return _Parts(None, label_end=len(masked)) if button >= 0 else None
    if button >= 0 and (leads_to_link(bare) or _is_deictic(inline, masked, button)):
        return None
    parts = split_label(bare)
    if parts.title is None and parts.date is None and not parts.authors:
        return None
    if parts.title is not None and is_prose(parts.title):
        return None
    found = _Parts(
        parts.title, Facts(parts.date, None, parts.venue, parts.authors, list(parts.tags), list(parts.findings))
    )
    after = _read_after(masked, button) if button >= 0 else Facts(end=len(masked))
    found.facts.add(after)
    found.label_end, found.prose = after.end, leads_on(after.left)
    return found


_TO_LINK = re.compile(
    r"(?:^|\s)(?:on|in|at|of|from|see|see also|via|the|a|an|with|and|or|to|e\.g\.|i\.e\.|is|are|by|for|this|these|our|my|your|their|check"
    r"|check out|visit|read|like|using|under|as|than|through|available)$",
    re.IGNORECASE,
)


_DEICTIC = re.compile(
    r"(?:click )?(?:here|this|this one|hier|aquí|aqui|ici|qui|buraya|тут|здесь|这里|這裡|此处|ここ|여기)[.!]?",
    re.IGNORECASE,
)


def leads_to_link(text: str) -> bool:
    """Whether words run on into the link behind them (`see the paper at …`) instead of naming it."""
    return bool(_TO_LINK.search(text.rstrip(" \"“'([")))


def _is_deictic(inline: Inline, masked: str, button: int) -> bool:
    """Whether the link at a place is the `here` of the sentence before it."""
    anchor = next((each for each in inline.anchors if each.start >= button), None)
    if anchor is None or anchor.start > button or not _DEICTIC.fullmatch(anchor.text.strip()):
        return False
    return masked[:button].rstrip()[-1:] not in ":：.-–—|,;!?)"


# ---------------------------------------------------------------- putting together


def _finished(inline: Inline, masked: str, parts: _Parts) -> Subject | None:
    """Choose the subject link and judge how sure the whole is."""
    external = [anchor for anchor in inline.anchors if not anchor.local]
    own = [anchor for anchor in external if anchor.start < max(parts.label_end, 1)]
    if not own:  # buttons behind words that are no facts
        own = [anchor for anchor in external if anchor.generic and not anchor.bare]
    anchor = _subject_anchor(own, parts.anchor)
    facts = parts.facts
    title = clean_title(parts.title.replace(MASK, " ")) if parts.title else None
    if title is not None and is_generic(title):
        title = None
    if title is None and anchor is None:
        return None
    label = _label(masked[: parts.label_end])
    factual = facts.date or facts.year or facts.venue or (facts.authors and anchor is not None)
    if title is None:
        rank = Rank.ADDRESS
    elif (anchor is not None and (anchor.scholarly or (anchor.generic and anchor.kind is LinkKind.PAPER))) or factual:
        rank = Rank.PAPER
    else:
        rank = Rank.LINK if anchor is not None else Rank.PLAIN
    return Subject(
        rank,
        label,
        parts.label_end,
        title,
        anchor,
        facts.best_date,
        facts.venue,
        facts.authors,
        tuple(facts.tags),
        tuple(facts.flaws),
        parts.prose,
    )


def _subject_anchor(anchors: list[Anchor], titled: Anchor | None) -> Anchor | None:
    """Choose what the entry is about: the paper among its links, else the title's link, else the first."""
    if titled is not None and titled.scholarly:
        return titled
    scholarly = next((each for each in anchors if each.scholarly and each.generic), None)
    if scholarly is not None:
        same = (each for each in anchors if each.identifier == scholarly.identifier and not each.bare)
        return next(same, scholarly)
    if titled is not None:
        return titled
    paper = next((each for each in anchors if each.kind is LinkKind.PAPER), None)
    return paper or next(iter(anchors), None)


def _label(masked: str) -> str:
    """Give a label's words without its buttons."""
    text = masked.replace(MASK, " ")
    if "(" in text or "[" in text or "（" in text or "【" in text:
        text = _EMPTY.sub("", text)
    return " ".join(text.split()).strip(" |·•")
