"""Recorded decisions about findings: a reviewable file, its checks, and what it does to a result.

A decision names a partner and an institution. `not-the-same` says that the partner is another body;
`accepted-risk` says that it is this one and that someone answers for going on. Either way the finding
stays in the report, marked, and no longer fails the gate, until the decision expires or the
institution's listings change.
"""

from duediligence.decisions.book import DecisionBook
from duediligence.decisions.entry import (
    NOT_IDENTIFIED,
    Decision,
    DecisionKind,
    DecisionState,
    listings_hash,
    make_decision,
    same_name,
)
from duediligence.decisions.file import (
    DECISIONS_FILE,
    add_decision,
    find_decisions,
    open_decisions,
    read_decisions,
)

__all__ = [
    "DECISIONS_FILE",
    "NOT_IDENTIFIED",
    "Decision",
    "DecisionBook",
    "DecisionKind",
    "DecisionState",
    "add_decision",
    "find_decisions",
    "listings_hash",
    "make_decision",
    "open_decisions",
    "read_decisions",
    "same_name",
]
