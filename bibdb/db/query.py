"""What a person types to search, read into what FTS5 is asked."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bibdb.db.folding import fold_for_search

__all__ = ["Query", "Term"]

# A word or a "phrase", maybe after a field's name, maybe refused by a minus before or opened by a star behind.
_TERM = re.compile(r'(-?)(?:(author|title|abstract|note|year):)?(?:"([^"]*)"?|([^\s"]+))', re.IGNORECASE)
_YEARS = re.compile(r"(\d{4})(?:-(\d{4}))?")
_COLUMNS = {"author": "authors", "title": "title", "abstract": "abstract", "note": "notes"}


@dataclass(frozen=True, slots=True)
class Term:
    """Words that stand together, folded; `prefix` lets the last one go on."""

    words: tuple[str, ...]
    column: str | None = None
    prefix: bool = False
    refused: bool = False

    def match(self) -> str:
        """Write the term as FTS5 reads it: quoted, so that nothing in it is an operator."""
        column = f"{self.column} : " if self.column else ""
        return f'{column}"{" ".join(self.words)}"{" *" if self.prefix else ""}'


@dataclass(frozen=True, slots=True)
class Query:
    """A search: terms that must all be found (or must not), and the years that are meant.

    `word`, `"some words"`, `begin*`, `-not`, and `author:`, `title:`, `abstract:`, `note:` before any of them;
    `year:2024` or `year:2020-2024`. Case and accents do not count; other signs separate words.
    """

    terms: tuple[Term, ...]
    years: tuple[str, str] | None = None

    @classmethod
    def parse(cls, text: str) -> Query:
        """Read what a person typed; no text is an error, at worst nothing is sought."""
        terms: list[Term] = []
        years: tuple[str, str] | None = None
        for refused, name, phrase, word in _TERM.findall(text):
            asked = _YEARS.fullmatch(word) if name.lower() == "year" else None
            if asked:
                years = (asked[1], asked[2] or asked[1])
                continue
            column = _COLUMNS.get(name.lower())
            words = tuple(fold_for_search(phrase or word).split())
            if words:
                terms.append(Term(words, column, prefix=word.endswith("*"), refused=bool(refused)))
        return cls(tuple(terms), years)

    @property
    def empty(self) -> bool:
        """Whether nothing is sought."""
        return self.years is None and all(term.refused for term in self.terms)

    def opened(self) -> Query:
        """Give the same search with every word free to go on, for when the words as they stand find nothing."""
        terms = (Term(term.words, term.column, not term.refused, term.refused) for term in self.terms)
        return Query(tuple(terms), self.years)

    def match(self) -> str:
        """Write the search as FTS5's MATCH reads it; empty when only years are asked for."""
        wanted = " AND ".join(term.match() for term in self.terms if not term.refused)
        refused = " OR ".join(term.match() for term in self.terms if term.refused)
        return f"({wanted}) NOT ({refused})" if wanted and refused else wanted

    def sql(self, columns: str) -> str:
        """Write the SELECT of columns of the matching rows of `search`, to be run with `parameters`."""
        conditions = []
        if self.match():
            conditions.append("search MATCH ?")
        if self.years is not None:
            conditions.append(
                "search.rowid IN (SELECT work.id FROM work JOIN edition ON edition.id = work.cited_edition_id"
                " WHERE substr(edition.issued, 1, 4) BETWEEN ? AND ?)"
            )
        return f"SELECT {columns} FROM search WHERE {' AND '.join(conditions) or '0'}"  # noqa: S608 - our own text

    @property
    def parameters(self) -> tuple[str, ...]:
        """The parameters of `sql`."""
        match = self.match()
        return (*([match] if match else []), *(self.years or ()))
