"""Screen research partners against risk lists: identify first, then ask whether that identity is listed.

    >>> from duediligence import Screener
    >>> result = Screener().check("Beihang University")
    >>> result.verdict.level
    <Level.STOP: 'stop'>

The names below are the public Python API; they load on first use, so that importing the package is cheap.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from duediligence.errors import DueDiligenceError
    from duediligence.model import Level, Partner, Relation, Report, Result, Skipped, Source, Status
    from duediligence.screening import Screener

__version__ = "0.1.0"

__all__ = [
    "DueDiligenceError",
    "Level",
    "Partner",
    "Relation",
    "Report",
    "Result",
    "Screener",
    "Skipped",
    "Source",
    "Status",
    "__version__",
]

_HOMES = {"DueDiligenceError": "errors", "Screener": "screening"}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the name stands for
    """Load a public name from the module that defines it."""
    if name not in __all__:
        raise AttributeError(f"module 'duediligence' has no attribute {name!r}")
    home = import_module(f"duediligence.{_HOMES.get(name, 'model')}")
    return getattr(home, name)
