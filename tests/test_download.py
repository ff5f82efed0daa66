"""Downloads: whole, of the right kind and over https, or refused."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from duediligence.curation.download import Fetched, FetchPolicy, Wanted, fetch
from duediligence.errors import UpdateError
from publisher import Answer, Publisher, Slept, cut_off, dripping, publishing, silent, status, whole

BODY = b"name,country\nLantern University,CN\n"
POLICY = FetchPolicy(timeout_s=2.0, attempts=3, max_bytes=10_000, allow_loopback_http=True)


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    """A publisher for one test."""
    with publishing() as server:
        yield server


def _fetch(
    publisher: Publisher, tmp_path: Path, *answers: Answer, policy: FetchPolicy = POLICY, **wanted: object
) -> tuple[Fetched | None, Slept]:
    publisher.answers["/list.csv"] = list(answers)
    slept = Slept()
    request = replace(Wanted(publisher.address("/list.csv"), ("text/csv",)), **wanted)  # type: ignore[arg-type]
    return fetch(request, tmp_path / "list.csv", policy, sleep=slept), slept


def test_a_file_arrives_whole_with_its_facts(publisher: Publisher, tmp_path: Path) -> None:
    """Its sha256, size and what the next request needs; packed transfers are unpacked."""
    packed = whole(
        gzip.compress(BODY),
        Content_Encoding="gzip",
        ETag='"v1"',
        Last_Modified="Mon, 02 Nov 2026 00:00:00 GMT",
    )
    fetched, _ = _fetch(publisher, tmp_path, packed)
    assert fetched is not None
    assert (tmp_path / "list.csv").read_bytes() == BODY
    assert fetched.sha256 == hashlib.sha256(BODY).hexdigest()
    assert (fetched.size, fetched.etag, fetched.last_modified) == (
        len(BODY),
        '"v1"',
        "Mon, 02 Nov 2026 00:00:00 GMT",
    )
    assert fetched.requested == fetched.address


def test_what_is_known_is_asked_for_conditionally(publisher: Publisher, tmp_path: Path) -> None:
    """304 means: nothing new. The publisher's own headers go along."""
    fetched, _ = _fetch(
        publisher,
        tmp_path,
        status(304),
        etag='"v1"',
        last_modified="yesterday",
        headers={"Referer": "https://x.example/"},
    )
    assert fetched is None
    _, headers = publisher.asked[0]
    assert (headers["If-None-Match"], headers["If-Modified-Since"]) == ('"v1"', "yesterday")
    assert headers["Referer"] == "https://x.example/"


def test_nothing_new_without_a_question_is_an_error(publisher: Publisher, tmp_path: Path) -> None:
    """A server that says 304 to a plain request has lost the file."""
    with pytest.raises(UpdateError, match="answered 304"):
        _fetch(publisher, tmp_path, status(304))


def test_a_busy_server_is_asked_again_with_growing_waits(publisher: Publisher, tmp_path: Path) -> None:
    """500, then 503 with a wait of its own, then the file."""
    fetched, slept = _fetch(publisher, tmp_path, status(500), status(503, Retry_After="7"), whole(BODY))
    assert fetched is not None
    assert slept.waits == [1.0, 7.0]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (status(500), "after 3 attempts: the server answered 500"),
        (cut_off(BODY, len(BODY) + 10), "after 3 attempts: RemoteProtocolError"),
        (whole(b""), "after 3 attempts: an empty answer"),
        (whole(b"rubbish", Content_Encoding="gzip"), "after 3 attempts: damaged on the way"),
        (status(404), "answered 404"),
        (whole(BODY, "text/html; charset=utf-8"), "expected text/csv, the server sent text/html"),
        (whole(b"\xef\xbb\xbf\n<!DOCTYPE html><p>Maintenance"), "sent a web page instead of the list"),
        (whole(b"<HTML><p>Log in"), "sent a web page instead of the list"),
        (whole(b"x" * 10_001), "larger than 10,000 bytes"),
        (whole(gzip.compress(b"x" * 1_000_000), Content_Encoding="gzip"), "larger than 10,000 bytes"),
    ],
)
def test_what_is_not_the_list_is_refused(
    publisher: Publisher, tmp_path: Path, answer: Answer, said: str
) -> None:
    """Broken, cut off, empty, of the wrong type, a page, too large packed or unpacked."""
    with pytest.raises(UpdateError, match=said):
        _fetch(publisher, tmp_path, answer)


@pytest.mark.parametrize(
    ("answer", "policy", "said"),
    [
        (silent(1.0), replace(POLICY, timeout_s=0.05, attempts=1), "ReadTimeout"),
        (dripping(0.02), replace(POLICY, total_s=0.05, attempts=1), "took longer than 0.05 seconds"),
    ],
)
def test_a_slow_server_does_not_hold_us(
    publisher: Publisher, tmp_path: Path, answer: Answer, policy: FetchPolicy, said: str
) -> None:
    """Neither by silence nor by dripping."""
    with pytest.raises(UpdateError, match=said):
        _fetch(publisher, tmp_path, answer, policy=policy)


def test_a_redirect_is_followed_within_the_rules(publisher: Publisher, tmp_path: Path) -> None:
    """The address that answered is recorded beside the one that was asked."""
    publisher.answers["/moved.csv"] = [whole(BODY)]
    fetched, _ = _fetch(publisher, tmp_path, status(302, Location="/moved.csv"))
    assert fetched is not None
    assert fetched.requested.endswith("/list.csv")
    assert fetched.address.endswith("/moved.csv")


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("http://publisher.example/list.csv", "only https is followed"),
        ("file:///etc/passwd", "only https is followed"),
        ("ftp://publisher.example/list.csv", "only https is followed"),
        ("/list.csv", "more than 5 redirects"),
    ],
)
def test_a_redirect_elsewhere_is_refused(
    publisher: Publisher, tmp_path: Path, target: str, said: str
) -> None:
    """To plain http, to another scheme, in a circle."""
    with pytest.raises(UpdateError, match=said):
        _fetch(publisher, tmp_path, status(302, Location=target))


@pytest.mark.parametrize("address", ["http://publisher.example/list.csv", "ftp://x/y", "list.csv"])
def test_only_https_is_asked(tmp_path: Path, address: str) -> None:
    """Before any connection is made."""
    with pytest.raises(UpdateError, match="only https is followed"):
        fetch(Wanted(address), tmp_path / "x", POLICY)


def test_plain_http_on_this_machine_needs_a_word(publisher: Publisher, tmp_path: Path) -> None:
    """It is for tests; users never get it."""
    with pytest.raises(UpdateError, match="only https is followed"):
        _fetch(publisher, tmp_path, whole(BODY), policy=replace(POLICY, allow_loopback_http=False))


def test_a_server_without_tls_is_refused(publisher: Publisher, tmp_path: Path) -> None:
    """An https address is never asked in plain text."""
    publisher.answers["/list.csv"] = [whole(BODY)]
    address = publisher.address("/list.csv").replace("http://127.0.0.1", "https://localhost")
    with pytest.raises(UpdateError, match="ConnectError"):
        fetch(Wanted(address), tmp_path / "x", replace(POLICY, attempts=1))
    assert publisher.asked == []


def test_progress_is_told(publisher: Publisher, tmp_path: Path) -> None:
    """Bytes so far and in all."""
    publisher.answers["/list.csv"] = [whole(BODY)]
    told: list[tuple[int, int | None]] = []
    fetch(
        Wanted(publisher.address("/list.csv")),
        tmp_path / "x",
        POLICY,
        progress=lambda done, total: told.append((done, total)),
    )
    assert told[-1] == (len(BODY), len(BODY))
