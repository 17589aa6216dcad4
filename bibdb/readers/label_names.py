"""Authors as people write them beside titles: found, judged by how much they look like names, and split."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from bibdb.readers.venuewords import venue_acronym

__all__ = ["Names", "names_at", "split_names"]

_UPPER = "".join(char for char in map(chr, range(0x41, 0x530)) if char.isupper())
# Initials keep their dots; the dot after a word ends the name.
_CAP = (
    rf"(?:[{_UPPER}]\.(?:[ -]?[{_UPPER}]\.)*|(?:Md|Mr|Dr|St|Jr|Sr|Ph|Th|Yu|Chr)\."
    rf"|(?:d|D|O|L|Mc|l)?['’]?[{_UPPER}][\w'’`´]*(?:[-‐‑][\w'’`´]+)*)"
)
_PARTICLE = r"(?:[Dd]e|[Vv]an|[Vv]on|[Dd]er|[Dd]en|[Dd]el|[Dd]ella|[Dd]a|[Dd]i|[Dd]os|[Dd]as|[Dd]u|[Ll]a|[Ll]e|[Tt]er|[Tt]en|[Aa]l|[Ee]l|[Bb]in|[Ii]bn|y|zu|zur|’t|'t)"
_NAME = rf"(?:{_PARTICLE}[ ]){{0,3}}{_CAP}(?:[ ](?:{_PARTICLE}[ ]|al-){{0,3}}{_CAP}){{0,5}}"
_MARKS = r"(?:[*†‡§¶∗]|\^?\d\b)*"
_AFFIL = r"(?:[ ]?\((?!\d{4}\))[^()\n]{1,60}\))?"
_SEP = r"(?:[ ]?[,，;；、·][ ]?(?:and[ ]|&[ ]?)?|[ ](?:and|und|et|y)[ ](?!al\b)|[ ]?&[ ]?)"
_ET_AL = r"(?:[ ]?,?[ ]?(?:and[ ])?et\.?[ ]?al(?:ii)?\b\.?|[ ]?,?[ ]?(?:\.\.\.|…)|[ ]?,?[ ]?and (?:colleagues|others)\b|[ ]?等人?)"
_NAMES = re.compile(rf"{_NAME}{_MARKS}{_AFFIL}(?:{_SEP}{_NAME}{_MARKS}{_AFFIL})*(?P<etal>{_ET_AL})?")
_CJK_NAME = r"[\u4e00-\u9fff]{2,4}"
_CJK_NAMES = re.compile(rf"{_CJK_NAME}(?:[ ]?[,，、；;·][ ]?{_CJK_NAME})*(?P<etal>[ ]?等人?)?")
_ONE = re.compile(rf"{_NAME}{_MARKS}{_AFFIL}")
_BETWEEN = re.compile(_SEP)
_SPLIT = re.compile(r"\s*[;；]\s*|\s*[,，、·]\s*(?:and\s+|&\s*)?|\s+(?:and|und)\s+|\s*&\s*")
_ET_AL_AT_END = re.compile(
    r"^(.*?)(\s*[,，]\s*|\s+)?(?:and\s+)?(et\.?\s?al(?:ii)?\b\.?|\.\.\.|…|and others|and colleagues|等人?)$"
)
_INITIALS = re.compile(rf"(?:[{_UPPER}]\.?[ -]?){{1,4}}$")
_INITIAL = re.compile(rf"(?<!\w)[{_UPPER}]\.")
_PARENS = re.compile(r"\([^()]*\)")

# Words of titles and institutions that are capitalised like names; a "name" that holds one is none.
_COMMON = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "for",
        "in",
        "on",
        "with",
        "from",
        "to",
        "by",
        "as",
        "at",
        "via",
        "and",
        "or",
        "not",
        "is",
        "are",
        "be",
        "can",
        "do",
        "does",
        "how",
        "why",
        "what",
        "when",
        "where",
        "which",
        "who",
        "we",
        "our",
        "your",
        "you",
        "it",
        "its",
        "this",
        "that",
        "these",
        "those",
        "all",
        "any",
        "more",
        "most",
        "less",
        "few",
        "many",
        "one",
        "two",
        "zero",
        "using",
        "towards",
        "toward",
        "beyond",
        "through",
        "learning",
        "deep",
        "neural",
        "network",
        "networks",
        "model",
        "models",
        "modeling",
        "modelling",
        "language",
        "languages",
        "large",
        "small",
        "data",
        "dataset",
        "datasets",
        "training",
        "pretraining",
        "generation",
        "generative",
        "generating",
        "diffusion",
        "transformer",
        "transformers",
        "attention",
        "graph",
        "graphs",
        "vision",
        "visual",
        "image",
        "images",
        "video",
        "videos",
        "audio",
        "speech",
        "text",
        "texts",
        "multimodal",
        "reasoning",
        "agent",
        "agents",
        "reinforcement",
        "policy",
        "reward",
        "optimization",
        "optimisation",
        "inference",
        "detection",
        "recognition",
        "segmentation",
        "classification",
        "prediction",
        "estimation",
        "retrieval",
        "knowledge",
        "representation",
        "representations",
        "embedding",
        "embeddings",
        "adaptive",
        "efficient",
        "robust",
        "scalable",
        "unified",
        "self",
        "supervised",
        "unsupervised",
        "survey",
        "review",
        "overview",
        "tutorial",
        "benchmark",
        "benchmarks",
        "evaluation",
        "evaluating",
        "analysis",
        "analyzing",
        "understanding",
        "system",
        "systems",
        "framework",
        "method",
        "methods",
        "approach",
        "approaches",
        "algorithm",
        "algorithms",
        "theory",
        "application",
        "applications",
        "study",
        "research",
        "paper",
        "papers",
        "work",
        "works",
        "introduction",
        "foundations",
        "foundation",
        "history",
        "basics",
        "advances",
        "human",
        "machine",
        "artificial",
        "intelligence",
        "computer",
        "science",
        "world",
        "planning",
        "search",
        "memory",
        "tool",
        "tools",
        "code",
        "program",
        "programs",
        "programming",
        "software",
        "engineering",
        "robot",
        "robots",
        "robotics",
        "control",
        "dynamics",
        "dynamic",
        "statistical",
        "probabilistic",
        "bayesian",
        "stochastic",
        "variational",
        "adversarial",
        "contrastive",
        "semantic",
        "semantics",
        "question",
        "answering",
        "translation",
        "summarization",
        "dialogue",
        "conversational",
        "instruction",
        "tuning",
        "fine",
        "prompt",
        "prompting",
        "prompts",
        "chain",
        "thought",
        "thoughts",
        "scaling",
        "scale",
        "laws",
        "test",
        "time",
        "shot",
        "zero",
        "quantum",
        "gravity",
        "physics",
        "mathematical",
        "mathematics",
        "math",
        "algebra",
        "geometry",
        "topology",
        "holographic",
        "entanglement",
        "black",
        "hole",
        "holes",
        "university",
        "institute",
        "google",
        "microsoft",
        "facebook",
        "meta",
        "openai",
        "deepmind",
        "nvidia",
        "amazon",
        "apple",
        "tencent",
        "alibaba",
        "baidu",
        "huawei",
        "bytedance",
        "berkeley",
        "stanford",
        "harvard",
        "princeton",
        "lab",
        "labs",
        "laboratory",
        "inc",
        "team",
        "group",
        "department",
        "school",
        "college",
        "corporation",
        "project",
        "page",
        "website",
        "blog",
        "post",
        "slides",
        "poster",
        "demo",
        "video",
        "github",
        "gitlab",
        "link",
        "links",
        "here",
        "read",
        "download",
        "pdf",
        "book",
        "books",
        "chapter",
        "course",
        "lecture",
        "lectures",
        "notes",
        "thesis",
        "report",
        "awesome",
        "list",
        "collection",
        "resources",
        "table",
        "contents",
        "figure",
        "section",
        "part",
        "volume",
        "version",
        "official",
        "implementation",
        "pytorch",
        "tensorflow",
        "jax",
        "python",
        "java",
        "julia",
        "rust",
        "documentation",
        "guide",
        "conference",
        "workshop",
        "journal",
        "proceedings",
        "transactions",
        "symposium",
        "international",
        "press",
        "letters",
        "nature",
        "findings",
        "arxiv",
        "preprint",
        "best",
        "award",
        "oral",
        "spotlight",
        "accepted",
        "published",
        "year",
        "month",
        "new",
        "news",
        "update",
        "note",
        "best",
        "outstanding",
        "january",
        "february",
        "march",
        "april",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "spring",
        "summer",
        "fall",
        "winter",
        "keyword",
        "keywords",
        "abstract",
        "author",
        "authors",
        "venue",
        "date",
        "publisher",
        "title",
        "tags",
        "tldr",
        "summary",
        "code",
        "data",
        "model",
        "release",
        "space",
        "spaces",
        "field",
        "fields",
        "function",
        "functions",
        "process",
        "processes",
        "design",
        "open",
        "source",
        "web",
        "mobile",
        "cloud",
        "network",
        "safety",
        "alignment",
        "privacy",
        "security",
        "fairness",
        "bias",
        "social",
        "economic",
        "medical",
        "clinical",
        "health",
        "biology",
        "chemistry",
        "molecular",
        "simulation",
        "simulations",
        "environment",
        "environments",
        "game",
        "games",
        "multi",
        "cross",
        "domain",
        "domains",
        "task",
        "tasks",
        "level",
        "high",
        "low",
        "key",
        "keys",
        "main",
        "other",
        "others",
        "misc",
        "miscellaneous",
        "general",
        "common",
        "core",
        "basic",
        "advanced",
        "general",
        "special",
        "topics",
        "topic",
    ]
)


@dataclass(frozen=True, slots=True)
class Names:
    """Names found in a text: where they end, how sure they are (0 unlikely to 3 certain), and the list."""

    end: int
    strength: int
    names: tuple[str, ...]


def names_at(text: str, start: int = 0) -> Names | None:
    """Read the names that begin at `start`; None where no name begins."""
    match = _NAMES.match(text, start) or _CJK_NAMES.match(text, start)
    if match is None or len(match.group()) > 4000:
        return None
    end = match.end() if match.group("etal") is not None else _last_name(text, start, match.end())
    found = text[start:end]
    names = split_names(found)
    return Names(end, _strength(names, match.group("etal") is not None, found), names)


def _last_name(text: str, start: int, end: int) -> int:
    """Cut off what follows the names in the same list and is none: `A. One & B. Two, Findings`, `C. Three, ICML`."""
    position = last = start
    while (one := _ONE.match(text, position, end)) is not None:
        words = one.group().split()
        if last > start and (venue_acronym(words[0]) or all(map(_is_common, words))):
            return last
        last = one.end()
        between = _BETWEEN.match(text, last, end)
        if between is None:
            return end
        position = between.end()
    return end


def _is_common(word: str) -> bool:
    word = word.lower().strip(".'’")
    return len(word) > 1 and word in _COMMON


def _strength(names: tuple[str, ...], et_al: bool, text: str) -> int:
    """Judge names by their shape: initials, length, `et al.`, and words that titles are made of."""
    bare = [_PARENS.sub("", name).strip() for name in names]
    words = [word for name in bare for word in name.split()]
    common = sum(map(_is_common, words))
    if et_al and not common:
        return 3
    if common * 6 > len(words) or (common and len(names) < 4):
        return 0
    lengths = [len(name.split()) for name in bare]
    usual = sum(2 <= length <= 4 for length in lengths)
    if len(names) >= 3 and usual * 5 >= 4 * len(names):
        return 3 if not common else 2
    if _INITIAL.search(text) and usual:
        return 3 if len(names) > 1 else 2
    return 1 if usual or len(names) > 1 else 0


def split_names(text: str) -> tuple[str, ...]:
    """Split a list of names: `A. B., C and D et al.` Inverted names (`Bengio, Yoshua`) stay together as written."""
    text = " ".join(text.split()).strip(" ,;:")
    tail: tuple[str, ...] = ()
    match = _ET_AL_AT_END.match(text)
    if match and match.group(1):
        if match.group(2) and match.group(2).strip():  # a comma before it makes it an item of its own
            text, tail = match.group(1), (match.group(3),)
        elif not _SPLIT.search(match.group(1)):
            return (text,)
    if ";" in text or "；" in text:
        return (*_stripped(re.split(r"[;；]", text)), *tail)
    parts = _stripped(_SPLIT.split(text))
    return (*_rejoined(parts, inverted=text.count(",") >= 1, et_al=bool(tail)), *tail)


def _stripped(parts: list[str]) -> list[str]:
    kept = (part.strip(" ,;*†‡§¶∗") for part in parts)
    return [part for part in kept if part]


def _rejoined(parts: list[str], *, inverted: bool, et_al: bool) -> list[str]:
    """Put back together what commas took apart: `Smith | J. | Doe | A. B.` and `Bengio | Yoshua | Ian Goodfellow`."""
    if not inverted or len(parts) < 2:
        return parts
    if _abbreviated(parts):
        return [f"{family}, {given}" for family, given in zip(parts[::2], parts[1::2], strict=True)]
    first, second = parts[0].split(), parts[1].split()
    rest_full = all(len(part.split()) >= 2 for part in parts[2:])
    given_like = len(second) == 1 or all(_INITIALS.match(word) for word in second[1:])
    if len(first) == 1 and given_like and rest_full and (len(parts) > 2 or et_al) and not _INITIALS.match(parts[0]):
        return [f"{parts[0]}, {parts[1]}", *parts[2:]]
    return parts


def _abbreviated(parts: list[str]) -> bool:
    """Whether family names and initials alternate throughout."""
    if len(parts) % 2:
        return False
    return all(
        bool(_INITIALS.match(second)) and not _INITIALS.match(first)
        for index, (first, second) in enumerate(pairwise(parts))
        if index % 2 == 0
    )
