"""What can be asked of an edition: its pages, redirects, cards and search. Everything is opened read-only."""

from __future__ import annotations

import gzip
import hashlib
import sqlite3
import threading
import time
from functools import cached_property
from pathlib import Path
from typing import Any

import msgspec

from .index import Hit, Index
from .rules import SCHEMA, Card, EditionFault, Manifest, Printed

#: What the walk needs of every page, in the order in which `facts_of` takes it.
FACTS = "SELECT path, at, lang, kind, type, status, size, subject, mark, steps, indexed, links FROM pages"


def facts_of(row: tuple[str, str, str, str, str, int, int, str, str, int, int, str]) -> Printed:
    """Make a page without bodies of one row of `FACTS`."""
    path, at, lang, kind, type_, status, size, subject, mark, steps, indexed, links = row
    main_links, all_links = msgspec.json.decode(links)
    return Printed(
        path, at, lang, kind, type_, status, b"", b"", size, b"", b"", b"", subject, mark, bool(steps), bool(indexed),
        main_links, all_links,
    )  # fmt: skip


def hash_files(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file of an edition but its manifest, by its path within the folder."""
    hashes = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name != "manifest.json":
            with path.open("rb") as file:
                hashes[path.relative_to(folder).as_posix()] = hashlib.file_digest(file, "sha256").hexdigest()
    return hashes


_LOOK_AGAIN = 1.0


class Body(msgspec.Struct, frozen=True):
    """One printed page as the door needs it."""

    status: int
    type: str
    lang: str
    digest: str
    gz: bytes
    br: bytes
    plain: bytes

    def text(self) -> bytes:
        """Return the body as it was before compression."""
        return gzip.decompress(self.gz) if self.gz else self.plain


class Edition:
    """One edition, opened. It is safe to ask from several threads.

    Raises:
        EditionFault: when the folder is no edition of a version that is understood here.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            self.manifest = msgspec.json.decode((folder / "manifest.json").read_bytes(), type=Manifest)
        except (OSError, msgspec.DecodeError) as fault:
            raise EditionFault(f"{folder} is no edition, or is damaged ({fault}). Print a new one.") from fault
        if self.manifest.schema != SCHEMA:
            raise EditionFault(
                f"{folder} was printed in format {self.manifest.schema}, and this Fanlight reads format {SCHEMA}. "
                "Run `fanlight print` with this version."
            )
        self.address = self.manifest.address
        self._threads = threading.local()

    @property
    def _db(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._threads, "db", None)
        if connection is None:
            uri = f"{(self.folder / 'pages.sqlite').resolve().as_uri()}?mode=ro&immutable=1"
            connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
            self._threads.db = connection
        return connection

    def body(self, path: str) -> Body | None:
        """Return the printed page at a path."""
        row = self._db.execute(
            "SELECT status, type, lang, digest, gz, br, plain FROM pages WHERE path = ?", (path,)
        ).fetchone()
        return Body(row[0], row[1], row[2], row[3].hex(), row[4], row[5], row[6]) if row else None

    def redirect(self, path: str) -> str | None:
        """Return where an address moved to."""
        row = self._db.execute("SELECT target FROM redirects WHERE path = ?", (path,)).fetchone()
        return row[0] if row else None

    def redirects(self) -> dict[str, str]:
        """Return all addresses that moved, and where to."""
        return dict(self._db.execute("SELECT path, target FROM redirects"))

    def cards(self, ids: list[str], lang: str) -> dict[str, Card]:
        """Return the cards of records in a language, by id; an id without a card is left out."""
        marks = ",".join("?" * len(ids))
        rows = self._db.execute(f"SELECT id, card FROM cards WHERE lang = ? AND id IN ({marks})", (lang, *ids))
        return {key: msgspec.json.decode(card, type=Card) for key, card in rows}

    def pages(self) -> list[Printed]:
        """Return what is known of every page, without bodies."""
        return [facts_of(row) for row in self._db.execute(FACTS)]

    def paths(self) -> list[str]:
        """Return the path of every page, in order."""
        return [row[0] for row in self._db.execute("SELECT path FROM pages ORDER BY path")]

    @cached_property
    def index(self) -> Index:
        """The search index, opened when first asked."""
        return Index(self.folder / "search", self.languages)

    @cached_property
    def languages(self) -> list[str]:
        """The languages of the site, its own first."""
        return self.manifest.languages

    @cached_property
    def site(self) -> dict[str, Any]:
        """Who the site's installer is, as it was when the edition was printed."""
        site: dict[str, Any] = msgspec.json.decode((self.folder / "site.json").read_bytes())
        return site

    def search(self, query: str, lang: str, limit: int) -> tuple[list[Hit], int]:
        """Return the best records for a query and the number of all that match."""
        return self.index.search(query, lang, limit)

    def catalogue(self) -> bytes:
        """Return the catalogue as data (JSON), as it was printed."""
        return gzip.decompress((self.folder / "catalogue.json.gz").read_bytes())


def verify(folder: Path) -> list[str]:
    """Compare every file of an edition with its manifest; return each fault as a sentence, none if it is whole."""
    try:
        edition = Edition(folder)
    except EditionFault as fault:
        return [str(fault)]
    there = hash_files(folder)
    faults = [f"{name} is missing" for name in edition.manifest.files if name not in there]
    faults += [f"{name} is not of this edition" for name in there if name not in edition.manifest.files]
    faults += [
        f"{name} is damaged: its content is not what was printed"
        for name, value in there.items()
        if edition.manifest.files.get(name, value) != value
    ]
    return faults


def current_address(editions: Path) -> str:
    """Return the address of the current edition, or "" when there is none."""
    link = editions / "current"
    try:
        return link.readlink().name
    except OSError:
        # A copied folder may hold the current edition itself where the pointer would be.
        return "current" if (link / "manifest.json").is_file() else ""


def listed(editions: Path) -> list[Manifest]:
    """Return the manifests of all editions that can be opened, newest first."""
    found = []
    for folder in editions.iterdir() if editions.is_dir() else ():
        if folder.is_dir() and not folder.is_symlink() and not folder.name.startswith("."):
            try:
                found.append(Edition(folder).manifest)
            except EditionFault:
                continue
    return sorted(found, key=lambda manifest: (manifest.printed_at, manifest.address), reverse=True)


class Current:
    """The current edition of a folder, taken up anew within a second or so of being swapped."""

    def __init__(self, editions: Path) -> None:
        self.editions = editions
        self._edition: Edition | None = None
        self._at = ""
        self._looked = float("-inf")
        self._lock = threading.Lock()

    def get(self) -> Edition | None:
        """Return the current edition, or None while there is none that can be opened."""
        now = time.monotonic()
        if now - self._looked > _LOOK_AGAIN:
            with self._lock:
                self._look(now)
        return self._edition

    def _look(self, now: float) -> None:
        address = current_address(self.editions)
        if address and address != self._at:
            try:
                self._edition = Edition(self.editions / address)
                self._at = address
            except EditionFault:
                # The one that is open goes on being served: an old page is better than none.
                pass
        self._looked = now
