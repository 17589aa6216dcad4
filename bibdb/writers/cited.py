r"""Which keys a manuscript cites, and where: LaTeX, its `.aux` and `.bcf`, Markdown (pandoc's form) and Typst.

Files that a manuscript takes in (`\input`, `\include`, `\subfile`, `\import`, `\@input`; Typst's `#include`; Quarto's
`{{< include … >}}`) are read too, each once. Comments and code are no citations.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bibdb.errors import ReadError, UsageError

__all__ = ["ALL", "Citation", "cited_in"]

ALL = "*"
"""The key of `\\nocite{*}`: everything is cited."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A key, and the place where it is cited."""

    key: str
    path: Path
    line: int

    def __str__(self) -> str:
        """Name the place."""
        return f"{self.path}:{self.line}"


Found = Iterator[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class _Language:
    """How a language cites, and what it takes in; both give texts and offsets. `suffixes` complete an included name."""

    prepare: Callable[[str], str]
    cites: Callable[[str], Found]
    includes: Callable[[str], Found]
    suffixes: tuple[str, ...] = ("",)


def cited_in(paths: Iterable[Path]) -> list[Citation]:
    """Give the citations of manuscripts in reading order, each key's first place only."""
    seen: set[Path] = set()
    first: dict[str, Citation] = {}
    for path in paths:
        root = path.parent
        for citation in _read(path, root, seen):
            first.setdefault(citation.key, citation)
    return list(first.values())


def _read(path: Path, root: Path, seen: set[Path]) -> Iterator[Citation]:
    language = _LANGUAGES.get(path.suffix.lower())
    if language is None:
        known = ", ".join(_LANGUAGES)
        raise UsageError(f"{path}: citations are read from {known} files")
    if path.resolve() in seen:
        return
    seen.add(path.resolve())
    text = language.prepare(_text(path))
    found = [(offset, 0, name) for name, offset in language.cites(text)]
    found += [(offset, 1, name) for name, offset in language.includes(text)]
    for offset, is_file, name in sorted(found):
        if not is_file:
            yield Citation(name, path, text.count("\n", 0, offset) + 1)
            continue
        included = _included(name, path.parent, root, language.suffixes)
        if included is not None:
            yield from _read(included, root, seen)


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ReadError(f"{path} cannot be read: {error.strerror}") from error
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")  # keys are ASCII, or the wrong letters of an old file


def _included(name: str, folder: Path, root: Path, suffixes: tuple[str, ...]) -> Path | None:
    """Find a file that is taken in: beside the file that names it, or beside the manuscript, as TeX does."""
    for base in (root, folder):
        for suffix in suffixes:
            candidate = base / f"{name}{suffix}"
            if candidate.is_file() and candidate.suffix.lower() in _LANGUAGES:
                return candidate
    return None


def _blanked(match: re.Match[str]) -> str:
    """Blank a stretch of text, so that what stands behind it keeps its line and place."""
    return re.sub(r"[^\n]", " ", match[0])


# ---------------------------------------------------------------- LaTeX

_TEX_COMMENT = re.compile(r"(?<!\\)((?:\\\\)*)%[^\n]*")
_TEX_VERBATIM = re.compile(
    r"\\begin\{(verbatim\*?|Verbatim|lstlisting|minted|comment)\}.*?\\end\{\1\}|\\verb\*?([^A-Za-z\s*])(?:(?!\2).)*\2",
    re.DOTALL,
)
# `\cite` and the commands of natbib, biblatex, apacite and ACL's and REVTeX's classes; the plural forms of biblatex
# (`\cites`) repeat their arguments.
_TEX_CITE = re.compile(
    r"\\(?:bibentry|(?:(?:[Tt]ext|[Pp]aren|[Ff]ootfull|[Ff]oot|full|[Ss]mart|[Aa]uto|super|[pf]?note|short|no|online|new|"
    r"mask|inline|[pfsat]?vol)?cite|Cite)(?:p|t|alp|alt|full)?(?:authors?|year|yearpar|yearNP|num|url|date|title|plain|"
    r"text(?=s?\*?\s*\[)|A|N|NP|ANP|online|posessive|possessive)?s?)\*?(?![A-Za-z])"
)
_TEX_OPTIONS = re.compile(r"\s*(?:\[[^\]]*\]|<[^>]*>|\([^)]*\))")
_TEX_KEYS = re.compile(r"\s*\{([^{}]*)\}")
_TEX_INPUT = re.compile(r"\\(?:input|include|subfile|subfileinclude|@@input)\s*(?:\{([^{}]+)\}|([^\s{}\\]+))")
_TEX_IMPORT = re.compile(r"\\(?:sub)?(?:import|includefrom|inputfrom)\*?\s*\{([^{}]*)\}\s*\{([^{}]+)\}")


def _tex(text: str) -> str:
    return _TEX_VERBATIM.sub(_blanked, _TEX_COMMENT.sub(lambda match: match[1], text))


def _tex_cites(text: str) -> Found:
    for match in _TEX_CITE.finditer(text):
        place = match.end()
        plural = match[0].rstrip("*").endswith("s")
        while True:
            while options := _TEX_OPTIONS.match(text, place):
                place = options.end()
            keys = _TEX_KEYS.match(text, place)
            if keys is None:
                break
            yield from _listed(keys[1], keys.start(1))
            place = keys.end()
            if not plural:
                break


def _listed(keys: str, start: int) -> Found:
    for match in re.finditer(r"[^,]+", keys):
        key = match[0].strip()
        if key and "#" not in key and "\\" not in key:  # the argument of a macro that is being defined
            yield key, start + match.start() + len(match[0]) - len(match[0].lstrip())


def _tex_includes(text: str) -> Found:
    for match in _TEX_INPUT.finditer(text):
        yield (match[1] or match[2]).strip(), match.start()
    for match in _TEX_IMPORT.finditer(text):
        yield f"{match[1]}/{match[2]}".lstrip("/") if not match[1] else f"{match[1]}/{match[2]}", match.start()


# ---------------------------------------------------------------- what LaTeX writes

_AUX_CITE = re.compile(r"\\citation\{([^{}]*)\}|\\abx@aux@cite(?:\{\d+\})?\{([^{}]*)\}")
_AUX_INPUT = re.compile(r"\\@input\{([^{}]+)\}")
_BCF_KEY = re.compile(r"<bcf:citekey(?P<marks>[^>]*)>([^<]*)</bcf:citekey>")


def _aux_cites(text: str) -> Found:
    for match in _AUX_CITE.finditer(text):
        group = 1 if match[1] is not None else 2
        yield from _listed(match[group], match.start(group))


def _aux_includes(text: str) -> Found:
    yield from ((match[1], match.start()) for match in _AUX_INPUT.finditer(text))


def _bcf_cites(text: str) -> Found:
    """Read biber's control file; keys that biblatex made up as sets are no one's."""
    from html import unescape

    for match in _BCF_KEY.finditer(text):
        if 'type="set"' not in match["marks"]:
            yield unescape(match[2]).strip(), match.start()


# ---------------------------------------------------------------- Markdown

_MD_CODE = re.compile(
    r"^(?P<fence>`{3,}|~{3,}).*?(?:^(?P=fence)[`~]*\s*$|\Z)|(?P<tick>`+)(?!`)(?:(?!(?P=tick)).)+?(?P=tick)(?!`)|<!--.*?-->",
    re.DOTALL | re.MULTILINE,
)
# Pandoc: a key begins with a letter, digit or `_` and goes on with these signs inside; `@{…}` holds anything.
_MD_CITE = re.compile(r"(?<![\w\\@./])-?@(?:\{([^{}\s]+)\}|([^\W_][\w]*(?:[:.#$%&+?<>~/-]+\w+)*|_\w+))")
_MD_REFERENCE = re.compile(r"(?:fig|tbl|sec|eq|lst|thm|lem|cor|prp|cnj|def|exm|exr|suppfig|nte|tip|wrn|imp|cau)-")
_MD_LABEL = re.compile(r"\{#([\w:.-]+)")
_MD_INCLUDE = re.compile(r"\{\{<\s*include\s+(\S+)\s*>\}\}")


def _markdown(text: str) -> str:
    return _MD_CODE.sub(_blanked, text)


def _markdown_cites(text: str) -> Found:
    labels = set(_MD_LABEL.findall(text))
    for match in _MD_CITE.finditer(text):
        key = match[1] or match[2]
        if key not in labels and not _MD_REFERENCE.match(key):
            yield key, match.start()


def _markdown_includes(text: str) -> Found:
    yield from ((match[1], match.start()) for match in _MD_INCLUDE.finditer(text))


# ---------------------------------------------------------------- Typst

_TYPST_SILENT = re.compile(
    r"(?<!:)//[^\n]*|/\*.*?\*/|(?P<tick>`{3,}|`).*?(?P=tick)", re.DOTALL
)  # comments and raw text; `://` is an address
_TYPST_CITE = re.compile(
    r"(?<![\w\\@./])@([\w][\w:.-]*[\w]|\w)|#?\bcite\(\s*(?:<([^<>\s]+)>|label\(\s*\"([^\"]+)\"\s*\))"
)
_TYPST_LABEL = re.compile(r"(?<!cite\()<([\w:.-]+)>")
_TYPST_INCLUDE = re.compile(r"#?\b(?:include|import)\s+\"([^\"]+)\"")


def _typst(text: str) -> str:
    return _TYPST_SILENT.sub(_blanked, text)


def _typst_cites(text: str) -> Found:
    """Read `@key` and `cite(<key>)`; a label that the document sets itself is a reference, no citation."""
    labels = set(_TYPST_LABEL.findall(re.sub(r"cite\(\s*<[^<>]*>", "", text)))
    for match in _TYPST_CITE.finditer(text):
        key = match[1] or match[2] or match[3]
        if key not in labels:
            yield key, match.start()


def _typst_includes(text: str) -> Found:
    yield from ((match[1], match.start()) for match in _TYPST_INCLUDE.finditer(text))


def _same(text: str) -> str:
    return text


def _nothing(_text: str) -> Found:
    return iter(())


_TEX = _Language(_tex, _tex_cites, _tex_includes, ("", ".tex"))
_MARKDOWN = _Language(_markdown, _markdown_cites, _markdown_includes)
_LANGUAGES = {
    ".tex": _TEX,
    ".ltx": _TEX,
    ".aux": _Language(_same, _aux_cites, _aux_includes),
    ".bcf": _Language(_same, _bcf_cites, _nothing),
    ".md": _MARKDOWN,
    ".qmd": _MARKDOWN,
    ".rmd": _MARKDOWN,
    ".markdown": _MARKDOWN,
    ".typ": _Language(_typst, _typst_cites, _typst_includes),
}
