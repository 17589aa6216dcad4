r"""TeX's running text as runs: `\href`, `\url` and their kin as links, emphasis, and the parts of BibTeX's styles."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field

from bibdb.readers.items import BREAK, Run, Source, Style
from bibdb.readers.tex import decode_tex

__all__ = ["Tex", "runs"]

_SPECIAL = re.compile(
    r"\\(?P<command>href(?:@noop)?|url|path|nolinkurl|doi|DOI|arxiv|arXiv|eprint|Eprint|textbf|textit|textsl|emph|enquote|bibinfo|bibfield"
    r"|newblock|item|showarticletitle|showDOI|showURL|newline|par)(?![A-Za-z@])\s*"
    r"|(?P<group>\{\s*\\(?P<switch>em|it|itshape|sl|bf|bfseries)(?![A-Za-z]))"
    r"|(?P<comment>(?<!\\)%[^\n]*(?:\n[ \t]*|$))"
    r"|(?P<noise>\\(?:(?:BibitemShut|label|cite[tp]?|nocite|index|vspace|hspace|natexlab|selectlanguage|SortNoop|noopsort|phantom\w*|bibAnnote\w*"
    r"|Bibitem\w*|bibpreamble|printfirst|providecommand|renewcommand|newcommand)(?![A-Za-z@])\*?\s*(?:\{[^{}\n]{0,80}\})?"
    r"|(?:BibitemOpen|bibfnamefont|bibnamefont|citenamefont|EOS|protect|urlprefix|translation|url@\w+|hfill|noindent|footnotesize|small|medskip|smallskip"
    r"|bigskip|BB[A-Z]\w*|APACrefY\w+|makeatletter|makeatother|maketitle|tableofcontents|clearpage|newpage|centering|bibnamedelim\w)(?![A-Za-z@])\s?))"
    r"|(?P<break>\\\\(?:\[[^\]\n]*\])?)"
)
_ADDRESSES = {
    "doi": "https://doi.org/",
    "DOI": "https://doi.org/",
    "showDOI": "https://doi.org/",
    "arxiv": "https://arxiv.org/abs/",
    "arXiv": "https://arxiv.org/abs/",
    "eprint": "",
}
_STYLES = {
    "textbf": Style.STRONG,
    "textit": Style.EMPHASIS,
    "textsl": Style.EMPHASIS,
    "emph": Style.EMPHASIS,
    "showarticletitle": Style.STRONG,
}
_WEB = re.compile(r"(?:https?|ftp)://", re.IGNORECASE)
_BRACES = re.compile(r"\\.|[{}]|(?<!\\)%[^\n]*", re.DOTALL)
_DEEPEST = 40


@dataclass(slots=True)
class Tex:
    """A TeX text with the closing brace of each opening one, looked up once."""

    source: Source
    closing: dict[int, int] = field(default_factory=dict)

    @classmethod
    def at(cls, text: str, line: int) -> Tex:
        """Prepare a text; linear in its length. Braces that do not match are text."""
        tex, open_ = cls(Source.at(text, line)), []
        for match in _BRACES.finditer(text):
            if match[0] == "{":
                open_.append(match.start())
            elif match[0] == "}" and open_:
                tex.closing[open_.pop()] = match.start()
        return tex

    @property
    def text(self) -> str:
        """The text itself."""
        return self.source.text

    def group(self, position: int) -> tuple[int, int] | None:
        """Give the inside of the group that begins at a place (blanks before it do not matter)."""
        while position < len(self.text) and self.text[position].isspace():
            position += 1
        end = self.closing.get(position)
        return (position + 1, end) if end is not None else None


def runs(tex: Tex, start: int = 0, end: int | None = None) -> tuple[Run, ...]:
    """Give the runs of a stretch of a text."""
    return tuple(_runs(tex, start, len(tex.text) if end is None else end, Style.PLAIN, 0))


def _runs(tex: Tex, start: int, end: int, style: Style, depth: int) -> Iterator[Run]:
    position = start
    while match := _SPECIAL.search(tex.text, position, end):
        yield from _plain(tex, position, match.start(), style)
        if match["command"]:
            position = yield from _command(tex, match, end, style, depth)
        elif match["group"] and (inner := tex.group(match.start())) and inner[1] <= end and depth < _DEEPEST:
            own = Style.STRONG if match["switch"].startswith("bf") else Style.EMPHASIS
            yield from _runs(tex, match.end(), inner[1], own, depth + 1)
            position = inner[1] + 1
        else:
            if match["break"]:
                yield Run(BREAK, tex.source.line_at(match.start()))
            position = match.end()
    yield from _plain(tex, position, end, style)


def _plain(tex: Tex, start: int, end: int, style: Style) -> Iterator[Run]:
    """Give running text line by line, so that each run knows its line."""
    line = tex.source.line_at(start)
    for number, part in enumerate(tex.text[start:end].split("\n")):
        if part:
            yield Run(decode_tex(part) if number == 0 else " " + decode_tex(part), line + number, style=style)


def _command(tex: Tex, match: re.Match[str], end: int, style: Style, depth: int) -> Generator[Run, None, int]:
    """Give a command with its arguments; the value of the generator is where they end."""
    name, line = match["command"], tex.source.line_at(match.start())
    if name == "newblock":
        yield Run(BREAK, line)
        return match.end()
    first = tex.group(match.end())
    if first is None or first[1] > end or depth >= _DEEPEST:
        if name in {"par", "newline"}:
            yield Run(BREAK, line)
        return match.end()
    second = tex.group(first[1] + 1)
    two = second is not None and second[1] <= end and name in {"href", "href@noop", "bibinfo", "bibfield", "Eprint"}
    if name in {"bibinfo", "bibfield"} and two and second:
        own = Style.STRONG if tex.text[first[0] : first[1]].strip() == "title" else style
        yield from _runs(tex, *second, own, depth + 1)
    elif name in {"href", "href@noop", "Eprint"} and two and second:
        yield from _href(tex, first, second, style, depth)
    elif name in {"url", "path", "nolinkurl", "showURL", *_ADDRESSES}:
        yield _address(tex, name, first, line)
    else:
        yield from _runs(tex, *first, _STYLES.get(name, style), depth + 1)
    return (second[1] if two and second else first[1]) + 1


def _href(tex: Tex, first: tuple[int, int], second: tuple[int, int], style: Style, depth: int) -> Iterator[Run]:
    r"""Give a link; inside it stands its text, which may itself be taken apart (`\bibfield`s)."""
    url = _unescaped(tex.text[slice(*first)])
    inner = list(_runs(tex, *second, style, depth + 1))
    line = tex.source.line_at(first[0])
    if not _WEB.match(url) or any(run.url for run in inner):
        if _WEB.match(url):
            yield Run("", line, url)
        yield from inner
        return
    text = " ".join("".join(run.text for run in inner).split())
    own = next((run.style for run in inner if run.style is not Style.PLAIN), style)
    yield Run(text, line, url, own)


def _address(tex: Tex, name: str, span: tuple[int, int], line: int) -> Run:
    """Give an address or identifier that stands as itself."""
    value = _unescaped(tex.text[slice(*span)])
    line = tex.source.line_at(span[0]) if value else line
    if _WEB.match(value) or name in {"url", "path", "nolinkurl", "showURL"}:
        return Run(value, line, value if _WEB.match(value) else "")
    prefix = _ADDRESSES.get(name, "")
    return Run(value, line, prefix + value.removeprefix("arXiv:") if prefix else "")


def _unescaped(url: str) -> str:
    r"""Give an address without TeX's escapes: `\_`, `\%`, `\#`, `{\_}`, `\textunderscore`."""
    url = re.sub(r"\\doibase\s*(?:\{\})?", "https://doi.org/", url)
    url = re.sub(r"\\text(?:underscore|asciitilde)\s*(?:\{\})?", lambda match: "_" if "under" in match[0] else "~", url)
    url = re.sub(r"\\(?:allowbreak|discretionary|linebreak|-|/)\s*(?:\{\}){0,3}", "", url)
    return re.sub(
        r"\s+", "", re.sub(r"\\([_%#&~{}$])", r"\1", url).replace("{", "").replace("}", "").replace("\\~", "~")
    )
