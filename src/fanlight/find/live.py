"""Makes a live page: fills the printed shell of the current edition, and answers with the door's headers."""

from __future__ import annotations

import gzip
import html
from typing import Any

import brotli
import msgspec
from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template
from django.utils import translation

from fanlight.edition.queries import Body, Edition
from fanlight.edition.rules import HTML, address_of
from fanlight.theme.rules import Site

from .door import BARE, HEADERS, Door, coding_for
from .notice import MARK
from .pages import OTHER_LANGUAGE, SHELL

_TITLE, _MAIN = b"<!--fanlight:title-->", b"<!--fanlight:main-->"
#: Compressing an answer as small as this costs more than it saves.
_SMALL = 600


class At(msgspec.Struct, frozen=True):
    """Where a live page stands, as the theme's tags ask for it."""

    path: str
    lang: str
    kind: str = "live"
    alternates: list[tuple[str, str, str]] = []


class Visit:
    """One request to a live page: its edition, its site and its language."""

    def __init__(self, request: HttpRequest, lang: str = "") -> None:
        self.request = request
        self.door: Door = request.environ["fanlight.door"]
        self.edition: Edition | None = self.door.current.get()
        self.site = msgspec.convert(self.edition.site, Site) if self.edition else None
        languages = self.edition.languages if self.edition else ["en"]
        first = request.path_info.strip("/").split("/")[0]
        self.lang = next((code for code in (lang, first) if code in languages), languages[0])

    def prefix(self, lang: str = "") -> str:
        """What stands before every path of a language (this one, if none is named)."""
        return self.site.prefix(lang or self.lang) if self.site else ""

    def page(
        self, template: str, title: str, values: dict[str, Any], *, status: int = 200, tail: str = "", at: str = "/"
    ) -> HttpResponse:
        """Answer with a page: the shell of the edition around what the template makes of `values`.

        `at` and `tail` (a query) say where the same page stands in the other languages.
        """
        shell = self.edition.body(address_of(self.prefix(), SHELL)) if self.edition else None
        if self.edition is None or self.site is None or shell is None:
            return bare(self.request, status)
        with translation.override(self.lang):
            main = get_template(template).render(
                {**values, "page": At(address_of(self.prefix(), at), self.lang), "site": self.site}
            )
        # Only the shell is searched for marks: what people typed may look like one.
        before, _, after = self._shell(shell, at, tail).partition(_MAIN)
        before = before.replace(_TITLE, html.escape(title).encode())
        return answer(self.request, before + main.encode() + after, HTML, status, lang=self.lang)

    def _shell(self, shell: Body, at: str, tail: str) -> bytes:
        text = shell.text()
        for lang in self.site.languages if self.site else ():
            other = html.escape(f"{address_of(self.prefix(lang), at)}{tail}")
            text = text.replace(f'"{OTHER_LANGUAGE.format(lang)}"'.encode(), f'"{other}"'.encode())
        notice = self.door.notice.now()
        return text.replace(MARK, notice.html(self.lang), 1) if notice else text


def answer(
    request: HttpRequest, body: bytes, type_: str, status: int = 200, *, lang: str = "", keep: str = "no-store"
) -> HttpResponse:
    """Answer with the door's headers, compressed as the client allows, and kept by nobody unless `keep` says so."""
    coding = ""
    if len(body) > _SMALL:
        coding = coding_for(request.headers.get("Accept-Encoding", ""))
    # A live page is compressed while somebody waits: quickly rather than well.
    if coding == "br":
        body = brotli.compress(body, quality=4)
    elif coding == "gzip":
        body = gzip.compress(body, 4, mtime=0)
    response = HttpResponse(b"" if request.method == "HEAD" else body, content_type=type_, status=status)
    response.headers["Content-Length"] = str(len(body))
    for name, value in HEADERS:
        response.headers[name] = value
    response.headers["Cache-Control"] = keep
    response.headers["Vary"] = "Accept-Encoding"
    if coding:
        response.headers["Content-Encoding"] = coding
    if lang:
        response.headers["Content-Language"] = lang
    return response


def bare(request: HttpRequest, status: int) -> HttpResponse:
    """Answer when there is no edition to take a page from: words alone, in both languages of the interface."""
    return answer(request, BARE, HTML, status)
