"""What an edition is made of. Pure: no Django, no clock."""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec

#: The version of the folder's format. A door refuses an edition of another version with a sentence.
SCHEMA = 2
HTML = "text/html; charset=utf-8"


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """One page to be printed, as a room gives it to the press.

    `at` is its address without the language (`/services/x`), the same for all its translations; `value` is the frozen
    value that `template` shows. `raw` stands instead of both for what is no template's (robots.txt, a style sheet).
    `elsewhere` is what a page links to in place of its translations (`{}` is the language), where those are made live.
    `steps` is false for a page that counts as no step of the three clicks (search, all services, the sitemap).
    """

    at: str
    lang: str
    kind: str
    template: str = ""
    value: Any = None
    status: int = 200
    type: str = HTML
    raw: bytes = b""
    steps: bool = True
    indexed: bool = True
    subject: str = ""
    elsewhere: str = ""


class Redirect(msgspec.Struct, frozen=True):
    """An address that moved for good (301)."""

    path: str
    to: str


class Card(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a list of results shows of one record, in one language. `name_lang` is set where the name falls back.

    `rank` is the record's place among the top tasks, the first being 1; 0 is none. `phone` is the number to call.
    """

    id: str
    kind: str
    name: str
    href: str
    summary: str = ""
    provider: str = ""
    source_ids: list[str] = []
    name_lang: str = ""
    summary_lang: str = ""
    status: str = ""
    rank: int = 0
    phone: str = ""


class SearchDoc(msgspec.Struct, frozen=True):
    """What the index knows of one record: texts by language, and codes that are matched whole."""

    id: str
    kind: str
    names: dict[str, list[str]]
    words: dict[str, list[str]]
    texts: dict[str, list[str]]
    codes: list[str]
    says: dict[str, list[str]] = {}
    facets: list[str] = []
    for_people: bool = True
    active: bool = True
    rank: int = 0


class Printed(msgspec.Struct, frozen=True):
    """One page as it is kept: its compressed bodies, and what the walk needs to know of it.

    `plain` holds the body of what does not compress (a font); else it is empty. `mark` is what the page shows for a
    service: `start`, `turn` or nothing. `main_links` and `links` are internal addresses, in order, without repeats.
    """

    path: str
    at: str
    lang: str
    kind: str
    type: str
    status: int
    digest: bytes
    key: bytes
    size: int
    gz: bytes
    br: bytes
    plain: bytes
    subject: str
    mark: str
    steps: bool
    indexed: bool
    main_links: list[str]
    links: list[str]


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What an edition says of itself. `files` gives the SHA-256 of every file but this one."""

    schema: int
    address: str
    printed_at: str
    fanlight: str
    languages: list[str]
    counts: dict[str, int]
    fingerprint: str
    files: dict[str, str]
    clicks: dict[str, Any] = {}


def address_of(prefix: str, at: str) -> str:
    """Return the path of a page: what stands before a language's paths, and the page's own. No path ends in a slash
    but the front page's."""
    return (prefix or "/") if at == "/" else f"{prefix}{at}"


def digest(*parts: bytes) -> bytes:
    """Hash parts so that no two different lists of parts give the same bytes (BLAKE2b, 16 bytes)."""
    state = hashlib.blake2b(digest_size=16)
    for part in parts:
        state.update(len(part).to_bytes(8, "big"))
        state.update(part)
    return state.digest()


def page_key(page: Page, fingerprint: str) -> bytes:
    """Hash all that a page is made of: equal keys mean equal pages, so the printed one is copied."""
    head = msgspec.msgpack.encode((page.at, page.lang, page.kind, page.template, page.status, page.type))
    flags = msgspec.msgpack.encode((page.steps, page.indexed, page.subject))
    return digest(head, flags, fingerprint.encode(), page.raw, msgspec.msgpack.encode(page.value))


def edition_address(
    page_digests: dict[str, bytes],
    redirects: dict[str, str],
    catalogue: bytes,
    thesaurus: bytes = b"",
    learned: bytes = b"",
) -> str:
    """Return the address of an edition: a hash of its pages, redirects, catalogue, thesaurus and learned queries.

    The index is left out, for two builds of one index differ, and so is the time. A thesaurus is the JSON list of its
    concepts, and so are learned queries; an empty one counts as none.
    """
    pages = sorted((path, value) for path, value in page_digests.items())
    parts = [msgspec.msgpack.encode(pages), msgspec.msgpack.encode(sorted(redirects.items())), catalogue]
    for name, data in ((b"", thesaurus), (b"learned", learned)):
        if data not in (b"", b"[]"):
            parts += [part for part in (name, data) if part]
    return digest(*parts).hex()


class EditionFault(Exception):
    """An edition that cannot be opened or is not what it says. The message names the file and the way out."""
