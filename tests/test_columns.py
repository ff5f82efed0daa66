"""Which column holds the name, the country, the identifier."""

from __future__ import annotations

import pytest

from duediligence.errors import UsageError
from duediligence.inputs.columns import (
    Roles,
    choose_roles,
    column_letter,
    fold_header,
    has_header,
    header_likeness,
)


@pytest.mark.parametrize(
    ("header", "name"),
    [
        (["id", "Partner", "Country"], 1),
        (["Institution", "Partner"], 1),
        (["Country", "Name"], 1),
        (["University_Name", "ror_id"], 0),
        (["合作院校", "国家"], 0),
        (["国家", "机构名称"], 1),
        (["대학명", "국가"], 0),
        (["Партнёр", "Страна"], 0),
        (["Наименование организации", "Страна"], 0),
        (["Зарубежный партнёр", "Год"], 0),
        (["Land", "Partnerhochschule"], 1),
        (["Établissement partenaire", "Pays"], 0),
        (["Institución", "País"], 0),
        (["Universidade parceira", "País"], 0),
        (["Üniversite adı", "Ülke"], 0),
        (["Kurum", "Ülke"], 0),
        (["Uczelnia partnerska", "Kraj"], 0),
        (["Tərəfdaş", "Ölkə"], 0),
        (["دانشگاه", "کشور"], 0),
        (["  PARTNER   NAME ", "x"], 0),
        (["Our faculty", "Partner in China (English)", "Partner country", "Partner ID"], 1),
        (["Our university", "Foreign university in full"], 1),
        (["our institution", "kind of body", "partner", "country"], 2),
    ],
)
def test_the_name_column_is_found_by_usual_headers(header: list[str], name: int) -> None:
    """Headers in many languages, and the telling words in longer ones, name the column."""
    assert choose_roles(header).name == name


@pytest.mark.parametrize(
    "header", [["name", "country", "name (2)"], ["Partner", "Partner (2)"], ["NAME", "Name"]]
)
def test_a_repeated_name_column_is_asked_about(header: list[str]) -> None:
    """Two columns of one header could both be meant; one that is asked for is taken."""
    with pytest.raises(UsageError, match="several columns may hold the partner's name") as caught:
        choose_roles(header, where="p.csv")
    assert "--column" in caught.value.hint
    assert choose_roles(header, column=header[-1]).name == len(header) - 1


def test_country_and_identifier_are_used_when_there() -> None:
    """Both are found by their headers, and missing ones are no error."""
    assert choose_roles(["Partner", "Country", "ROR ID"]) == Roles(0, 1, 2)
    assert choose_roles(["Partner", "Domain"]) == Roles(0, None, 1)
    assert choose_roles(["Partner"]) == Roles(0)


def test_a_web_page_settles_no_identity_unless_asked_for() -> None:
    """A link to one's own page about a partner must not make the partner oneself."""
    assert choose_roles(["Partner", "Website", "URL"]) == Roles(0)
    assert choose_roles(["Partner", "Website"], identifier_column="website") == Roles(0, None, 1)


def test_one_column_never_serves_twice() -> None:
    """A column asked for as the name is not also the country."""
    assert choose_roles(["Country", "Partner"], column="country") == Roles(0)


@pytest.mark.parametrize(
    ("asked", "position"),
    [("b", 1), (" B ", 1), ("Ünit", 2), ("unit", 2), ("2", 1), ("C", 2), ("1", 0)],
)
def test_a_column_can_be_asked_for(asked: str, position: int) -> None:
    """By header in any case and accent, by number, by spreadsheet letter."""
    assert choose_roles(["a", "b", "Ünit"], column=asked).name == position


@pytest.mark.parametrize("asked", ["0", "99", "zz", "ZZ", "no such", "99999999999"])
def test_a_missing_column_lists_those_there(asked: str) -> None:
    """The message names the file, what was asked for and every column."""
    with pytest.raises(UsageError, match=r"p\.csv: no column '.*'; the columns are 'a', 'b'"):
        choose_roles(["a", "b"], column=asked, where="p.csv")


def test_no_name_column_is_a_usage_error_that_says_what_to_do() -> None:
    """Nothing is guessed: the columns are listed and --column is named."""
    with pytest.raises(UsageError, match="no column looks like the partner's name") as caught:
        choose_roles(["year", "x" * 60], where="p.csv")
    assert "--column" in caught.value.hint
    assert "x" * 60 not in str(caught.value)


def test_several_candidates_are_not_decided_by_position() -> None:
    """Two columns of institutions need the user's word."""
    with pytest.raises(UsageError, match="several columns may hold"):
        choose_roles(["Azerbaijani institution", "Chinese institution"])


def test_many_or_empty_headers_are_listed_in_short() -> None:
    """A message stays readable for a wide table or one without headers."""
    with pytest.raises(UsageError, match="and 30 more"):
        choose_roles([f"c{number}" for number in range(50)])
    with pytest.raises(UsageError, match="all without a header"):
        choose_roles(["", ""])


def test_headers_are_compared_without_case_accents_and_signs() -> None:
    """The folded form is what two people would call the same header."""
    assert fold_header("  Établissement-Partenaire (nom) ") == "etablissement partenaire nom"
    assert fold_header("Партнёр") == fold_header("ПАРТНЕР")
    assert fold_header("대학명") == "대학명"
    assert has_header(["x", "Név"], "nev")
    assert not has_header(["x", ""], "")


def test_likeness_prefers_telling_headers() -> None:
    """A row of usual headers looks more like a header than a row of data."""
    assert header_likeness(["Partner", "Country"]) > header_likeness(["Name", "Country"]) > 0
    assert header_likeness(["Beihang University", "CN"]) == 0


@pytest.mark.parametrize(("position", "letter"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_letters_are_those_of_a_spreadsheet(position: int, letter: str) -> None:
    """Columns are named as the spreadsheet shows them."""
    assert column_letter(position) == letter
