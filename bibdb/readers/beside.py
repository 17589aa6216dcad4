"""What stands beside a title in an item: links that say nothing, facts before it, facts behind it."""

from __future__ import annotations

import re

from bibdb.readers.asides import MASK, Facts, read_aside
from bibdb.readers.inline import Anchor, Inline
from bibdb.readers.label_names import plain_names, split_names
from bibdb.readers.labels import split_lead, undecorated
from bibdb.readers.links import is_generic
from bibdb.readers.prose import is_prose, is_running

__all__ = [
    "is_deictic",
    "label_words",
    "marked_lead",
    "masked_text",
    "read_behind",
    "read_behind_styled",
    "read_lead",
    "second_half",
]

_EMPTY_GROUP = re.compile(rf"[(\[（【][\s,;|/·•&+{MASK}-]*{MASK}[\s,;|/·•&+{MASK}-]*[)\]）】]")
_KEY = re.compile(rf"(?:(?<=^)|(?<=[\s|,;.([{MASK}]))(?P<key>[^\W\d_][\w /-]{{0,24}}?)\s?[:：]\s*(?={MASK})")
_KEYED_MASK = re.compile(rf"[:：]\s*{MASK}")
_EMPTY = re.compile(r"[\[(（【]\s*[\])）】]")
_ONLY_SIGNS = re.compile(r"[\W_]*$")
_LEADING_NUMBER = re.compile(r"^\[?\(?(?!(?:19|20)\d\d\b)\d{1,4}[\])]?[.:]?$")
_HALF = re.compile(rf":[ ][^|{MASK}\n\u2028(\[.!?;]{{12,200}}")
_WORDS = re.compile(r"\w+(?:[-'’]\w+)*")
_DEICTIC = re.compile(
    r"(?:click )?(?:here|this|this one|hier|aquí|aqui|ici|qui|buraya|тут|здесь|这里|這裡|此处|ここ|여기)[.!]?",
    re.IGNORECASE,
)
_MARK = re.compile(r"\s*[(\[]([^()\[\]]{1,30})[)\]]\s*")
_SEPARATORS = ":：-–—|>→ "


def masked_text(inline: Inline) -> str:
    """Give the text with links that say nothing (`[[pdf](…)]`, `Code: [link](…)`) blotted out, at the same length."""
    text = inline.text.replace("\n", " ") if "\n" in inline.text else inline.text
    if "<" in text:
        text = _unbracketed(text, inline)
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


def _unbracketed(text: str, inline: Inline) -> str:
    """Blot out the angle brackets of `<[Title](…)>`."""
    places = [
        place
        for anchor in inline.anchors
        if anchor.start and text[anchor.start - 1] + text[anchor.end : anchor.end + 1] == "<>"
        for place in (anchor.start - 1, anchor.end)
    ]
    if not places:
        return text
    signs = list(text)
    for place in places:
        signs[place] = " "
    return "".join(signs)


def read_lead(text: str) -> tuple[Facts, bool] | None:
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
    label = split_lead(bare.rstrip(_SEPARATORS))
    rest = label.title or ""
    facts = Facts(label.date, None, label.venue, label.authors, list(label.tags), list(label.findings))
    if not rest or _ONLY_SIGNS.match(rest):
        return facts, False
    if bare[-1] in _SEPARATORS and len(rest.split()) <= 9 and not is_prose(rest):
        return facts, True
    return None


def marked_lead(text: str) -> tuple[Facts, bool] | None:
    """Read `(Name) ` or `[Name] ` before a title that is set off: what is marked so is called so."""
    match = _MARK.fullmatch(text)
    return (Facts(tags=[match[1]]), True) if match else None


def read_behind(masked: str, start: int, *, cited: bool = False, known: Facts | None = None) -> Facts:
    """Read facts behind a title; `end` and `left` then count from the text's beginning."""
    text = masked[start:]
    if not text.strip():
        facts = Facts()
        facts.end = len(masked)
        return facts
    facts = read_aside(
        text,
        trusted="\u2028" in text[:4] or text.lstrip()[:1] in ",.(" or text.lstrip()[:3] in {"by ", "By "},
        cited=cited,
        known=known,
    )
    facts.end = start + facts.end if facts.left.strip(' .,;:|-–—*_"' + MASK) else len(masked)
    facts.left = facts.left if facts.end < len(masked) else ""
    return facts


def read_behind_styled(inline: Inline, masked: str, end: int, *, cited: bool) -> Facts:
    """Read facts behind a title; emphasised words at once behind it are its authors if they can be."""
    following = next(((first, last) for first, last in inline.emphasis if first >= end), None)
    if following and not masked[end : following[0]].strip(' \u2028\\.,;:"”-–—|' + MASK):
        facts = _read_emphasised(masked[slice(*following)])
        if facts is not None:
            after = read_behind(masked, following[1], known=facts)
            after.add(facts)
            return after
    return read_behind(masked, end, cited=cited)


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


def label_words(masked: str) -> str:
    """Give a label's words without its buttons."""
    text = masked.replace(MASK, " ")
    if "(" in text or "[" in text or "（" in text or "【" in text:
        text = _EMPTY.sub("", text)
    return " ".join(text.split()).strip(" |·•")


def second_half(masked: str, anchor: Anchor) -> str:
    """Give the rest of a paper's title that its link leaves out: `[Name](…): What It Does in Capitals | Venue`."""
    if not anchor.scholarly or anchor.text.count(" ") > 1 or masked[anchor.end : anchor.end + 2] != ": ":
        return ""
    match = _HALF.match(masked, anchor.end)
    half = match.group() if match else ""
    words = [word for word in _WORDS.findall(half) if len(word) > 3]
    capital = sum(word[0].isupper() for word in words)
    return half if len(words) > 2 and capital * 10 >= len(words) * 7 and not is_prose(half) else ""


def is_deictic(inline: Inline, masked: str, button: int) -> bool:
    """Whether the link at a place is the `here` of the sentence before it."""
    anchor = next((each for each in inline.anchors if each.start >= button), None)
    if anchor is None or anchor.start > button or not _DEICTIC.fullmatch(anchor.text.strip()):
        return False
    return masked[:button].rstrip()[-1:] not in ":：.-–—|,;!?)"
