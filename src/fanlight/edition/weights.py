"""What is worth how much in a score: a sum of BM25 features, constants and priors, all with weights of 0 or more."""

from __future__ import annotations

import msgspec


class Weights(msgspec.Struct, frozen=True):
    """The weights. They were learned by coordinate ascent on lines of hands that were left out of the index, with those
    of the other hands dropped at random (`tools/learn_weights.py`), never on the queries that judge."""

    #: BM25 by field, of the words of the query.
    names: float = 0.5
    words: float = 1.5
    says: float = 1.5
    texts: float = 0.3
    #: The language of the query, and any other.
    own: float = 1.0
    other_language: float = 0.175
    #: Each word of the query that stands in the record at all, so that few rare words do not beat many fitting ones.
    each_word: float = 12.0
    #: A code that is in the query; a name or short term that is the whole query.
    exact_code: float = 60.0
    whole_name: float = 12.0
    #: The government's phrases of a concept, and people's, each the best of its phrases.
    government: float = 0.25
    people: float = 0.5
    #: Priors: of two that fit as well, the one that is for people, that can be used now, that leads through an event.
    for_people: float = 3.0
    active: float = 6.0
    event: float = 12.0
