"""What the terminal views share: styles that work on dark and light screens, headings, harmless text.

Names and addresses are untrusted: they reach the screen as `rich.text.Text`, never as markup, and without
control characters.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.style import Style
from rich.text import Text

from duediligence.formats.terminal_grid import LabelledRows
from duediligence.formats.wording import LEVEL_HEADLINE, LEVEL_WORD, as_of_suffix
from duediligence.model import Citation, InstitutionRef, Level
from duediligence.names.countries import country_name
from duediligence.names.harmless import harmless

# Only the sixteen colours of the reader's own theme: legible on a dark and on a light screen.
LEVEL_STYLE = {Level.STOP: "red", Level.ESCALATE: "magenta", Level.REVIEW: "yellow", Level.NONE: "blue"}
QUIET = "dim"
_INDENT = 2
TITLE = "bold"


def plain(value: str, style: str = "") -> Text:
    """Return untrusted text as it is shown: no markup, no escapes, on one line."""
    return Text(harmless(value), style=style)


def address(url: str) -> Text:
    """A web address as it is printed, and as a link where the terminal knows links."""
    shown = plain(url, QUIET)
    if shown.plain.startswith(("https://", "http://")):
        shown.stylize(Style(link=shown.plain))
    return shown


def joined(parts: Iterable[Text | str], separator: str = " · ") -> Text:
    """Join the parts that are not empty."""
    kept = [part if isinstance(part, Text) else Text(part) for part in parts]
    return Text(separator, style=QUIET).join([part for part in kept if part.plain])


def section(title: str, *body: RenderableType) -> RenderableType:
    """A titled block: the title at the margin, the body indented under it."""
    indented = [
        part if isinstance(part, LabelledRows) else Padding(part, (0, 0, 0, _INDENT)) for part in body
    ]
    return Group(Text(title, style=TITLE), *indented, Text(""))


def banner(level: Level, subject: str, advice: str) -> Panel:
    """The verdict in words, framed in its colour: what it is, about whom, and what to do."""
    style = LEVEL_STYLE[level]
    headline = Text(f" {LEVEL_HEADLINE[level]} ", style=f"bold reverse {style}")
    return Panel(
        Group(joined([headline, plain(subject, TITLE)], "  "), Text(advice)),
        box=box.HEAVY,
        border_style=style,
        padding=(0, 1),
    )


def level_tag(level: Level) -> Text:
    """A level as a short coloured word."""
    return Text(LEVEL_WORD[level], style=f"bold {LEVEL_STYLE[level]}")


def marks(numbers: Sequence[int]) -> Text:
    """Citation marks: `[1][4]`."""
    return Text("".join(f"[{n}]" for n in numbers), style=QUIET)


def rows(*, labels: int = 0) -> LabelledRows:
    """Start the rows of a section; `labels` is the least width of the labels."""
    return LabelledRows(margin=_INDENT, least=labels)


def identity(ref: InstitutionRef) -> Text:
    """An institution in one line: name, country, kind, ROR address."""
    ror = (ref.ror or "").removeprefix("https://")
    return joined(
        [
            plain(ref.name, TITLE),
            plain(country_name(ref.country or "")),
            ref.kind.value.replace("-", " "),
            plain(ror, QUIET),
        ]
    )


def sources(citations: Sequence[Citation]) -> LabelledRows:
    """Numbered sources, each with its date and its address."""
    grid = rows(labels=4)
    for citation in citations:
        dated = as_of_suffix(citation) if citation.as_of else ", undated"
        grid.add(marks([citation.n]), plain(citation.title) + plain(dated, QUIET))
        if citation.url:
            grid.add("", address(citation.url))
    return grid
