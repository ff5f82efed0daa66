"""Read a message (eml, and pages saved as mht): its heads, its text, and its attachments as documents."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart

from duediligence.errors import InputError
from duediligence.inputs import doc_html, doc_text
from duediligence.inputs.doc_extract import Attachment, Budget, Extract, TextBuilder

_HEADS = ("Subject", "From", "To", "Cc", "Organization")


def extract(data: bytes, budget: Budget) -> Extract:
    """Return heads and text of a message; the plain form of its text where it has two.

    Raises:
        InputError: It is no message, or larger than the limits allow.
    """
    try:
        message = message_from_bytes(data, policy=policy.default)
        return _extract(message, budget)
    except (ValueError, LookupError, AttributeError, TypeError, RecursionError) as error:
        raise InputError(
            f"is no readable message: {type(error).__name__}", hint="Save the message anew."
        ) from error


def _extract(message: EmailMessage, budget: Budget) -> Extract:
    builder = TextBuilder(budget)
    for name in _HEADS:
        if message[name]:
            builder.block(f"{name}: {message[name]}")
    gaps: tuple[str, ...] = ()
    body = message.get_body(preferencelist=("plain", "html"))
    if body is not None:
        found = _text(body, budget)
        builder.block(found.text)
        gaps = found.gaps
    attachments, unread = _attachments(message, body, budget.limits.parts)
    return builder.extract((*gaps, *unread), attachments)


def _text(part: MIMEPart, budget: Budget) -> Extract:
    text, encoding = doc_text.decode(_bytes(part), part.get_content_charset())
    if part.get_content_subtype() == "html":
        return doc_html.extract_markup(text, budget)
    return Extract(text, encoding=encoding)


def _attachments(
    message: EmailMessage, body: MIMEPart | None, most: int
) -> tuple[tuple[Attachment, ...], tuple[str, ...]]:
    found: list[Attachment] = []
    for number, part in enumerate(_leaves(message)):
        if part is body or part.get_content_maintype() in {"image", "audio", "video", "font"}:
            continue
        if number >= most:
            return tuple(found), (f"more than {most} parts; the rest was not read",)
        if part.get_content_maintype() == "text" and not part.is_attachment():
            continue  # the other form of the same text
        found.append(Attachment(part.get_filename() or f"part-{number + 1}", _bytes(part)))
    return tuple(found), ()


def _leaves(message: MIMEPart) -> Iterator[MIMEPart]:
    """Yield the parts that hold something; a message inside a message is one part."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        if part.get_content_maintype() == "multipart":
            waiting.extend(
                child for child in reversed(list(part.iter_parts())) if isinstance(child, MIMEPart)
            )
        else:
            yield part


def _bytes(part: MIMEPart) -> bytes:
    if part.get_content_maintype() == "message":
        return b"".join(bytes(child) for child in part.iter_parts())
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""
