"""What every importer hands back: listing rows, counts, and problems with their place in the file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from duediligence.model import ListingRow

NATURAL_PERSON = "natural person"
LOOKS_LIKE_PERSON = "looks like a natural person (the publisher does not say)"
VESSEL = "vessel"
AIRCRAFT = "aircraft"
BROKEN = "broken row"
NO_NAME = "no name"
MERGED = "printed again for the same party, merged"
ENDED = "no longer listed"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a file, and where: 1-based row (line, entry or sheet row) and field."""

    file: str
    row: int | None
    field: str | None
    message: str

    def __str__(self) -> str:
        """`list.csv, row 12, field name: empty`."""
        place = [self.file]
        if self.row is not None:
            place.append(f"row {self.row}")
        if self.field is not None:
            place.append(f"field {self.field}")
        return f"{', '.join(place)}: {self.message}"


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What a publisher's file held.

    Attributes:
        rows: One row an organisation and list, in the order of the file.
        entries_in: Entries read: always `len(rows)` plus the skipped ones.
        skipped: How many entries were left out, by reason.
        problems: What was wrong, with file, row and field.
        as_of: The publisher's own date of the file (ISO), where the file states one.
    """

    rows: tuple[ListingRow, ...]
    entries_in: int
    skipped: Mapping[str, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    as_of: str | None = None

    @property
    def lists(self) -> tuple[str, ...]:
        """The lists the rows belong to, in order of appearance."""
        return tuple(dict.fromkeys(row.list for row in self.rows))

    def of_list(self, list_id: str) -> tuple[ListingRow, ...]:
        """The rows of one list."""
        return tuple(row for row in self.rows if row.list == list_id)

    @property
    def summary(self) -> str:
        """`812 entries in, 600 organisations out, 212 skipped (210 natural person, 2 vessel)`."""
        reasons = ", ".join(f"{count} {why}" for why, count in self.skipped.items())
        skipped = f"{sum(self.skipped.values())} skipped" + (f" ({reasons})" if reasons else "")
        return f"{self.entries_in} entries in, {len(self.rows)} organisations out, {skipped}"


@dataclass(frozen=True, slots=True)
class Importer:
    """How one publisher's file is fetched and read.

    Attributes:
        source: Name of the file as `update` knows it; one file may carry several lists.
        lists: The lists it carries.
        title: The file as its publisher calls it.
        publisher: Who publishes it.
        page: The official page, for a reader.
        read: Reads a local copy.
        address: Where the file itself is downloaded, or None where no lasting address exists.
        content_types: Accepted media types of a download, without parameters.
        html: Whether the list is itself a web page.
        headers: Request headers the publisher insists on.
        licence: Whose licence the reader needs, when the file is not free for this use.
        own_lists: Whether its lists are the user's own: any id is taken, described in the policy or not.
    """

    source: str
    lists: tuple[str, ...]
    title: str
    publisher: str
    page: str
    read: Callable[[Path], ImportResult]
    address: str | None = None
    content_types: tuple[str, ...] = ()
    html: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)
    licence: str | None = None
    own_lists: bool = False


class Collector:
    """Gathers the rows of one file; every entry ends in exactly one of `add`, `skip`, `broken`."""

    def __init__(self, path: Path) -> None:
        """Start with nothing read."""
        self.file = path.name
        self._rows: list[ListingRow] = []
        self._skipped: Counter[str] = Counter()
        self._problems: list[Problem] = []

    def add(self, row: int | None = None, /, **fields: object) -> None:
        """Keep one organisation; a row that does not validate is reported with its field."""
        kept = {key: value for key, value in fields.items() if value not in (None, "", ())}
        try:
            self._rows.append(ListingRow(line=row, **kept))
        except ValidationError as exc:
            first = exc.errors()[0]
            self.broken(row, ".".join(map(str, first["loc"])), first["msg"])

    def skip(self, reason: str, count: int = 1) -> None:
        """Leave an entry out, counted by reason."""
        self._skipped[reason] += count

    def broken(self, row: int | None, field_name: str | None, message: str) -> None:
        """Leave an entry out because it cannot be read, and say where."""
        self.skip(BROKEN)
        self.note(row, field_name, message)

    def note(self, row: int | None, field_name: str | None, message: str) -> None:
        """Record a problem that costs no entry."""
        self._problems.append(Problem(self.file, row, field_name, message))

    def result(self, as_of: str | None = None) -> ImportResult:
        """Everything gathered."""
        skipped = dict(self._skipped.most_common())
        return ImportResult(
            rows=tuple(self._rows),
            entries_in=len(self._rows) + sum(skipped.values()),
            skipped=skipped,
            problems=tuple(self._problems),
            as_of=as_of,
        )
