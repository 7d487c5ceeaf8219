"""Reads an edition as an assistant does: each page by its address, as its value, its text and its data.

The values are made from the edition's catalogue by the same code, and for the same day, as when it was printed. So
what is read here is what the page says, and a page that is not printed cannot be read.
"""

from __future__ import annotations

import datetime as dt
import threading
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import msgspec
from django.utils import translation
from django.utils.translation import gettext as _

from fanlight.catalog.pages import PageValue, data_of, gather, plain
from fanlight.catalog.rules import Catalogue
from fanlight.edition.queries import Current, Edition
from fanlight.edition.rules import HTML
from fanlight.find.notice import NoticeFault, read_notice
from fanlight.theme.rules import Site

#: A page moved at most so many times before it stands where it is now.
_MOVES = 5


class NotHere(LookupError):
    """What was asked for is not there. The message is a sentence with the way out."""


class Page(msgspec.Struct, frozen=True):
    """One page as an assistant reads it: its kind, language, whole address, plain text, and data.

    `sample` is true where the content, or the site itself, is a sample.
    """

    kind: str
    lang: str
    address: str
    text: str
    data: dict[str, Any]
    sample: bool


class Reading:
    """One edition, ready to be read.

    Raises:
        NotHere: when another version of Fanlight printed its catalogue in a form that is not understood here.
    """

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.site = msgspec.convert(edition.site, Site)
        self.languages = edition.languages
        try:
            catalogue = msgspec.json.decode(edition.catalogue(), type=Catalogue)
        except msgspec.DecodeError as fault:
            raise NotHere(
                f"The edition was printed by Fanlight {edition.manifest.fanlight} and cannot be read by this version. "
                "Whoever runs this site has to print it anew with `fanlight print`."
            ) from fault
        today = dt.datetime.fromisoformat(edition.manifest.printed_at).date()
        printing = gather(catalogue, self.languages, self.site.address, today)
        self._values: dict[str, tuple[str, str, PageValue]] = {
            self._path(page.at, page.lang): (page.kind, page.lang, page.value) for page in printing.pages
        }

    def _path(self, at: str, lang: str) -> str:
        prefix = self.site.prefix(lang)
        return (prefix or "/") if at == "/" else f"{prefix}{at}"

    def speaks(self, lang: str) -> str:
        """Return the language of an answer: the one asked for, or the site's own if none is.

        Raises:
            NotHere: when the site does not speak it.
        """
        if lang and lang not in self.languages:
            raise NotHere(f"This site speaks {', '.join(self.languages)}; `lang` must be one of these, or empty.")
        return lang or self.languages[0]

    def find(self, address: str, lang: str = "") -> Page | None:
        """Return the page at an address of this site, whole or only its path; None where none is printed.

        An address that moved leads to where it is now. `lang`, if given, is the language to read it in; else it is the
        address's own.
        """
        path = self._located(address, lang)
        for _move in range(_MOVES):
            if path in self._values:
                kind, said_in, value = self._values[path]
                with translation.override(said_in):
                    text = plain(value)
                sample = value.sample or self.site.sample
                return Page(kind, said_in, self.whole(path), text, data_of(value, self.site.address), sample)
            if not (moved := self.edition.redirect(path)):
                break
            path = moved
        return self._printed(path)

    def _located(self, address: str, lang: str) -> str:
        path = address.strip().removeprefix(self.site.address).split("?")[0].split("#")[0].strip("/")
        first, _slash, rest = path.partition("/")
        if first in self.languages:
            lang, path = lang or first, rest
        return self._path(f"/{path}", self.speaks(lang))

    def _printed(self, path: str) -> Page | None:
        """Read a page that is no record's, such as the one about the site: its own words are all there is of it."""
        body = self.edition.body(path) if "/_" not in path else None
        if body is None or body.type != HTML:
            return None
        words = _Words()
        words.feed(body.text().decode())
        return Page("about", body.lang, self.whole(path), words.text(), {}, self.site.sample)

    def whole(self, path: str) -> str:
        """Return the whole address of a path on this site."""
        return f"{self.site.address}{path}"

    def offices(self, lang: str) -> Page:
        """Return every agency and office by name, those below others too, as one list. No page of the door has it."""
        mine = [
            (path, value)
            for path, (kind, said_in, value) in self._values.items()
            if (kind, said_in) == ("provider", lang)
        ]
        # An office has one part after `providers`; its shelves have two.
        offices = sorted(
            (value.title.text, path)
            for path, value in mine
            if path.removeprefix(self.site.prefix(lang)).count("/") == 2
        )
        text = "\n".join(f"- {name} [{path}]" for name, path in offices)
        data = {"offices": [{"name": name, "href": self.whole(path)} for name, path in offices]}
        return Page("offices", lang, self.whole(self._path("/providers", lang)), text, data, self.site.sample)

    def paths(self) -> list[str]:
        """Return the address of every page of the catalogue, in order."""
        return sorted(self._values)

    def marks(self, lang: str) -> list[str]:
        """Say what stands on every page: that the site is a sample, where it is one."""
        with translation.override(lang):
            return [_("Sample site, not a government service")] if self.site.sample else []


class Reader:
    """The current edition of a folder. A new one is taken up by itself, as the door does."""

    def __init__(self, editions: Path) -> None:
        self._current = Current(editions)
        self._notice = editions / "notice.json"
        self._reading: Reading | None = None
        self._lock = threading.Lock()

    def now(self) -> Reading:
        """Return the current edition, ready to be read.

        Raises:
            NotHere: while there is none that can be.
        """
        edition = self._current.get()
        if edition is None:
            raise NotHere(
                "No edition has been printed yet, so there is nothing to read. Whoever runs this site has to run "
                "`fanlight print` (or `fanlight demo`); it is taken up by itself within a second."
            )
        with self._lock:
            if self._reading is None or self._reading.edition is not edition:
                self._reading = Reading(edition)
            return self._reading

    def notice(self, lang: str) -> str:
        """Return the emergency notice that stands on every page now, or nothing."""
        try:
            texts = read_notice(self._notice.read_bytes())
        except (OSError, NoticeFault):
            # The door tells its operator of a notice that cannot be shown; a reader can do nothing about it.
            return ""
        return texts.get(lang) or next(iter(texts.values()))


class _Words(HTMLParser):
    """Takes the words of the main part of a page, each block a paragraph."""

    _BLOCKS = frozenset("p h1 h2 h3 li dt dd summary".split())

    def __init__(self) -> None:
        super().__init__()
        self._inside = False
        self._blocks: list[str] = [""]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin the main part, or a block."""
        self._inside = self._inside or tag == "main"
        if tag in self._BLOCKS:
            self._blocks.append("")

    def handle_endtag(self, tag: str) -> None:
        """End the main part."""
        if tag == "main":
            self._inside = False

    def handle_data(self, data: str) -> None:
        """Take words of the main part."""
        if self._inside:
            self._blocks[-1] += data

    def text(self) -> str:
        """Return the paragraphs."""
        return "\n\n".join(words for block in self._blocks if (words := " ".join(block.split())))
