"""The emergency notice: a file beside the current edition; while it exists, every door shows it on every page.

The file is `notice.json`, a mapping from language to text: `{"en": "…", "es": "…"}`. It does not wait for a printing.
"""

from __future__ import annotations

import gzip
import hashlib
import html
import logging
import threading
import time
from pathlib import Path

import brotli
import msgspec

from fanlight.edition.queries import Body

log = logging.getLogger("fanlight.door")

#: Where the notice goes in a printed page.
MARK = b"<!--fanlight:notice-->"
_LOOK_AGAIN = 2.0
_MOST_KEPT = 500
#: A notice is some sentences. A file of more bytes than this is a mistake, and would stand on every page.
_LONGEST = 10_000
_LABELS = {"en": "Emergency", "es": "Emergencia"}


class NoticeFault(ValueError):
    """A notice that cannot be shown. The message says what to mend."""


def read_notice(content: bytes) -> dict[str, str]:
    """Read the file of a notice: texts by language.

    Raises:
        NoticeFault: when it is no such mapping, or empty, or far too long.
    """
    if len(content) > _LONGEST:
        raise NoticeFault(f"The notice has {len(content):,} bytes; at most {_LONGEST:,} are shown. Shorten it.")
    try:
        texts = msgspec.json.decode(content, type=dict[str, str])
    except (msgspec.DecodeError, UnicodeDecodeError) as fault:
        raise NoticeFault(
            f'The notice must be a JSON mapping from language to text, such as {{"en": "…", "es": "…"}}: {fault}.'
        ) from fault
    texts = {lang: text.strip() for lang, text in texts.items() if text.strip()}
    if not texts:
        raise NoticeFault("The notice has no text. Remove the file to take the notice down.")
    return texts


class Showing:
    """One notice as it is shown now. It never changes, so that a page and its ETag are always of the same notice."""

    def __init__(self, texts: dict[str, str], version: str) -> None:
        self._texts = texts
        self.version = version
        self._made: dict[tuple[str, str], bytes] = {}

    def html(self, lang: str) -> bytes:
        """Return the notice as HTML for a page in `lang`. A fallback bears its own `lang`."""
        said_in = lang if lang in self._texts else next(iter(self._texts))
        mark = f' lang="{html.escape(said_in)}"' if said_in != lang else ""
        label = html.escape(_LABELS.get(lang, _LABELS["en"]))
        body = html.escape(self._texts[said_in])
        return (
            f'<section class="usa-alert usa-alert--emergency fl-notice" aria-label="{label}">'
            f'<div class="usa-alert__body"><p class="usa-alert__text"{mark}>{body}</p></div></section>'
        ).encode()

    def insert(self, body: Body, coding: str) -> bytes:
        """Return a printed page with the notice in it, compressed as asked."""
        key = (body.digest, coding)
        content = self._made.get(key)
        if content is None:
            content = body.text().replace(MARK, self.html(body.lang), 1)
            if coding == "br":
                content = brotli.compress(content, quality=4)
            elif coding == "gzip":
                content = gzip.compress(content, 4, mtime=0)
            if len(self._made) >= _MOST_KEPT:
                self._made = {}
            self._made[key] = content
        return content


class Notice:
    """The notice of one folder of editions, read again every few seconds."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._showing: Showing | None = None
        self._looked = float("-inf")
        self._stamp: tuple[int, int, int] | None = None
        self._lock = threading.Lock()

    def now(self) -> Showing | None:
        """Return the notice that is to be shown, or None."""
        if time.monotonic() - self._looked > _LOOK_AGAIN:
            with self._lock:
                if time.monotonic() - self._looked > _LOOK_AGAIN:
                    self._look()
                    self._looked = time.monotonic()
        return self._showing

    def _look(self) -> None:
        try:
            stat = self._path.stat()
            stamp = (stat.st_mtime_ns, stat.st_size, stat.st_ino)
            if stamp == self._stamp:
                return
            self._stamp = stamp
            with self._path.open("rb") as file:
                content = file.read(_LONGEST + 1)
            self._showing = Showing(read_notice(content), hashlib.blake2b(content, digest_size=4).hexdigest())
        except FileNotFoundError:
            self._showing, self._stamp = None, None
        except (OSError, NoticeFault) as fault:
            # What was shown before goes on being shown: taking a notice down takes removing its file.
            log.error("%s cannot be shown: %s", self._path, fault)
