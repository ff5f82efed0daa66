"""A publisher's own file -> listing rows; one module per publisher."""

from duediligence.importers.base import Importer, ImportResult, Problem
from duediligence.importers.registry import IMPORTERS, downloadable, importer_for

__all__ = ["IMPORTERS", "ImportResult", "Importer", "Problem", "downloadable", "importer_for"]
