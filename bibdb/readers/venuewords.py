"""How venues are called: acronyms of conferences and journals, and the words by which the others are known."""

from __future__ import annotations

import re
from functools import lru_cache

from bibdb.readers.vocabulary import ACRONYMS, SPELLINGS, WEAK_ACRONYMS

__all__ = ["is_venue", "venue_acronym"]

# Words that are venues by themselves, or with little after them, but stand in titles too.
_ALONE = re.compile(
    r"(?:Nature|Science|Cell|Neuron|Findings|Patterns|Lancet|The Lancet|Preprint|preprint"
    r"|Machine Learning|Artificial [Ii]ntelligence"
    r"|Neural [Cc]omputation|Neural [Nn]etworks|Cognitive [Ss]cience|[Cc]omputational [Ll]inguistics"
    r"|Bioinformatics|Neurocomputing"
    r"|Entropy|Sensors|Biometrika|Chaos|Cognition|Psychometrika|Automatica|Physica [A-E]|Nucleic Acids Research)"
    r"(?: (?:of|Machine|Intelligence|Communications|Methods|Medicine|Physics|Reviews?|Advances|Robotics"
    r"|Reports|Systems|Biotechnology"
    r"|Biomedical|Engineering|Neuroscience|Human|Behaviou?r|Computational|Translational|Genetics|Energy"
    r"|Climate|Change|[A-Z]{2,}))*[\W\d]*",
)
_PHRASES = re.compile(
    r"\b(?:Journal|Proceedings|Proc\.|Transactions|Trans\.|Conference|Conf\.|Workshops?|Symposium|Symp\."
    r"|Congress|Annals"
    r"|Advances in|Lecture Notes|Letters|Lett\.|Magazine|Quarterly|Bulletin|Acta|Archives? of|Press|Springer|Elsevier"
    r"|IEEE|ACM|USENIX|Academic|Publishers?|Technical Report|Tech\.? Rep(?:ort|\.)|Ph\.?D\.? [Tt]hesis"
    r"|Master'?s? [Tt]hesis"
    r"|Phys\. ?Rev\.|Phys\.Rev|Nucl\. ?Phys\.|Frontiers in|Eur\. ?Phys|Commun\.|J\. [A-Z]"
    r"|O'Reilly|MIT Press|Wiley|Cambridge University|Oxford University)(?=\W|$)"
    r"|会议|期刊|学报|大会",
)
_NUMBERED = re.compile(
    r"(?:[A-Z][A-Za-z]*[A-Z][A-Za-z0-9&/-]*[ '’-]{1,2}|[A-Z]{2,}[A-Za-z0-9&/-]*)(?:(?:19|20)\d\d|['’]\d\d)\b"
)
_LAST_GROUP = re.compile(r"(?P<before>[^()（）]+[^()（）\s])\s*[(（](?P<inner>[^()（）]+)[)）]\.?")
_TOKEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9&-]*")
_YEARS = re.compile(r"(?:(?:19|20)\d\d|['’]?\d\d)$")
_ANY_YEAR = re.compile(r"(?:19|20)\d\d|['’]\d\d")
_SENTENCE = re.compile(r"\b(?:[Uu]sing|is|are|was|were|has|have|we|this|that|which|our|can|will|uses|it)\b")


def venue_acronym(word: str) -> bool:
    """Whether one word is the acronym of a venue, with or without a year at its end (`ICLR`, `CVPR2019`, `NIPS'16`)."""
    word = word.strip("()[],.;:*'’ ")
    bare = _YEARS.sub("", word).rstrip("-'’ ")
    if bare in SPELLINGS:
        return True
    dated = bare != word
    if not (bare.isupper() or dated):
        return False
    folded = bare.upper().replace("-", "")
    if "-" in bare and bare.split("-")[0] in ACRONYMS - WEAK_ACRONYMS and bare.isupper():
        return True  # `NAACL-HLT`
    return folded in ACRONYMS and (dated or folded not in WEAK_ACRONYMS)


def _is_acronym(token: str) -> bool:
    """Whether a word is an acronym of a venue; most words are told by their looks."""
    return token in SPELLINGS or ((token.isupper() or token[-1].isdigit()) and venue_acronym(token))


@lru_cache(maxsize=16384)
def is_venue(text: str) -> bool:
    """Whether a short text is the name of a venue: `ICLR 2025 Workshop`, `Phys.Rev.Lett. 97 (2006)`."""
    text = text.strip()
    if not text or len(text) > 160:
        return False
    if text.count(" ") > 16:
        return False
    group = _LAST_GROUP.fullmatch(text)
    if group and is_venue(group["inner"]) and not is_venue(group["before"]):
        return False  # words that a venue follows: `and Widgets (ICML 2019)`
    tokens = _TOKEN.findall(text[:80])
    places = [index for index, token in enumerate(tokens) if _is_acronym(token)]
    if places and places[0] > 1 and len(tokens) > 4 and not _ANY_YEAR.search(text):
        places = []  # an acronym at the end of a longer text is one of its words
    if places and places[0] > 3 and not _PHRASES.search(text):
        return False  # words that a venue follows: `Distributed Gadgets for Detecting Widgets (ICML 2019)`
    if places or (_ANY_YEAR.search(text) and any(token in WEAK_ACRONYMS for token in tokens)):
        return len(text.split()) <= 14 and ": " not in text and not _SENTENCE.search(text)
    if (_NUMBERED.match(text) and len(text.split()) <= 6) or _ALONE.fullmatch(text):
        return True
    return (
        bool(_PHRASES.search(text))
        and (text[0].isupper() or text[0].isdigit() or not text[0].isascii())
        and ": " not in text
        and len(text.split()) <= 16
        and not _SENTENCE.search(text)
    )
