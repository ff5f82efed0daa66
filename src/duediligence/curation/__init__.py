"""Curators' and users' changes to the data: merge a list, validate, count, update, compare versions."""

from duediligence.curation.merging import Proposal, merge_list
from duediligence.curation.stats import DataStats, ListStats, stats
from duediligence.curation.validate import DataProblem, Severity, validate

__all__ = ["DataProblem", "DataStats", "ListStats", "Proposal", "Severity", "merge_list", "stats", "validate"]
