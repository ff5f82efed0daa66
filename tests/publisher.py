"""A publisher on this machine: answers as the tests tell it, slow, broken or hostile as real ones are."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Gives each path the answers the test has queued for it; the last one stays."""

    protocol_version = "HTTP/1.1"
    server: Publisher

    def do_GET(self) -> None:
        """Answer one request."""
        self.server.asked.append((self.path, dict(self.headers)))
        queued = self.server.answers[self.path]
        answer = queued.pop(0) if len(queued) > 1 else queued[0]
        try:
            answer(self)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def log_message(self, *args: object) -> None:
        """Say nothing."""

    def send(self, status: int, body: bytes = b"", **headers: str) -> None:
        """Send a whole answer."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class Publisher(ThreadingHTTPServer):
    """The server; `answers` maps a path to what it answers, `asked` holds every request."""

    daemon_threads = True

    def __init__(self) -> None:
        """Listen on a free port."""
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers: dict[str, list[Answer]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []

    def address(self, path: str) -> str:
        """The full address of a path."""
        return f"http://127.0.0.1:{self.server_port}{path}"

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that went away is no news."""


@dataclass
class Slept:
    """Stands in for the clock between attempts."""

    waits: list[float] = field(default_factory=list)

    def __call__(self, seconds: float) -> None:
        """Remember the wait, and do not wait."""
        self.waits.append(seconds)


@contextmanager
def publishing() -> Iterator[Publisher]:
    """Run a publisher while the test lasts."""
    publisher = Publisher()
    thread = threading.Thread(target=publisher.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield publisher
    finally:
        publisher.shutdown()
        publisher.server_close()
        thread.join()


def whole(body: bytes, content_type: str = "text/csv", **headers: str) -> Answer:
    """The file, as it should be."""
    return lambda handler: handler.send(200, body, Content_Type=content_type, **headers)


def status(code: int, **headers: str) -> Answer:
    """A bare status."""
    return lambda handler: handler.send(code, b"", **headers)


def cut_off(body: bytes, announced: int) -> Answer:
    """Announce more than is sent, then hang up."""

    def answer(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/csv")
        handler.send_header("Content-Length", str(announced))
        handler.end_headers()
        handler.wfile.write(body)
        handler.close_connection = True

    return answer


def dripping(pause_s: float, times: int = 50) -> Answer:
    """Send a byte now and then, without an announced length."""

    def answer(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/csv")
        handler.send_header("Connection", "close")
        handler.end_headers()
        handler.close_connection = True
        for _ in range(times):
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(pause_s)

    return answer


def silent(pause_s: float) -> Answer:
    """Say nothing for a while."""
    return lambda _: time.sleep(pause_s)
