"""The inline syntax of reStructuredText (docutils.sourceforge.io/docs/ref/rst/restructuredtext.html)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from bibdb.readers.items import Run, Source, Style

__all__ = ["normal", "runs"]

_TOKEN = re.compile(
    r"``(?P<literal>[^`]{1,1000}+)``"
    r"|(?P<bare>https?://[^\s<>`\"]{1,3000}+)"
    r"|(?::(?P<role>[A-Za-z][\w.+:-]{0,60}):)?`(?P<body>[^`]{1,4000}+)`(?P<end>__?(?!\w)|:(?P<after>[A-Za-z][\w.+-]{0,60}):)?"
    r"|\*\*(?P<strong>(?=\S)[^*]{1,2000}+)\*\*"
    r"|(?<![\w*])\*(?P<emphasis>(?=[^\s*])[^*]{1,2000}+)\*(?!\w)"
    r"|\|(?P<substitution>[^|\s][^|\n]{0,200}?)\|__?(?!\w)"
    r"|\|(?P<replaced>[^|\s][^|\n]{0,200}?)\|"
    r"|\[(?P<footnote>[\w#*.:-]{1,80})\]_(?!\w)"
    r"|(?<![\w/.:@&=?#%+~-])(?P<word>[A-Za-z0-9](?:[\w.+:-]*[A-Za-z0-9])?)__?(?![\w./:@=-])"
    r"|\\(?P<escaped>.)",
    re.DOTALL,
)
_EMBEDDED = re.compile(r"(?s:(.*?))\s*<([^<>]+)>\s*$")
_WEB = re.compile(r"(?:https?|ftp)://", re.IGNORECASE)
_ESCAPE = re.compile(r"\\(\s?|\S)")
_ROLES = {
    "arxiv": "https://arxiv.org/abs/", "doi": "https://doi.org/", "eprint": "https://arxiv.org/abs/",
    "github": "https://github.com/", "pmid": "https://pubmed.ncbi.nlm.nih.gov/", "gh": "https://github.com/",
    "youtube": "https://www.youtube.com/watch?v=", "wikipedia": "https://en.wikipedia.org/wiki/",
}  # fmt: skip
_STRONG = frozenset({"strong", "title", "title-reference", "t"})


def normal(name: str) -> str:
    """Give the form by which reference names are compared: case and white space do not matter."""
    return " ".join(_ESCAPE.sub(r"\1", name).split()).casefold()


def runs(source: Source, targets: Mapping[str, str], texts: Mapping[str, str]) -> tuple[Run, ...]:
    """Take a text apart; `targets` are the document's named addresses, `texts` its substitutions."""
    return tuple(_runs(source, targets, texts))


def _runs(source: Source, targets: Mapping[str, str], texts: Mapping[str, str]) -> Iterator[Run]:
    text, position = source.text, 0
    for match in _TOKEN.finditer(text):
        word = match["word"]
        if word is not None and normal(word) not in targets:
            continue
        if match.start() > position:
            yield Run(text[position : match.start()], source.line_at(position))
        yield from _token(match, source, targets, texts)
        position = match.end()
    if position < len(text):
        yield Run(text[position:], source.line_at(position))


def _token(match: re.Match[str], source: Source, targets: Mapping[str, str], texts: Mapping[str, str]) -> Iterator[Run]:
    line = source.line_at(match.start())
    if match["body"] is not None:
        yield from _interpreted(match, source, targets)
    elif match["literal"] is not None:
        yield Run(match["literal"], line, style=Style.CODE)
    elif match["bare"] is not None:
        yield Run(match["bare"], line)
    elif match["strong"] is not None:
        yield Run(_plain(match["strong"]), line, style=Style.STRONG)
    elif match["emphasis"] is not None:
        yield Run(_plain(match["emphasis"]), line, style=Style.EMPHASIS)
    elif match["word"] is not None:
        yield Run(match["word"], line, targets[normal(match["word"])], referred=True)
    elif (name := match["substitution"] or match["replaced"]) is not None:
        shown = texts.get(normal(name))
        if match["substitution"] is not None or shown is not None:
            yield Run(shown or name, line, targets.get(normal(name), ""), referred=True)
        else:
            yield Run(match[0], line)
    elif match["escaped"] is not None:
        yield Run("" if match["escaped"].isspace() else match["escaped"], line)


def _interpreted(match: re.Match[str], source: Source, targets: Mapping[str, str]) -> Iterator[Run]:
    """Give a link, a role's text or a title reference."""
    line, body = source.line_at(match.start()), match["body"]
    role = (match["role"] or match["after"] or "").rpartition(":")[2].lower()
    embedded = _EMBEDDED.match(body) if body.rstrip().endswith(">") else None
    if embedded:
        text, target = _plain(embedded[1]), "".join(_ESCAPE.sub(r"\1", embedded[2]).split())
        place = source.line_at(match.start("body") + embedded.start(2))
        address = _address(target, role, targets)
        yield Run(text or target, place if address else line, address)
    elif role:
        style = Style.STRONG if role in _STRONG else Style.PLAIN
        yield Run(_plain(body), line, _ROLES[role] + body.strip() if role in _ROLES else "", style)
    elif match["end"] and match["end"].startswith("_"):
        yield Run(_plain(body), line, targets.get(normal(body), ""), referred=True)
    else:
        # The default role is that of titles.
        yield Run(_plain(body), line, style=Style.EMPHASIS)


def _address(target: str, role: str, targets: Mapping[str, str]) -> str:
    if _WEB.match(target):
        return target
    if role in _ROLES:
        return _ROLES[role] + target
    if target.endswith("_"):
        return targets.get(normal(target.rstrip("_")), "")
    return ""


def _plain(text: str) -> str:
    return _ESCAPE.sub(lambda match: "" if match[1].isspace() else match[1], text)
