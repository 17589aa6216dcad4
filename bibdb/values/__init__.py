"""The frozen values that the rooms of the house hand to each other.

Everything here is data without behaviour that matters: no database, no network, no files. Text is Unicode;
lines are counted from 1; bibliographic fields carry the names of CSL's variables. In `Fields`, None means
*unknown* (nobody said) and an empty string or tuple means *known to be empty* (the source said: there is none).
"""

from __future__ import annotations

from bibdb.values.lists import (
    Block,
    BlockRole,
    Document,
    Entry,
    Finding,
    Link,
    LinkKind,
    LinkRole,
    Section,
    Severity,
)
from bibdb.values.seams import (
    Facts,
    Foreseeing,
    ListWriter,
    Reader,
    Source,
    Writer,
)
from bibdb.values.works import (
    Edition,
    Listing,
    Work,
    WorkLink,
)
from bibdb.values.world import (
    EditionKind,
    Evidence,
    Fields,
    Found,
    Name,
    NotFound,
    Outcome,
    Query,
    Record,
    RelationKind,
    Resolution,
    Unavailable,
    WorkType,
)

__all__ = [
    "Block",
    "BlockRole",
    "Document",
    "Edition",
    "EditionKind",
    "Entry",
    "Evidence",
    "Facts",
    "Fields",
    "Finding",
    "Foreseeing",
    "Found",
    "Link",
    "LinkKind",
    "LinkRole",
    "ListWriter",
    "Listing",
    "Name",
    "NotFound",
    "Outcome",
    "Query",
    "Reader",
    "Record",
    "RelationKind",
    "Resolution",
    "Section",
    "Severity",
    "Source",
    "Unavailable",
    "Work",
    "WorkLink",
    "WorkType",
    "Writer",
]
