"""How well search finds what people say: leaves each hand's lines out in turn, and asks exactly those as queries.

Run with `python -m tools.leave_a_hand_out`; with `--inventory FOLDER` the programmes of the Federal Program Inventory
are in the index too, and their lines are asked as well. Lines by the hand that is asked are not in the index: what is
found is found by the words of the record and by the other hands. For comparison the same lines are asked of an index
without any lines, with its words only. Success at k is the share of queries with a right record among the first k; a
service and the programme of the same assistance-listing number are both right. The interval is a 95 % bootstrap over
the queries.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import tempfile
from collections.abc import Iterable
from pathlib import Path

import msgspec

from fanlight.catalog.exchange import fpi
from fanlight.catalog.pages.build import search_doc
from fanlight.catalog.rules import Audience, AudienceKind, Service
from fanlight.edition.index import Index, build_index
from tools.starter_tables import records

LANGUAGES = ["en", "es"]
FIRST = (1, 3, 10)
_SEED, _ROUNDS = 20261122, 400


class Query(msgspec.Struct, frozen=True):
    """A line that somebody says, its language, and the ids that answer it."""

    text: str
    lang: str
    right: frozenset[str]


def services(inventory: Path | None) -> list[Service]:
    """The starter's services, and the inventory's programmes where its folder is given."""
    found: list[Service] = records("us_federal/services", Service)
    if inventory:
        found += [one.record for one in fpi.read(inventory).incoming if isinstance(one.record, Service)]
    return found


def without(hand: str, found: Iterable[Service]) -> list[Service]:
    """The services without one hand's lines; without any for ``*``."""
    return [
        msgspec.structs.replace(
            service,
            people_say={
                lang: {other: lines for other, lines in hands.items() if hand not in ("*", other)}
                for lang, hands in service.people_say.items()
            },
        )
        for service in found
    ]


def queries(hand: str, found: list[Service]) -> list[Query]:
    """A hand's lines as queries."""
    alike: dict[str, set[str]] = {}
    for service in found:
        for number in _listings(service):
            alike.setdefault(number, set()).add(service.id)
    return [
        Query(line, lang, frozenset({service.id}.union(*(alike[number] for number in _listings(service)))))
        for service in found
        for lang, hands in service.people_say.items()
        for line in hands.get(hand, [])
    ]


def _listings(service: Service) -> list[str]:
    return [one.value for one in service.identifiers if one.scheme == "assistance-listing"]


def ask(found: list[Service], asked: list[Query]) -> list[int]:
    """The place at which each query is answered, 0 where it is not among the first ten."""
    people = {one.id for one in records("base/audiences.yaml", Audience) if one.kind is AudienceKind.PEOPLE}
    with tempfile.TemporaryDirectory() as folder:
        docs = [search_doc(service, people, dt.date.today()) for service in found]
        build_index(Path(folder) / "search", docs, LANGUAGES)
        index = Index(Path(folder) / "search", LANGUAGES)
        return [_place(index, query) for query in asked]


def _place(index: Index, query: Query) -> int:
    hits, _ = index.search(query.text, query.lang, max(FIRST))
    return next((place for place, hit in enumerate(hits, 1) if hit.id in query.right), 0)


def success(places: list[int], first: int) -> tuple[float, float, float]:
    """Success at `first`, and its 95 % interval."""
    hits = [1 if 0 < place <= first else 0 for place in places]
    rng = random.Random(_SEED)
    means = sorted(sum(rng.choices(hits, k=len(hits))) / len(hits) for _ in range(_ROUNDS))
    return sum(hits) / len(hits), means[int(_ROUNDS * 0.025)], means[int(_ROUNDS * 0.975)]


def main() -> None:
    """Print a table, one row for each hand, language and index."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inventory", type=Path, help="folder of the Federal Program Inventory")
    parser.add_argument("--sample", type=int, default=500, help="queries of each hand and language")
    options = parser.parse_args()
    found = services(options.inventory)
    hands = sorted({hand for one in found for by_hand in one.people_say.values() for hand in by_hand})
    print(f"{len(found)} records, {len(hands)} hands, at most {options.sample} lines of each in a language\n")
    print("| hand | language | lines in the index | n | at 1 | at 3 | at 10 |\n|---|---|---|--:|--:|--:|--:|")
    bare = without("*", found)
    every: dict[tuple[str, str], list[int]] = {}
    for hand in hands:
        asked = queries(hand, found)
        rng = random.Random(_SEED)
        for lang in LANGUAGES:
            some = [query for query in asked if query.lang == lang]
            some = rng.sample(some, min(options.sample, len(some)))
            for label, index in (("words only", bare), ("of the other hands", without(hand, found))):
                places = ask(index, some)
                every.setdefault((lang, label), []).extend(places)
                print(_row(hand, lang, label, places), flush=True)
    for (lang, label), places in every.items():
        print(_row("all", lang, label, places))


def _row(hand: str, lang: str, label: str, places: list[int]) -> str:
    cells = []
    for first in FIRST:
        mean, low, high = success(places, first)
        cells.append(f"{mean:.2f} ({low:.2f} to {high:.2f})")
    return f"| {hand} | {lang} | {label} | {len(places)} | {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
