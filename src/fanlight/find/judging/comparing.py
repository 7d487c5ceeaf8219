"""Sets two runs against each other query by query. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from .asking import Asked
from .metrics import FIGURES, Estimate, Scored, estimate, first_right, score


class Difference(msgspec.Struct, frozen=True):
    """How one figure changed, now less then: the mean over queries with its interval, and on how many it rose, fell or
    stayed."""

    mean: Estimate
    wins: int
    losses: int
    ties: int


class Pairs(msgspec.Struct, frozen=True):
    """The differences of some queries: how many pairs there are, and each figure by name."""

    n: int
    figures: dict[str, Difference]


class Changed(msgspec.Struct, frozen=True):
    """A query whose figures changed: the place of the first right answer and the nDCG, then and now. 0 is no place."""

    query: str
    kind: str
    lang: str
    place_then: int
    place_now: int
    ndcg_then: float
    ndcg_now: float


class Comparison(msgspec.Struct, frozen=True):
    """Two runs compared. `only_now` and `only_then` count queries that the other run has not; those are left out."""

    over_all: Pairs
    by_kind: dict[str, Pairs]
    changed: list[Changed]
    only_now: int
    only_then: int


class _Pair(msgspec.Struct, frozen=True):
    now: Asked
    results: list[str]
    then: Scored


def compare(now: Sequence[Asked], then: Mapping[tuple[str, str], list[str]]) -> Comparison | None:
    """Compare a run with an earlier one, whose results are given by query and language; None if no query is in both.

    The earlier results are scored against the same right answers as the present ones, so a difference comes of the
    results alone. The interval of a mean difference is the bootstrap of the differences by query: pairs are drawn, not
    runs (Smucker, Allan and Carterette 2007, "A comparison of statistical significance tests for information retrieval
    evaluation", CIKM).
    """
    pairs = [
        _Pair(each, results, score(results, each.wanted))
        for each in now
        if (results := then.get((each.query, each.lang))) is not None
    ]
    if not pairs:
        return None
    kinds: dict[str, list[_Pair]] = {}
    for pair in pairs:
        kinds.setdefault(pair.now.kind, []).append(pair)
    return Comparison(
        over_all=_differences(pairs),
        by_kind={kind: _differences(members) for kind, members in sorted(kinds.items()) if kind},
        changed=_changed(pairs),
        only_now=len(now) - len(pairs),
        only_then=len(then.keys() - {(pair.now.query, pair.now.lang) for pair in pairs}),
    )


def _differences(pairs: Sequence[_Pair]) -> Pairs:
    return Pairs(len(pairs), {name: _difference(pairs, name) for name in FIGURES})


def _difference(pairs: Sequence[_Pair], name: str) -> Difference:
    values = [getattr(pair.now.scored, name) - getattr(pair.then, name) for pair in pairs]
    wins, losses = sum(value > 0 for value in values), sum(value < 0 for value in values)
    return Difference(estimate(values), wins, losses, len(values) - wins - losses)


def _changed(pairs: Sequence[_Pair]) -> list[Changed]:
    """Return the queries whose figures changed, the largest loss of nDCG first, the largest gain last."""
    found = [
        Changed(
            query=pair.now.query,
            kind=pair.now.kind,
            lang=pair.now.lang,
            place_then=first_right(pair.results, pair.now.wanted),
            place_now=first_right(pair.now.results, pair.now.wanted),
            ndcg_then=pair.then.ndcg_at_10,
            ndcg_now=pair.now.scored.ndcg_at_10,
        )
        for pair in pairs
        if pair.then != pair.now.scored
    ]
    return sorted(found, key=lambda each: (each.ndcg_now - each.ndcg_then, each.query))
