"""What one method did on labelled rows, and its figures for JSON and for the documentation."""

from __future__ import annotations

from dataclasses import dataclass, field

from calibration import Band
from labelled import Scores


@dataclass(slots=True)
class Measurement:
    """What one method did on the rows and pairs it was given."""

    method: str
    scores: Scores
    rows: int
    seconds: float
    cpu_seconds: float
    peak_mib: float | None = None
    bands: dict[str, Band] = field(default_factory=dict)
    note: str = ""

    @property
    def names_per_second(self) -> float:
        """Texts answered in a second of processor time."""
        return self.rows / self.cpu_seconds if self.cpu_seconds else 0.0


def as_figures(measurement: Measurement) -> dict[str, object]:
    """Return the figures of a measurement for JSON; shares are in percent."""
    scores = measurement.scores
    return {
        "method": measurement.method,
        "rows": measurement.rows,
        "listed_rows": scores.recall.total,
        "unlisted_rows": scores.false_alerts.total,
        "pairs_total": scores.pairs.total,
        "recall": round(scores.recall.share, 2),
        "recall_macro": round(scores.macro_recall, 2),
        "wrong_entity": round(scores.wrong_entity.share, 2),
        "false_alerts": round(scores.false_alerts.share, 2),
        "false_alerts_of_the_labelled_institution": scores.own_alerts.right,
        "pairs_apart": round(scores.pairs.share, 2) if scores.pairs.total else None,
        "names_per_second": round(measurement.names_per_second),
        "peak_mib": round(measurement.peak_mib) if measurement.peak_mib else None,
        "calibration": {
            title: {
                "shown": band.shown.total,
                "right": band.shown.right,
                "first": band.first.total,
                "first_right": band.first.right,
            }
            for title, band in measurement.bands.items()
        },
        "note": measurement.note,
    }
