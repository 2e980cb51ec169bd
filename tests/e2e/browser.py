"""A real browser that opens a page, plays what is on it and tells what it found."""

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import Any
from urllib.parse import unquote, urlsplit

from tests.e2e.devtools import chromium

SECONDS = 60


@contextmanager
def served(folder: Path, reports: "Queue[Any]") -> Iterator[str]:
    """Serves a folder with byte ranges, as players want them; what a page posts goes into `reports`."""

    class Handler(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *arguments: object) -> None:
            pass

        def do_POST(self) -> None:
            reports.put(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def do_GET(self) -> None:
            path = folder / unquote(urlsplit(self.path).path).lstrip("/")
            if not path.is_file():
                self.send_error(404)
                return
            data = path.read_bytes()
            first, _, last = self.headers.get("Range", "").removeprefix("bytes=").partition("-")
            start, stop = int(first or 0), min(int(last or len(data) - 1), len(data) - 1) + 1
            self.send_response(206 if first else 200)
            self.send_header("Content-Type", self.guess_type(path.name))
            self.send_header("Accept-Ranges", "bytes")
            self.send_header("Content-Length", str(stop - start))
            if first:
                self.send_header("Content-Range", f"bytes {start}-{stop - 1}/{len(data)}")
            self.end_headers()
            with suppress(OSError):  # A player that seeks hangs up.
                self.wfile.write(data[start:stop])

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()


def told_by(folder: Path, page: str) -> Any:
    """What the page, a file of `folder`, posts to `/report` when Chromium has opened it."""
    reports: Queue[Any] = Queue()
    with served(folder, reports) as address, chromium("--autoplay-policy=no-user-gesture-required") as browser:
        browser.page().open(f"{address}/{page}")
        try:
            return reports.get(timeout=SECONDS)
        except Empty:
            raise AssertionError(f"the page said nothing for {SECONDS} s") from None
