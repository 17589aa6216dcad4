"""Where preprints were published: what is known, and asking those who may know.

Three answers that are never confused: published (and who says so), none found (all who can know have answered), could
not ask (somebody kept silent, so nothing follows).
"""

from __future__ import annotations

from bibdb.published.asking import Inquiry, ask_publications, recall
from bibdb.published.telling import Agreement, Publication, State, publications

__all__ = [
    "Agreement",
    "Inquiry",
    "Publication",
    "State",
    "ask_publications",
    "publications",
    "recall",
]
