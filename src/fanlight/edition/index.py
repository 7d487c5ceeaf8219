"""The search index of an edition: BM25 in tantivy with stemming, folded accents and tolerance for typos.

Every language of the site has four fields: names, words that people use, lines as people say them, and texts. A query
is looked up in all of them, whichever language it is asked in, its own language first.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Any

import msgspec
import tantivy

from .rules import SearchDoc
from .spelling import Vocabulary

_STEMMERS = {
    "ar": "arabic", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish", "fi": "finnish",
    "fr": "french", "hu": "hungarian", "it": "italian", "nl": "dutch", "no": "norwegian", "pt": "portuguese",
    "ro": "romanian", "ru": "russian", "sv": "swedish", "ta": "tamil", "tr": "turkish",
}  # fmt: skip
_FIELDS = (("names", 2.0), ("words", 3.0), ("says", 2.0), ("texts", 1.0))
_OWN, _OTHER_LANGUAGE = 1.0, 0.7
#: What is worth how much beside the words themselves: a code or a name that is the whole query; each word of the query
#: that stands in the record at all, so that few rare words do not beat many fitting ones; a word that was mistyped.
_EXACT_CODE, _WHOLE_NAME, _EACH_WORD, _MISTYPED = 60.0, 12.0, 4.0, 0.6
#: Of two that fit as well, the one that is for people, that can be used now, and that leads through a whole event.
_FOR_PEOPLE, _ACTIVE, _EVENT = 3.0, 6.0, 12.0
_HEAP = 64_000_000
#: A query longer than this many words is cut: nobody types more, and each word costs time.
MOST_WORDS = 24

# Words that carry no meaning in a question, without accents. Kept short: a missing one costs little.
_STOP = frozenset(
    """a an and are as at be but by can do does for from get have how i if in into is it me my need of on or so that
    the their them there they this to us was we what when where which who will with you your want help
    al como con cual cuando de del donde el ella en es esta este ha hay la las le lo los me mi mis necesito no nos o
    para pero por puedo que quien se si sin sobre su sus te un una unas unos y ya yo ayuda""".split()
)


class Hit(msgspec.Struct, frozen=True):
    """One result: a record's id and its score (higher is better; comparable within one query only)."""

    id: str
    score: float


def fold(text: str) -> str:
    """Return a text in lower case without accents, as the index keeps it."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def words_of(text: str) -> list[str]:
    """Return the folded words of a text; a number with dots (`10.551`) stays one word."""
    return re.findall(r"\d+(?:[.\-]\d+)+|\w+", fold(text))


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
    builder.add_text_field("mark", stored=False, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("code", stored=False, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("whole", stored=False, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("plain", stored=False, tokenizer_name="plain", index_option="freq")
    for lang in languages:
        for field, _ in _FIELDS:
            builder.add_text_field(f"{field}_{lang}", stored=False, tokenizer_name=f"stem_{lang}", index_option="freq")
    return builder.build()


def _register(index: tantivy.Index, languages: Iterable[str]) -> None:
    index.register_tokenizer("plain", _plain_analyzer())
    for lang in languages:
        index.register_tokenizer(f"stem_{lang}", _analyzer(lang))


def build_index(folder: Path, docs: Iterable[SearchDoc], languages: list[str]) -> None:
    """Write an index of `docs` into the empty folder `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    index = tantivy.Index(_schema(languages), path=str(folder))
    _register(index, languages)
    writer = index.writer(heap_size=_HEAP, num_threads=1)
    # In order of their ids, for equal scores are given in the order of the index.
    for doc in sorted(docs, key=lambda each: each.id):
        writer.add_document(_document(doc, languages))
    writer.commit()
    writer.wait_merging_threads()


def _document(doc: SearchDoc, languages: list[str]) -> tantivy.Document:
    fields: dict[str, list[str]] = {"id": [doc.id], "mark": _marks(doc)}
    fields["code"] = sorted({form for code in (doc.id, *doc.codes) for form in _code_forms(code)})
    fields["whole"] = sorted({" ".join(words_of(name)) for names in doc.names.values() for name in names})
    fields["plain"] = []
    for lang in languages:
        for field, _ in _FIELDS:
            values = getattr(doc, field).get(lang, [])
            fields[f"{field}_{lang}"] = values
            # Lines are written as people type, slips and all, so they teach no spelling.
            if field not in ("texts", "says"):
                fields["plain"] += values
    fields["plain"] += [text for texts in doc.texts.values() for text in texts]
    return tantivy.Document(**{name: values for name, values in fields.items() if values})


def _marks(doc: SearchDoc) -> list[str]:
    marks = {"people": doc.for_people, "active": doc.active, "event": doc.kind == "life-event"}
    return [mark for mark, set_ in marks.items() if set_]


def _code_forms(code: str) -> set[str]:
    """Return a code as it is and without its marks: people write `SSA-10`, `ssa 10` and `ssa10`."""
    folded = fold(code.strip())
    return {folded, "".join(char for char in folded if char.isalnum())} - {""}


class Index:
    """An opened index. It is safe to ask from several threads."""

    def __init__(self, folder: Path, languages: list[str]) -> None:
        self._languages = languages
        self._index = tantivy.Index.open(str(folder))
        # An edition never changes, so no thread need watch its folder.
        self._index.config_reader("manual")
        _register(self._index, languages)
        self._schema = self._index.schema
        self._analyzers = {lang: _analyzer(lang) for lang in languages}
        self._searcher = self._index.searcher()

    def search(self, query: str, lang: str, limit: int) -> tuple[list[Hit], int]:
        """Return the best `limit` records for a query, and how many match at all. Ties go by id."""
        clauses = self._clauses(query, lang)
        if not clauses or limit < 1:
            return [], 0
        # Asking for a few more than wanted lets equal scores be ordered by id, so that answers do not flicker.
        found = self._searcher.search(self._query(clauses), limit + 20, count=True)
        hits = [Hit(self._searcher.doc(address)["id"][0], round(float(score), 4)) for score, address in found.hits]
        return sorted(hits, key=lambda hit: (-hit.score, hit.id))[:limit], found.count or 0

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        return Vocabulary(self._searcher.terms_with_prefix("plain", ""))

    def _query(self, clauses: list[Any]) -> Any:
        marks = (("people", _FOR_PEOPLE), ("active", _ACTIVE), ("event", _EVENT))
        matching = (tantivy.Occur.Must, _any(clauses))
        return tantivy.Query.boolean_query(
            [matching, *((tantivy.Occur.Should, self._flat("mark", mark, worth)) for mark, worth in marks)]
        )

    def _clauses(self, query: str, lang: str) -> list[Any]:
        # Half a surrogate pair is no text, and the engine takes none.
        query = query.encode("utf-8", "ignore").decode()
        words = words_of(query)[:MOST_WORDS]
        meant = [word for word in words if word not in _STOP] or words
        near: dict[str, list[str]] = {}
        clauses = [clause for word in dict.fromkeys(meant) for clause in self._word(word, lang, near)]
        # A code is the whole query, or a word with a number in it: a service called `passport` is not a code.
        codes = _code_forms(query).union(*(_code_forms(word) for word in words if _has_digit(word)))
        # `DD-214` is often written `DD214`, in a query or in a record.
        joined = [code for code in sorted(codes) if code.isalnum() and _has_digit(code) and code not in words]
        clauses += [clause for code in joined for clause in self._terms(code, lang, 1.0)]
        clauses += [self._term("code", code, _EXACT_CODE) for code in sorted(codes) if self._has("code", code)]
        whole = " ".join(near.get(word, [word])[0] for word in words)
        if self._has("whole", whole):
            clauses.append(self._term("whole", whole, _WHOLE_NAME))
        return clauses

    def _word(self, word: str, lang: str, near: dict[str, list[str]]) -> list[Any]:
        """Look one word up; what a mistyped one may have meant is noted in `near`."""
        worth, terms = 1.0, self._terms(word, lang, 1.0)
        if not terms and (meant := self._vocabulary.near(word)):
            near[word] = meant
            worth, terms = _MISTYPED, [term for other in meant for term in self._terms(other, lang, _MISTYPED)]
        return [_any(terms), tantivy.Query.const_score_query(_any(terms), _EACH_WORD * worth)] if terms else []

    def _terms(self, word: str, lang: str, worth: float) -> list[Any]:
        terms = []
        for language, analyzer in self._analyzers.items():
            nearness = _OWN if language == lang else _OTHER_LANGUAGE
            for stem in analyzer.analyze(word):
                for field, weight in _FIELDS:
                    if self._has(f"{field}_{language}", stem):
                        terms.append(self._term(f"{field}_{language}", stem, weight * nearness * worth))
        return terms

    def _has(self, field: str, text: str) -> bool:
        return bool(text) and self._searcher.doc_freq(field, text) > 0

    def _term(self, field: str, text: str, boost: float) -> Any:
        return tantivy.Query.boost_query(tantivy.Query.term_query(self._schema, field, text, "freq"), boost)

    def _flat(self, field: str, text: str, worth: float) -> Any:
        return tantivy.Query.const_score_query(tantivy.Query.term_query(self._schema, field, text, "basic"), worth)


def _has_digit(word: str) -> bool:
    return any(char.isdigit() for char in word)


def _any(queries: list[Any]) -> Any:
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, query) for query in queries])
