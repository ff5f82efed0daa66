"""Canada's Named Research Organizations: a web page of list items."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from duediligence.errors import ImporterError
from duediligence.importers.base import NO_NAME, Collector, Importer, ImportResult
from duediligence.importers.files import read_bytes
from duediligence.importers.kinds import guess_kind
from duediligence.importers.text import clean, split_names, take_apart
from duediligence.names.countries import country_code

if TYPE_CHECKING:
    from bs4 import Tag

_PAGE = (
    "https://science.gc.ca/site/science/en/safeguarding-your-research/guidelines-and-tools-implement-research-security/"
    "sensitive-technology-research-and-affiliations-concern/named-research-organizations"
)
_ALIASES = re.compile(r"^Known alias(?:\(es\)|es)?\s*:", re.IGNORECASE)
_MAX_PAGE_BYTES = 20_000_000


def read(path: Path) -> ImportResult:
    """Read a saved copy of the page.

    Raises:
        ImporterError: The page holds no entry of the documented form.
    """
    from bs4 import BeautifulSoup

    collector = Collector(path)
    page = BeautifulSoup(read_bytes(path, _MAX_PAGE_BYTES), "lxml")
    entries = [item for item in page.find_all("li") if item.find("strong", recursive=False)]
    for number, item in enumerate(entries, 1):
        _take(number, item, collector)
    result = collector.result(as_of=_modified(page.find("time")))
    if not result.rows:
        raise ImporterError(
            f"{path}: no entry of the form <li><strong>NAME</strong> (COUNTRY)",
            hint=f"Save the page {_PAGE} as HTML.",
        )
    return result


def _take(number: int, item: Tag, collector: Collector) -> None:
    strong = item.find("strong", recursive=False)
    printed = clean(strong.get_text(" ") if strong else "")
    if not printed:
        collector.skip(NO_NAME)
        return
    place = re.search(
        r"\(([^()]+)\)", clean(" ".join(str(text) for text in item.find_all(string=True, recursive=False)))
    )
    country = country_code(place[1]) if place else None
    if country is None:
        collector.note(number, "country", f"none read beside {printed[:60]!r}")
    names = take_apart(printed, _aliases(item))
    collector.add(
        number,
        list="ca-nro",
        name=names.name,
        printed=names.printed,
        aliases=names.aliases,
        former=names.former,
        acronyms=names.acronyms,
        countries=(country,) if country else (),
        kind=guess_kind(names.name, names.aliases),
        programme="STRAC Named Research Organization",
        cite="Named Research Organizations (STRAC policy)",
        url=_PAGE,
    )


def _aliases(item: Tag) -> tuple[str, ...]:
    for paragraph in item.find_all("p"):
        text = clean(paragraph.get_text(" "))
        if _ALIASES.match(text):
            return split_names(_ALIASES.sub("", text))
    return ()


def _modified(time: object) -> str | None:
    """The page's "Date modified", which Canada.ca prints in a `time` element at the end."""
    match = re.search(r"\d{4}-\d\d-\d\d", str(time or ""))
    return match[0] if match else None


IMPORTER = Importer(
    source="ca-nro",
    lists=("ca-nro",),
    title="Named Research Organizations",
    publisher="Innovation, Science and Economic Development Canada, and Public Safety Canada",
    page=_PAGE,
    address=_PAGE,
    content_types=("text/html", "application/xhtml+xml"),
    html=True,
    read=read,
)
