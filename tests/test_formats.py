"""The two ways to every format: a finished report, and a stream of results."""

from __future__ import annotations

import io
import tracemalloc

import pytest

import hostile
from duediligence.errors import UsageError
from duediligence.formats import BINARY_FORMATS, FORMATS, open_writer, render
from duediligence.formats.writer import in_input_order
from duediligence.model import Skipped, Source
from samples import known_result, listed_result, sample_report

STREAMED = ("json", "jsonl", "csv", "xlsx")


@pytest.mark.parametrize("fmt", FORMATS)
def test_every_format_renders_every_name(fmt: str) -> None:
    """No name, however hostile, stops a format, and text is encodable."""
    made = render(hostile.report(), fmt)
    assert isinstance(made, bytes) == (fmt in BINARY_FORMATS)
    if isinstance(made, str):
        assert made.encode("utf-8")
        assert made.endswith("\n")


@pytest.mark.parametrize("fmt", FORMATS)
def test_equal_reports_give_equal_bytes(fmt: str) -> None:
    """Nothing of a format depends on when or where it is written."""
    assert render(hostile.report(), fmt) == render(hostile.report(), fmt)


@pytest.mark.parametrize("fmt", FORMATS)
def test_a_stream_gives_what_the_whole_report_gives(fmt: str) -> None:
    """Results written one by one end in the same bytes."""
    report = hostile.report()
    sink = io.BytesIO()
    frame = report.model_copy(update={"results": (), "skipped": ()})
    writer = open_writer(fmt, sink, frame, columns=["faculty", "=cmd"])
    for item in in_input_order(report):
        writer.add(item)
    writer.finish(frame)
    whole = render(report, fmt)
    assert sink.getvalue() == (whole if isinstance(whole, bytes) else whole.encode())


@pytest.mark.parametrize("fmt", [fmt for fmt in FORMATS if fmt not in BINARY_FORMATS])
def test_no_text_format_writes_characters_that_act(fmt: str) -> None:
    """No escape, control or direction character reaches a terminal or an editor from any name."""
    made = render(hostile.report(), fmt)
    assert isinstance(made, str)
    acting = [char for char in made if (char < " " and char not in "\n\r") or "\x7f" <= char <= "\x9f"]
    assert acting == []
    assert not set(made) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@pytest.mark.parametrize("fmt", STREAMED)
def test_streamed_formats_keep_memory_flat(fmt: str) -> None:
    """Ten times the results need little more memory: what grows lies in temporary files."""
    frame = sample_report(known_result())
    item = listed_result()
    peaks = []
    for count in (40, 400):
        tracemalloc.start()
        with open("/dev/null", "wb") as sink:  # noqa: PTH123 - a place to write to, not a path
            writer = open_writer(fmt, sink, frame)
            for _ in range(count):
                writer.add(item)
            writer.finish(frame)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + (9 << 20)


def test_an_unknown_format_lists_the_known() -> None:
    """A typo is answered with the choices."""
    with pytest.raises(UsageError, match="unknown format 'yaml'") as caught:
        render(sample_report(), "yaml")
    assert "sarif" in caught.value.hint


def test_skipped_rows_keep_their_place() -> None:
    """A skipped row stands before the rows below it; one of another file stands last."""
    skipped = (
        Skipped(source=Source(file="partners.csv", row=1), reason="above"),
        Skipped(source=Source(file="other.csv", row=1), reason="elsewhere"),
    )
    items = list(in_input_order(sample_report(listed_result(), known_result(), skipped=skipped)))
    assert [getattr(item, "reason", "result") for item in items] == ["above", "result", "result", "elsewhere"]
    unplaced = (Skipped(source=Source(), reason="nowhere"),)
    assert list(in_input_order(sample_report(listed_result(), skipped=unplaced)))[-1] == unplaced[0]
