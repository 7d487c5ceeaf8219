"""Finds the records of an edition that a judged file names: by public id, by the id in a source, or by address."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

import msgspec

from fanlight.edition.queries import Edition
from fanlight.edition.rules import Card

#: How many cards are asked for at once: a database takes only so many questions in one.
_AT_ONCE = 500


class _Channel(msgspec.Struct, frozen=True):
    url: dict[str, str] = {}


class _Service(msgspec.Struct, frozen=True):
    id: str
    listing: str = ""
    channels: list[_Channel] = []


class _Event(msgspec.Struct, frozen=True):
    id: str


class _Catalogue(msgspec.Struct, frozen=True):
    """What is read here of the catalogue that an edition holds as data."""

    services: list[_Service] = []
    life_events: list[_Event] = []


class Names:
    """The names of the records of one edition, in all its languages. Reads every card once."""

    def __init__(self, edition: Edition) -> None:
        held = msgspec.json.decode(edition.catalogue(), type=_Catalogue)
        ids = [service.id for service in held.services] + [f"life-events/{event.id}" for event in held.life_events]
        self._cards = {lang: _cards(edition, ids, lang) for lang in edition.languages}
        self._first = self._cards[edition.languages[0]]
        self._redirects = edition.redirects()
        self._of_source: dict[str, list[str]] = defaultdict(list)
        self._of_path: dict[str, str] = {}
        for cards in self._cards.values():
            for card in cards.values():
                self._of_path[card.href] = card.id
        for card in self._first.values():
            for source_id in card.source_ids:
                self._of_source[source_id].append(card.id)
        self._of_address = _addresses(held.services, self._first)

    def ids_of(self, link: str) -> list[str]:
        """Return the public ids of the records that a link names; none if the edition has no such record.

        A link is a public id, an id in a source to the letter, or an address: of the record's own page, in any
        language, with or without the site's, also one that moved; or an address that one record alone names as its
        listing or as a channel.
        """
        if link in self._first:
            return [link]
        if link in self._of_source:
            return self._of_source[link]
        if found := self._of_address.get(_plain(link)):
            return found
        path = "/" + unquote(_path_of(link)).strip("/")
        # A retired service may be named by its id or by its page's address; both lead where the page leads.
        for each in (path, f"/services{path}"):
            if found_there := self._of_path.get(self._redirects.get(each, each)):
                return [found_there]
        return []

    def name(self, record_id: str, lang: str) -> str:
        """Return what a record is called in a language, or its id where it has no card."""
        card = self._cards.get(lang, self._first).get(record_id)
        return card.name if card else record_id


def _path_of(link: str) -> str:
    try:
        return urlsplit(link).path
    except ValueError:
        return ""


def _cards(edition: Edition, ids: list[str], lang: str) -> dict[str, Card]:
    found: dict[str, Card] = {}
    for start in range(0, len(ids), _AT_ONCE):
        found |= edition.cards(ids[start : start + _AT_ONCE], lang)
    return found


def _addresses(services: Iterable[_Service], cards: dict[str, Card]) -> dict[str, list[str]]:
    """Return the addresses elsewhere that name one record alone; the front page of an agency names many."""
    found: dict[str, set[str]] = defaultdict(set)
    for service in services:
        if service.id in cards:
            urls = [service.listing, *(url for channel in service.channels for url in channel.url.values())]
            for url in filter(None, urls):
                found[_plain(url)].add(service.id)
    return {url: list(ids) for url, ids in found.items() if len(ids) == 1}


def _plain(url: str) -> str:
    """Return an address without what does not tell pages apart: the scheme, a slash at the end, a fragment."""
    return url.partition("#")[0].removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")
