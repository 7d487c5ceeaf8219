"""The door itself: answers printed pages before Django is entered, and hands the rest to it.

It speaks WSGI (PEP 3333). Every answer carries the same short list of headers, whoever made it; nothing of a request is
written down. Methods other than GET and HEAD have nothing to do here.
"""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from fanlight.edition.queries import Body, Current, Edition
from fanlight.edition.rules import HTML

from .notice import Notice

log = logging.getLogger("fanlight.door")
Start = Callable[..., Any]
Environ = dict[str, Any]

#: What a page may load: its own style, font, images, search form, and the script that shows suggestions, which may ask
#: the door alone; nothing from anywhere else, and nothing that stands in a page itself.
POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = [
    ("Content-Security-Policy", POLICY),
    ("Referrer-Policy", "no-referrer"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", "interest-cohort=()"),
]
#: A printed page may be kept, but is asked about each time (304 costs next to nothing): so a new edition, or an
#: emergency notice, is seen at once.
SHORT = ("Cache-Control", "public, max-age=0, must-revalidate")
#: An address with a hash in it never changes what it gives.
LONG = ("Cache-Control", "public, max-age=31536000, immutable")
STATUS = {
    200: "200 OK", 301: "301 Moved Permanently", 304: "304 Not Modified", 400: "400 Bad Request",
    404: "404 Not Found", 405: "405 Method Not Allowed", 410: "410 Gone", 500: "500 Internal Server Error",
    503: "503 Service Unavailable",
}  # fmt: skip
#: An address (path and query) of more characters than this is no link of ours.
LONGEST_ADDRESS = 2_000
#: Set in a request whose address cannot be read, for the views to answer with 400.
UNREADABLE = "fanlight.unreadable"
#: What is said when there is no page to say it on, in both languages of the interface.
BARE = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width"><title>Please try again soon</title></head><body><main>'
    "<h1>Please try again in a minute</h1><p>This site is being made ready. Nothing you did caused this.</p>"
    '<div lang="es"><h2>Vuelva a intentarlo en un minuto</h2>'
    "<p>Este sitio se está preparando. No es por nada que usted haya hecho.</p></div></main></body></html>"
).encode()


class Kept:
    """Printed pages kept in memory, up to a number of bytes, for one edition at a time."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._shelf = _Shelf(None)

    def get(self, edition: Edition, path: str) -> Body | None:
        """Return a page from memory or the edition."""
        shelf = self._shelf
        if shelf.edition is not edition:
            # A thread that is still answering from the edition before keeps its own shelf: pages never mix.
            shelf = self._shelf = _Shelf(edition)
        body = shelf.pages.get(path)
        if body is None and (body := edition.body(path)) is not None:
            size = len(body.gz) + len(body.br) + len(body.plain) + 500
            # Once it is full it stays as it is: reading from the edition is nearly as quick.
            if shelf.bytes + size <= self._most:
                shelf.pages[path] = body
                shelf.bytes += size
        return body


class _Shelf:
    def __init__(self, edition: Edition | None) -> None:
        self.edition = edition
        self.pages: dict[str, Body] = {}
        self.bytes = 0


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
        """Answer one request. Whatever fails, the public gets a page and the log gets no address."""
        try:
            return self._answer(environ, start)
        except Exception as fault:
            log.error("A request failed: %s", where(fault))
            headers = [*HEADERS, ("Cache-Control", "no-store"), ("Content-Type", HTML)]
            headers.append(("Content-Length", str(len(BARE))))
            start(STATUS[500], headers, sys.exc_info())
            return [] if environ.get("REQUEST_METHOD") == "HEAD" else [BARE]

    def _answer(self, environ: Environ, start: Start) -> Iterable[bytes]:
        path: str = environ.get("PATH_INFO", "") or "/"
        query: str = environ.get("QUERY_STRING", "")
        if not readable(path, query):
            # What stands in its place is plain text that keeps the language, so that the answer is in it.
            environ.update({UNREADABLE: True, "PATH_INFO": _harmless(path), "QUERY_STRING": ""})
            return self._ask_live(environ, start)
        edition = self.current.get()
        # Paths with an underscore after a slash are parts for live pages, in every language.
        if edition is not None and environ["REQUEST_METHOD"] in ("GET", "HEAD") and "/_" not in path:
            body = self._kept.get(edition, path)
            if body is not None:
                return self._printed(body, path, environ, start)
            if moved := self._moved(edition, path, query):
                start(STATUS[301], [*HEADERS, SHORT, ("Location", moved), ("Content-Length", "0")])
                return []
        return self._ask_live(environ, start)

    def _moved(self, edition: Edition, path: str, query: str) -> str:
        if target := edition.redirect(path):
            return target
        bare = path.rstrip("/")
        if bare in ("", path):
            return ""
        if bare == "/search" or (bare.endswith("/search") and bare[1:-7] in edition.languages):
            return f"{bare}?{query}" if query else bare
        return edition.redirect(bare) or (bare if self._kept.get(edition, bare) else "")

    def _printed(self, body: Body, path: str, environ: Environ, start: Start) -> Iterable[bytes]:
        coding, content = choose(body, environ.get("HTTP_ACCEPT_ENCODING", ""))
        tag = body.digest
        notice = self.notice.now() if body.type == HTML else None
        if notice is not None:
            content = notice.insert(body, coding)
            tag = f"{tag}-{notice.version}"
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
        """Make the application of live pages ready, and the search of the current edition."""
        if self._live is None:
            with self._lock:
                if self._live is None:
                    self._live = self._make_live()
        self.current.get()
        return self._live

    def _ask_live(self, environ: Environ, start: Start) -> Iterable[bytes]:
        environ["fanlight.door"] = self
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            # Django takes `get` for `GET`; here a method is what it says, letter by letter (RFC 9110, 9.1).
            environ["REQUEST_METHOD"] = "OTHER"
        answer: Iterable[bytes] = (self._live or self.warm())(environ, start)
        return answer


def readable(path: str, query: str) -> bool:
    """Whether an address is text (UTF-8, in WSGI's disguise as Latin-1), begins at the root and is of a sane length."""
    if not path.startswith("/") or len(path) + len(query) > LONGEST_ADDRESS or "\x00" in path:
        return False
    if path.isascii() and query.isascii():
        return True
    try:
        path.encode("latin-1").decode("utf-8")
        query.encode("latin-1")
    except UnicodeError:
        return False
    return True


def _harmless(path: str) -> str:
    plain = "".join(char if char.isascii() and char.isprintable() else "-" for char in path[:200])
    return plain if plain.startswith("/") else f"/{plain}"


def where(fault: BaseException) -> str:
    """Say what failed and where, for the log: never the message, for it may hold what somebody typed."""
    frame = fault.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    place = f" at {Path(frame.tb_frame.f_code.co_filename).name}:{frame.tb_lineno}" if frame else ""
    return f"{type(fault).__name__}{place}"


def choose(body: Body, accepted: str) -> tuple[str, bytes]:
    """Choose the body for a client, as `Accept-Encoding` allows. What does not compress has only its plain body."""
    if not body.gz:
        return "", body.plain
    coding = coding_for(accepted)
    if coding == "br":
        return coding, body.br
    return (coding, body.gz) if coding else ("", body.text())


def coding_for(accepted: str) -> str:
    """Choose brotli, gzip or none ("") for an `Accept-Encoding` header (RFC 9110, 12.5.3)."""
    if not accepted:
        return ""
    codings = _codings(accepted)
    rest = codings.get("*", 0.0)
    return next((coding for coding in ("br", "gzip") if codings.get(coding, rest) > 0), "")


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
