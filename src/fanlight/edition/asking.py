"""From a query to what the engine is asked: a sum of clauses, each with the reason why it is there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import tantivy

from .learning import Choice
from .thesaurus import Concept
from .understanding import STOP, Word, fold, words_of
from .weights import Weights

#: The text fields that every language has.
FIELDS = ("names", "words", "says", "texts")
#: How the reasons of what is exact begin.
EXACT = "exact "
#: Fields in which the phrases of a concept are looked up.
_GOVERNMENT, _PEOPLE = ("names", "words", "texts"), ("names", "words", "says")


class Clause(NamedTuple):
    """A part of the question: why it is there, and what it asks. A record must fit one of those that are `needed`."""

    why: str
    query: Any
    needed: bool = True


class Asker:
    """Makes clauses over one index."""

    def __init__(self, searcher: Any, schema: Any, analyzers: dict[str, Any], weights: Weights) -> None:
        self._searcher = searcher
        self._schema = schema
        self._analyzers = analyzers
        self.weights = weights
        self._phrases: dict[tuple[str, str, tuple[str, ...]], Any] = {}

    def has(self, field: str, text: str) -> bool:
        """Whether any record bears this term in this field."""
        return bool(text) and self._searcher.doc_freq(field, text) > 0

    def stem(self, lang: str) -> Callable[[str], list[str]]:
        """Return what turns a text into stems of a language."""
        stem: Callable[[str], list[str]] = self._analyzers[lang].analyze
        return stem

    def word(self, word: Word, lang: str) -> list[Clause]:
        """Ask for a word in every field and language, and that it stands there at all."""
        clauses: list[Clause] = []
        every = []
        for form, worth in word.forms:
            for field in FIELDS:
                terms = self._terms(form, lang, (field,), self._weight(field) * worth)
                if terms:
                    clauses.append(Clause(f"{field}: {form}", any_of(terms)))
                    every += terms
        if every:
            worth = max(worth for _, worth in word.forms)
            clauses.append(Clause(f"fits: {word.text}", flat(any_of(every), self.weights.each_word * worth)))
        return clauses

    def code(self, query: str, words: Sequence[str], lang: str) -> list[Clause]:
        """Ask for codes: the whole query, or a word with a number in it. A service called `passport` is not a code."""
        codes = code_forms(query).union(*(code_forms(word) for word in words if _has_digit(word)))
        # `DD-214` is often written `DD214`, in a query or in a record.
        joined = [code for code in sorted(codes) if code.isalnum() and _has_digit(code) and code not in words]
        clauses = []
        for code in joined:
            terms = [term for field in FIELDS for term in self._terms(code, lang, (field,), self._weight(field))]
            if terms:
                clauses.append(Clause(f"number: {code}", any_of(terms)))
        return clauses + [
            Clause(f"{EXACT}number: {code}", self._term("code", code, self.weights.exact_code))
            for code in sorted(codes)
            if self.has("code", code)
        ]

    def whole(self, text: str) -> list[Clause]:
        """Ask for a name, or for what people say, that is the whole query."""
        name = Clause(f"{EXACT}name", self._term("whole", text, self.weights.whole_name))
        said = Clause("said just so", flat(self._basic("line", text), self.weights.whole_line))
        return [clause for clause, field in ((name, "whole"), (said, "line")) if self.has(field, text)]

    def concept(self, concept: Concept, lang: str, worth: float) -> list[Clause]:
        """Ask for what a concept is called: the best of the government's phrases, and the best of people's."""
        clauses = []
        sides = (("government", concept.government, _GOVERNMENT), ("people", concept.people, _PEOPLE))
        for side, phrases, fields in sides:
            weight = self._weight(side) * worth
            found = [
                query
                for other in self._analyzers
                for phrase in phrases.get(other, [])
                if (query := self._phrase(phrase, other, fields))
            ]
            if found and weight > 0:
                best = tantivy.Query.disjunction_max_query(found)
                clauses.append(Clause(f"concept {concept.id}, {side}", tantivy.Query.boost_query(best, weight)))
        return clauses

    def chosen(self, choices: Sequence[Choice], clauses: Sequence[Clause], words: Sequence[str]) -> list[Clause]:
        """Ask for what people chose for this query and its like, after all that is exact.

        What is exact is worth as much more as choices can be worth at most, so no choice ever puts another before it.
        """
        if not choices or self.weights.chosen <= 0:
            return []
        found = []
        for finds, why in ((True, "chosen for such a query"), (False, "chosen for a query a little like it")):
            worth = [
                flat(self._basic("id", choice.id), self.weights.chosen * choice.strength)
                for choice in choices
                if choice.finds is finds
            ]
            if worth:
                found.append(Clause(why, any_of(worth), needed=finds))
        exact = [clause.query for clause in clauses if clause.why.startswith(EXACT)] + self._numbered(words)
        if exact:
            found.append(Clause("exact, before any choice", flat(any_of(exact), self.weights.chosen)))
        return found

    def _numbered(self, words: Sequence[str]) -> list[Any]:
        """Look the numbers of forms up in names: words of letters and digits, such as SA100, also written `SA 100`."""
        joined = "".join(words) if len(words) == 2 else ""
        forms = [word for word in [*words, joined] if word.isalnum() and _has_digit(word) and not word.isdigit()]
        return [term for form in forms for lang in self._analyzers for term in self._terms(form, lang, ("names",), 1.0)]

    def priors(self) -> list[Clause]:
        """What a record is worth by itself."""
        marks = (("people", self.weights.for_people), ("active", self.weights.active), ("event", self.weights.event))
        return [
            Clause(f"is {mark}", flat(self._basic("mark", mark), weight), needed=False)
            for mark, weight in marks
            if weight > 0
        ]

    def facet(self, facet: str) -> Any:
        """What every record must bear, without a score of its own."""
        return flat(self._basic("facet", facet), 0.0)

    def one(self, record: str) -> Any:
        """The record of an id, without a score of its own."""
        return flat(self._basic("id", record), 0.0)

    def _phrase(self, phrase: str, lang: str, fields: tuple[str, ...]) -> Any:
        key = (lang, phrase, fields)
        if key not in self._phrases:
            self._phrases[key] = self._all_of(phrase, lang, fields)
        return self._phrases[key]

    def _all_of(self, phrase: str, lang: str, fields: tuple[str, ...]) -> Any:
        # A record must have every word of the phrase, but those without meaning: in any of the fields.
        parts = []
        for word in dict.fromkeys(word for word in words_of(phrase) if word not in STOP):
            terms = [
                self._term(f"{field}_{lang}", stem, self._weight(field))
                for stem in self._analyzers[lang].analyze(word)
                for field in fields
                if self.has(f"{field}_{lang}", stem)
            ]
            if not terms:
                return None
            parts.append((tantivy.Occur.Must, any_of(terms)))
        if not parts:
            return None
        # Longer phrases have more words to score by: each counts as its mean word.
        return tantivy.Query.boost_query(tantivy.Query.boolean_query(parts), 1 / len(parts) ** 0.5)

    def _terms(self, word: str, lang: str, fields: tuple[str, ...], weight: float) -> list[Any]:
        return [
            self._term(
                f"{field}_{language}",
                stem,
                weight * (self.weights.own if language == lang else self.weights.other_language),
            )
            for language, analyzer in self._analyzers.items()
            for stem in analyzer.analyze(word)
            for field in fields
            if weight > 0 and self.has(f"{field}_{language}", stem)
        ]

    def _weight(self, name: str) -> float:
        return float(getattr(self.weights, name))

    def _term(self, field: str, text: str, boost: float) -> Any:
        return tantivy.Query.boost_query(tantivy.Query.term_query(self._schema, field, text, "freq"), boost)

    def _basic(self, field: str, text: str) -> Any:
        return tantivy.Query.term_query(self._schema, field, text, "basic")


def code_forms(code: str) -> set[str]:
    """Return a code as it is and without its marks: people write `SSA-10`, `ssa 10` and `ssa10`."""
    folded = fold(code.strip())
    return {folded, "".join(char for char in folded if char.isalnum())} - {""}


def any_of(queries: list[Any]) -> Any:
    """One query for any of these; what fits several counts all."""
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, query) for query in queries])


def flat(query: Any, worth: float) -> Any:
    """A query whose score is one constant."""
    return tantivy.Query.const_score_query(query, worth)


def _has_digit(word: str) -> bool:
    return any(char.isdigit() for char in word)
