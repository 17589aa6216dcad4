"""The words by which authors speak of publication in a comment, each kind as one pattern."""

from __future__ import annotations

import re

__all__ = [
    "FORMER",
    "GROWN",
    "HOPED",
    "MONTH",
    "MONTHS",
    "NEUTRAL",
    "PLACED",
    "SAID",
    "SPOKEN_OF",
    "STATEMENT_END",
    "THESIS",
    "TITLED",
    "URL",
]


def _words(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(rf"\b(?:{pattern})\b" for pattern in patterns), re.IGNORECASE)


SAID = _words(
    r"ac+[ep]{1,2}[pt]+(?:ed|ance|ing|s)?|accept?t?ed|ace?cepted|acceped",  # also as it is misspelt
    r"published|publish|(?:to )?(?:be )?appear(?:s|ed|ing)?|forthcoming|in (?:press|print)|version of record",
    r"presented|presenting",
    r"accepté(?:e|s|es)?|publié(?:e|s|es)?|à paraître|aceptad[oa]|publicad[oa]|aceito",
    r"angenommen|veröffentlicht|erschienen",
    r"camera[- ]?ready|final version|authors?['’]?s? (?:accepted )?(?:version|manuscript)|nominated|awarded",
)
"""A venue has taken the paper."""

PLACED = _words(
    r"publication|presentation|proceedings?|papers? (?:at|in|of|for)|findings?(?: of)?|main (?:conference|track)",
    r"special issue|orals?|spotlights?|highlight(?:ed)?|posters?|award|outstanding|received",
    r"best (?:\w+ )?paper",
)
"""A venue has taken the paper, unless words of hope stand there too (`submitted for publication in`)."""

HOPED = _words(
    r"under[- ](?:\w+[- ]){0,3}?(?:(?:re)?views?|(?:re)?viewing|revisions?|consideration|submission|evaluation)",
    r"(?<!with )(?<!after )(?:minor|major) revisions?|commit(?:ted|ting)? to|invited to submit",
    r"(?<!oral )talks? (?:presented|given)",
    r"in (?:peer )?(?:review|submission|revision|preparation)|(?:peer )?review(?:ed|ing)? (?:in|at|for)",
    r"(?:re-?)?submit?(?:ted|ting|s)?(?! (?:and|&|to and) accepted)",
    r"(?:re-?)?submissions?(?! (?:and|&) accepted)|on submission",
    r"(?:desk[- ])?reject(?:ed|s|ion)?|not (?:yet |been )*(?:accepted|published|presented)",
    r"target(?:ing|ed|s)?|intended for|planned|plan to|plans to|prepared for",
    r"consider(?:ed|ation)|style|template|format(?:ted|ting)?|latex|pending|awaiting|rebuttal|withdr[ae]wn?|draft",
    r"(?:if|until) accepted|(?:up)?on (?:acceptance|publication)|after (?:acceptance|publication)|pre-?print",
)
"""It was sent to a venue, or may be."""

FORMER = _words(
    r"(?:extended|long|longer|full|fuller|expanded|complete|detailed|archival) (?:\w+ ){0,2}?version",
    r"(?:preliminary|earlier|early|short|shorter|prior|previous|initial|abridged|condensed|conference|older|first"
    r"|abbreviated|partial) (?:\w+ ){0,2}?versions?",
)
"""The paper grew from, or shrank to, what the venue took."""

GROWN = _words(
    r"extensions? (?:of|to)|extends|extend(?:ed|ing) (?:work|from|our|the)|based on|buil(?:d|ds|t|ding) (?:up)?on",
    r"journal (?:\w+ )?(?:version|extension) of|follow[- ]?up|sequel",
    r"(?:is|are|was|has been) extended",
    r"companion (?:paper|article|to)|supersedes|code (?:for|of)|successor|continuation",
)
"""The venue took another work, from which this one grew."""

SPOKEN_OF = _words(
    r"(?:invited )?talks?|comments? (?:on|to)|(?:reply|replies|response|responses) to|errat(?:um|a)|corrigend(?:um|a)",
    r"addendum|(?:clarifications?|clarification notes?|notes?) (?:for|on|to)|compared? (?:to|with)",
    r"thesis|dissertation|lectures?|keynote|slides|(?:technical )?reports?|similar|overlaps?",
    r"data(?:set)? (?:for|of|from)|baselines?|solutions? (?:to|for|of)|organi[sz]\w+|hosted|held|call for|deadline",
    r"supplement(?:ary)? (?:material )?(?:to|for|of)|appendix (?:to|of)|proposal",
    r"reproduc(?:e|es|ed|ing|tions?)|participat\w+",
    r"rank(?:ed|ing|s)|challenges?|competition|leaderboard|place|winn\w+",
)
"""A venue that is perhaps only spoken of: not believed without a word of acceptance."""

THESIS = re.compile(
    r"^(?:\W|[\d,]+ (?:pages?|pp|figures?|tables?)\b|the|an?|my|author['’]s|\w+ university|university of \w+)*"
    r"(?:ph\.?\s?d\.?|doctoral|(?:master|bachelor)(?:['’]?s)?|m\.?\s?sc\.?|b\.?\s?sc\.?|diploma|habilitation)\W*"
    r"(?:thesis|dissertation)\b",
    re.IGNORECASE,
)
"""The comment of a thesis."""

NEUTRAL = _words(
    r"pages?|pp|pgs?|figures?|figs?|tables?|appendi\w+|references|supplement\w*|main|content|body|conference|long",
    r"short|full|papers?|track|version|the|of|and|in|at|to|for|with|a|an|on|by|ieee|acm|cvf|rsj|code|project|website|webpage",
    r"available|includ\w+|materials?|annual|meeting|international|symposium|columns?|words|equations|home|demo|videos?",
    r"cr|extra|excluding|without|first|authors?|equal\w*|contribut\w+|st|nd|rd|th|usa|january|february|march|april|may",
    r"june|july|august|september|october|november|december|link|our|is|are|this|work|paper|github|will|be|released",
)
"""Words that say nothing about a venue."""

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
MONTH = rf"(?:{MONTHS}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b)"
"""A month by its name, whole or cut short."""

URL = re.compile(
    r"\b(?:https?://|www\.)[^\s,;)\]]+|\b[\w-]+(?:\.[\w-]+)*\.(?:com|org|io|net|edu|ai|dev)\b(?:/[^\s,;)\]]*)?",
    re.IGNORECASE,
)
TITLED = re.compile(
    r"\b(?:with|under)\s+(?:the\s+|a\s+)?(?:new\s+|different\s+|following\s+)?title:?\s*"
    r"(?:[\"“”'‘`]+(?P<quoted>[^\"“”]+?)[\"“”’'`]+(?=\W|$)|(?P<rest>[^.;]+))",
    re.IGNORECASE,
)

_SHORT_WORDS = """
vol no pp Proc Conf Trans Lett Phys Int Jan Feb Aug Sept Sep Oct Nov Dec Symp Rev Dr St vs al Sec Fig [A-Z]
"""
_ABBREVIATION = "".join(rf"(?<!\b{word})" for word in _SHORT_WORDS.split())
_OPENING = (
    rf"accept(?!(?:ed|ance)(?: on| in| as of| at|:)? ?(?:{MONTH}|\d|$))|"
    "publish|present|submit|submission|under |extend|extension|short|long|prelim|early|earlier|"
    r"appear(?:s|ing)? (?:in|at|as)|(?:to )appear (?:in|at|as)|"
    "previous|prior|revis|preprint|full version|camera|updated|currently|code|project|"
    "data (?:is|are|available|at|released|will|can|and code)|an? "
)
_LEAD_IN = "(?:also |now |it |is |was |this |has |been |to be |will be |the )*"
STATEMENT_END = re.compile(
    rf"\s*[;|\n•]\s*|(?<=[\w)\]\"'”]){_ABBREVIATION}\.(?=\s|$)\s*|,\s*(?:and\s+)?(?={_LEAD_IN}(?:{_OPENING}))",
    re.IGNORECASE,
)
"""Where one statement of a comment ends and the next begins."""
