"""The door itself: answers printed pages before Django is entered, and hands the rest to it.

It speaks WSGI (PEP 3333). Every answer carries the same short list of headers, whoever made it; nothing of a request is
written down. Methods other than GET and HEAD have nothing to do here.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from fanlight.edition.queries import Body, Current, Edition
from fanlight.edition.rules import HTML

from .notice import MARK, Notice

Start = Callable[..., Any]
Environ = dict[str, Any]

#: What a page may load: its own style, font, images and search form; nothing from anywhere else, and no script.
POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = [
    ("Content-Security-Policy", POLICY),
    ("Referrer-Policy", "no-referrer"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", "interest-cohort=()"),
]
#: A printed page may be kept for a minute, so that an emergency notice is seen within one.
SHORT = ("Cache-Control", "public, max-age=0, must-revalidate")
#: An address with a hash in it never changes what it gives.
LONG = ("Cache-Control", "public, max-age=31536000, immutable")
STATUS = {
    200: "200 OK", 301: "301 Moved Permanently", 304: "304 Not Modified", 400: "400 Bad Request",
    404: "404 Not Found", 405: "405 Method Not Allowed", 410: "410 Gone", 414: "414 URI Too Long",
    500: "500 Internal Server Error", 503: "503 Service Unavailable",
}  # fmt: skip
LONGEST_PATH = 2_000


class Kept:
    """Printed pages kept in memory, up to a number of bytes, for one edition at a time."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._address = ""
        self._pages: dict[str, Body] = {}
        self._bytes = 0

    def get(self, edition: Edition, path: str) -> Body | None:
        """Return a page from memory or the edition."""
        if self._address != edition.address:
            self._pages, self._bytes, self._address = {}, 0, edition.address
        body = self._pages.get(path)
        if body is None and (body := edition.body(path)) is not None:
            size = len(body.gz) + len(body.br) + len(body.plain) + 500
            # Once it is full it stays as it is: reading from the edition is nearly as quick.
            if self._bytes + size <= self._most:
                self._pages[path] = body
                self._bytes += size
        return body


class Door:
    """The door of one folder of editions, as a WSGI application.

    `live` is asked for the application that makes live pages (search, errors); it is called when first needed, so that
    printed pages are served at once and even if it fails.
    """

    def __init__(self, editions: Path, live: Callable[[], Callable[..., Any]], memory: int) -> None:
        self.current = Current(editions)
        self.notice = Notice(editions / "notice.json")
        self._kept = Kept(memory)
        self._make_live = live
        self._live: Callable[..., Any] | None = None
        self._lock = threading.Lock()

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        """Answer one request."""
        path: str = environ.get("PATH_INFO", "") or "/"
        edition = self.current.get()
        if edition is not None and environ["REQUEST_METHOD"] in ("GET", "HEAD") and not path.startswith("/_"):
            body = self._kept.get(edition, path)
            if body is not None:
                return self._printed(body, path, environ, start)
            moved = edition.redirect(path) or self._unslashed(edition, path)
            if moved:
                start(STATUS[301], [*HEADERS, SHORT, ("Location", moved), ("Content-Length", "0")])
                return []
        return self._ask_live(environ, start)

    def _unslashed(self, edition: Edition, path: str) -> str:
        bare = path.rstrip("/")
        return bare if bare and bare != path and self._kept.get(edition, bare) else ""

    def _printed(self, body: Body, path: str, environ: Environ, start: Start) -> Iterable[bytes]:
        coding, content = choose(body, environ.get("HTTP_ACCEPT_ENCODING", ""))
        tag = body.digest
        notice = self.notice.html(body.lang) if body.type == HTML else b""
        if notice:
            content = self.notice.insert(body, path, coding)
            tag = f"{tag}-{self.notice.version}"
        etag = f'"{tag}-{coding}"' if coding else f'"{tag}"'
        headers = [
            *HEADERS,
            LONG if path.startswith("/assets/") else SHORT,
            ("ETag", etag),
            ("Vary", "Accept-Encoding"),
        ]
        if body.status == 200 and matches(etag, environ.get("HTTP_IF_NONE_MATCH", "")):
            start(STATUS[304], headers)
            return []
        headers += [("Content-Type", body.type), ("Content-Length", str(len(content)))]
        if body.type == HTML:
            headers.append(("Content-Language", body.lang))
        if coding:
            headers.append(("Content-Encoding", coding))
        start(STATUS[body.status], headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [content]

    def warm(self) -> Callable[..., Any]:
        """Make the application of live pages ready, and open the search index."""
        if self._live is None:
            with self._lock:
                if self._live is None:
                    self._live = self._make_live()
        if (edition := self.current.get()) is not None:
            edition.search("warm", edition.languages[0], 1)
        return self._live

    def _ask_live(self, environ: Environ, start: Start) -> Iterable[bytes]:
        environ["fanlight.door"] = self
        answer: Iterable[bytes] = (self._live or self.warm())(environ, start)
        return answer


def choose(body: Body, accepted: str) -> tuple[str, bytes]:
    """Choose the body for a client: brotli, gzip or none, as `Accept-Encoding` allows (RFC 9110, 12.5.3)."""
    if not body.gz:
        return "", body.plain
    codings = _codings(accepted) if accepted else {}
    if codings.get("br", codings.get("*", 0.0)) > 0:
        return "br", body.br
    if codings.get("gzip", codings.get("*", 0.0)) > 0:
        return "gzip", body.gz
    return "", body.text()


def _codings(accepted: str) -> dict[str, float]:
    codings = {}
    for part in accepted.lower().split(","):
        name, _, rest = part.strip().partition(";")
        quality = rest.strip().removeprefix("q=").strip() if rest else "1"
        try:
            codings[name.strip()] = float(quality)
        except ValueError:
            codings[name.strip()] = 0.0
    return codings


def matches(etag: str, given: str) -> bool:
    """Whether an `If-None-Match` header names this tag (RFC 9110, 13.1.2; compared weakly)."""
    if not given:
        return False
    return given.strip() == "*" or any(each.strip().removeprefix("W/") == etag for each in given.split(","))


__all__ = ["MARK", "Door"]
