"""What can be done to editions: write one, point at it, go back, prune old ones, write one out as plain files."""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import os
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from .queries import CURRENT, FACTS, MANIFEST, current_address, facts_of, folders, hash_files
from .rules import Card, EditionFault, Manifest, Printed

#: From <fcntl.h> and <linux/fs.h>: a path is taken from the working folder; two names are exchanged.
_HERE, _EXCHANGE = -100, 2
_TABLES = """
CREATE TABLE pages (
    path TEXT NOT NULL UNIQUE, at TEXT NOT NULL, lang TEXT NOT NULL, kind TEXT NOT NULL, type TEXT NOT NULL,
    status INTEGER NOT NULL, digest BLOB NOT NULL, key BLOB NOT NULL, size INTEGER NOT NULL,
    gz BLOB NOT NULL, br BLOB NOT NULL, plain BLOB NOT NULL, subject TEXT NOT NULL, mark TEXT NOT NULL,
    steps INTEGER NOT NULL, indexed INTEGER NOT NULL, links TEXT NOT NULL
);
CREATE TABLE redirects (path TEXT PRIMARY KEY, target TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE cards (id TEXT NOT NULL, lang TEXT NOT NULL, card BLOB NOT NULL, PRIMARY KEY (id, lang)) WITHOUT ROWID;
"""
_COLUMNS = "path, at, lang, kind, type, status, digest, key, size, gz, br, plain, subject, mark, steps, indexed, links"
UNFINISHED = ".printing-"
_POINTER = ".current-"


class Busy(Exception):
    """Another process is printing. The message says so, and that waiting is the way out."""


class NoRoom(Exception):
    """The disk would not hold the edition twice. The message says how much there is and how much is needed."""


@contextlib.contextmanager
def printing(editions: Path) -> Iterator[Path]:
    """Hold the lock of the printing press, and give a new empty folder to print into; clear it away afterwards.

    What an earlier printing left that was killed is cleared away first.

    Raises:
        Busy: when another process holds the lock.
    """
    editions.mkdir(parents=True, exist_ok=True)
    with (editions / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Busy("Another edition is being printed right now. Wait until it is done, then print again.") from None
        for left in editions.glob(f"{UNFINISHED}*"):
            shutil.rmtree(left, ignore_errors=True)
        for pointer in editions.glob(f"{_POINTER}*"):
            pointer.unlink(missing_ok=True)
        folder = editions / f"{UNFINISHED}{os.getpid()}"
        folder.mkdir()
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def check_room(editions: Path, last: int) -> None:
    """See that the disk holds an edition of `last` bytes twice, with a little left for the rest of the machine.

    Raises:
        NoRoom: when it does not.
    """
    free = shutil.disk_usage(editions).free
    need = 2 * last + 50_000_000
    if free < need:
        raise NoRoom(
            f"There are {free / 1e6:,.0f} MB free in {editions}, and printing safely needs {need / 1e6:,.0f} MB. "
            "Remove old editions with `fanlight editions prune`, or make room on the disk."
        )


class Writer:
    """Writes `pages.sqlite` of one edition. With `base`, the pages of an earlier edition are there to start from."""

    def __init__(self, folder: Path, base: Path | None = None) -> None:
        path = folder / "pages.sqlite"
        if base is not None:
            shutil.copyfile(base, path)
        self._db = sqlite3.connect(path)
        # The folder is thrown away if printing stops half-way, so the file need not survive that by itself.
        self._db.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA page_size=8192;")
        if base is None:
            self._db.executescript(_TABLES)
        self._db.execute("BEGIN")

    def keys(self) -> dict[str, bytes]:
        """Return the key of every page that is there already, by path."""
        return dict(self._db.execute("SELECT path, key FROM pages"))

    def remove(self, paths: Iterable[str]) -> None:
        """Take pages out."""
        self._db.executemany("DELETE FROM pages WHERE path = ?", ((path,) for path in paths))

    def add(self, pages: Iterable[Printed]) -> None:
        """Put pages in, in place of those with the same path."""
        self._db.executemany(
            f"INSERT OR REPLACE INTO pages ({_COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            (
                (
                    p.path, p.at, p.lang, p.kind, p.type, p.status, p.digest, p.key, p.size, p.gz, p.br, p.plain,
                    p.subject, p.mark, p.steps, p.indexed, msgspec.json.encode((p.main_links, p.links)).decode(),
                )
                for p in pages
            ),
        )  # fmt: skip

    def fill(self, redirects: dict[str, str], cards: Iterable[tuple[str, Card]]) -> None:
        """Put in all redirects and all cards (with their language), in place of any that were there."""
        self._db.execute("DELETE FROM redirects")
        self._db.executemany("INSERT INTO redirects VALUES (?, ?)", redirects.items())
        self._db.execute("DELETE FROM cards")
        self._db.executemany(
            "INSERT INTO cards VALUES (?, ?, ?)",
            ((card.id, lang, msgspec.json.encode(card)) for lang, card in cards),
        )

    def digests(self) -> dict[str, bytes]:
        """Return the digest of every page, by path."""
        return dict(self._db.execute("SELECT path, digest FROM pages"))

    def facts(self) -> list[Printed]:
        """Return what the walk needs of every page, without bodies."""
        return [facts_of(row) for row in self._db.execute(FACTS)]

    def close(self) -> None:
        """Write everything out."""
        self._db.execute("COMMIT")
        self._db.close()


def finish(folder: Path, editions: Path, manifest: Manifest) -> Path:
    """Write the manifest, make every file safe on the disk, and give the folder its lasting name.

    An edition of the same address that is there already is replaced: it is an older one that has become the newest
    again, or one that was damaged.
    """
    manifest = msgspec.structs.replace(manifest, files=hash_files(folder))
    (folder / MANIFEST).write_bytes(msgspec.json.format(msgspec.json.encode(manifest), indent=1) + b"\n")
    for path in folder.rglob("*"):
        _sync(path)
    _sync(folder)
    home = editions / manifest.address
    if home.exists():
        if not exchange(folder, home):
            old = editions / f"{UNFINISHED}old-{os.getpid()}"
            # Two renames: between them a door that has the old one open goes on reading it.
            home.rename(old)
            folder.rename(home)
            folder = old
        shutil.rmtree(folder, ignore_errors=True)
    else:
        folder.rename(home)
    _sync(editions)
    return home


def exchange(one: Path, other: Path) -> bool:
    """Let two folders change names in one step that cannot be seen half done (Linux, `renameat2(2)`).

    Return false where the system or its disk has no such step.
    """
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError):
        return False
    done: int = rename(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE)
    return done == 0


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def point_at(editions: Path, address: str) -> None:
    """Make an edition the current one, in one step that cannot be seen half done.

    Raises:
        EditionFault: when there is no such edition.
    """
    # Only the name of a folder is taken: `current` would point at itself, and `..` out of the editions.
    if address not in folders(editions) or not (editions / address / MANIFEST).is_file():
        raise EditionFault(f"There is no edition {address!r} in {editions}. `fanlight editions` lists them.")
    if not (editions / CURRENT).is_symlink() and (editions / CURRENT).exists():
        raise EditionFault(
            f"{editions / CURRENT} is a folder, not a pointer: this is a copied edition. Rename the folder to its "
            "address first."
        )
    new = editions / f"{_POINTER}{os.getpid()}"
    new.unlink(missing_ok=True)
    new.symlink_to(address)
    new.replace(editions / CURRENT)
    _sync(editions)


def prune(editions: Path, keep: int, listed: list[str], current: str) -> list[str]:
    """Remove all but the newest `keep` of the editions `listed` (newest first); the current one always stays."""
    staying = [address for address in listed if address != current][: max(keep - 1, 0)]
    gone = []
    for address in listed:
        # Asked again for each: somebody may have gone back to an older edition meanwhile.
        if address in (current, *staying) or address == current_address(editions):
            continue
        # Renamed first, so that nobody finds half an edition; a printing clears away what a kill leaves of it.
        going = editions / f"{UNFINISHED}gone-{address}"
        (editions / address).rename(going)
        shutil.rmtree(going, ignore_errors=True)
        gone.append(address)
    return gone
