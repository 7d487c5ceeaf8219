"""What can be asked at the door: the right service for some words. The page, the API and the command ask here."""

from __future__ import annotations

import msgspec

from fanlight.edition.queries import Edition
from fanlight.edition.rules import Card

MOST_RESULTS = 100
#: A question longer than this is cut: it is no question but a text.
LONGEST_QUERY = 300


class Result(msgspec.Struct, frozen=True):
    """One result, as the API and the command give it. `source_ids` are the record's names in other systems."""

    id: str
    source_ids: list[str]
    name: str
    score: float
    kind: str
    summary: str
    provider: str
    href: str


class Results(msgspec.Struct, frozen=True):
    """The answer to one query. `total` counts all records that match, of which `results` are the best."""

    query: str
    lang: str
    total: int
    results: list[Result]


def search(edition: Edition, query: str, lang: str = "", limit: int = 10, offset: int = 0) -> Results:
    """Find the records of an edition that answer a query best.

    `lang` is the language of the answer, the site's own where it is not offered; a query may be in any of the site's
    languages. `limit` is held between 1 and 100.
    """
    lang = lang if lang in edition.languages else edition.languages[0]
    limit = max(1, min(limit, MOST_RESULTS))
    offset = max(0, min(offset, MOST_RESULTS))
    query = asked(query)
    hits, total = edition.search(query, lang, limit + offset)
    hits = hits[offset:]
    cards = edition.cards([hit.id for hit in hits], lang)
    found = [_result(cards[hit.id], hit.score) for hit in hits if hit.id in cards]
    return Results(query, lang, total, found)


def asked(query: str) -> str:
    """Return a query as it is looked up: one line of printable text, of at most 300 characters."""
    printable = "".join(char if char.isprintable() else " " for char in query[: 10 * LONGEST_QUERY])
    return " ".join(printable.split())[:LONGEST_QUERY].strip()


def _result(card: Card, score: float) -> Result:
    return Result(card.id, card.source_ids, card.name, score, card.kind, card.summary, card.provider, card.href)
