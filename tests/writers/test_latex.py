"""The encoder: whatever comes in, what comes out is one well-formed field that calls no command of its own."""

from __future__ import annotations

import re

import bibtexparser.entrypoint
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bibdb.values import Name
from bibdb.writers.latex import Dialect, clean, encode, verbatim
from bibdb.writers.mathematics import is_sound, modern
from bibdb.writers.names import encode_names, parts
from bibdb.writers.tex import plain
from bibdb.writers.titles import encode_title

DIALECTS = st.sampled_from(Dialect)
# Letters of all scripts, and runs of what means something to TeX.
TEXTS = st.lists(
    st.one_of(
        st.text(max_size=8),
        st.sampled_from(
            ["\\", "{", "}", "$", "%", "&", "#", "_", "^", "~", '"', " ", "\\input", "\\write18", "\\catcode", "\\csname",
             "\\alpha", "$x$", "$x_", "\\'", "\\'{e}", "{\\L}", "\\emph{", "\\H{o}", "and", ",", "\u0301", "É", "\\$", "\\(",
             "\\frac", "{\\it ", "\\left(", "\\mathrm{", "^^5c", "A", "GPT-4", ": ", "?", "-", "α", "²", "ffi", "\n", "\x1b[0m"]
        ),
    ),
    max_size=12,
).map("".join)  # fmt: skip
COMMAND = re.compile(r"\\([A-Za-z]+)")
NEVER = {
    "input",
    "write",
    "catcode",
    "csname",
    "def",
    "let",
    "immediate",
    "openout",
    "special",
    "include",
    "read",
    "loop",
}


def commands(field: str) -> set[str]:
    return set(COMMAND.findall(field))


def is_one_field(field: str) -> bool:
    """Whether bibtexparser reads back one entry with this field, by BibTeX's own count of braces."""
    library = bibtexparser.entrypoint.parse_string(f"@misc{{k,\n  title = {{{field}}},\n  year = {{2024}},\n}}\n")
    return (
        not library.failed_blocks
        and len(library.entries) == 1
        and [each.key for each in library.entries[0].fields] == ["title", "year"]
        and balanced(field)
    )


def balanced(field: str) -> bool:
    depth = 0
    for char in field:
        depth += (char == "{") - (char == "}")
        if depth < 0:
            return False
    return depth == 0


@given(TEXTS, DIALECTS)
@settings(max_examples=120, deadline=None)
def test_any_title_is_one_field(text: str, dialect: Dialect) -> None:
    field = encode_title(text, dialect)
    assert is_one_field(field)
    assert not commands(field) & NEVER
    assert not re.search(r"(?<!\\)[%#]|\^\^", field)


@given(st.lists(TEXTS, min_size=1, max_size=3), DIALECTS)
@settings(max_examples=80, deadline=None)
def test_any_names_are_one_field(texts: list[str], dialect: Dialect) -> None:
    field = encode_names(tuple(map(Name, texts)), dialect)
    assert is_one_field(field)
    assert not commands(field) & NEVER


@given(TEXTS, DIALECTS)
@settings(max_examples=80, deadline=None)
def test_any_text_is_one_field(text: str, dialect: Dialect) -> None:
    assert is_one_field(encode(text, dialect))
    assert is_one_field(verbatim(text))


@given(TEXTS)
@settings(max_examples=80, deadline=None)
def test_math_between_dollars_is_even(text: str) -> None:
    field = encode(text, Dialect.BIBTEX)
    assert len(re.findall(r"(?<!\\)(?:\\\\)*\$", field)) % 2 == 0


LETTERS = st.text(
    st.characters(categories=("Lu", "Ll"), min_codepoint=0xA1, max_codepoint=0x17F), min_size=1, max_size=6
)


@given(LETTERS)
@settings(max_examples=50, deadline=None)
def test_what_is_written_as_macros_reads_back(letters: str) -> None:
    same = letters.replace("ŉ", "'n").replace("ſ", "s").replace("µ", "μ")
    assert clean(plain(encode(letters, Dialect.BIBTEX))) in {clean(letters), clean(same)}


@pytest.mark.parametrize(
    ("math", "sound"),
    [
        (r"\alpha", True), (r"x^2", True), (r"x_{i,j}^{2}", True), (r"\frac{a}{b}", True), (r"\sqrt[3]{x}", True),
        (r"\left( x \right)", True), (r"\mathcal{O}(n)", True), (r"{\cal O}", True), (r"\sum\limits_i x_i", True),
        (r"\text{if } x", True), (r"10\%", True), (r"f'", True),
        (r"", False), (r" ", False), (r"x_1_2", False), (r"x^", False), (r"{x", False), (r"x}", False), (r"\unknown", False),
        (r"\frac{a}", False), (r"\left( x", False), (r"\right)", False), (r"\limits_i", False), (r"^^5c", False),
        (r"\sqrt[\input{x}]{2}", False), (r"\text{\input x}", False), (r"\mbox{a_b}", False), (r"\def\x{}", False),
        (r"\begin{matrix}", False), ("x\\", False), (r"\text", False), (r"x_\frac", False), (r"f'^2", True), (r"f^2'", False),
    ],
)  # fmt: skip
def test_mathematics(math: str, sound: bool) -> None:
    assert is_sound(math) is sound


def test_old_mathematics_is_renewed() -> None:
    assert modern(r"{\cal O}(\text{n})") == r"\mathcal{O}(\textrm{n})"


@pytest.mark.parametrize(
    ("url", "written"),
    [
        ("https://example.org/a_b?c=d&e=%20#f~g", "https://example.org/a_b?c=d&e=%20#f~g"),
        (r"https://example.org/}\input{x}", r"https://example.org/%7D%5Cinput%7Bx%7D"),
        (" 10.1002/(SICI)1<2::AID>3.0.CO;2-# ", "10.1002/(SICI)1<2::AID>3.0.CO;2-#"),
        ("a b\x1b[31m\x07c", "a%20b[31mc"),
    ],
)
def test_verbatim_fields_are_not_escaped(url: str, written: str) -> None:
    assert verbatim(url) == written


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (r"Erd\H{o}s", "Erdős"), (r"$\alpha$-VAE", "α-VAE"), (r"$x^2$ and $a_{ij}$", "x² and aᵢⱼ"), (r"\emph{in} {A}", "in A"),
        (r"$\frac{a}{b}$", r"$\frac{a}{b}$"), (r"A \& B", "A & B"), (r"a {b", "a {b"), (r"\TeX{} book", "TeX book"),
        (r"\~{\^e}", "ễ"), (r"\c{c}\'{\i}\o", "çíø"),
    ],
)  # fmt: skip
def test_plain_text(written: str, read: str) -> None:
    assert clean(plain(written)) == read


@pytest.mark.parametrize(
    ("name", "family", "given", "particle", "suffix"),
    [
        (Name("Laurens van der Maaten"), "Maaten", "Laurens", "van der ", ""),
        (Name("x", given="Laurens van der", family="Maaten"), "Maaten", "Laurens", "van der ", ""),
        (Name("x", given="Jean", family="d'Alembert"), "Alembert", "Jean", "d'", ""),
        (Name("x", given="Sammy", family="Davis", suffix="Jr."), "Davis", "Sammy", "", "Jr."),
        (Name("bell hooks"), "hooks", "bell", "", ""),
    ],
)
def test_parts_of_names(name: Name, family: str, given: str, particle: str, suffix: str) -> None:
    divided = parts(name)
    assert (divided.family, divided.given, divided.particle, divided.suffix) == (family, given, particle, suffix)


def test_no_author_is_dropped_and_colons_are_none() -> None:
    names = (Name("OpenAI", literal=True), Name(":"), Name("Wei Li"), Name("Wei Li"), Name("Ann Ex et al."))
    assert encode_names(names, Dialect.BIBTEX) == "{OpenAI} and Li, Wei and Li, Wei and Ex, Ann and others"
