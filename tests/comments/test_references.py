from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bibdb.comments import journal_reference


@pytest.mark.parametrize(
    ("text", "journal", "volume", "issue", "page", "year"),
    [
        ("Phys.Rev. D98 (2018) 030001", "Physical Review D", "98", None, "030001", 2018),
        ("Phys. Rev. Lett. 120, 101101 (2018)", "Physical Review Letters", "120", None, "101101", 2018),
        ("Phys.Rev.D123 (2021) 1-5", "Physical Review D", "123", None, "1-5", 2021),
        ("Mod.Phys.Lett.B 8 (1994) 3", "Mod.Phys.Lett.B", "8", None, "3", 1994),
        ("Imag. Phys. Lett. B 12 (1999) 34-41", "Imag. Phys. Lett. B", "12", None, "34-41", 1999),
        ("Publ. Phys. Lett. B 12 (1999) 34-41", "Physics Letters B", "12", None, "34-41", 1999),
        ("Canadian Journal of Artificial Intelligence Research 12 (2001) 2",
         "Canadian Journal of Artificial Intelligence Research", "12", None, "2", 2001),
        ("Phys.Lett. B716 (2012) 1-29", "Physics Letters B", "716", None, "1-29", 2012),
        ("Nucl.Phys.B987:116-118,2020", "Nuclear Physics B", "987", None, "116-118", 2020),
        ("JHEP 05 (2019) 123", "Journal of High Energy Physics", "05", None, "123", 2019),
        ("JHEP05(2019)123", "Journal of High Energy Physics", "05", None, "123", 2019),
        ("JHEP 1905:123,2019", "Journal of High Energy Physics", "1905", None, "123", 2019),
        ("JCAP 1807 (2018) no.07, 033", "Journal of Cosmology and Astroparticle Physics", "1807", "07", "033", 2018),
        ("Eur. Phys. J. C (2019) 79:123", "European Physical Journal C", "79", None, "123", 2019),
        ("J. Math. Phys. 60 (2019), no. 3, 032301", "Journal of Mathematical Physics", "60", "3", "032301", 2019),
        ("Astrophys.J. 873 (2019) no.2, 111", "The Astrophysical Journal", "873", "2", "111", 2019),
        ("A&A 641, A6 (2020)", "Astronomy & Astrophysics", "641", None, "A6", 2020),
        ("Nature 595, 583–589 (2021)", "Nature", "595", None, "583-589", 2021),
        ("Sci. Robot.10, eadv7594 (2025)", "Science Robotics", "10", None, "eadv7594", 2025),
        ("Transactions on Machine Learning Research, 2024", "Transactions on Machine Learning Research", None, None, None, 2024),
        (
            "IEEE Robotics and Automation Letters, vol. 10, no. 12, pp. 13121-13128, Dec. 2025",
            "IEEE Robotics and Automation Letters", "10", "12", "13121-13128", 2025,
        ),
        (
            "IEEE Robotics and Automation Letters 10(12), 13359-13366 (2025)",
            "IEEE Robotics and Automation Letters", "10", "12", "13359-13366", 2025,
        ),
        (
            "Proceedings of the AAAI Conference on Artificial Intelligence, 34(05), 7839-7846, 2020",
            "Proceedings of the AAAI Conference on Artificial Intelligence", "34", "05", "7839-7846", 2020,
        ),
        ("Journal of Machine Learning Research 21 (2020) 1-67", "Journal of Machine Learning Research", "21", None, "1-67", 2020),
        ("Journal of Unheard-of Things, Volume 20, Issue 8, August 2025", "Journal of Unheard-of Things", "20", "8", None, 2025),
        ("Annals of Looms, vol 26 (2025) 148-163", "Annals of Looms", "26", None, "148-163", 2025),
        ("2025 Magazine of Engines", "Magazine of Engines", None, None, None, 2025),
        ("NeurIPS 2025", "Advances in Neural Information Processing Systems", None, None, None, 2025),
    ],
)  # fmt: skip
def test_the_parts_of_a_reference(
    text: str, journal: str, volume: str | None, issue: str | None, page: str | None, year: int | None
) -> None:
    found = journal_reference(text)
    assert found is not None
    assert (found.journal, found.volume, found.issue, found.page, found.year) == (journal, volume, issue, page, year)


def test_no_text_is_no_reference() -> None:
    assert journal_reference(" ") is None


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=60), st.text(alphabet="Phys.Rev D98(2018),-: vol no pp", max_size=50)))
def test_any_text_is_read(text: str) -> None:
    journal_reference(text)
