"""Charts as inline SVG: no script, colours from the page's style sheet, every value also readable as text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from duediligence.names.harmless import harmless

if TYPE_CHECKING:
    from markupsafe import Markup

_WIDE, _NARROW = 720, 440  # units of the viewBox; the page scales it
_ROW = 42
_LABEL_LINE = 14  # where a label's middle stands below the top of its row
_BAR_TOP, _BAR = 24, 13
_VALUE_WIDTH = 84  # units kept free for the number at a bar's end
_NARROWEST_LABELLED = 34  # units a segment needs for its number
_LONGEST_LABEL = 50  # characters


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a bar: its style class, what it stands for, and how much it is."""

    style: str
    label: str
    value: int


@dataclass(frozen=True, slots=True)
class Bar:
    """A labelled bar of one or several parts; `note` stands at its end."""

    label: str
    parts: tuple[Part, ...]
    note: str = ""

    @property
    def total(self) -> int:
        """The sum of its parts."""
        return sum(part.value for part in self.parts)


def stacked_bar(title: str, parts: Sequence[Part], *, height: int = 40) -> Markup:
    """Return one bar over the full width, each part labelled with its number where there is room."""
    total = sum(part.value for part in parts) or 1
    drawn, x = [], 0.0
    for part in parts:
        width = _WIDE * part.value / total
        if part.value:
            drawn.append(_segment(part, x, 0, width, height))
            if width >= _NARROWEST_LABELLED:
                drawn.append(_text(x + width / 2, height / 2, str(part.value), f"on-{part.style}", "middle"))
        x += width
    return _svg(title, ", ".join(f"{part.label}: {part.value}" for part in parts), drawn, _WIDE, height)


def bar_chart(title: str, bars: Sequence[Bar]) -> Markup:
    """Return labelled bars one below the other, each under its label, drawn to a common scale."""
    scale = (_NARROW - _VALUE_WIDTH) / max([1, *(bar.total for bar in bars)])
    drawn = [part for index, bar in enumerate(bars) for part in _labelled_bar(bar, index * _ROW, scale)]
    described = "; ".join(f"{bar.label}: {bar.note or bar.total}" for bar in bars)
    return _svg(title, described, drawn, _NARROW, len(bars) * _ROW)


def small_bar(title: str, part: Part, longest: int) -> Markup:
    """Return a bar without text, for a table cell; `longest` is the value of the full width."""
    width = 100 * max(part.value, 0) / max(longest, 1)
    return _svg(title, f"{part.value}", [_segment(part, 0, 0, width, 8)], 100, 8)


def _labelled_bar(bar: Bar, top: float, scale: float) -> list[Markup]:
    drawn = [_text(0, top + _LABEL_LINE, _cut(bar.label), "label", "start", bar.label)]
    x = 0.0
    for part in bar.parts:
        if part.value:
            drawn.append(_segment(part, x, top + _BAR_TOP, part.value * scale, _BAR))
            x += part.value * scale
    note = bar.note or f"{bar.total:,}"
    return [*drawn, _text(x + 7, top + _BAR_TOP + _BAR / 2, note, "value", "start")]


def _segment(part: Part, x: float, y: float, width: float, height: float) -> Markup:
    return _element(
        "rect", f"fill-{part.style}", f"{part.label}: {part.value}", x=x, y=y, width=width, height=height
    )


def _element(tag: str, style: str, title: str = "", **numbers: float) -> Markup:
    from markupsafe import Markup

    places = " ".join(f'{name}="{number:.6g}"' for name, number in numbers.items())
    inner = Markup("<title>{}</title>").format(harmless(title)) if title else Markup("")
    return Markup('<{} class="{}" {}>{}</{}>').format(Markup(tag), style, Markup(places), inner, Markup(tag))  # noqa: S704


def _text(x: float, y: float, text: str, style: str, anchor: str, title: str = "") -> Markup:
    from markupsafe import Markup

    inner = Markup("<title>{}</title>").format(harmless(title)) if title and title != text else Markup("")
    return Markup('<text class="{}" x="{}" y="{}" text-anchor="{}" dy=".35em">{}{}</text>').format(
        style, f"{x:.6g}", f"{y:.6g}", anchor, inner, harmless(text)
    )


def _cut(label: str) -> str:
    return label if len(label) <= _LONGEST_LABEL else label[: _LONGEST_LABEL - 1] + "…"


def _svg(title: str, description: str, drawn: Sequence[Markup], width: int, height: int) -> Markup:
    from markupsafe import Markup

    return Markup('<svg class="chart" role="img" viewBox="0 0 {} {}" aria-label="{}">{}</svg>').format(
        width, height, f"{title}. {harmless(description)}", Markup("").join(drawn)
    )
