"""What a preprint's own metadata says of its publication and withdrawal."""

from __future__ import annotations

from bibdb.comments.acceptance import Acceptance, acceptance
from bibdb.comments.references import JournalReference, journal_reference
from bibdb.comments.withdrawal import is_withdrawn

__all__ = ["Acceptance", "JournalReference", "acceptance", "is_withdrawn", "journal_reference"]
