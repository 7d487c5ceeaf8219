"""What can be asked of an edition: its pages, redirects, cards and search. Everything is opened read-only."""

from __future__ import annotations

import gzip
import hashlib
import logging
import sqlite3
import threading
import time
import zlib
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import msgspec

from .index import CONCEPTS, Hit, Index
from .learning import LEARNED
from .rules import SCHEMA, Card, EditionFault, Manifest, Printed, edition_address

log = logging.getLogger("fanlight.door")
MANIFEST = "manifest.json"
#: The name of the pointer at the current edition.
CURRENT = "current"

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
    return {
        name: hash_file(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and (name := path.relative_to(folder).as_posix()) != MANIFEST
    }


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_manifest(folder: Path) -> Manifest:
    """Read what an edition says of itself.

    Raises:
        EditionFault: when the folder is no edition of a version that is understood here.
    """
    try:
        content = (folder / MANIFEST).read_bytes()
        # The version is read by itself: a manifest of another version may hold other things.
        schema = msgspec.json.decode(content, type=_Versioned).schema
        if schema != SCHEMA:
            raise EditionFault(
                f"{folder} was printed in format {schema}, and this Fanlight reads format {SCHEMA}. "
                "Run `fanlight print` with this version."
            )
        return msgspec.json.decode(content, type=Manifest)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as fault:
        raise EditionFault(f"{folder} is no edition, or {MANIFEST} is damaged ({fault}). Print a new one.") from fault


class _Versioned(msgspec.Struct, frozen=True):
    schema: int


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
        self.manifest = read_manifest(folder)
        self.address = self.manifest.address
        self._threads = threading.local()
        self._found: dict[str, list[Card]] = {}
        try:
            self._first = self._connect()
            self._first.execute("SELECT 1 FROM pages LIMIT 1")
        except sqlite3.Error as fault:
            raise EditionFault(f"{folder}: pages.sqlite cannot be read ({fault}). Print a new edition.") from fault

    def _connect(self) -> sqlite3.Connection:
        uri = f"{(self.folder / 'pages.sqlite').resolve().as_uri()}?mode=ro&immutable=1"
        return sqlite3.connect(uri, uri=True, check_same_thread=False)

    @property
    def _db(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._threads, "db", None)
        if connection is None:
            try:
                connection = self._connect()
            except sqlite3.OperationalError:
                # The folder was pruned while this edition is still being read: its first connection holds the file.
                # SQLite lets threads share it (its mode is "serialized"); one for each is only quicker.
                connection = self._first
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

    def featured(self, lang: str) -> list[Card]:
        """Return the cards of the life events, by name, and then of the top tasks, by rank."""
        if lang not in self._found:
            rows = self._db.execute("SELECT card FROM cards WHERE lang = ?", (lang,))
            cards = [msgspec.json.decode(card, type=Card) for (card,) in rows]
            tops = [card for card in cards if card.kind == "life-event" or card.rank]
            self._found[lang] = sorted(tops, key=lambda card: (card.kind != "life-event", card.rank, card.name))
        return self._found[lang]

    def pages(self) -> list[Printed]:
        """Return what is known of every page, without bodies."""
        return [facts_of(row) for row in self._db.execute(FACTS)]

    def digests(self) -> dict[str, bytes]:
        """Return the digest of every page, by path."""
        return dict(self._db.execute("SELECT path, digest FROM pages"))

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

    def warm(self) -> None:
        """Open what is opened when first asked for, so that pruning the folder does not take it from a reader.

        A search index that cannot be opened must not keep the printed pages from being served.
        """
        try:
            _ = self.site
            self.index.warm()
        except (OSError, ValueError) as fault:
            log.error("The edition %s cannot be searched: %s", self.address, type(fault).__name__)

    def search(self, query: str, lang: str, limit: int, facets: Sequence[str] = ()) -> tuple[list[Hit], int]:
        """Return the best records for a query and the number of all that match, of those that bear all `facets`."""
        return self.index.search(query, lang, limit, facets)

    def catalogue(self) -> bytes:
        """Return the catalogue as data (JSON), as it was printed."""
        return gzip.decompress((self.folder / "catalogue.json.gz").read_bytes())

    def thesaurus(self) -> bytes:
        """Return the thesaurus that the search of this edition uses (JSON), as it was printed."""
        return (self.folder / "search" / CONCEPTS).read_bytes()

    def learned(self) -> bytes:
        """Return what the search of this edition learned from use (JSON), as it was printed."""
        return (self.folder / "search" / LEARNED).read_bytes()


def verify(folder: Path) -> list[str]:
    """Compare every file of an edition with its manifest; return each fault as a sentence, none if it is whole."""
    try:
        manifest = read_manifest(folder)
    except EditionFault as fault:
        return [str(fault)]
    there = hash_files(folder)
    faults = [f"{name} is missing" for name in manifest.files if name not in there]
    faults += [f"{name} is not of this edition" for name in there if name not in manifest.files]
    faults += [
        f"{name} is damaged: its content is not what was printed"
        for name, value in there.items()
        if manifest.files.get(name, value) != value
    ]
    # The manifest vouches for the files, and the address for the manifest.
    return faults or _wrong_address(folder, manifest)


def _wrong_address(folder: Path, manifest: Manifest) -> list[str]:
    try:
        edition = Edition(folder)
        parts = (edition.catalogue(), edition.thesaurus(), edition.learned())
        address = edition_address(edition.digests(), edition.redirects(), *parts)
    except (EditionFault, sqlite3.Error, OSError, EOFError, zlib.error) as fault:
        return [f"its pages or its catalogue cannot be read ({fault})"]
    named = folder.resolve().name
    if address != manifest.address or named not in (address, CURRENT):
        return [f"its address is wrong: its pages and catalogue give {address}"]
    return []


def is_whole(folder: Path, name: str) -> bool:
    """Whether one file of an edition is what was printed."""
    try:
        return read_manifest(folder).files.get(name) == hash_file(folder / name)
    except (EditionFault, OSError):
        return False


def size_of(folder: Path) -> int:
    """Return the bytes of all files in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def current_address(editions: Path) -> str:
    """Return the address of the current edition, or "" when there is none."""
    link = editions / CURRENT
    try:
        return link.readlink().name
    except OSError:
        # A copied folder may hold the current edition itself where the pointer would be.
        return CURRENT if (link / MANIFEST).is_file() else ""


def folders(editions: Path) -> list[str]:
    """Return the names of all folders of editions, whole or not, in order."""
    found = editions.iterdir() if editions.is_dir() else ()
    return sorted(each.name for each in found if each.is_dir() and not each.is_symlink() and each.name[0] != ".")


def listed(editions: Path) -> list[Manifest]:
    """Return the manifests of all editions that can be opened, newest first.

    A folder whose name is not its manifest's address is left out: `verify` says what is wrong with it.
    """
    found = []
    for name in folders(editions):
        try:
            manifest = read_manifest(editions / name)
        except EditionFault:
            continue
        if manifest.address == name:
            found.append(manifest)
    return sorted(found, key=lambda manifest: (manifest.printed_at, manifest.address), reverse=True)


class Current:
    """The current edition of a folder, taken up anew within a second or so of being swapped."""

    def __init__(self, editions: Path) -> None:
        self.editions = editions
        self._edition: Edition | None = None
        self._at: tuple[str, int, int] = ("", 0, 0)
        self._looked = float("-inf")
        self._lock = threading.Lock()

    def get(self) -> Edition | None:
        """Return the current edition, or None while there is none that can be opened."""
        if time.monotonic() - self._looked > _LOOK_AGAIN:
            with self._lock:
                if time.monotonic() - self._looked > _LOOK_AGAIN:
                    self._look()
                    self._looked = time.monotonic()
        return self._edition

    def _look(self) -> None:
        address = current_address(self.editions)
        if not address:
            return
        try:
            stat = (self.editions / address / MANIFEST).stat()
        except OSError:
            return
        # A damaged edition that was printed again has the same address, and so has a copied folder.
        at = (address, stat.st_mtime_ns, stat.st_ino)
        if at == self._at:
            return
        self._at = at
        try:
            edition = Edition(self.editions / address)
        except EditionFault as fault:
            # The one that is open goes on being served: an old page is better than none.
            log.error("The edition %s cannot be opened: %s", address, fault)
            return
        edition.warm()
        self._edition = edition
