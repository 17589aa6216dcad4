"""What a person decides beside the lists: `keys.toml` and `corrections.toml`, text files made for git."""

from __future__ import annotations

from bibdb.ledger.corrections import Correction, Corrections, add_decision
from bibdb.ledger.keys import Keys
from bibdb.ledger.subjects import Subject, subject_name, subject_of

__all__ = ["Correction", "Corrections", "Keys", "Subject", "add_decision", "subject_name", "subject_of"]
