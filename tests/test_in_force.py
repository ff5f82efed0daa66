"""Which listings are in force: said once, and meant alike by recogniser, policy, scanner and dossier."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from rich.console import Console

from duediligence.catalogue import Catalogue, open_catalogue
from duediligence.catalogue.policy import Situation, only_noted
from duediligence.formats.terminal_institution import institution_view
from duediligence.model import Institution, Level, Listing, Result, RiskList, Status
from duediligence.scanning import Document, DocumentKind, Scanner
from duediligence.screening import Screener
from small_world import institution

TIERS = Path(__file__).parents[1] / "data" / "risk_tiers.yaml"
ENTITY_LIST, CLOSED = "us-bis-entity-list", "register-under-another-id"
COUNTED = Listing(list=ENTITY_LIST, printed="x")
NOTED = {
    "Velmar Rocketry University": Listing(list=CLOSED, printed="x"),
    "Tarnov Avionics Institute": COUNTED.model_copy(update={"confidence": "memory"}),
    "Zorbin Hydraulics Academy": COUNTED.model_copy(update={"until": "2020"}),
    "Kalvex Scholarship Council": Listing(list="context", printed="x"),
}
LISTED = "Mirnov Ballistics Institute"
GENERIC = "Institute of Physics"


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """A few institutions, one of them on a list in force; the closed register has another id than ours."""
    folder = tmp_path_factory.mktemp("data")
    world = [institution(name, "CN", listings=(listing,)) for name, listing in NOTED.items()]
    world.append(institution(LISTED, "CN", listings=(COUNTED,)))
    unsourced = NOTED["Tarnov Avionics Institute"]
    world.append(institution("Lantern Institute of Physics", "CN", GENERIC, listings=(unsourced,)))
    records = [one.model_dump(mode="json", by_alias=True, exclude_defaults=True) for one in world]
    (folder / "institutions.yaml").write_text(yaml.safe_dump(records), "utf-8")
    (folder / "places.tsv").write_text("China\tcountry\tCN\n", "utf-8")
    policy = TIERS.read_text("utf-8").replace("  - id: ua-war-sponsors\n", f"  - id: {CLOSED}\n", 1)
    (folder / "risk_tiers.yaml").write_text(policy, "utf-8")
    return open_catalogue(folder)


@pytest.mark.parametrize(
    ("status", "changes", "situation"),
    [
        ("in-force", {}, None),
        (None, {}, None),
        ("in-force", {"until": "2020"}, Situation.ENDED),
        ("in-force", {"confidence": "memory"}, Situation.MEMORY),
        (None, {"confidence": "memory"}, Situation.MEMORY),
        ("in-force", {"until": "2020", "confidence": "memory"}, Situation.ENDED),
        ("historic", {"until": "2020"}, Situation.HISTORIC),
        ("context", {"confidence": "memory"}, Situation.CONTEXT),
    ],
)
def test_why_a_listing_is_only_noted(
    catalogue: Catalogue, status: str | None, changes: dict[str, str], situation: Situation | None
) -> None:
    """What the list is comes before what the listing is; a list that is not described is in force."""
    known = catalogue.policy.risk_list(ENTITY_LIST)
    assert known is not None
    lists = {None: None, status: known.model_copy(update={"status": status})}
    assert only_noted(COUNTED.model_copy(update=changes), lists[status]) is situation


@pytest.mark.parametrize("name", NOTED)
def test_what_is_only_noted_lists_nobody(catalogue: Catalogue, name: str) -> None:
    """By its name alone a body is known and not listed, with a note that says what there is."""
    result = Screener(catalogue=catalogue).check(name)
    assert result.identification.status is Status.KNOWN_NOT_LISTED
    assert (result.verdict.level, result.matches) == (Level.NONE, ())
    assert result.notes


def test_what_counts_lists_its_body(catalogue: Catalogue) -> None:
    """The same record with a listing in force is listed."""
    result = Screener(catalogue=catalogue).check(LISTED)
    assert (result.identification.status, result.verdict.level) == (Status.LISTED, Level.STOP)
    assert result.matches


def test_a_document_says_the_same(catalogue: Catalogue) -> None:
    """Named in running text, the same bodies are listed, known, or background."""
    found = _scanned(catalogue, "".join(f"with {name}, China.\n\n" for name in (*NOTED, LISTED)))
    assert {name: result.identification.status for name, result in found.items()} == {
        **dict.fromkeys(NOTED, Status.KNOWN_NOT_LISTED),
        LISTED: Status.LISTED,
    }
    assert [name for name, result in found.items() if result.context] == ["Kalvex Scholarship Council"]
    assert [name for name, result in found.items() if result.matches] == [LISTED]


def test_a_name_that_only_the_document_settles_says_the_same(catalogue: Catalogue) -> None:
    """Also where the words alone would not tell who is meant."""
    (result,) = _scanned(catalogue, f"with {GENERIC}, China.").values()
    assert result.partner.name == GENERIC
    assert (result.identification.status, result.matches) == (Status.KNOWN_NOT_LISTED, ())


def _scanned(catalogue: Catalogue, text: str) -> dict[str, Result]:
    scanner = Scanner.over(catalogue)
    scanner.scan(Document("report.txt", DocumentKind.TEXT, text))
    return {result.partner.name: result for result in scanner.results()}


@pytest.mark.parametrize("name", [*NOTED, LISTED])
def test_the_dossier_says_the_same(catalogue: Catalogue, name: str) -> None:
    """What changes no verdict stands under history and context."""
    lists = {one.id: one for one in catalogue.lists}
    found = next(one for one in catalogue.institutions() if one.name == name)
    assert ("changes no verdict" in _shown(found, lists)) is (name in NOTED)


def _shown(found: Institution, lists: dict[str, RiskList]) -> str:
    console = Console(width=100, color_system=None)
    with console.capture() as captured:
        console.print(institution_view(found, lists, lambda _: None))
    return captured.get()
