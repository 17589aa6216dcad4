r"""LaTeX: sections, items and `\bibitem`s of .tex and .bbl files, and the records of biblatex's .bbl files."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from pathlib import PurePath

from bibdb.readers import latex_biblatex
from bibdb.readers.assembly import assemble
from bibdb.readers.encoding import decode, restored
from bibdb.readers.items import BREAK, Given, Item, Run, Shape, visible
from bibdb.readers.latex_inline import Tex, runs
from bibdb.readers.links import is_generic
from bibdb.readers.references import names_of, read_reference, read_venue
from bibdb.readers.tex import decode_tex
from bibdb.values import Document

__all__ = ["read"]

_MARK = re.compile(
    r"(?<!%)\\(?P<section>part|chapter|section|subsection|subsubsection|paragraph)\*?\s*(?:\[[^\[\]]*\]\s*)?(?=\{)"
    r"|\\(?P<bibitem>bibitem|harvarditem)(?![A-Za-z])"
    r"|\\entry\s*\{(?P<entry>[^{}]*)\}\s*\{(?P<type>[^{}]*)\}"
    r"|(?P<end>\\end\s*\{(?:thebibliography|itemize|enumerate|description|document)\})"
    r"|(?P<begin>\\begin\s*\{(?P<environment>[^{}\n]{1,40})\}[^\n]*)"
    r"|\\(?P<item>item)(?![A-Za-z])\s*(?:\[[^\[\]\n]*\])?"
    r"|(?P<blank>\n[ \t\r]*(?=\n))"
)
_LEVELS = {"part": 1, "chapter": 1, "section": 2, "subsection": 3, "subsubsection": 4, "paragraph": 5}
_CODE = frozenset(
    {
        "verbatim",
        "lstlisting",
        "equation",
        "equation*",
        "align",
        "align*",
        "tikzpicture",
        "minted",
        "math",
        "displaymath",
    }
)
_PREAMBLE = re.compile(r"\\begin\s*\{document\}")
_TITLE = re.compile(r"\\title\s*(?:\[[^\[\]]*\])?\s*(?=\{)")
_LABEL = re.compile(r"\s*\[(?:[^\[\]{}]|\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}|\[[^\[\]]*\])*\]\s*")
_KEY = re.compile(r"\s*(?:%[^\n]*\n\s*)*\{([^{}]*)\}")


def read(data: bytes, path: PurePath) -> Iterator[Document]:
    """Read a LaTeX file or a .bbl file; never raises."""
    decoded = decode(data)
    tex = Tex.at(decoded.text, 1)
    yield from restored([assemble(decoded, path, "latex", _scan(tex), title=_title(tex))], data)


def _title(tex: Tex) -> str | None:
    match = _TITLE.search(tex.text)
    inside = tex.group(match.end()) if match else None
    return visible(runs(tex, *inside)) or None if inside else None


def _scan(tex: Tex) -> Iterator[Item]:
    """Give the items between the marks of a text, in order."""
    text = tex.text
    start = _PREAMBLE.search(text)
    position = start.end() if start else 0
    if start and position:
        yield _item(tex, Shape.META, 0, position)
    depth, pending = 0, Shape.PARAGRAPH
    while match := _MARK.search(text, position):
        yield from _running(tex, pending, position, match.start(), depth)
        pending = Shape.PARAGRAPH
        if match["section"]:
            position = yield from _section(tex, match)
        elif match["bibitem"]:
            position = yield from _bibitem(tex, match.end(), match.start())
        elif match["entry"] is not None:
            item, position = latex_biblatex.record(tex, match.start(), match.end(), match["entry"], match["type"])
            yield item
        elif match["begin"]:
            depth += 1
            position = yield from _environment(tex, match)
        elif match["end"]:
            depth, position = max(0, depth - 1), match.end()
            yield _item(tex, Shape.META, match.start(), position)
        else:
            pending = Shape.LIST_ITEM if match["item"] else Shape.PARAGRAPH
            position = match.end()
    yield from _running(tex, pending, position, len(text), depth)


def _item(tex: Tex, shape: Shape, start: int, end: int, level: int = 0) -> Item:
    found = runs(tex, start, end)
    return Item(shape, tex.source.line_at(start), tex.source.line_at(max(start, end - 1)), level, found)


def _running(tex: Tex, shape: Shape, start: int, end: int, depth: int) -> Iterator[Item]:
    """Give running text between two marks, and the comments in it (their addresses are found)."""
    text = tex.text
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield _item(tex, shape, start, end, depth)
        for comment in re.finditer(r"(?<!\\)%([^\n]*)", text[start:end]):
            if "://" in comment[1] or "rXiv" in comment[1]:
                line = tex.source.line_at(start + comment.start())
                yield Item(Shape.META, line, line, runs=(Run(comment[1], line),))


def _section(tex: Tex, match: re.Match[str]) -> Generator[Item, None, int]:
    inside = tex.group(match.end())
    if inside is None:
        return match.end()
    line = tex.source.line_at(match.start())
    yield Item(Shape.HEADING, line, tex.source.line_at(inside[1]), _LEVELS[match["section"]], runs(tex, *inside))
    return inside[1] + 1


def _environment(tex: Tex, match: re.Match[str]) -> Generator[Item, None, int]:
    """Give the opening of an environment; code and formulas whole."""
    name = match["environment"]
    if name in _CODE:
        end = tex.text.find(f"\\end{{{name}}}", match.end())
        if end >= 0:
            yield _item(tex, Shape.CODE, match.start(), end)
            return end
    place = match.start("environment") + len(name) + 1
    yield Item(Shape.META, tex.source.line_at(match.start()), tex.source.line_at(match.start()))
    if name == "thebibliography" or name in {"itemize", "enumerate", "description"}:
        return match.end()
    return place


def _bibitem(tex: Tex, start: int, begin: int) -> Generator[Item, None, int]:
    """Give a bibliography's item: its parts are told by `newblock`, by `bibinfo`, or as those of any reference."""
    label = _LABEL.match(tex.text, start)
    key = _KEY.match(tex.text, label.end() if label else start)
    body = key.end() if key else start
    following = re.compile(r"\\(?:bibitem|harvarditem)(?![A-Za-z])|\\end\s*\{|\\bibliographystyle").search(
        tex.text, body
    )
    end = following.start() if following else len(tex.text)
    while end > body and tex.text[end - 1].isspace():
        end -= 1
    found = runs(tex, body, end)
    given = _given(tex, body, end, found, key[1].strip() if key else None)
    yield Item(
        Shape.FOOTNOTE, tex.source.line_at(begin), tex.source.line_at(max(begin, end - 1)), 1, _unbroken(found), given
    )
    return end


def _unbroken(found: tuple[Run, ...]) -> tuple[Run, ...]:
    """Give runs whose breaks are blanks: a bibliography's parts stand on one line."""
    return tuple(Run(" ", run.line) if run.text == BREAK else run for run in found)


def _given(tex: Tex, start: int, end: int, found: tuple[Run, ...], key: str | None) -> Given:
    """Say what the item's own structure says."""
    fields = _bibinfo(tex, start, end)
    blocks = _blocks(found)
    if "title" in fields or ("author" in fields and "journal" in fields):
        authors = names_of(fields.get("author", "")) or tuple(filter(None, [fields.get("author", "").strip(" ,")]))
        venue = fields.get("journal") or fields.get("booktitle")
        _, date, _ = read_venue(fields.get("year", "") or fields.get("date", ""))
        return Given(fields.get("title"), authors, date, venue, key=key, untitled="title" not in fields, wanted=True)
    if len(blocks) >= 2 and not (len(blocks) == 2 and not names_of(blocks[0]) and read_reference(" ".join(blocks))):
        authors = names_of(blocks[0])
        if authors or len(blocks) > 2:
            rest = " ".join(blocks[2:])
            venue, date, _ = read_venue(rest)
            return Given(blocks[1].strip(" .,“”\"'"), authors, date, venue, key=key, wanted=True)
    return Given(key=key, wanted=True)


def _blocks(found: tuple[Run, ...]) -> list[str]:
    """Give the texts between breaks, without links that are addresses."""
    blocks: list[list[Run]] = [[]]
    for run in found:
        if run.text == BREAK:
            blocks.append([])
        elif not (run.url and is_generic(run.text)):
            blocks[-1].append(run)
    texts = [visible(block) for block in blocks]
    return [text for text in texts if text]


_BIBINFO = re.compile(r"\\bibinfo\s*\{\s*(?P<name>author|title|journal|booktitle|year|date|person)\s*\}\s*(?=\{)")


def _bibinfo(tex: Tex, start: int, end: int) -> dict[str, str]:
    """Collect the parts that a style marks; several authors are joined."""
    fields: dict[str, list[str]] = {}
    for match in _BIBINFO.finditer(tex.text, start, end):
        inside = tex.group(match.end())
        if inside and inside[1] <= end:
            text = visible(runs(tex, *inside))
            fields.setdefault({"person": "author"}.get(match["name"], match["name"]), []).append(decode_tex(text))
    return {
        name: (", " if name == "author" else " ").join(texts if name == "author" else texts[:1])
        for name, texts in fields.items()
    }
