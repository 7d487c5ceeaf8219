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
_LOOK_AGAIN = 5.0
_MOST_KEPT = 500
_LABELS = {"en": "Emergency", "es": "Emergencia"}


class NoticeFault(ValueError):
    """A notice that cannot be shown. The message says what to mend."""


def read_notice(content: bytes) -> dict[str, str]:
    """Read the file of a notice: texts by language.

    Raises:
        NoticeFault: when it is no such mapping, or empty.
    """
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


class Notice:
    """The notice of one folder of editions, read again every few seconds."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._texts: dict[str, str] = {}
        self.version = ""
        self._looked = float("-inf")
        self._stamp: tuple[int, int] | None = None
        self._made: dict[tuple[str, str, str], bytes] = {}
        self._lock = threading.Lock()

    def html(self, lang: str) -> bytes:
        """Return the notice as HTML for a page in `lang`, or nothing. A fallback bears its own `lang`."""
        now = time.monotonic()
        if now - self._looked > _LOOK_AGAIN:
            with self._lock:
                self._look()
                self._looked = now
        if not self._texts:
            return b""
        said_in = lang if lang in self._texts else next(iter(self._texts))
        mark = f' lang="{html.escape(said_in)}"' if said_in != lang else ""
        label = html.escape(_LABELS.get(lang, _LABELS["en"]))
        body = html.escape(self._texts[said_in])
        return (
            f'<section class="usa-alert usa-alert--emergency fl-notice" aria-label="{label}">'
            f'<div class="usa-alert__body"><p class="usa-alert__text"{mark}>{body}</p></div></section>'
        ).encode()

    def insert(self, body: Body, path: str, coding: str) -> bytes:
        """Return a printed page with the notice in it, compressed as asked."""
        key = (body.digest, self.version, coding)
        if key not in self._made:
            content = body.text().replace(MARK, self.html(body.lang), 1)
            if coding == "br":
                content = brotli.compress(content, quality=4)
            elif coding == "gzip":
                content = gzip.compress(content, 4, mtime=0)
            if len(self._made) >= _MOST_KEPT:
                self._made.clear()
            self._made[key] = content
        return self._made[key]

    def _look(self) -> None:
        try:
            stat = self._path.stat()
            stamp = (stat.st_mtime_ns, stat.st_size)
            if stamp == self._stamp:
                return
            content = self._path.read_bytes()
            self._texts = read_notice(content)
            self.version = hashlib.blake2b(content, digest_size=4).hexdigest()
            self._stamp = stamp
        except FileNotFoundError:
            self._texts, self.version, self._stamp = {}, "", None
        except (OSError, NoticeFault) as fault:
            # What was shown before goes on being shown: taking a notice down takes removing its file.
            log.error("%s cannot be shown: %s", self._path, fault)
