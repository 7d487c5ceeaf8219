"""Why a result stands where it does: the parts of its score, in words."""

from __future__ import annotations

import msgspec

from fanlight.edition.queries import Edition

from .queries import Results


class Why(msgspec.Struct, frozen=True):
    """One part of a score: what it is for, and how much it is. The parts of a result add up to its score."""

    reason: str
    score: float


class Explained(msgspec.Struct, frozen=True):
    """An answer with its reasons: `meant` is the query as it was understood, `why` the parts by id of the result."""

    answer: Results
    meant: str
    why: dict[str, list[Why]]


def explain(edition: Edition, results: Results) -> Explained:
    """Say of each result why it stands where it does."""
    why = {
        result.id: [
            Why(reason, score) for reason, score in edition.index.explain(results.query, results.lang, result.id)
        ]
        for result in results.results
    }
    return Explained(results, edition.index.meant(results.query, results.lang), why)
