"""What an item of a list is about: its title, its subject link, and the facts beside them.

The title is the text of the link that leads the item; where that text says nothing (`paper`, `pdf`, an id), it is found
around the link: the bold or quoted text, or the words before it. Running text that only happens to hold links is about
nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from enum import IntEnum

from bibdb.dates import PartialDate
from bibdb.readers.asides import MASK, Facts, Flaw, only_facts
from bibdb.readers.beside import (
    is_deictic,
    label_words,
    marked_lead,
    masked_text,
    read_behind,
    read_behind_styled,
    read_lead,
    second_half,
)
from bibdb.readers.inline import Anchor, Inline, facts_of
from bibdb.readers.label_names import names_at
from bibdb.readers.labels import LabelParts, clean_title, split_label, undecorated
from bibdb.readers.links import is_generic
from bibdb.readers.prose import is_prose, is_running, leads_on, leads_to_link
from bibdb.readers.venuewords import venue_acronym
from bibdb.values import LinkKind

__all__ = ["Rank", "Subject", "find_subject"]

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
    keyed: bool = False  # a word before the title says what its link is for: `Paper: [Title](…)`


@dataclass(slots=True)
class _Parts:
    """A subject while it is put together."""

    title: str | None
    facts: Facts = field(default_factory=Facts)
    anchor: Anchor | None = None
    label_end: int = 0
    prose: bool = False
    keyed: bool = False
    linked: bool = False  # the title is a link's text


def find_subject(inline: Inline) -> Subject | None:
    """Say what an item is about; None where its text is about nothing in particular."""
    links = tuple([(anchor.start, anchor.end, anchor.url, anchor.badge) for anchor in inline.anchors])
    key = (inline.text, links, tuple(inline.strong), tuple(inline.emphasis))
    if (known := _KNOWN.get(key)) is None:
        found = _find_subject(inline)
        place = next((at for at, each in enumerate(inline.anchors) if found and each is found.anchor), -1)
        if len(_KNOWN) >= _MOST:
            _KNOWN.clear()
        _KNOWN[key] = (_copied(found, None) if found else None, place)
        return found
    subject, place = known
    return _copied(subject, inline.anchors[place] if place >= 0 else None) if subject else None


def _copied(subject: Subject, anchor: Anchor | None) -> Subject:
    each = subject
    return Subject(
        each.rank, each.label, each.label_end, each.title, anchor, each.date, each.venue, each.authors, each.tags,
        each.flaws, each.prose, each.keyed,
    )  # fmt: skip


# What items are about that were read before, with the place of the subject among their links: lists repeat themselves,
# and are read again and again.
_KNOWN: dict[tuple[object, ...], tuple[Subject | None, int]] = {}
_MOST = 12_000


def _find_subject(inline: Inline) -> Subject | None:
    whole = _only_anchor(inline)
    if whole is not None:
        return _linked_whole(inline, whole)
    masked = masked_text(inline)
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
        facts = None if anchor.bare else facts_of(anchor.text)
        date, venue = (facts.best_date, facts.venue) if facts else (None, None)
        return Subject(Rank.ADDRESS, "" if anchor.bare else anchor.text, end, None, anchor, date, venue)
    parts = split_label(anchor.text)
    certain = anchor.scholarly or parts.date or parts.venue or parts.authors
    return _subject(Rank.PAPER if certain else Rank.LINK, undecorated(anchor.text), end, parts, anchor)


def _subject(rank: Rank, label: str, end: int, parts: LabelParts, anchor: Anchor | None) -> Subject:
    return Subject(
        rank, label, end, parts.title, anchor, parts.date, parts.venue, parts.authors, parts.tags, parts.findings
    )


# ---------------------------------------------------------------- the title is a link's text


def _by_anchor(inline: Inline, masked: str) -> _Parts | None:
    """Read `[Title](…) facts`, `Name: [Title](…)`, `Authors. [Title](…). Venue`."""
    anchor = next((each for each in inline.anchors if not each.generic), None)
    if anchor is None or _title_before(inline, masked, anchor):
        return None
    lead = read_lead(masked[: anchor.start])
    if lead is None:
        return None
    parts = split_label(anchor.text)
    facts, named = lead
    if parts.title is not None and (rest := second_half(masked, anchor)):
        parts, end = replace(parts, title=f"{parts.title}{rest.rstrip()}"), anchor.end + len(rest)
        after = read_behind(masked, end)
    else:
        after = read_behind_styled(inline, masked, anchor.end, cited=False)
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
    found.linked = True
    found.keyed = named and is_generic(masked[: anchor.start].strip(" :：-–—"))
    return found


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


def _is_enumeration(inline: Inline, masked: str, anchor: Anchor) -> bool:
    """Whether the link is the first of several that say something each: `[GRPO](…), [PPO](…)`."""
    following = next((each for each in inline.anchors if each.start >= anchor.end and not each.generic), None)
    if following is None or "\n" in inline.text[anchor.end : following.start]:
        return False
    between = masked[anchor.end : following.start]
    return bool(_CONTINUES.match(between)) and bool(between.strip())


# ---------------------------------------------------------------- the title is set off


def _by_strong(inline: Inline, masked: str) -> _Parts | None:
    """Read `**Title.** *Authors.* Venue. [[paper](…)]`, `Authors. "**Title**." Venue.`"""
    for start, end in inline.strong or _leading_emphasis(inline, masked):
        text = masked[start:end].strip()
        if MASK in text:
            text = text.replace(MASK, " ").strip()
        if len(text) < 80 and (is_generic(text) or _LEADING_NUMBER.match(text) or only_facts(text)):
            continue
        if (text[:1] + text[-1:] in {"()", "[]"}) and not masked[:start].strip():
            return _behind_mark(inline, masked, end, text)
        if masked[max(start - 1, 0) : start] + masked[end : end + 1] == "[]" and not undecorated(masked[: start - 1]):
            return _behind_mark(inline, masked, end + 1, f"[{text}]")
        if (text[:1] == "(" and text[-1:] == ")") or '"' in masked[: max(start - 1, 0)]:
            continue  # a remark, or the title is quoted before it
        if text.count(" ") < 4 and masked[end : end + 3].lstrip()[:1] in {'"', "“"}:
            continue  # a name, and the title is quoted behind it
        lead = read_lead(masked[:start].rstrip(" \"“'(")) or marked_lead(masked[:start])
        if lead is None or is_prose(text):
            return None
        if text.endswith((":", "：")) or (masked[end : end + 1] in {":", "："} and text.count(" ") < 4):
            return _headed(inline, masked, start, end, lead[0])
        parts = split_label(text)
        found = _Parts(
            parts.title, Facts(parts.date, None, parts.venue, parts.authors, list(parts.tags), list(parts.findings))
        )
        found.facts.add(lead[0])
        after = read_behind_styled(inline, masked, end, cited=bool(lead[0].authors))
        found.facts.add(after)
        found.label_end, found.prose = after.end, leads_on(after.left)
        return found
    return None


def _behind_mark(inline: Inline, masked: str, end: int, mark: str) -> _Parts | None:
    """Read `**[Name]** Title | Venue`, `**(Name)** *Title* Venue`: a name, and the title behind."""
    for start, stop in inline.emphasis:
        if start >= end and not masked[end:start].strip() and masked.count(" ", start, stop) > 1:
            names = names_at(masked[start:stop])
            if names is not None and names.strength > 2:
                break
            facts = read_behind_styled(inline, masked, stop, cited=False)
            found = _Parts(clean_title(masked[start:stop]), facts, None, facts.end, leads_on(facts.left))
            found.facts.tags.insert(0, mark[1:-1].strip())
            return found
    behind = _plain(inline, masked, end)
    if behind is not None and mark[:1] == "[":
        behind.facts.tags.insert(0, mark[1:-1].strip())
    return behind


def _leading_emphasis(inline: Inline, masked: str) -> list[tuple[int, int]]:
    """Give emphasised words that lead an item and could be its title."""
    if not inline.emphasis or inline.emphasis[0][0] > 1:
        return []
    start, end = inline.emphasis[0]
    names = names_at(masked[start:end])
    return [(start, end)] if masked.count(" ", start, end) > 1 and (names is None or names.strength < 2) else []


def _headed(inline: Inline, masked: str, start: int, end: int, lead: Facts) -> _Parts | None:
    """Read `**Name:** rest of the title. Venue [pdf]`; `**Note:** …` heads no title."""
    key = masked[start:end].strip(" :：")
    if is_generic(key) or len(key.split()) > 6:
        return None
    found = _plain(inline, masked, start)
    if found is not None:
        found.facts.add(lead)
    return found


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
    first, hard_break, _ = head.partition("\u2028")
    if hard_break and first.strip():
        head, button = first, start + len(first)
    bare = undecorated(head.strip())
    if not bare or _ONLY_SIGNS.match(bare):
        return _behind_button(inline, masked, button) if button >= 0 else None
    if button >= 0 and (leads_to_link(bare) or is_deictic(inline, masked, button)):
        return None
    parts = split_label(bare)
    if parts.title is None and parts.date is None and not parts.authors:
        return None
    if parts.title is not None and is_prose(parts.title):
        return None
    found = _Parts(
        parts.title, Facts(parts.date, None, parts.venue, parts.authors, list(parts.tags), list(parts.findings))
    )
    after = read_behind(masked, button) if button >= 0 else Facts(end=len(masked))
    found.facts.add(after)
    found.label_end, found.prose = after.end, leads_on(after.left)
    return found


def _behind_button(inline: Inline, masked: str, button: int) -> _Parts:
    """Read `[[pdf](…)] Title. Venue`, where the title follows a link that says nothing, if anything does."""
    rest = _BUTTONS.sub("", masked[button:])
    if inline.anchors and inline.anchors[0].bare:
        rest = rest.lstrip("-–—| ")  # `arXiv:2001.00001 - Title`
    title = _TAGGED_END.sub("", rest.partition(MASK)[0])
    if not title[:1].isalnum() or title[:1].islower() or is_prose(title) or is_running(title):
        return _Parts(None, label_end=len(masked))
    parts = split_label(title)
    facts = Facts(parts.date, None, parts.venue, parts.authors, list(parts.tags), list(parts.findings))
    after = read_behind(masked, len(masked) - len(rest) + len(title))
    facts.add(after)
    return _Parts(parts.title, facts, None, after.end, leads_on(after.left))


_TAGGED_END = re.compile(r"(?<=[.?!])\s+\[[^\[\]]{1,60}\][^\[\]]*$")  # `Title. [one tag, another]`
_BUTTONS = re.compile(rf"^(?:[\s,;|/·•:()\[\]-]*{MASK}+[\])]*)+[\s,;:]*")


# ---------------------------------------------------------------- putting together


def _finished(inline: Inline, masked: str, parts: _Parts) -> Subject | None:
    """Choose the subject link and judge how sure the whole is."""
    external = [anchor for anchor in inline.anchors if not anchor.local]
    own = [anchor for anchor in external if anchor.start < max(parts.label_end, 1)]
    if not own:  # buttons behind words that are no facts
        own = [anchor for anchor in external if anchor.generic and not anchor.bare]
    anchor = _subject_anchor(own, parts.anchor)
    facts = parts.facts
    for each in own:
        if each.generic and not each.bare and (said := facts_of(each.text)) is not None:
            facts.add(said)  # `[ICML 2020](…)`
        elif each.generic and not each.bare and venue_acronym(each.text) and not is_generic(each.text):
            facts.venue = facts.venue or each.text
    title = clean_title(parts.title.replace(MASK, " ")) if parts.title else None
    if title is not None and is_generic(title):
        title = None
    if title is None and anchor is None:
        return None
    label = label_words(masked[: parts.label_end])
    factual = bool(facts.date or facts.year or facts.venue or (facts.authors and anchor is not None))
    if anchor is None and not parts.linked and any(each.local for each in inline.anchors):
        factual = False  # words about something that stands elsewhere in the document
    if title is None:
        rank = Rank.ADDRESS
    elif (anchor is not None and (anchor.scholarly or (anchor.generic and anchor.kind is LinkKind.PAPER))) or factual:
        rank = Rank.PAPER
    else:
        filed = parts.linked and any(each.filed and not each.generic for each in inline.anchors)
        rank = Rank.LINK if anchor is not None or filed else Rank.PLAIN
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
        parts.keyed,
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
