"""A WebDAV server over a dictionary that does as it should until it is told not to."""

import socket
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import quote, unquote, urlsplit
from xml.sax.saxutils import escape

HOST = "127.0.0.1"
Fault = Callable[["Handler"], None]
"""Answers a request in another way than it should be."""


class Hostile(ThreadingHTTPServer):
    """Files by path; folders end in a slash."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__((HOST, 0), Handler)
        self.files: dict[str, bytes] = {}
        self.folders = {"/"}
        self.faults: dict[str, list[Fault]] = {}
        """By method: what becomes of its next requests, one after the other."""
        self.always: dict[str, Fault] = {}
        self.seen: list[str] = []

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.server_port}"

    def handle_error(self, request: object, client_address: object) -> None:
        pass


class Handler(BaseHTTPRequestHandler):
    server: Hostile
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments: object) -> None:
        pass

    @property
    def place(self) -> str:
        return unquote(urlsplit(self.path).path)

    def answer(self, status: int, body: bytes = b"", kind: str = "text/xml", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def listing(self) -> bytes:
        """The folder and what is in it."""
        home = self.place.rstrip("/") + "/"
        below = {home: None}
        for path in (*self.server.folders, *self.server.files):
            rest = path.removeprefix(home) if path.startswith(home) else ""
            if rest and "/" not in rest.rstrip("/"):
                below[path] = self.server.files.get(path)
        entries = "".join(entry(path, data) for path, data in below.items())
        return f'<?xml version="1.0"?><D:multistatus xmlns:D="DAV:">{entries}</D:multistatus>'.encode()

    def serve(self) -> None:
        self.body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.seen.append(f"{self.command} {self.place}")
        waiting = self.server.faults.get(self.command, [])
        fault = waiting.pop(0) if waiting else self.server.always.get(self.command)
        (fault or Handler.well)(self)

    def well(self) -> None:
        server, place = self.server, self.place
        match self.command:
            case "PROPFIND" if place.rstrip("/") + "/" in server.folders:
                self.answer(207, self.listing())
            case "GET" if place in server.files:
                self.answer(200, server.files[place])
            case "PROPFIND" if place in server.files:
                found = entry(place, server.files[place])
                self.answer(207, f'<D:multistatus xmlns:D="DAV:">{found}</D:multistatus>'.encode())
            case "PROPFIND" | "GET":
                self.answer(404)
            case "PUT":
                server.files[place] = self.body
                self.answer(201)
            case "MKCOL":
                server.folders.add(place.rstrip("/") + "/")
                self.answer(201)
            case "MOVE":
                server.files[unquote(urlsplit(self.headers["Destination"]).path)] = server.files.pop(place)
                self.answer(201)
            case "DELETE":
                found = server.files.pop(place, None)
                server.folders.discard(place.rstrip("/") + "/")
                self.answer(404 if found is None else 204)

    do_PROPFIND = do_GET = do_PUT = do_MKCOL = do_MOVE = do_DELETE = serve


def entry(path: str, data: bytes | None, status: str = "") -> str:
    kind = "<D:collection/>" if data is None else ""
    size = "" if data is None else f"<D:getcontentlength>{len(data)}</D:getcontentlength>"
    told = f"<D:status>HTTP/1.1 {status}</D:status>" if status else ""
    prop = f"<D:propstat><D:prop><D:resourcetype>{kind}</D:resourcetype>{size}</D:prop></D:propstat>"
    return f"<D:response><D:href>{escape(quote(path))}</D:href>{told or prop}</D:response>"


def status(code: int, body: bytes = b"<html><body>Oops</body></html>", **headers: str) -> Fault:
    return lambda handler: handler.answer(code, body, "text/html", **headers)


def page(handler: Handler) -> None:
    """A page in place of what was asked for, as a login shows it."""
    handler.answer(200, b"<html><body>Please log in<br></body></html>", "text/html")


def page_as_list(handler: Handler) -> None:
    handler.answer(207, b"<html><body>Please log in<br></body></html>", "text/html")


def junk_behind(handler: Handler) -> None:
    handler.answer(207, handler.listing() + b"Internal Server Error")


def broken_off(handler: Handler) -> None:
    handler.answer(207, handler.listing()[:-30])


def shorter_than_said(handler: Handler) -> None:
    handler.send_response(207)
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    handler.wfile.write(handler.listing())
    handler.close_connection = True


def dropped(handler: Handler) -> None:
    """The connection is cut without an answer."""
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()
    handler.close_connection = True


def no_http(handler: Handler) -> None:
    handler.wfile.write(b"\x00\x01\x02 hello\r\n\r\n")
    handler.close_connection = True


def wrong_numbers(handler: Handler) -> None:
    handler.answer(207, handler.listing().replace(b"<D:getcontentlength>", b"<D:getcontentlength>many "))


def without_addresses(handler: Handler) -> None:
    handler.answer(207, handler.listing().replace(b"href", b"ref"))


def odd_status(handler: Handler) -> None:
    handler.answer(207, b'<D:multistatus xmlns:D="DAV:">' + entry("/x", b"", "999 Odd").encode() + b"</D:multistatus>")


def some_refused(handler: Handler) -> None:
    """A list in which one file cannot be looked at."""
    refused = entry("/www/secret", b"", "403 Forbidden").encode()
    handler.answer(207, handler.listing().replace(b"</D:multistatus>", refused + b"</D:multistatus>"))


def refused_inside(handler: Handler) -> None:
    """Done in part: the whole is 207, and inside it something was refused."""
    inside = entry(handler.place, b"", "423 Locked").encode()
    handler.answer(207, b'<D:multistatus xmlns:D="DAV:">' + inside + b"</D:multistatus>")


@contextmanager
def hostile() -> Iterator[Hostile]:
    server = Hostile()
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
