"""Small editions made by hand, for tests of the format alone."""

from __future__ import annotations

import gzip
from pathlib import Path

import brotli
import msgspec

from fanlight.edition import actions
from fanlight.edition.index import build_index
from fanlight.edition.queries import MANIFEST
from fanlight.edition.rules import HTML, SCHEMA, Card, Manifest, Printed, SearchDoc, digest, edition_address

SITE = {"name": {"en": "Test"}, "languages": ["en", "es"]}


def printed(path: str, body: bytes, *, lang: str = "en", type_: str = HTML, status: int = 200) -> Printed:
    """Make a printed page of a body."""
    return Printed(
        path=path, at=path, lang=lang, kind="page", type=type_, status=status, digest=digest(path.encode(), body),
        key=digest(body), size=len(body), gz=gzip.compress(body, mtime=0), br=brotli.compress(body), plain=b"",
        subject="", mark="", steps=True, indexed=True, main_links=[], links=[],
    )  # fmt: skip


def card(record: str, name: str = "", **more: object) -> Card:
    """Make a card."""
    return Card(id=record, kind="service", name=name or record, href=f"/services/{record}", **more)


def doc(
    record: str, name: str, *, words: str = "", texts: str = "", says: str = "", lang: str = "en", **more: object
) -> SearchDoc:
    """Make what the index knows of a record, in one language."""
    return SearchDoc(
        id=record, kind=str(more.pop("kind", "service")), names={lang: [name]}, words={lang: [words]} if words else {},
        texts={lang: [texts]} if texts else {}, says={lang: [says]} if says else {}, codes=list(more.pop("codes", [])), **more,
    )  # fmt: skip


def make_edition(
    editions: Path,
    body: str = "one",
    *,
    at: str = "2026-11-22T12:00:00.000+00:00",
    redirects: dict[str, str] | None = None,
    pages: list[Printed] | None = None,
    current: bool = True,
) -> str:
    """Print an edition of a front page (and `pages`), and point at it; return its address."""
    pages = [printed("/", f"<h1>{body}</h1>".encode()), *(pages or [])]
    catalogue = msgspec.json.encode({"body": body})
    with actions.printing(editions) as folder:
        writer = actions.Writer(folder)
        writer.add(pages)
        writer.fill(redirects or {}, [("en", card("a")), ("es", card("a"))])
        address = edition_address(writer.digests(), redirects or {}, catalogue)
        writer.close()
        build_index(folder / "search", [doc("a", "Apple tree"), doc("b", "Pear tree")], ["en", "es"])
        (folder / "catalogue.json.gz").write_bytes(gzip.compress(catalogue, mtime=0))
        (folder / "site.json").write_bytes(msgspec.json.encode(SITE))
        manifest = Manifest(
            schema=SCHEMA, address=address, printed_at=at, fanlight="0", languages=["en", "es"],
            counts={"pages": len(pages)}, fingerprint="", files={},
        )  # fmt: skip
        actions.finish(folder, editions, manifest)
        if current:
            actions.point_at(editions, address)
    return address


def change_manifest(folder: Path, **more: object) -> None:
    """Change what an edition says of itself."""
    content = msgspec.json.decode((folder / MANIFEST).read_bytes())
    (folder / MANIFEST).write_bytes(msgspec.json.encode(content | more))
