"""A document to a report: the same recogniser as for a name, over a long text."""

from duediligence.scanning.document import Document, DocumentKind
from duediligence.scanning.scanner import Scanner

__all__ = ["Document", "DocumentKind", "Scanner"]
