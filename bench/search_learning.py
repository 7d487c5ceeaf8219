"""Measures what learning from use does to queries that were not learned: the judgements of GOV.UK stand for counts."""

from __future__ import annotations

import csv
import random
from collections.abc import Sequence
from pathlib import Path

import msgspec

from fanlight.edition.learning import normal
from fanlight.find.judging.asking import Asked, ask
from fanlight.find.judging.naming import Names
from fanlight.find.judging.reading import Judged

from .homes import Home
from .search_sets import CLICKED, FORM, FORMS, Set

#: So much of the queries is learned, drawn by this seed.
_SHARE, _SEED = 0.8, 4


class Learning(msgspec.Struct, frozen=True):
    """One set of queries, none of them learned, asked before and after learning."""

    name: str
    before: list[Asked]
    after: list[Asked]


class Measured(msgspec.Struct, frozen=True):
    """How many queries were learned, for how many of these another result comes first, and the sets."""

    learned: int
    changed: int
    sets: list[Learning]


def measure(home: Home, sets: Sequence[Set]) -> Measured | None:
    """Learn from four fifths of the clicked queries and ask the others, before and after. Prints an edition more."""
    clicked = next((each.queries for each in sets if each.name == CLICKED), [])
    if not clicked:
        return None
    learned, held_out = parted(clicked)
    known = {normal(each.query) for each in learned}
    asked = {
        "those held out": held_out,
        "numbers of forms among them": [q for q in held_out if FORM.fullmatch(q.query)],
    }
    for each in sets:
        # The numbers of forms are of the same judgements, and stand above.
        if each.name not in (CLICKED, FORMS):
            fresh = [query for query in each.queries if normal(query.query) not in known]
            asked[f"{each.name}, those not learned"] = fresh
    before = _ask(home, asked)
    said = home.fanlight("learn", "--clicks", str(_counts(learned, home.folder / "clicks.csv")))
    home.fanlight("print")
    after = _ask(home, asked)
    found = [Learning(name, before[name], after[name]) for name, queries in asked.items() if queries]
    return Measured(said["learned"], len(said["changed"]), found)


def parted(queries: Sequence[Judged]) -> tuple[list[Judged], list[Judged]]:
    """Part queries into those to learn and those held out; what is one query to the engine stays together."""
    forms = sorted({normal(each.query) for each in queries})
    random.Random(_SEED).shuffle(forms)
    learned = set(forms[: int(_SHARE * len(forms))])
    return (
        [each for each in queries if normal(each.query) in learned],
        [each for each in queries if normal(each.query) not in learned],
    )


def _counts(queries: Sequence[Judged], path: Path) -> Path:
    # A judgement is no count. GOV.UK made 1, 2 and 3 of counts; each point is taken for ten times as many.
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("query", "link", "count"))
        rows.writerows(
            (each.query, link, 10 ** round(score)) for each in queries for link, score in each.wanted.items()
        )
    return path


def _ask(home: Home, sets: dict[str, list[Judged]]) -> dict[str, list[Asked]]:
    edition = home.edition()
    names = Names(edition)
    return {name: ask(edition, queries, names, "", lambda *_: None) for name, queries in sets.items()}
