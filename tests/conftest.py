"""What all tests share: a clean environment, no network, the data, the command line as a function."""

from __future__ import annotations

import io
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from duediligence.catalogue import Catalogue, open_catalogue
from duediligence.cli import main
from duediligence.screening import Screener

ROOT = Path(__file__).resolve().parents[1]
FIXED_TIME = "1795167000"  # 2026-11-20T09:30:00Z
_LOOPBACK = {"127.0.0.1", "::1", "localhost"}


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command ended and what it wrote."""

    code: int
    out: str
    err: str


@pytest.fixture(scope="session", autouse=True)
def _own_world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep away from the user's settings, data and cache; compiled indexes live in pytest's cache."""
    home = tmp_path_factory.mktemp("home")
    cache = request.config.cache
    assert cache is not None
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("DUEDILIGENCE_")]:
            patch.delenv(name)
        for name in ("FORCE_COLOR", "GITHUB_ACTIONS", "NO_COLOR", "CLICOLOR_FORCE"):
            patch.delenv(name, raising=False)
        for name in ("XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
            patch.setenv(name, str(home / name.lower()))
        patch.setenv("DUEDILIGENCE_CACHE_DIR", str(cache.mkdir("duediligence")))
        patch.setenv("SOURCE_DATE_EPOCH", FIXED_TIME)
        patch.setenv("COLUMNS", "100")
        patch.setenv("TERMINAL_WIDTH", "100")
        yield


@pytest.fixture(autouse=True)
def _loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection that leaves this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:  # noqa: ANN401 - as the standard library
        if isinstance(address, tuple) and address[0] not in _LOOPBACK:
            raise AssertionError(f"a test tried to reach {address}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The shipped data, opened once; another process compiles them, not slowed by measuring coverage."""
    compile_data = "from duediligence.catalogue import open_catalogue; open_catalogue()"
    subprocess.run([sys.executable, "-c", compile_data], check=True)
    return open_catalogue()


@pytest.fixture(scope="session")
def screener(catalogue: Catalogue) -> Screener:
    """A screener of the shipped data under the default profile."""
    return Screener(catalogue=catalogue)


@pytest.fixture(scope="session")
def small_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the few institutions of `small_world` and the shipped policy."""
    from small_world import PLACES, WORLD

    folder = tmp_path_factory.mktemp("data")
    records = [one.model_dump(mode="json", by_alias=True, exclude_defaults=True) for one in WORLD]
    (folder / "institutions.yaml").write_text(yaml.safe_dump(records, allow_unicode=True), encoding="utf-8")
    (folder / "places.tsv").write_text(
        "".join(f"{one.key}\t{one.kind}\t{one.country}\n" for one in PLACES), "utf-8"
    )
    shutil.copy(ROOT / "data" / "risk_tiers.yaml", folder)
    return folder


@pytest.fixture(scope="session")
def small_catalogue(small_data: Path) -> Catalogue:
    """The small data, compiled and opened once."""
    return open_catalogue(small_data)


@pytest.fixture
def in_small_world(small_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder in which commands use the small data."""
    monkeypatch.setenv("DUEDILIGENCE_DATA_DIR", str(small_data))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ran]:
    """Run one command through `main` and return its exit code, stdout and stderr."""

    def _run(*argv: str, stdin: bytes = b"") -> Ran:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main(list(argv))
        written = capsys.readouterr()
        return Ran(int(ended.value.code or 0), written.out, written.err)

    return _run
