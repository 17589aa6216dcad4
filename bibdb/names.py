"""Names as people write them, taken apart: given and family names, particles, suffixes, collaborations.

The rules are BibTeX's (von, last, first, jr) with the particles written out, because real lists capitalise them as they
like; a display name without a comma is read as given names first. A compound Spanish family name without particle or
hyphen cannot be told from a middle name, and keeps its last word only.
"""

from __future__ import annotations

import re

from bibdb.text import collapse, strip_controls
from bibdb.values import Name

__all__ = ["family_name", "split_name"]

_WRITTEN = """
    af al auf av ben bin bint d' da das de degli dei del dela della delle den der des di do dos du e el het ibn in la
    las le los op 's 't te ten ter van vande vanden vander vom von vonder y zu zum zur
"""
_PARTICLES = frozenset(_WRITTEN.split())
_JOINERS = frozenset({"y", "e"})
# Particles that stay particles when capitalised; `Ben`, `In` or `Do` are names then.
_CAPITALISED = "Al Da De Del Dela Della Den Der Di Dos Du El La Le Las Los St St. Ter Van Vanden Vander Vom Von Zu"
_CAPITAL_PARTICLES = frozenset(_CAPITALISED.split())
# Beside one of these `Van` and `Le` are names of their own.
_VIETNAMESE_FAMILIES = """
    Bui Cao Dang Dinh Do Doan Duong Ho Hoang Huynh Le Luong Luu Ly Mai Ngo Nguyen Pham Phan Ta Tran Trinh Truong Vo Vu
"""
_VIETNAMESE = frozenset(_VIETNAMESE_FAMILIES.split())
_SUFFIX = re.compile(r"(?:jr|sr|jnr|snr)\.?|II|III|IV|(?:2nd|3rd|4th)", re.IGNORECASE)
_ORGANISATION = re.compile(
    r"(?<![\w-])(?:collaborations?|collab\.?|teams?|groups?|consorti(?:um|a)|project|initiative|universit\w+|institut\w*|"
    r"laborator\w+|labs?|research|foundation|network|community|communities|committee|society|association|alliance|"
    r"organi[sz]ation|department|cent(?:er|re)|agency|bureau|council|ministry|company|corporation|corp|inc|gmbh|ltd|llc|"
    r"contributors|authors|developers|maintainers)(?![\w-])",
    re.IGNORECASE,
)
# One word with AI or a capital inside, and not Mac, Mc, Le, De …: OpenAI, DeepSeek-AI, ByteDance.
_COINED = re.compile(r"[\w.]*[\w-]AI|[A-Z][a-z]{3,}[A-Z][a-z]+[\w-]*|\w+\.(?:ai|com|org|io)")
_COMPANIES = "anthropic apple baidu eleutherai google huawei ibm meta microsoft mistral nvidia openai qwen tencent xai"
_KNOWN = frozenset(_COMPANIES.split())
_AND_OTHERS = re.compile(r"[\s,;]*(?:\bet\.? al\b\.?|\band others|\bu\. ?a\.)[\s,;]*$", re.IGNORECASE)
_AFFILIATION = re.compile(r"\s*\(([^()]*)\)\s*$")
_INITIALS = re.compile(r"(?:[^\W\d_]\.-?)+(?:[^\W\d_]\.?)?")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+")
_HANGUL = re.compile(r"[\uac00-\ud7a3]+")
_TWO_SYLLABLES = """
    欧阳 歐陽 司马 司馬 上官 诸葛 諸葛 司徒 东方 東方 皇甫 尉迟 公孙 慕容 令狐 端木 夏侯
    남궁 황보 제갈 선우 독고 사공 서문
"""
_LONG_FAMILIES = frozenset(_TWO_SYLLABLES.split())
# `Li Fei-Fei`, `Kim Min-jae`: a frequent Chinese or Korean family name before a given name of two hyphenated
# syllables is written in its own order (the hyphenated part is never the family's).
_EAST_ASIAN_FAMILIES = """
    Ahn Bae Bai Cai Cao Chang Chen Cheng Cho Choi Chu Deng Ding Du Fan Fang Feng Fu Gao Gong Gu Guo Han He Ho Hong Hou
    Hsieh Hsu Hu Huang Hwang Jang Jeon Jeong Jia Jiang Jin Jung Kang Kim Kong Kwon Lee Lei Li Liang Liao Lim Lin Liu Lo
    Lu Luo Ma Mao Meng Mo Oh Pan Park Peng Qian Qin Qiu Ryu Seo Shao Shen Shi Shin Son Song Su Sun Tan Tang Tao Tian
    Tsai Wan Wang Wei Wen Wu Xia Xiang Xiao Xie Xiong Xu Xue Yan Yang Yao Ye Yi Yin Yoo Yoon Yu Yuan Zeng Zhang Zhao
    Zheng Zhong Zhou Zhu Zou
"""
_FAMILY_FIRST = frozenset(_EAST_ASIAN_FAMILIES.split())
_SYLLABLE = r"(?:[bcdfghjklmnpqrstwxyz]|zh|ch|sh|ts|hs|kw)?y?[aeiouw]{1,3}(?:ng|[nrklmph])?"
_TWO_PART_GIVEN = re.compile(rf"(?=[A-Z]){_SYLLABLE}-{_SYLLABLE}", re.IGNORECASE)


def split_name(display: str) -> Name:
    """Take a name apart; whatever it is, the result has a `display`, in natural order (given names first).

    `Last, First`, `Last, Jr., First` and `Last, First, Jr.` are turned round; `(…)` behind a name is its affiliation;
    `et al.` is dropped. Collaborations, teams and companies, and names in braces, come back `literal`.
    """
    text = collapse(strip_controls(display).replace("~", " ")).strip(" ,;*†‡§¶")
    bare = _AND_OTHERS.sub("", text)
    if not bare:
        return Name(display=text, literal=True)
    if bare.startswith("{") and bare.endswith("}") and bare.count("{") == 1:
        return Name(display=bare[1:-1].strip(), literal=True)
    annotated = _AFFILIATION.search(bare)
    if annotated and annotated.start():
        inner = split_name(bare[: annotated.start()])
        return Name(inner.display, inner.given, inner.family, inner.suffix, inner.literal, annotated[1].strip() or None)
    if _is_organisation(bare):
        return Name(display=bare, literal=True)
    return _split_inverted(bare) if "," in bare else _split_natural(bare)


def family_name(name: Name) -> str:
    """Give the name to sort and cite by: the family name with its particles, or the whole of a literal name."""
    if name.family:
        return name.family
    if name.literal:
        return name.display
    parts = split_name(name.display)
    return parts.family or parts.display


def _is_organisation(text: str) -> bool:
    if "," in text:
        return False
    if _ORGANISATION.search(text) or not any(char.isalpha() for char in text):
        return True
    last = text.rsplit(maxsplit=1)[-1]
    if last != text:
        return last in {"AI", "DeepMind"}
    return text.lower() in _KNOWN or bool(_COINED.fullmatch(text))


def _split_inverted(text: str) -> Name:
    family, *rest = (part.strip() for part in text.split(","))
    suffixes = [part for part in rest if _SUFFIX.fullmatch(part)]
    given = " ".join(part for part in rest if part and not _SUFFIX.fullmatch(part))
    if not family:
        return _split_natural(given) if given else Name(display=text, literal=True)
    if suffixes and not given:  # `John Smith, Jr.`: the comma belongs to the suffix alone
        return _named(*_halves(family.split()), suffixes[0])
    return _named(given, family, suffixes[0] if suffixes else None)


def _split_natural(text: str) -> Name:
    if " " not in text and (_HAN.fullmatch(text) or _HANGUL.fullmatch(text)):
        return _split_east_asian(text)
    words = text.split()
    if len(words) == 2 and all(_HAN.fullmatch(word) or _HANGUL.fullmatch(word) for word in words):
        return Name(display=text, given=words[1], family=words[0])
    if len(words) == 2 and words[0] in _FAMILY_FIRST and _TWO_PART_GIVEN.fullmatch(words[1]):
        return Name(display=text, given=words[1], family=words[0])
    suffix = None
    if len(words) > 2 and _SUFFIX.fullmatch(words[-1]):
        suffix = words.pop()
    given, family = _halves(words)
    return Name(display=text, given=given or None, family=family, suffix=suffix)


def _split_east_asian(text: str) -> Name:
    """Family first; a long name that begins with no known long family is left whole: it may be Japanese."""
    size = 2 if text[:2] in _LONG_FAMILIES and len(text) > 2 else 1
    if not 1 < len(text) <= size + 2:
        return Name(display=text, family=text)
    return Name(display=text, given=text[size:], family=text[:size])


def _named(given: str, family: str, suffix: str | None) -> Name:
    display = " ".join(part for part in (given, family, suffix) if part)
    return Name(display=display, given=given or None, family=family, suffix=suffix)


def _halves(words: list[str]) -> tuple[str, str]:
    """Divide words into given names and family name."""
    initials = len(words)
    while initials and _INITIALS.fullmatch(words[initials - 1]):
        initials -= 1
    if initials == 1:  # `Vaswani A.`, `Prashanth L. A.`
        return " ".join(words[1:]), words[0]
    start = _family_start(words[:initials] or words)
    return " ".join(words[:start]), " ".join(words[start:])


def _family_start(words: list[str]) -> int:
    """Find where the family name begins: at a written particle, else at the last word with what joins it."""
    start = len(words) - 1
    for n, word in enumerate(words[:-1]):
        if word in _PARTICLES - _JOINERS and not any(_INITIALS.fullmatch(later) for later in words[n:]):
            start = n
            break
    while start > 1 and _joins(words, start - 1):
        start -= 2 if words[start - 1] in _JOINERS and start > 2 else 1
    return start


def _joins(words: list[str], place: int) -> bool:
    if words[0] in _VIETNAMESE or words[place + 1] in _VIETNAMESE:
        return False
    return words[place] in _CAPITAL_PARTICLES | _PARTICLES
