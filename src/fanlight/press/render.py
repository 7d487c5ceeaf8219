"""Renders pages, and takes from what was rendered what the walk needs: its links and what it shows of a service."""

from __future__ import annotations

import gzip
import html
import re
from collections.abc import Iterable
from typing import Any

import brotli
import msgspec
from django.template.loader import get_template
from django.utils import translation

from fanlight.edition.rules import HTML, Page, Printed, address_of, digest, page_key
from fanlight.theme.rules import Site

_LINK = re.compile(rb'<a\s[^>]*?href="([^"]*)"')
_MARK = re.compile(rb'data-fanlight="(start|turn)"')
_BLANK = re.compile(r"\n\s*\n+")
#: Files that are compressed already.
_DENSE = ("font/", "image/png", "image/jpeg", "image/webp")
_BROTLI, _GZIP = 5, 6


class At(msgspec.Struct, frozen=True):
    """Where a page stands: what a template says of the page itself, beside its value."""

    path: str
    lang: str
    canonical: str
    alternates: list[tuple[str, str, str]]
    kind: str


class Renderer:
    """Renders the pages of one site."""

    def __init__(self, site: Site, fingerprint: str) -> None:
        self.site = site
        self.fingerprint = fingerprint
        self._templates: dict[str, Any] = {}

    def path(self, page: Page) -> str:
        """Return the address of a page."""
        return page.at if page.type != HTML else address_of(self.site.prefix(page.lang), page.at)

    def keys(self, pages: Iterable[Page]) -> list[bytes]:
        """Return the key of each page: equal keys mean equal pages."""
        return [page_key(page, self.fingerprint) for page in pages]

    def render(self, page: Page, key: bytes) -> Printed:
        """Render one page, compress it, and read its links. `key` is what `keys` gave for it."""
        body = page.raw or self._html(page)
        path = self.path(page)
        main, everywhere, mark = _read(body) if page.type == HTML else ([], [], "")
        dense = page.type.startswith(_DENSE)
        return Printed(
            path=path,
            at=page.at,
            lang=page.lang,
            kind=page.kind,
            type=page.type,
            status=page.status,
            digest=digest(path.encode(), page.type.encode(), str(page.status).encode(), body),
            key=key,
            size=len(body),
            # A fixed time, so that equal pages give equal bytes.
            gz=b"" if dense else gzip.compress(body, _GZIP, mtime=0),
            br=b"" if dense else brotli.compress(body, quality=_BROTLI),
            plain=body if dense else b"",
            subject=page.subject,
            mark=mark,
            steps=page.steps,
            indexed=page.indexed,
            main_links=main,
            links=everywhere,
        )

    def _html(self, page: Page) -> bytes:
        if page.template not in self._templates:
            self._templates[page.template] = get_template(page.template)
        with translation.override(page.lang):
            text = self._templates[page.template].render(
                {"value": page.value, "page": self.at(page), "site": self.site}
            )
        return _BLANK.sub("\n", text).encode()

    def at(self, page: Page) -> At:
        """Say where a page stands, and where its translations do."""
        base = self.site.address
        alternates = []
        for lang in self.site.languages:
            path = address_of(self.site.prefix(lang), page.at)
            alternates.append((lang, f"{base}{path}", page.elsewhere.format(lang) if page.elsewhere else path))
        path = self.path(page)
        return At(path, page.lang, f"{base}{path}", alternates, page.kind)


def _read(body: bytes) -> tuple[list[str], list[str], str]:
    """Read the internal links of a page (main part, and all, without repeats), and its mark."""
    start, end = body.find(b"<main"), body.find(b"</main>")
    main = body[start:end] if 0 <= start < end else b""
    mark = _MARK.search(main)
    return _links(main), _links(body), mark[1].decode() if mark else ""


def _links(body: bytes) -> list[str]:
    found: dict[str, None] = {}
    for href in _LINK.findall(body):
        link = html.unescape(href.decode()).split("#")[0].split("?")[0]
        if link.startswith("/") and not link.startswith("//"):
            found[link] = None
    return list(found)
