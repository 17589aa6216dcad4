"""The formats that bibdb reads, and how a document's format is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePath
from typing import cast

from bibdb.readers.sniffing import HEAD, SNIFFS, Sniff
from bibdb.values import Finding, Reader, Severity

__all__ = ["BUILT_IN", "PLAIN", "Format", "choose"]


@dataclass(frozen=True, slots=True)
class Format:
    r"""A format of documents: `target` is its reader as `module:function`, loaded when first used.

    `suffixes` are lower case with their dot. `sniff` tests the first characters of a text, with line ends as `\n`.
    A `dump` holds other documents.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    target: str
    sniff: Sniff | None = None
    dump: bool = False

    def load(self) -> Reader:
        """Import the reader."""
        module, _, function = self.target.partition(":")
        return cast("Reader", getattr(import_module(module), function or "read"))


def _format(name: str, title: str, suffixes: str, module: str, *, dump: bool = False) -> Format:
    return Format(name, title, tuple(suffixes.split()), f"bibdb.readers.{module}", SNIFFS.get(name), dump)


PLAIN = _format("plain", "plain text: references, identifiers, URLs", ".txt .text", "plain")

# The order is that of the questions by content: dumps first, then what is sure, then what is a matter of looks.
BUILT_IN = (
    _format("repo-to-text", "repo-to-text dump", "", "dumps.repo_to_text", dump=True),
    _format("files-to-prompt", "files-to-prompt dump: plain, cxml, Markdown", "", "dumps.files_to_prompt", dump=True),
    _format("code2prompt", "code2prompt dump: Markdown, XML", "", "dumps.code2prompt", dump=True),
    _format("gitingest", "gitingest dump", "", "dumps.gitingest", dump=True),
    _format("repomix", "Repomix dump: XML, Markdown, plain, JSON", "", "dumps.repomix", dump=True),
    _format("repo2txt", "repo2txt dump", "", "dumps.repo2txt", dump=True),
    _format("uithub", "uithub dump, numbered or plain", "", "dumps.uithub", dump=True),
    _format("ipynb", "Jupyter notebook", ".ipynb", "ipynb"),
    _format("csl-json", "CSL JSON, also as Zotero exports it", "", "csljson"),
    _format("jsonl", "JSON lines of records", ".jsonl .ndjson", "yamljson:read_lines"),
    _format("json", "JSON list of records", ".json", "yamljson:read_json"),
    _format("ris", "RIS", ".ris", "ris"),
    _format("bibtex", "BibTeX and biblatex", ".bib .bibtex .biblatex", "bibtex"),
    _format("html", "HTML page or browser bookmarks", ".html .htm .xhtml", "html"),
    _format("latex", "LaTeX and .bbl", ".tex .latex .bbl .ltx", "latex"),
    _format("org", "Org mode", ".org", "org"),
    _format("rst", "reStructuredText", ".rst .rest", "rst"),
    _format("markdown", "Markdown", ".md .markdown .mdown .mkd .mkdn .mdx .qmd .rmd", "markdown"),
    _format("asciidoc", "AsciiDoc", ".adoc .asciidoc .asc", "asciidoc"),
    _format("yaml", "YAML list of records", ".yaml .yml", "yamljson:read_yaml"),
    _format("tsv", "tab-separated values", ".tsv .tab", "tabular"),
    _format("csv", "comma-separated values", ".csv .psv", "tabular"),
    PLAIN,
)

# Suffixes under which people keep other formats too: their content is asked first.
_OPEN = frozenset({"", ".txt", ".text", ".xml", ".json", ".prompt", ".cxml", ".out", ".dump", ".asc"})
# A dump of these suffixes is recognised; a Markdown list that quotes one is still a list.
_DUMPED = _OPEN | {".md", ".markdown"}


def choose(text: str, path: PurePath, known: Mapping[str, Format]) -> tuple[Format, Finding | None]:
    """Tell a document's format by its content where its suffix leaves that open, else by its suffix."""
    suffix = path.suffix.lower()
    head = text[:HEAD].replace("\r\n", "\n").replace("\r", "\n")
    by_suffix = next((each for each in known.values() if suffix and suffix in each.suffixes), None)
    if by_suffix is None or suffix in _DUMPED:
        if dump := _sniffed(head, known, lambda each: each.dump):
            return dump, None
    if by_suffix is not None and suffix not in _OPEN:
        return by_suffix, None
    if guess := _sniffed(head, known, lambda each: not each.dump):
        return guess, None
    if by_suffix is not None or not text.strip():
        return by_suffix or PLAIN, None
    return PLAIN, Finding("format", "the format could not be told: read as plain text", 1, Severity.NOTE)


def _sniffed(head: str, known: Mapping[str, Format], wanted: Callable[[Format], bool]) -> Format | None:
    candidates = (each for each in known.values() if wanted(each) and each.sniff is not None)
    return next((each for each in candidates if each.sniff is not None and each.sniff(head)), None)
