"""Workshops that a statement names beside a venue and does not call so; `Venue` stands for the venue's name."""

from __future__ import annotations

import re

from bibdb.venues import find_venue

__all__ = ["names_workshop"]

# `NLP4DH`, `SSI-FM`, `Math-AI`; not societies, series, places and tracks.
_NO_SHORT = r"(?!Venue|IEEE|ACM|CVF|RSJ|LNCS|LNAI|CCIS|PMLR|DOI|USA|UAE|ARR|CCF|NIER|SEIP|SEET|SEIS|Main)"
_SHORT = _NO_SHORT + r"(?:[A-Z][A-Za-z0-9]*[A-Z0-9][A-Za-z0-9]+(?:-[A-Z]+)*|[A-Z][a-z]+-[A-Z]{2,})"
_TAKEN = r"\b(?i:accepted|published|presented|appear\w*|publication|presentation)\s+(?:to|in|at|by|for)\s+(?:the\s+)?"
_SHOWN = r"(?:\W+(?i:orals?|posters?|spotlights?|papers?))*"
_YEAR = r"[\s'’-]*(?:\d\d){0,2}"
# `Accepted to NLP4DH 2025 at NAACL 2025`
_AT = re.compile(rf"{_TAKEN}(?P<name>[A-Z0-9][^.;,]{{2,120}}?)\s+(?:at|@)\s+(?:the\s+)?(?:[\w/.-]+\s+){{0,3}}Venue\b")
# `Presented at Agents in Looms, from Threads to Cloth, CVPR 2025`
_THEME_BEFORE = re.compile(rf"{_TAKEN}(?P<name>[A-Z]\w+(?:,? (?!Venue)\w+){{2,15}}),\s+(?:the\s+)?Venue\b")
_NO_MEETING = re.compile(
    r"Venue|\b(?:oral|poster|spotlight|main|demo|industry|proceedings|special|journal|track|research|short|long|best|"
    r"conference|presentation|publication|paper|session)"
    r"|\b(?:Springer|Lecture|Elsevier|IEEE|ACM|Annual|Meeting|Transactions)\b",
    re.IGNORECASE,
)
_BETWEEN = re.compile(rf"Venue\s+{_SHORT}(?:\s+20|['’])\d\d")  # `ICCV MRR 2025`, `ICML MUGen'25`
_BEHIND = re.compile(
    rf"(?:^\W*|{_TAKEN}(?:[\w/.-]+\s+){{0,2}})Venue(?:\s*\(Venue\W*)?{_YEAR}[\s,:/()-]+(?P<name>{_SHORT}){_SHOWN}\W*$"
)  # `NeurIPS'24 ENLSP`
_BEFORE = re.compile(
    rf"(?:^\W*|{_TAKEN})(?P<name>{_SHORT})(?:[\s'’-]*20\d\d)?[\s,:;/-]+Venue\b"
)  # `UNSURE, MICCAI 2025`
# `CVPR 2025 Computer Vision for Drug Discovery`
_THEME = re.compile(
    rf"^\W*Venue{_YEAR}\s+(?!.*\b(?i:track|proceedings|conference|main|papers?|program|session|version)\b)"
    r"[A-Z]\w+(?:\s+[A-Z]\w+)*\s+(?:for|of|on|with|in)\s+(?:the\s+)?[A-Z]\w+"
)


def names_workshop(statement: str) -> bool:
    """Tell whether the short name or the theme of another meeting stands right beside the venue."""
    at = _AT.search(statement) or _THEME_BEFORE.search(statement)
    if (at and not _NO_MEETING.search(at["name"])) or _BETWEEN.search(statement) or _THEME.match(statement):
        return True
    beside = _BEHIND.search(statement) or _BEFORE.search(statement)
    return beside is not None and find_venue(beside["name"].rstrip("-0123456789")) is None
