"""The whole build on a small reference folder."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

import pytest

from curation_files import write_reference
from duediligence.catalogue.load import load_institutions
from duediligence.curation.building.coverage import END, START, with_coverage
from duediligence.curation.building.overrides import read_overrides
from duediligence.curation.building.rebuild import main, rebuild
from duediligence.errors import CatalogueError

DECISIONS = """
generic: [Institute of Physics]
reject: [{list: context, name: Lantern University, why: said by its group}]
link: [{name: Nobody, ror: 0lant, why: a misspelt name}]
names:
  - {ror: 0torc, drop: [Lamp School], why: another school's}
  - {name: Lantern University, country: CN, add: [Laterna], why: a reason}
"""
TRACKED = {
    "name": "Lantern University",
    "category": "civilian_university",
    "risk": "high",
    "aspi_url": "https://t.example",
}
PRINTED = {"list": "us_dod_1286", "country": "CN", "entity_type": "university"}


def _reference(folder: Path) -> Path:
    return write_reference(
        folder,
        tracker=[TRACKED],
        us=[PRINTED | {"name": "University of Lanterns", "aliases": "Lantern University|LU"}],
        nonus=[PRINTED | {"name": "Lantern University", "list": "context"}],
        registry=[
            {
                "ror_id": "https://ror.org/0lant",
                "name": "Lantern University",
                "country_code": "CN",
                "types": "education",
            },
            {
                "ror_id": "https://ror.org/0torc",
                "name": "Torch University",
                "aliases": "Lamp School",
                "country_code": "CN",
                "types": "education",
            },
            {
                "ror_id": "https://ror.org/0clas",
                "name": "University of Lanterns",
                "country_code": "HK",
                "types": "facility",
            },
        ],
    )


def _decisions(folder: Path) -> Path:
    path = folder / "overrides.yaml"
    path.write_text(DECISIONS, "utf-8")
    return path


def test_rows_registry_and_decisions_make_the_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One listed record, the others known; the account names unused decisions; again gives the same."""
    out = tmp_path / "institutions.yaml"
    arguments = [
        "--reference",
        str(_reference(tmp_path)),
        "--overrides",
        str(_decisions(tmp_path)),
        "--out",
        str(out),
        "--names",
        str(tmp_path / "none.yaml"),
    ]
    document = tmp_path / "data.md"
    document.write_text(f"# Data\n{START}\nold\n{END}\nafter", "utf-8")
    arguments += ["--coverage", str(document)]
    main(arguments)
    found = {i.id: i for i in load_institutions(out)}
    assert [x.list for x in found["lantern-university"].listings] == ["aspi-tracker"]
    assert "Laterna" in [n.text for n in found["lantern-university"].names]
    assert [n.text for n in found["torch-university"].names] == []
    account = capsys.readouterr().out
    assert "unused decision: Nobody" in account
    table = document.read_text("utf-8")
    assert "| us-dod-1286 | 1 | 0 | 1 | 0 | 1 | 0 |" in table
    assert "- Rejected from context (1): said by its group (Lantern University)." in table
    assert table.startswith("# Data")
    assert table.endswith("after")
    first = out.read_bytes()
    main(arguments)
    assert out.read_bytes() == first


def test_a_document_without_markers_is_left_alone() -> None:
    """The build writes only where it is invited."""
    assert with_coverage("# Data", "table") == "# Data"


def test_a_clash_is_reported(tmp_path: Path) -> None:
    """A registry record under a listed body's name is shown to the curator."""
    folder = _reference(tmp_path)
    (folder / "us_designations.csv").write_text(
        (folder / "us_designations.csv")
        .read_text("utf-8")
        .replace("University of Lanterns", "Glow School")
        .replace("|LU", "|University of Lanterns"),
        "utf-8",
    )
    rebuilt = rebuild(folder, read_overrides(_decisions(tmp_path)))
    assert [c.listed.id for c in rebuilt.clashes] == ["lantern-university"]
    assert "clash: university-of-lanterns has the name" in rebuilt.account
    assert [r.why for r in rebuilt.rejected] == ["said by its group"]


@pytest.mark.parametrize("text", ["generic: {", "unknown: [x]", "link: [{name: A}]"])
def test_a_broken_decisions_file_is_refused_by_name(tmp_path: Path, text: str) -> None:
    """Not YAML, an unknown part or a decision without a reason stop the build."""
    path = tmp_path / "overrides.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(CatalogueError, match=r"overrides\.yaml"):
        read_overrides(path)


def test_an_empty_decisions_file_decides_nothing(tmp_path: Path) -> None:
    """Decisions are optional; the file is not."""
    path = tmp_path / "overrides.yaml"
    path.write_text("", "utf-8")
    assert not read_overrides(path).generic
    with pytest.raises(CatalogueError):
        read_overrides(tmp_path / "none.yaml")


def test_the_package_runs_as_a_program(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`python -m duediligence.curation.building --help` says what it needs."""
    monkeypatch.setattr(sys, "argv", ["building", "--help"])
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("duediligence.curation.building", run_name="__main__")
    assert ended.value.code == 0
    assert "--reference" in capsys.readouterr().out


def test_groups_are_those_of_the_decisions(tmp_path: Path) -> None:
    """A member that the registry knows by id and name joins its group; one that it does not is refused."""
    reference, decisions = _reference(tmp_path), _decisions(tmp_path)
    grouped = DECISIONS + "groups: [{group: lamps, members: {0torc: Torch University}, why: a reason}]\n"
    decisions.write_text(grouped, "utf-8")
    rebuilt = rebuild(reference, read_overrides(decisions))
    assert {i.name for i in rebuilt.institutions if "lamps" in i.groups} == {"Torch University"}
    decisions.write_text(grouped.replace("Torch University}", "Torch Academy}"), "utf-8")
    with pytest.raises(CatalogueError, match="0torc"):
        rebuild(reference, read_overrides(decisions))
