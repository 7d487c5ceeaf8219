"""What is worth how much in a score: a sum of BM25 features, constants and priors, all with weights of 0 or more."""

from __future__ import annotations

import msgspec


class Weights(msgspec.Struct, frozen=True):
    """The weights. They come of coordinate ascent on lines of hands that were left out of the index, with those of the
    other hands dropped at random (`tools/learn_weights.py`), which settled how much a fitting word is worth beside how
    often it stands there. What it gave to names, texts and the thesaurus was then raised for records that have no
    lines, at a small cost to those that have."""

    #: BM25 by field, of the words of the query.
    names: float = 1.5
    words: float = 2.0
    says: float = 1.5
    texts: float = 0.8
    #: The language of the query, and any other.
    own: float = 1.0
    other_language: float = 0.2
    #: Each word of the query that stands in the record at all, so that few rare words do not beat many fitting ones.
    each_word: float = 12.0
    #: A code that is in the query; a name or short term that is the whole query.
    exact_code: float = 60.0
    whole_name: float = 12.0
    #: A short term or a line that is the whole query, word for word.
    whole_line: float = 10.0
    #: The government's phrases of a concept, and people's, each the best of its phrases.
    government: float = 0.7
    people: float = 0.4
    #: What people chose for the query itself, or as a share of it for one like it (`fanlight learn`).
    chosen: float = 200.0
    #: Priors: of two that fit as well, the one that is for people, that can be used now, that leads through an event.
    for_people: float = 3.0
    active: float = 6.0
    event: float = 12.0
