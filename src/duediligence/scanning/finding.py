"""What a document names: known institutions at all their places, and phrases that look like more of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from duediligence.model import Institution, MentionView, Source
from duediligence.recognise.recognition import Mention
from duediligence.scanning.abbreviations import (
    Definition,
    defined_beside,
    defined_for_others,
    implied,
    settled,
    uses,
)
from duediligence.scanning.asking import Asking, Reader
from duediligence.scanning.candidates import candidate_spans
from duediligence.scanning.document import Document
from duediligence.scanning.flow import Piece, pieces
from duediligence.scanning.runs import capitalised_runs
from duediligence.scanning.sentences import sentence_around
from duediligence.scanning.vetting import Vetting

_CLINGS = re.compile(r"(?:['’]s?|[\s\"“”.,;:]+)$")


class Place(NamedTuple):
    """One place of a document that names a known institution.

    Attributes:
        institution: Who is named.
        view: The words and where they stand, as reports show them.
        mention: What the recogniser said; None for an abbreviation the document explains.
    """

    institution: Institution
    view: MentionView
    mention: Mention | None = None


class Unknown(NamedTuple):
    """Words of a document that look like an institution's name but are in no registry."""

    words: str
    source: Source


class _Passage(NamedTuple):
    """A piece of running text, its runs of capitalised words, and the names found in it."""

    piece: Piece
    runs: list[tuple[int, int]]
    names: list[Mention]


def find(document: Document, reader: Reader, asking: Asking) -> Iterator[Place | Unknown]:
    """Yield what a document names, in reading order within each piece of its text.

    Args:
        document: What is read.
        reader: The recogniser.
        asking: Finds what the recogniser does not take for names in running text.
    """
    passages = list(_passages(document, reader, asking))
    for passage, short in zip(passages, _abbreviated(passages), strict=True):
        marked = sorted(
            [*((m.span, m.institution, m) for m in passage.names), *short], key=lambda mark: mark[0]
        )
        for span, institution, mention in marked:
            yield Place(institution, _view(document, passage.piece, span, mention), mention)
        text = passage.piece.text
        for span in candidate_spans(text, passage.runs, [span for span, _, _ in marked]):
            yield Unknown(" ".join(text[slice(*span)].split()), _view(document, passage.piece, span).source)


def _passages(document: Document, reader: Reader, asking: Asking) -> Iterator[_Passage]:
    """Yield the passages of a document; one that recurs, as running heads do, is read once."""
    vetting = Vetting(document.text)
    read: dict[tuple[str, tuple[int, ...]], _Passage] = {}
    for piece in pieces(document):
        key = (piece.text, piece.breaks)
        before = read.get(key)
        if before is None:
            before = read[key] = _passage(piece, reader, asking, vetting)
        yield before._replace(piece=piece)


def _passage(piece: Piece, reader: Reader, asking: Asking, vetting: Vetting) -> _Passage:
    runs = list(capitalised_runs(piece.text))
    found = [_trimmed(piece, mention) for mention in reader.mentions(piece.text)]
    names = [mention for mention in found if vetting.is_name(piece, mention)]
    asked = asking.mentions(piece.text, runs, [mention.span for mention in names])
    names += [mention for mention in asked if vetting.is_name(piece, mention)]
    names += asking.native_mentions(piece.text, [mention.span for mention in names])
    return _Passage(piece, runs, _outermost(names))


def _outermost(mentions: list[Mention]) -> list[Mention]:
    """Return mentions in order, without those inside another: a part's name may hold its parent's."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda mention: (mention.span[0], -mention.span[1])):
        if not kept or mention.span[0] >= kept[-1].span[1]:
            kept.append(mention)
    return kept


def _trimmed(piece: Piece, mention: Mention) -> Mention:
    """Return a mention without the possessive or the open bracket that its words end with."""
    words = piece.text[slice(*mention.span)]
    kept = _CLINGS.sub("", words)
    if words.count("(") > words.count(")"):
        kept = kept[: kept.rindex("(")].rstrip()
    start, end = mention.span
    return mention._replace(span=(start, start + len(kept))) if kept and len(kept) < end - start else mention


_Marked = tuple[tuple[int, int], Institution, Mention | None]


def _abbreviated(passages: list[_Passage]) -> list[list[_Marked]]:
    """Return, passage by passage, the uses of abbreviations that are not part of a name found already."""
    definitions = [
        definition for number, passage in enumerate(passages) for definition in _definitions(number, passage)
    ]
    found: list[list[_Marked]] = [[] for _ in passages]
    for institution, number, span in uses([passage.piece.text for passage in passages], settled(definitions)):
        if not any(m.span[0] < span[1] and span[0] < m.span[1] for m in passages[number].names):
            found[number].append((span, institution, None))
    return found


def _definitions(number: int, passage: _Passage) -> Iterator[Definition]:
    """Yield the abbreviations that hold from this passage on."""
    text = passage.piece.text
    said: set[str] = set()
    for mention in passage.names:
        for short, end in defined_beside(text, mention.span, mention.institution):
            said.add(short)
            yield Definition(short, mention.institution, (number, end))
        for short in implied(mention.institution):
            yield Definition(short, mention.institution, (number, mention.span[1]), implied=True)
    for short, end in defined_for_others(text):
        if short not in said:
            yield Definition(short, None, (number, end))


def _view(
    document: Document, piece: Piece, span: tuple[int, int], mention: Mention | None = None
) -> MentionView:
    context, marked = sentence_around(piece.text, span)
    return MentionView(
        text=piece.text[slice(*span)],
        source=document.source(piece.in_document(span), context),
        marked=marked,
        confidence=mention.confidence if mention else 100.0,
        abbreviation=mention is None,
    )
