"""Find the data in force and the compiled index that belongs to them, building it when needed."""

from __future__ import annotations

import hashlib
import json
import os
import re
import time
from collections import defaultdict
from contextlib import suppress
from pathlib import Path
from stat import S_ISDIR

from duediligence.catalogue.index import Index
from duediligence.catalogue.layout import DATA_FILES, FORMAT
from duediligence.catalogue.overlay import OverlayState, OwnLists
from duediligence.catalogue.whole_file import UNFINISHED
from duediligence.errors import BrokenIndexError, CatalogueError

INDEX_NAME = "catalogue.index"
_SEEN = ".checked"  # beside a cached index: the size and time at which it was found whole; touched when used
_KEPT = 8  # files of a sort in the cache: indexes of the data, of updates, of a few folders of one's own
_ABANDONED = 24 * 3600  # seconds; whoever writes a file of the cache is done with it in minutes
# The cache may be a folder that holds more than ours.
_OURS = re.compile(rf"\.?[0-9a-f]{{24}}(-[0-9a-f]{{16}})*\.(index|digest)(\.[0-9a-f-]+\{UNFINISHED})?")
_DIGEST_LENGTH = 64  # letters of a sha256 in hexadecimal
_MAKE_NONE = frozenset(("catalogue.py", "freshness.py", "rules_page.py"))  # of the catalogue's modules
_PACKAGED = Path(__file__).resolve().parent.parent / "data"
_CHECKOUT = Path(__file__).resolve().parents[3] / "data"


def find_data(data_dir: Path | None = None) -> Path:
    """Return the folder of data in force: the one given, the packaged one, or the checkout's.

    Raises:
        CatalogueError: If a data file is missing there.
    """
    folders = [data_dir] if data_dir else [_PACKAGED, _CHECKOUT]
    for folder in folders:
        if all((folder / name).is_file() for name in DATA_FILES):
            return folder
    missing = [name for name in DATA_FILES if not (folders[0] / name).is_file()]
    raise CatalogueError(
        f"{folders[0]}: no {' and no '.join(missing)} there",
        hint="give a folder with institutions.yaml, risk_tiers.yaml and places.tsv, or reinstall the package",
    )


def open_index(
    data_dir: Path,
    *,
    updates: OverlayState | None = None,
    own: OwnLists | None = None,
    cache_dir: Path | None = None,
) -> Index:
    """Open the index compiled from `data_dir`, compiling it into the cache when it is absent or damaged.

    Args:
        data_dir: The folder of data in force.
        updates: The user's updates to lay over them, if any.
        own: Lists of the user's own to lay over all of it, if any.
        cache_dir: Where compiled indexes are kept; the user's cache folder by default.

    Raises:
        CatalogueError: If the data, updates or lists cannot be compiled, or the index cannot be written.
        BrokenIndexError: If the index shipped with the package is damaged.
    """
    shipped = data_dir / INDEX_NAME
    if updates is None and own is None and data_dir == _PACKAGED and shipped.is_file():
        return Index(shipped)
    folder = cache_dir or _cache_dir()
    laid_over = "".join(f"-{one.sha256[:16]}" for one in (updates, own) if one)
    path = folder / f"{_digest(data_dir, folder)[:24]}{laid_over}.index"
    try:
        return _checked(path)
    except BrokenIndexError:
        _build(data_dir, path, updates, own)
        return _checked(path)


def _build(data_dir: Path, path: Path, updates: OverlayState | None, own: OwnLists | None) -> None:
    from duediligence.catalogue.compile import build_index

    try:
        if updates is None and own is None:
            build_index(data_dir, path)
        else:
            build_index(data_dir, path, updates, open_index(data_dir, cache_dir=path.parent), own)
    except OSError as error:
        raise CatalogueError(
            f"{path}: the compiled index cannot be written: {error.strerror}",
            hint=_way_out(path, error),
        ) from error
    _forget_old(path.parent)


def _way_out(path: Path, error: OSError) -> str:
    """Return what to do about an index that cannot be written."""
    if _is_folder(path):
        return "a folder stands in its place: delete or rename it, or set DUEDILIGENCE_CACHE_DIR"
    if isinstance(error, FileExistsError | NotADirectoryError):
        return (
            "a file stands where the cache folder should: delete or rename it, or set DUEDILIGENCE_CACHE_DIR"
        )
    return "make the cache folder writable or set DUEDILIGENCE_CACHE_DIR"


def _is_folder(path: Path) -> bool:
    try:
        return S_ISDIR(path.stat().st_mode)
    except OSError:  # `Path.is_dir` would raise where the folder above may not be entered
        return False


def _forget_old(folder: Path) -> None:
    """Delete what was used longest ago in the cache; what is asked for again is made again.

    What is being written by another run stays, however much there is; what a run left unfinished goes.
    """
    sorts: dict[str, list[Path]] = defaultdict(list)
    for path in folder.iterdir():
        if _OURS.fullmatch(path.name):
            sorts[path.suffix].append(path)
    unfinished = sorts.pop(UNFINISHED, [])
    old = [path for path in unfinished if time.time() - _last_used(path) > _ABANDONED]
    for paths in sorts.values():
        old += sorted(paths, key=_last_used)[:-_KEPT]
    for path in old:
        with suppress(OSError):  # gone meanwhile, or open on a system that then keeps it
            path.unlink()
            path.with_suffix(_SEEN).unlink(missing_ok=True)


def _last_used(path: Path) -> float:
    """Return when a file of the cache was last used, in seconds as files carry it; 0 where it is gone."""
    times = [0.0]
    for one in (path.with_suffix(_SEEN), path):
        with suppress(OSError):
            times.append(one.stat().st_mtime)
    return max(times)


def _checked(path: Path) -> Index:
    """Open a cached index; one that was written or touched since it was last checked is checked as a whole.

    Most of an index is read, and then checked, only when it is needed: too late to build it again.
    """
    index, seen = Index(path), path.with_suffix(_SEEN)
    try:
        stat = path.stat()
    except OSError as error:  # another run may forget it just now
        raise BrokenIndexError(
            f"{path}: gone while it was opened: {error.strerror}", hint="run again; it is rebuilt"
        ) from error
    facts = f"{stat.st_size} {stat.st_mtime_ns}"
    try:
        known = seen.read_text("ascii")
    except (OSError, UnicodeDecodeError):
        known = ""
    if known != facts:
        index.verify()
    with suppress(OSError):  # a read-only cache only costs time
        if known == facts:
            os.utime(seen)
        else:
            seen.write_text(facts, "ascii")
    return index


def _cache_dir() -> Path:
    given = os.environ.get("DUEDILIGENCE_CACHE_DIR")
    if given:
        return Path(given)
    from platformdirs import user_cache_path

    return user_cache_path("duediligence")


def makers() -> list[Path]:
    """Return the files that decide what an index made from the same data looks like: code and word tables.

    The shapes are among them: a record holds their fields and members in order.
    """
    package = Path(__file__).resolve().parent.parent
    found = [
        package / "model.py",
        *package.glob("names/*.py"),
        *package.glob("names/tables/*"),
        *(path for path in package.glob("catalogue/*.py") if path.name not in _MAKE_NONE),
    ]
    return sorted(path for path in found if path.is_file())


def _digest(data_dir: Path, folder: Path) -> str:
    """Return the digest of the data, remembered for files whose size and time have not changed."""
    stats = [(data_dir / name).stat() for name in DATA_FILES]
    stats += [path.stat() for path in makers()]
    facts = [FORMAT, str(data_dir.resolve()), *((stat.st_size, stat.st_mtime_ns) for stat in stats)]
    signature = hashlib.sha256(json.dumps(facts).encode()).hexdigest()
    memo = folder / f"{signature[:24]}.digest"
    try:
        known = memo.read_text("ascii")
    except (OSError, UnicodeDecodeError):
        known = ""
    if len(known) == _DIGEST_LENGTH and known.isalnum():
        with suppress(OSError):  # a read-only cache only costs time
            os.utime(memo)  # used now: what was used longest ago is forgotten
        return known
    from duediligence.catalogue.compile import data_digest

    digest = data_digest(data_dir)
    # A read-only cache only costs time; building says so if it cannot write the index.
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        memo.write_text(digest, "ascii")
    return digest
