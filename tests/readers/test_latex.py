"""LaTeX and .bbl files."""

from __future__ import annotations

from pathlib import PurePath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bibdb.readers import latex
from bibdb.values import Document, Entry

ARTICLE = r"""
\documentclass{article}
\title{Our \emph{Lists}}
\begin{document}
\section{Papers}
\begin{itemize}
\item \href{https://arxiv.org/abs/2101.00001}{A Theory of Lists}, Byron et al., ICLR 2021
\item J. Doe. \emph{Lists in many places and times}. \url{https://example.org/a\_b\%20c} % https://arxiv.org/abs/2105.00005
\end{itemize}
\end{document}
"""

NATBIB = r"""
\begin{thebibliography}{9}
\bibitem[{Byron \& M{\"u}ller(2021)Byron and M{\"u}ller}]{byron21}
Byron, A. and M{\"u}ller, M.
\newblock A theory of {L}ists.
\newblock In \emph{Proceedings of Lists}, 2021.
\newblock URL \url{https://arxiv.org/abs/2101.00001}.

\bibitem{roe}
R.~Roe and J.~Doe, ``Entries and notes,'' \emph{J. Lists}, vol.~3, pp. 1--10, 2019.
\bibitem{old}
A.~Lovelace {\it et al.}, Phys.\ Lett.\ B {\bf 716}, 1 (2012) [arXiv:1201.0001 [hep-ex]].
\end{thebibliography}
"""

REVTEX = r"""
\begin{thebibliography}{1}%
\bibitem [{\citenamefont {Roe}(2016)}]{Roe:2016}%
  \BibitemOpen
  \bibfield  {author} {\bibinfo {author} {\bibfnamefont {R.~P.}\ \bibnamefont {Roe}},\ }\bibfield  {title} {\enquote {\bibinfo
  {title} {Observation of Lists},}\ }\href {https://doi.org/10.1000/xyz.116} {\bibfield  {journal} {\bibinfo  {journal} {J. Lists}\ }\textbf
  {\bibinfo {volume} {116}} (\bibinfo {year} {2016})},\ \Eprint {https://arxiv.org/abs/1602.00001} {arXiv:1602.00001 [gr-qc]} \BibitemShut {NoStop}%
\end{thebibliography}%
"""

BIBLATEX = r"""
\refsection{0}
    \entry{los}{article}{}
      \name{author}{2}{}{%
        {{un=0,hash=abc}{%
           family={{\L}o{\'s}},
           familyi={L\bibinitperiod},
           given={Jan\bibnamedelima Maria},
           giveni={J\bibinitperiod}}}%
        {{hash=abd}{family={Roe}, given={R.}, prefix={van}}}%
      }
      \field{title}{Records {{of}} Lists}
      \field{journaltitle}{J. Lists}
      \field{year}{2017}
      \field{month}{6}
      \verb{doi}
      \verb 10.1000/rec.1
      \endverb
      \verb{eprint}
      \verb 1706.00001
      \endverb
      \field{eprinttype}{arxiv}
    \endentry
"""


def read(text: str | bytes) -> Document:
    data = text.encode() if isinstance(text, str) else text
    (document,) = latex.read(data, PurePath("list.tex"))
    assert b"".join(block.raw for block in document.blocks) == data
    return document


def facts(entry: Entry) -> tuple[object, ...]:
    return entry.key, entry.title, entry.authors, entry.venue, str(entry.date)


def identifiers(document: Document, entry: int) -> list[str]:
    return [str(link.identifier) for link in document.links if link.entry == entry]


def test_article() -> None:
    document = read(ARTICLE)
    assert document.title == "Our Lists"
    assert [section.title for section in document.sections] == ["Papers"]
    assert [(entry.line, entry.title) for entry in document.entries] == [
        (7, "A Theory of Lists"),
        (8, "Lists in many places and times"),
    ]
    assert [(link.line, link.url, link.entry) for link in document.links] == [
        (7, "https://arxiv.org/abs/2101.00001", 0),
        (8, "https://example.org/a_b%20c", 1),
        (8, "https://arxiv.org/abs/2105.00005", None),
    ]


def test_bibitems() -> None:
    document = read(NATBIB)
    assert [facts(entry) for entry in document.entries] == [
        ("byron21", "A theory of Lists", ("Byron, A.", "Müller, M."), "Proceedings of Lists", "2021"),
        ("roe", "Entries and notes", ("R. Roe", "J. Doe"), "J. Lists", "2019"),
        ("old", None, ("A. Lovelace et al.",), "Phys. Lett. B 716, 1 (2012)", "2012"),
    ]
    assert identifiers(document, 0) == ["arxiv:2101.00001"]
    assert identifiers(document, 2) == ["arxiv:1201.0001"]
    assert [(entry.line, entry.end_line) for entry in document.entries] == [(3, 7), (9, 10), (11, 12)]


def test_parts_that_a_style_marks() -> None:
    document = read(REVTEX)
    (entry,) = document.entries
    assert facts(entry) == ("Roe:2016", "Observation of Lists", ("R. P. Roe",), "J. Lists", "2016")
    assert identifiers(document, 0) == ["doi:10.1000/xyz.116", "arxiv:1602.00001"]


def test_records_of_biblatex() -> None:
    document = read(BIBLATEX)
    (entry,) = document.entries
    assert facts(entry) == ("los", "Records of Lists", ("Jan Maria Łoś", "R. van Roe"), "J. Lists", "2017-06")
    assert identifiers(document, 0) == ["doi:10.1000/rec.1", "arxiv:1706.00001"]


@pytest.mark.parametrize(
    "text", ["{" * 5000, "\\textbf{" * 2000, "\\href{" * 2000, "\\bibitem[" * 500, "\\entry{a}{b}{}" * 200]
)
def test_deep_and_unclosed_groups(text: str) -> None:
    read(text)


SOUP = st.lists(
    st.sampled_from(
        [
            "\\href{", "\\url{", "{", "}", "\\bibitem{a}", "\\bibitem[", "]", "\\newblock ", "\\begin{itemize}", "\\end{itemize}", "\\item ",
            "\\section{", "\\entry{a}{b}{}", "\\field{title}{", "\\name{author}{1}{}{", "\\verb{doi}\n\\verb 10.1000/x\n", "%", "$", "~", "\\\\",
            "\n", "\n\n", "\\bibinfo {title} {", "https://example.org/a", "arXiv:2101.00001", "{\\em ", "\\'e", "é", "\0",
        ]
    )
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(SOUP)
def test_any_text_is_read(parts: list[str]) -> None:
    read("".join(parts))


@settings(max_examples=25, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_read(data: bytes) -> None:
    read(data)
