"""Learns the weights of search by coordinate ascent, on lines of hands that are left out of the index.

Run with `python -m tools.learn_weights --inventory FOLDER`. For each hand an index is built without its lines, and
with those of every other hand kept with a chance of one half, for a stranger's way of speaking is covered worse than
these hands cover each other; three records in ten lose all lines and words. Asked are the hand's lines, a fifth of them
with a typing mistake, and names of programmes. What is raised is the mean of the reciprocal rank and of success at 3,
first over each kind, then over the kinds. No judged query is looked at. It prints the weights found; a person puts them
into `fanlight.edition.weights`.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import tempfile
from pathlib import Path

import msgspec

from fanlight.catalog.pages.build import search_doc
from fanlight.catalog.rules import Audience, AudienceKind, Service
from fanlight.edition.index import Index, build_index
from fanlight.edition.thesaurus import packaged
from fanlight.edition.weights import Weights
from tools.leave_a_hand_out import LANGUAGES, Query, queries, services
from tools.starter_tables import records

_SEED, _KEPT, _TYPOS, _BARE = 20261122, 0.5, 0.2, 0.3
_STEPS = (0.0, 0.25, 0.5, 0.7, 0.85, 1.2, 1.5, 2.0, 3.0)
#: What is not learned here: these hold promises that the training queries do not test.
_FIXED = {"exact_code", "whole_name", "event", "own", "for_people", "active"}


class Set(msgspec.Struct):
    """An index and what is asked of it, by kind."""

    index: Index
    asked: dict[str, list[Query]]


def sets(inventory: Path, sample: int) -> list[Set]:
    """One set for each hand."""
    found = services(inventory)
    people = {one.id for one in records("base/audiences.yaml", Audience) if one.kind is AudienceKind.PEOPLE}
    hands = sorted({hand for one in found for by_hand in one.people_say.values() for hand in by_hand})
    made = []
    for number, hand in enumerate(hands):
        rng = random.Random(_SEED + number)
        lines = queries(hand, found)
        asked = {
            lang: [_typed(query, rng) for query in rng.sample([one for one in lines if one.lang == lang], sample)]
            for lang in LANGUAGES
        }
        named = rng.sample(found, sample // 2)
        asked["names"] = [Query(next(iter(one.name.values())), "en", frozenset({one.id})) for one in named]
        docs = [search_doc(_thinned(one, hand, rng), people, dt.date(2026, 11, 22)) for one in found]
        folder = Path(tempfile.mkdtemp()) / "search"
        build_index(folder, docs, LANGUAGES, packaged())
        made.append(Set(Index(folder, LANGUAGES), asked))
    return made


def _thinned(service: Service, hand: str, rng: random.Random) -> Service:
    says = {
        lang: {other: lines for other, lines in hands.items() if other != hand and rng.random() < _KEPT}
        for lang, hands in service.people_say.items()
    }
    # Most records of a government have no lines and no words at all: what finds those has to be learned as well.
    if rng.random() < _BARE:
        return msgspec.structs.replace(service, people_say={}, words={})
    return msgspec.structs.replace(service, people_say=says)


def _typed(query: Query, rng: random.Random) -> Query:
    words = query.text.split()
    long = [number for number, word in enumerate(words) if len(word) > 4]
    if not long or rng.random() > _TYPOS:
        return query
    number = rng.choice(long)
    word = words[number]
    at = rng.randrange(1, len(word) - 1)
    words[number] = rng.choice([word[:at] + word[at + 1 :], word[:at] + word[at + 1] + word[at] + word[at + 2 :]])
    return msgspec.structs.replace(query, text=" ".join(words))


def worth(made: list[Set], weights: Weights) -> float:
    """The mean over kinds of the mean of reciprocal rank and success at 3."""
    by_kind: dict[str, list[float]] = {}
    for one in made:
        one.index.reweigh(weights)
        for kind, asked in one.asked.items():
            for query in asked:
                hits, _ = one.index.search(query.text, query.lang, 10)
                place = next((at for at, hit in enumerate(hits, 1) if hit.id in query.right), 0)
                by_kind.setdefault(kind, []).append(((1 / place if place else 0) + (0 < place <= 3)) / 2)
    return sum(sum(some) / len(some) for some in by_kind.values()) / len(by_kind)


def main() -> None:
    """Climb, and print each better set of weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inventory", type=Path, required=True, help="folder of the Federal Program Inventory")
    parser.add_argument("--sample", type=int, default=100, help="lines of each hand and language")
    parser.add_argument("--rounds", type=int, default=2)
    options = parser.parse_args()
    made = sets(options.inventory, options.sample)
    weights = Weights()
    best = worth(made, weights)
    print(f"{best:.4f} to begin with", flush=True)
    for _ in range(options.rounds):
        before = best
        for name in (name for name in Weights.__struct_fields__ if name not in _FIXED):
            start = getattr(weights, name)
            for step in _STEPS:
                tried = msgspec.structs.replace(weights, **{name: round((start or 0.2) * step, 3)})
                found = worth(made, tried)
                if found > best + 0.0003:
                    best, weights = found, tried
                    print(f"{best:.4f} {name} = {getattr(tried, name)}", flush=True)
        if best - before < 0.001:
            break
    print(weights)


if __name__ == "__main__":
    main()
