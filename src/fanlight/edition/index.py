"""The search index of an edition: BM25 in tantivy with stemming, folded accents, mended spelling and a thesaurus.

Every language of the site has four fields: names, words that people use, lines as people say them, and texts. A query
is looked up in all of them, whichever language it is asked in, its own language first. Concepts of the thesaurus that
it speaks of are asked for beside its own words, never in their place.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import msgspec
import tantivy

from .asking import FIELDS, Asker, Clause, any_of, code_forms
from .learning import Learned, Memory, build_memory
from .rules import SearchDoc
from .spelling import Vocabulary
from .thesaurus import Concept, Matcher
from .understanding import MOST_WORDS, STOP, Word, fold, mended, words_of
from .weights import Weights

__all__ = ["CONCEPTS", "MOST_WORDS", "Hit", "Index", "build_index", "fold", "words_of"]

_STEMMERS = {
    "ar": "arabic", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish", "fi": "finnish",
    "fr": "french", "hu": "hungarian", "it": "italian", "nl": "dutch", "no": "norwegian", "pt": "portuguese",
    "ro": "romanian", "ru": "russian", "sv": "swedish", "ta": "tamil", "tr": "turkish",
}  # fmt: skip
_HEAP = 64_000_000
#: The thesaurus of an index, beside it.
CONCEPTS = "concepts.json"
#: A word that stands in lines alone is known as spelled so when this many records have it.
_SAID_OFTEN = 3
#: At most so many concepts are asked for: each costs time, and a long query speaks of many by chance.
_MOST_CONCEPTS = 6


class Hit(msgspec.Struct, frozen=True):
    """One result: a record's id and its score (higher is better; comparable within one query only)."""

    id: str
    score: float


def _analyzer(lang: str) -> tantivy.TextAnalyzer:
    builder = (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.remove_long(60))
        .filter(tantivy.Filter.lowercase())
        # Folding comes before stemming: people leave accents out, and both must come to one stem.
        .filter(tantivy.Filter.ascii_fold())
    )
    if stemmer := _STEMMERS.get(lang.split("-", maxsplit=1)[0]):
        builder = builder.filter(tantivy.Filter.stemmer(stemmer))
    return builder.build()


def _plain_analyzer() -> tantivy.TextAnalyzer:
    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.remove_long(60))
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.ascii_fold())
        .build()
    )


def _schema(languages: Iterable[str]) -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    for field in ("mark", "facet", "code", "whole", "line"):
        builder.add_text_field(field, stored=False, tokenizer_name="raw", index_option="basic")
    for field in ("plain", "said"):
        builder.add_text_field(field, stored=False, tokenizer_name="plain", index_option="freq")
    for lang in languages:
        for field in FIELDS:
            builder.add_text_field(f"{field}_{lang}", stored=False, tokenizer_name=f"stem_{lang}", index_option="freq")
    return builder.build()


def _register(index: tantivy.Index, languages: Iterable[str]) -> None:
    index.register_tokenizer("plain", _plain_analyzer())
    for lang in languages:
        index.register_tokenizer(f"stem_{lang}", _analyzer(lang))


def build_index(
    folder: Path,
    docs: Iterable[SearchDoc],
    languages: list[str],
    concepts: Sequence[Concept] = (),
    learned: Sequence[Learned] = (),
) -> None:
    """Write an index of `docs` into the empty folder `folder`, with the thesaurus and what was learned from use."""
    folder.mkdir(parents=True, exist_ok=True)
    index = tantivy.Index(_schema(languages), path=str(folder))
    _register(index, languages)
    writer = index.writer(heap_size=_HEAP, num_threads=1)
    # In order of their ids, for equal scores are given in the order of the index.
    for doc in sorted(docs, key=lambda each: each.id):
        writer.add_document(_document(doc, languages))
    writer.commit()
    writer.wait_merging_threads()
    (folder / CONCEPTS).write_bytes(msgspec.json.encode(list(concepts)))
    build_memory(folder, learned)


def _document(doc: SearchDoc, languages: list[str]) -> tantivy.Document:
    fields: dict[str, list[str]] = {"id": [doc.id], "mark": _marks(doc), "facet": doc.facets}
    fields["code"] = sorted({form for code in (doc.id, *doc.codes) for form in code_forms(code)})
    fields["whole"] = sorted({" ".join(words_of(name)) for names in doc.names.values() for name in names})
    lines = [text for each in (doc.words, doc.says) for some in each.values() for text in some]
    fields["line"] = sorted({" ".join(words_of(text)) for text in lines})
    # Lines are written as people type, slips and all, so they teach spelling only where many agree.
    fields["plain"] = [
        text for field in ("names", "words", "texts") for some in getattr(doc, field).values() for text in some
    ]
    fields["said"] = [text for some in doc.says.values() for text in some]
    for lang in languages:
        for field in FIELDS:
            fields[f"{field}_{lang}"] = getattr(doc, field).get(lang, [])
    return tantivy.Document(**{name: values for name, values in fields.items() if values})


def _marks(doc: SearchDoc) -> list[str]:
    marks = {"people": doc.for_people, "active": doc.active, "event": doc.kind == "life-event"}
    return [mark for mark, set_ in marks.items() if set_]


class Index:
    """An opened index. It is safe to ask from several threads."""

    def __init__(self, folder: Path, languages: list[str], weights: Weights | None = None) -> None:
        self._index = tantivy.Index.open(str(folder))
        # An edition never changes, so no thread need watch its folder.
        self._index.config_reader("manual")
        _register(self._index, languages)
        self._analyzers = {lang: _analyzer(lang) for lang in languages}
        self._searcher = self._index.searcher()
        self._asker = Asker(self._searcher, self._index.schema, self._analyzers, weights or Weights())
        self._memory = Memory(folder)
        self._concepts = msgspec.json.decode((folder / CONCEPTS).read_bytes(), type=list[Concept])

    def warm(self) -> None:
        """Make ready what the first query would wait for."""
        _ = self._vocabulary, self._matcher

    def search(self, query: str, lang: str, limit: int, facets: Sequence[str] = ()) -> tuple[list[Hit], int]:
        """Return the best `limit` records for a query, and how many match at all. Ties go by id.

        Only records that bear all of `facets` (such as `topic:health`) are looked at; an empty query finds none.
        """
        clauses = self._clauses(query, lang)
        if not any(clause.needed for clause in clauses) or limit < 1:
            return [], 0
        # Asking for a few more than wanted lets equal scores be ordered by id, so that answers do not flicker.
        found = self._searcher.search(self._whole(clauses, facets), limit + 20, count=True)
        hits = [Hit(self._searcher.doc(address)["id"][0], round(float(score), 4)) for score, address in found.hits]
        return sorted(hits, key=lambda hit: (-hit.score, hit.id))[:limit], found.count or 0

    def reweigh(self, weights: Weights) -> None:
        """Ask with other weights from now on; for learning them. Nobody else may be asking meanwhile."""
        self._asker = Asker(self._searcher, self._index.schema, self._analyzers, weights)

    def remember(self, memory: Memory) -> Memory:
        """Ask with what another memory holds from now on, and return the one before; for telling what it changes."""
        before, self._memory = self._memory, memory
        return before

    def explain(self, query: str, lang: str, record: str) -> list[tuple[str, float]]:
        """Return why a record stands where it does: each reason with its part of the score, the greatest first."""
        reasons: dict[str, float] = {}
        for clause in self._clauses(query, lang):
            both = [(tantivy.Occur.Must, clause.query), (tantivy.Occur.Must, self._asker.one(record))]
            for score, _ in self._searcher.search(tantivy.Query.boolean_query(both), 1).hits:
                reasons[clause.why] = round(reasons.get(clause.why, 0.0) + float(score), 4)
        return sorted(reasons.items(), key=lambda each: -each[1])

    def meant(self, query: str, lang: str) -> str:
        """Return a query with its misspelt words mended; the same where nothing was."""
        words = self._words(_clean(query))
        if all((word.forms and word.forms[0][0] == word.text) or not word.forms for word in words):
            return query
        # The halves of a word that was written as one are both meant; of near words, the nearest.
        return " ".join(_best(word) for word in words)

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        counted = dict(self._searcher.terms_with_prefix("plain", ""))
        said = (each for each in self._searcher.terms_with_prefix("said", "") if each[1] >= _SAID_OFTEN)
        return Vocabulary({**dict(said), **counted}.items())

    @cached_property
    def _matcher(self) -> Matcher:
        return Matcher(self._concepts, {lang: self._asker.stem(lang) for lang in self._analyzers})

    def _words(self, query: str) -> list[Word]:
        return mended(words_of(query)[:MOST_WORDS], self._vocabulary, self._known, self._sure)

    def _known(self, word: str) -> bool:
        return word in STOP or any(
            self._asker.has(f"{field}_{lang}", stem)
            for lang, analyzer in self._analyzers.items()
            for stem in analyzer.analyze(word)
            for field in FIELDS
        )

    def _sure(self, word: str) -> bool:
        return word in STOP or word in self._vocabulary

    def _clauses(self, query: str, lang: str) -> list[Clause]:
        query = _clean(query)
        plain = words_of(query)[:MOST_WORDS]
        words = self._words(query)
        meant = [word for word in words if word.text not in STOP] or words
        asked = {word.text: word for word in meant}.values()
        clauses = [clause for word in asked for clause in self._asker.word(word, lang)]
        clauses += self._asker.code(query, plain, lang)
        spoken = [form for word in words for form in _best(word).split()]
        clauses += self._asker.whole(" ".join(spoken))
        found = sorted(self._matcher.find(spoken).items(), key=lambda each: -each[1])[:_MOST_CONCEPTS]
        for number, _ in found:
            clauses += self._asker.concept(self._concepts[number], lang, 1.0)
        clauses += self._asker.chosen(self._memory.recall(query), clauses, plain)
        return clauses + self._asker.priors() if clauses else []

    def _whole(self, clauses: list[Clause], facets: Sequence[str]) -> Any:
        matching = (tantivy.Occur.Must, any_of([clause.query for clause in clauses if clause.needed]))
        worth = [(tantivy.Occur.Should, clause.query) for clause in clauses if not clause.needed]
        held = [(tantivy.Occur.Must, self._asker.facet(facet)) for facet in facets]
        return tantivy.Query.boolean_query([matching, *worth, *held])


def _clean(query: str) -> str:
    # Half a surrogate pair is no text, and the engine takes none.
    return query.encode("utf-8", "ignore").decode()


def _best(word: Word) -> str:
    """What a word most likely is: both halves of one that was parted, else the first of its forms."""
    if word.parted:
        return " ".join(form for form, _ in word.forms)
    return word.forms[0][0] if word.forms else word.text
