"""What can be asked at the door: the right service for some words. The page, the API and the command ask here."""

from __future__ import annotations

import datetime as dt

import msgspec

from fanlight.edition.index import Hit
from fanlight.edition.queries import Edition
from fanlight.edition.rules import Card

from .bets import bets_of
from .filters import Chosen, filters_of

MOST_RESULTS = 100
#: A question longer than this is cut: it is no question but a text.
LONGEST_QUERY = 300
#: Of a question that finds nothing, so many of its longest words are asked for one by one.
_MOST_WORDS = 4
NOTHING_CHOSEN = Chosen()


class Result(msgspec.Struct, frozen=True, omit_defaults=True):
    """One result, as the API and the command give it. `source_ids` are the record's names in other systems;
    `recommended` is true of a best bet, which stands first whatever its score."""

    id: str
    source_ids: list[str]
    name: str
    score: float
    kind: str
    summary: str
    provider: str
    href: str
    recommended: bool = False


class _Answer(msgspec.Struct, frozen=True):
    query: str
    lang: str
    total: int
    results: list[Result]


class Results(_Answer, frozen=True, omit_defaults=True):
    """The answer to one query. `total` counts all records that match, of which `results` are the best.

    `meant` is the query with its misspelt words mended, where any was; `filters` is what it was narrowed by.
    """

    meant: str = ""
    filters: dict[str, list[str]] = {}


class Found(msgspec.Struct, frozen=True):
    """What a query found: the best records by id, with their scores, and how many match at all. The first of them are
    `recommended`, where the site has best bets for the query."""

    query: str
    lang: str
    meant: str
    hits: list[Hit]
    total: int
    recommended: frozenset[str] = frozenset()


def search(
    edition: Edition, query: str, lang: str = "", limit: int = 10, offset: int = 0, chosen: Chosen = NOTHING_CHOSEN
) -> Results:
    """Find the records of an edition that answer a query best.

    `lang` is the language of the answer, the site's own where it is not offered; a query may be in any of the site's
    languages. `limit` is held between 1 and 100. `chosen` narrows the results.
    """
    limit = max(1, min(limit, MOST_RESULTS))
    offset = max(0, min(offset, MOST_RESULTS))
    found = look_up(edition, query, lang, limit + offset, chosen)
    return _results(edition, found, offset, limit, chosen)


def look_up(
    edition: Edition,
    query: str,
    lang: str,
    most: int,
    chosen: Chosen = NOTHING_CHOSEN,
    today: dt.date | None = None,
) -> Found:
    """Find the `most` best records for a query, without what is shown of them. Best bets are those of `today` (UTC)."""
    lang = lang if lang in edition.languages else edition.languages[0]
    query = asked(query)
    meant = edition.index.meant(query, lang) if query else ""
    meant = "" if _alike(meant, query) else meant
    first = bets_of(edition).find((query, meant), today or dt.datetime.now(dt.UTC).date())
    first = [record for record in first if filters_of(edition).bears(record, chosen)]
    # A best bet may match by its words too: all that can be shown is looked at, so that it is counted once.
    hits, total = _hits(edition, query, lang, MOST_RESULTS if first else most, chosen)
    if first:
        scores = {hit.id: hit.score for hit in hits}
        total += sum(record not in scores for record in first)
        hits = [Hit(each, scores.get(each, 0.0)) for each in first] + [hit for hit in hits if hit.id not in first]
    return Found(query, lang, meant, hits[:most], total, frozenset(first))


def cards_of(edition: Edition, hits: list[Hit], lang: str) -> list[Card]:
    """Return what is shown of hits, in their order."""
    cards = edition.cards([hit.id for hit in hits], lang)
    return [cards[hit.id] for hit in hits if hit.id in cards]


def nearest(edition: Edition, found: Found, most: int, chosen: Chosen = NOTHING_CHOSEN) -> list[Hit]:
    """Return what comes nearest to a query that found nothing: by its mended words, without what it was narrowed by,
    then by one of its words alone, the longest first."""
    tries = [(found.meant, chosen)] if found.meant else []
    if chosen.pairs:
        tries.append((found.meant or found.query, NOTHING_CHOSEN))
    words = sorted(dict.fromkeys((found.meant or found.query).split()), key=len, reverse=True)
    tries += [(word, NOTHING_CHOSEN) for word in words[:_MOST_WORDS] if len(word) > 3]
    for query, narrowed in tries:
        hits, _ = _hits(edition, query, found.lang, most, narrowed)
        if hits:
            return hits
    return []


def asked(query: str) -> str:
    """Return a query as it is looked up: one line of printable text, of at most 300 characters."""
    printable = "".join(char if char.isprintable() else " " for char in query[: 10 * LONGEST_QUERY])
    return " ".join(printable.split())[:LONGEST_QUERY].strip()


def _hits(edition: Edition, query: str, lang: str, most: int, chosen: Chosen) -> tuple[list[Hit], int]:
    if not chosen.area:
        return edition.search(query, lang, most, chosen.facets)
    # In a place one can use what is there, and what is open to everyone: no record bears both.
    there, count = edition.search(query, lang, most, [*chosen.facets, chosen.area])
    everywhere, more = edition.search(query, lang, most, [*chosen.facets, "area:everywhere"])
    return sorted(there + everywhere, key=lambda hit: (-hit.score, hit.id))[:most], count + more


def _alike(one: str, other: str) -> bool:
    return one.casefold().split() == other.casefold().split()


def _results(edition: Edition, found: Found, offset: int, limit: int, chosen: Chosen) -> Results:
    hits = found.hits[offset : offset + limit]
    scores = {hit.id: hit.score for hit in hits}
    results = [
        _result(card, scores[card.id], card.id in found.recommended) for card in cards_of(edition, hits, found.lang)
    ]
    return Results(found.query, found.lang, found.total, results, found.meant, chosen.by_parameter())


def _result(card: Card, score: float, recommended: bool) -> Result:
    return Result(
        card.id, card.source_ids, card.name, score, card.kind, card.summary, card.provider, card.href, recommended
    )
