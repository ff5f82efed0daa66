"""Fetch one file from its publisher: https only, bounded in time and size, and only when it has changed."""

from __future__ import annotations

import hashlib
import ipaddress
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from duediligence import __version__
from duediligence.errors import UpdateError

if TYPE_CHECKING:
    import httpx

Progress = Callable[[int, int | None], None]  # bytes so far, bytes in all where the server says

_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
_MOVED = frozenset({301, 302, 303, 307, 308})
_NOT_MODIFIED = 304
_OK = 200
_HTML_STARTS = (b"<!doctype html", b"<html")
_CHUNK = 1 << 16
_LONGEST_WAIT_S = 60.0


@dataclass(frozen=True, slots=True)
class FetchPolicy:
    """The limits of a download.

    Attributes:
        timeout_s: Longest silence of the server, in seconds.
        total_s: Longest duration of one attempt.
        attempts: How often to try when the server is busy or the line breaks.
        backoff_s: Wait before the second attempt; doubled each time.
        max_bytes: Largest file taken, unpacked.
        redirects: Longest chain of redirects.
        allow_loopback_http: Accept plain http on this machine's own addresses; for tests.
    """

    timeout_s: float = 30.0
    total_s: float = 900.0
    attempts: int = 4
    backoff_s: float = 1.0
    max_bytes: int = 300_000_000
    redirects: int = 5
    allow_loopback_http: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to fetch: the address, what it must be, and what is already here."""

    address: str
    content_types: tuple[str, ...] = ()
    html: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file that arrived whole: the address asked, and the one that answered."""

    requested: str
    address: str
    sha256: str
    size: int
    etag: str | None
    last_modified: str | None


class _Busy(Exception):  # noqa: N818 - control flow, never seen outside
    """The attempt failed in a way that another one may mend."""

    def __init__(self, reason: str, wait_s: float | None = None) -> None:
        super().__init__(reason)
        self.wait_s = wait_s


def fetch(
    wanted: Wanted,
    to: Path,
    policy: FetchPolicy | None = None,
    *,
    progress: Progress | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> Fetched | None:
    """Download to the file `to`, or return None when the publisher's copy has not changed.

    Raises:
        UpdateError: The address or a redirect is not https, the server refuses, the file is too large, of
            the wrong type or cut off, or every attempt failed. `to` is then not to be used.
    """
    limits = policy or FetchPolicy()
    _check_address(wanted.address, limits)
    wait, reason = limits.backoff_s, ""
    with _client(wanted.address, limits) as client:
        for attempt in range(limits.attempts):
            if attempt:
                sleep(wait)
                wait = min(wait * 2, _LONGEST_WAIT_S)
            try:
                return _attempt(client, wanted, to, limits, progress)
            except _Busy as exc:
                reason = str(exc)
                wait = max(wait, min(exc.wait_s or 0.0, _LONGEST_WAIT_S))
    raise UpdateError(
        f"{wanted.address}: not downloaded after {limits.attempts} attempts: {reason}",
        hint="Try again later, or download the file with a browser and give it with --from.",
    )


def _client(address: str, limits: FetchPolicy) -> httpx.Client:
    import httpx

    return httpx.Client(
        timeout=limits.timeout_s,
        follow_redirects=False,
        # A proxy of the environment must not be asked for this machine's own addresses.
        trust_env=not _is_loopback(urlsplit(address).hostname or ""),
        headers={
            "User-Agent": f"duediligence/{__version__} (list update)",
            "Accept-Encoding": "gzip, identity",
        },
    )


def _attempt(
    client: httpx.Client, wanted: Wanted, to: Path, limits: FetchPolicy, progress: Progress | None
) -> Fetched | None:
    import httpx

    deadline = time.monotonic() + limits.total_s
    address = wanted.address
    try:
        for _ in range(limits.redirects + 1):
            with client.stream("GET", address, headers=_headers(wanted)) as response:
                if response.status_code not in _MOVED:
                    return _received(response, wanted, to, limits, deadline, progress)
                address = _next_address(address, response, limits)
    except httpx.TransportError as exc:
        raise _Busy(f"{type(exc).__name__}: {exc}" if str(exc) else type(exc).__name__) from exc
    except httpx.DecodingError as exc:
        raise _Busy(f"damaged on the way: {exc}") from exc
    raise UpdateError(
        f"{wanted.address}: more than {limits.redirects} redirects", hint="Check the official address."
    )


def _headers(wanted: Wanted) -> dict[str, str]:
    headers = dict(wanted.headers)
    if wanted.etag:
        headers["If-None-Match"] = wanted.etag
    if wanted.last_modified:
        headers["If-Modified-Since"] = wanted.last_modified
    return headers


def _next_address(address: str, response: httpx.Response, limits: FetchPolicy) -> str:
    target: str = urljoin(address, response.headers.get("location", ""))
    _check_address(target, limits, f"{address} redirects to ")
    return target


def _received(
    response: httpx.Response,
    wanted: Wanted,
    to: Path,
    limits: FetchPolicy,
    deadline: float,
    progress: Progress | None,
) -> Fetched | None:
    status = response.status_code
    if status == _NOT_MODIFIED and (wanted.etag or wanted.last_modified):
        return None
    if status in _AGAIN:
        raise _Busy(f"the server answered {status}", _retry_after(response))
    if status != _OK:
        raise UpdateError(
            f"{wanted.address}: the server answered {status}",
            hint="Look at the official page for a new address, and give the file with --from.",
        )
    _check_type(response, wanted)
    digest, size = _write(response, wanted, to, limits, deadline, progress)
    headers = response.headers
    return Fetched(
        wanted.address, str(response.url), digest, size, headers.get("etag"), headers.get("last-modified")
    )


def _check_type(response: httpx.Response, wanted: Wanted) -> None:
    kind = response.headers.get("content-type", "").split(";")[0].strip().lower()
    if wanted.content_types and kind and kind not in wanted.content_types:
        raise UpdateError(
            f"{wanted.address}: expected {wanted.content_types[0]}, the server sent {kind[:60]}",
            hint="The address may have moved or ask for a login: look at the official page.",
        )


def _write(
    response: httpx.Response,
    wanted: Wanted,
    to: Path,
    limits: FetchPolicy,
    deadline: float,
    progress: Progress | None,
) -> tuple[str, int]:
    total = _announced(response)
    if total and total > limits.max_bytes:
        raise _too_large(wanted, limits)
    digest, size = hashlib.sha256(), 0
    with to.open("wb") as out:
        for chunk in response.iter_bytes(_CHUNK):
            if not size:
                _refuse_page(chunk, wanted)
            size += len(chunk)
            if size > limits.max_bytes:
                raise _too_large(wanted, limits)
            if time.monotonic() > deadline:
                raise _Busy(f"took longer than {limits.total_s:g} seconds")
            digest.update(chunk)
            out.write(chunk)
            if progress:
                progress(response.num_bytes_downloaded, total)
    if not size:
        raise _Busy("an empty answer")
    return digest.hexdigest(), size


def _refuse_page(start: bytes, wanted: Wanted) -> None:
    """Refuse the error or login page that many servers send with status 200 and any type."""
    if not wanted.html and start.lstrip(b"\xef\xbb\xbf \t\r\n")[:15].lower().startswith(_HTML_STARTS):
        raise UpdateError(
            f"{wanted.address}: the server sent a web page instead of the list",
            hint="Open the official page in a browser, download the list and give it with --from.",
        )


def _too_large(wanted: Wanted, limits: FetchPolicy) -> UpdateError:
    return UpdateError(
        f"{wanted.address}: larger than {limits.max_bytes:,} bytes", hint="Look at the official page."
    )


def _announced(response: httpx.Response) -> int | None:
    length = response.headers.get("content-length", "")
    return int(length) if length.isdigit() else None


def _retry_after(response: httpx.Response) -> float | None:
    value = response.headers.get("retry-after", "")
    return float(value) if value.isdigit() else None


def _check_address(address: str, limits: FetchPolicy, before: str = "") -> None:
    parts = urlsplit(address)
    if parts.scheme == "https" and parts.hostname:
        return
    if limits.allow_loopback_http and parts.scheme == "http" and _is_loopback(parts.hostname or ""):
        return
    raise UpdateError(
        f"{before}{address[:200]}: only https is followed", hint="Give the file with --from instead."
    )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
