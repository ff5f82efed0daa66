"""Institutions written as YAML that reads back the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation_files import institution
from duediligence.catalogue.load import load_institutions
from duediligence.curation.building.write import record_text, write_institutions
from duediligence.model import Institution, Kind, Name, NameKind, Related, RelatedAs

LISTED = institution(
    "lantern",
    'Lantern "University": yes',
    listed="Lantern – University",
    kind=Kind.UNIVERSITY,
    ids={"ror": "00123"},
    domains=("lantern.example",),
    groups=("seven-sons",),
    names=(
        Name(text="灯大学", kind=NameKind.NATIVE, lang="zh"),
        Name(text="no", kind=NameKind.ACRONYM),
        Name(text="Lamp School"),
    ),
    related=(Related(id="group", role=RelatedAs.UNIT_OF, source="ror"),),
)
UNLISTED = institution("alpha", "Alpha, School [of] {all}", city="Xi'an", declared_namesakes=("lantern",))


def test_listed_records_are_blocks_and_unlisted_ones_single_lines() -> None:
    """A listing a line and a name a line, so that changes can be reviewed; look-alikes stay short."""
    text = record_text(LISTED)
    assert text.startswith("- id: lantern\n  name: ")
    assert "    - {text: 灯大学, kind: native, lang: zh}\n" in text
    assert "    - {text: Lamp School}\n" in text
    assert "    - {id: group, as: unit-of, source: ror}\n" in text
    assert record_text(UNLISTED).count("\n") == 1


def test_the_file_is_ordered_and_reads_back_the_same(tmp_path: Path) -> None:
    """Listed first, then by id; nothing is lost or turned into another type."""
    path = tmp_path / "institutions.yaml"
    path.write_text(write_institutions([UNLISTED, LISTED]), "utf-8")
    assert load_institutions(path) == [LISTED, UNLISTED]
    assert path.read_text("utf-8").startswith("# Institutions")


@pytest.mark.parametrize(
    "text", ["yes", "null", "0123", "1e5", "2020-01-01", "a: b", "#x", "", "- x", "x #y", "~"]
)
def test_texts_that_yaml_would_misread_are_quoted(tmp_path: Path, text: str) -> None:
    """A name is text even when it looks like a number, a date or a truth value."""
    path = tmp_path / "institutions.yaml"
    path.write_text(record_text(institution("a", text)), "utf-8")
    assert load_institutions(path)[0].name == text


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30))
def test_every_name_reads_back_as_written(text: str) -> None:
    """No text is mangled by writing and reading."""
    import yaml

    written: list[dict[str, object]] = yaml.safe_load(record_text(institution("a", text)))
    assert Institution.model_validate(written[0]).name == text
