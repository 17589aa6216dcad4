"""BibTeX and biblatex, through bibtexparser's model and writer, a block of works at a time.

bibtexparser lays the entries out and knows their syntax; what stands in the fields is written by this package, for
bibtexparser's LaTeX encoder breaks titles and names under the real programs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from bibdb.values import Work
from bibdb.writers.latex import Dialect, encode, verbatim
from bibdb.writers.mapping import Fact, Form, facts, rows, type_name
from bibdb.writers.names import encode_names
from bibdb.writers.profiles import adapt
from bibdb.writers.reference import Options, cite
from bibdb.writers.titles import encode_title

if TYPE_CHECKING:
    from bibtexparser.model import Block, Entry
    from bibtexparser.writer import BibtexFormat

__all__ = ["beyond_pdflatex", "entry_of", "value_of", "write"]

_BLOCK = 20  # entries written at a time: enough to be fast, few enough to be flat
_VALUE_COLUMN = len("archivePrefix = ")
_KEY = re.compile(r"^@\w+\{([^,]*),", re.MULTILINE)
_NO_KEY = re.compile(r"[\s,{}\"#%'()=~\\]+")


def write(works: Iterable[Work], options: Options | None = None) -> Iterator[str]:
    """Write works as entries with an empty line between."""
    from bibtexparser.entrypoint import write_string
    from bibtexparser.library import Library

    layout = _layout()
    chosen = options or Options()
    entries: Iterator[Block] = (entry_of(work, chosen) for work in works)
    first = True
    while block := list(islice(entries, _BLOCK)):
        library = Library(block)
        if not first:
            yield "\n"
        first = False
        yield write_string(library, unparse_stack=[], bibtex_format=layout)


def beyond_pdflatex(written: str) -> list[str]:
    """Give the keys of written BibTeX entries with letters that pdflatex has no fonts for."""
    if written.isascii():
        return []
    return [match[1] for entry in written.split("\n}\n") if not entry.isascii() and (match := _KEY.search(entry))]


def _layout() -> BibtexFormat:
    from bibtexparser.writer import BibtexFormat

    layout = BibtexFormat()  # type: ignore[no-untyped-call]
    layout.indent = "  "
    layout.value_column = _VALUE_COLUMN
    layout.trailing_comma = True
    layout.block_separator = "\n"
    return layout


def entry_of(work: Work, options: Options) -> Entry:
    """Make bibtexparser's entry of a work, its values written and enclosed."""
    from bibtexparser.model import Entry, Field

    cited = cite(work, options)
    kind = type_name(cited, options.dialect)
    if options.style is None:  # nothing to adapt, and no fact to be made for it
        write = _WRITERS[options.dialect]
        fields = [
            Field(name, write[form](value))
            for name, form, value_of in rows(cited, options)
            if (value := value_of(cited, options))
        ]
    else:
        kind, adapted = adapt(cited, kind, facts(cited, options), options)
        fields = [Field(fact.name, value_of(fact, options.dialect)) for fact in adapted]
    return Entry(kind, _NO_KEY.sub("", work.key), fields)


def value_of(fact: Fact, dialect: Dialect) -> str:
    """Write a field's value with its enclosing braces."""
    return _WRITERS[dialect][fact.form](fact.value)


def _list(values: Sequence[str], dialect: Dialect) -> str:
    return ", ".join(encode(value.replace(",", " "), dialect) for value in values)


def _writers(dialect: Dialect) -> dict[Form, Callable[[Any], str]]:
    return {
        Form.TITLE: lambda title: f"{{{encode_title(title, dialect)}}}",
        Form.TEXT: lambda text: f"{{{encode(text, dialect)}}}",
        Form.NAMES: lambda names: f"{{{encode_names(names, dialect)}}}",
        Form.LIST: lambda values: f"{{{_list(values, dialect)}}}",
        Form.VERBATIM: lambda text: f"{{{verbatim(text)}}}",
        Form.LINK: lambda text: f"{{\\url{{{verbatim(text)}}}}}",
        Form.BARE: str,
    }


_WRITERS = {dialect: _writers(dialect) for dialect in Dialect}
