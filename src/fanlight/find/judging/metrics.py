"""The figures of judged search, each with its formula and where it comes from. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from random import Random

import msgspec

#: How far down the list of results the figures look.
DEPTH = 10
#: Resamples of an interval. Efron and Tibshirani (1993, chapter 13) ask for about 1,000 for percentiles.
RESAMPLES = 1000
_SEED = 20_221
_INNER = 0.95


class Scored(msgspec.Struct, frozen=True):
    """The figures of one query, each from 0 to 1."""

    success_at_1: float
    success_at_3: float
    recall_at_10: float
    ndcg_at_10: float
    mrr: float


#: The figures by name, in the order in which they are shown.
FIGURES = Scored.__struct_fields__


class Estimate(msgspec.Struct, frozen=True):
    """A mean over queries with its 95 % interval."""

    value: float
    low: float
    high: float


class Group(msgspec.Struct, frozen=True):
    """The figures of some queries: how many there are, and each figure by name."""

    n: int
    figures: dict[str, Estimate]


def score(results: Sequence[str], wanted: Mapping[str, float]) -> Scored:
    """Score the results of one query, best first, against the right answers and their scores (gains above 0).

    - Success at k: 1 where one of the first k results is right.
    - Recall at 10: right answers among the first 10 results, over all right answers.
    - MRR: one over the place of the first right answer among the first 10, 0 where there is none (Voorhees 1999, "The
      TREC-8 Question Answering Track Report"); its mean over queries is the mean reciprocal rank.
    - nDCG at 10: see `ndcg`.

    A right answer that the edition does not have cannot be found, and counts as not found.
    """
    results = list(dict.fromkeys(results))[:DEPTH]
    place = first_right(results, wanted)
    return Scored(
        success_at_1=float(place == 1),
        success_at_3=float(0 < place <= 3),
        recall_at_10=sum(result in wanted for result in results) / len(wanted),
        ndcg_at_10=ndcg(results, wanted),
        mrr=1 / place if place else 0.0,
    )


def first_right(results: Sequence[str], wanted: Mapping[str, float]) -> int:
    """Return the place of the first right answer, from 1; 0 where there is none."""
    return next((place for place, result in enumerate(results, 1) if result in wanted), 0)


def ndcg(results: Sequence[str], wanted: Mapping[str, float]) -> float:
    """Return the discounted gain of the first 10 results over that of the best order (nDCG at 10).

    Järvelin and Kekäläinen 2002, "Cumulated gain-based evaluation of IR techniques", ACM TOIS 20(4): the gain of an
    answer is its score as it stands, and is divided by the logarithm of its place to base 2. As in trec_eval the
    logarithm is that of the place plus one, so that the second place counts for less than the first:
    sum over places i of gain(i) / log2(i + 1).
    """
    ideal = _discounted(sorted(wanted.values(), reverse=True)[:DEPTH])
    return _discounted([wanted.get(result, 0.0) for result in results[:DEPTH]]) / ideal


def _discounted(gains: Sequence[float]) -> float:
    return math.fsum(gain / math.log2(place + 1) for place, gain in enumerate(gains, 1))


def summarise(scored: Sequence[Scored]) -> Group:
    """Return the mean of each figure over some queries, each with its interval."""
    return Group(len(scored), {name: estimate([getattr(each, name) for each in scored]) for name in FIGURES})


def estimate(values: Sequence[float]) -> Estimate:
    """Return the mean of values, one a query, and its 95 % interval by the bootstrap of percentiles.

    Efron 1979, "Bootstrap methods: another look at the jackknife", Annals of Statistics 7(1): as many queries as there
    are are drawn from them with replacement, 1,000 times, and the interval holds the middle 95 % of the means. The
    draws are seeded, so the same values give the same interval. Of one value, or of equal ones, the interval is that
    point: it says nothing about queries unlike these.
    """
    n = len(values)
    mean = math.fsum(values) / n
    if min(values) == max(values):
        return Estimate(mean, mean, mean)
    random = Random(_SEED)
    means = sorted(math.fsum(random.choices(values, k=n)) / n for _ in range(RESAMPLES))
    outside = round(RESAMPLES * (1 - _INNER) / 2)
    return Estimate(mean, means[outside], means[-1 - outside])
