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

from fanlight.edition.queries import Edition
from fanlight.edition.rules import HTML, address_of
from fanlight.theme.rules import Site

from .door import HEADERS, Door
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
        body = shell.text().replace(_TITLE, html.escape(title).encode()).replace(_MAIN, main.encode())
        for lang in self.site.languages:
            other = html.escape(f"{address_of(self.prefix(lang), at)}{tail}")
            body = body.replace(OTHER_LANGUAGE.format(lang).encode(), other.encode())
        body = body.replace(MARK, self.door.notice.html(self.lang), 1)
        return answer(self.request, body, HTML, status, lang=self.lang)


def answer(request: HttpRequest, body: bytes, type_: str, status: int = 200, *, lang: str = "") -> HttpResponse:
    """Answer with the door's headers, compressed as the client allows, and kept by nobody."""
    coding = ""
    accepted = request.headers.get("Accept-Encoding", "").lower()
    if len(body) > _SMALL:
        # A live page is compressed while somebody waits: quickly rather than well.
        if "br" in accepted:
            body, coding = brotli.compress(body, quality=4), "br"
        elif "gzip" in accepted:
            body, coding = gzip.compress(body, 4, mtime=0), "gzip"
    response = HttpResponse(b"" if request.method == "HEAD" else body, content_type=type_, status=status)
    response.headers["Content-Length"] = str(len(body))
    for name, value in HEADERS:
        response.headers[name] = value
    response.headers["Cache-Control"] = "no-store"
    response.headers["Vary"] = "Accept-Encoding"
    if coding:
        response.headers["Content-Encoding"] = coding
    if lang:
        response.headers["Content-Language"] = lang
    return response


def bare(request: HttpRequest, status: int) -> HttpResponse:
    """Answer when there is no edition to take a page from: words alone, in both languages of the interface."""
    body = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><title>Please try again soon</title></head><body><main>'
        "<h1>Please try again in a minute</h1><p>This site is being made ready. Nothing you did caused this.</p>"
        '<div lang="es"><h2>Vuelva a intentarlo en un minuto</h2>'
        "<p>Este sitio se está preparando. No es por nada que usted haya hecho.</p></div></main></body></html>"
    )
    return answer(request, body.encode(), HTML, status)
