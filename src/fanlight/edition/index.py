"""The search index of an edition: BM25 in tantivy with stemming, folded accents and tolerance for typos.

Every language of the site has three fields: names, words that people use, and texts. A query is looked up in all of
them, whichever language it is asked in, its own language first.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec
import tantivy

from .rules import SearchDoc

_STEMMERS = {
    "ar": "arabic", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish", "fi": "finnish",
    "fr": "french", "hu": "hungarian", "it": "italian", "nl": "dutch", "no": "norwegian", "pt": "portuguese",
    "ro": "romanian", "ru": "russian", "sv": "swedish", "ta": "tamil", "tr": "turkish",
}  # fmt: skip
_FIELDS = (("names", 3.0), ("words", 3.0), ("texts", 1.0))
_OWN, _OTHER_LANGUAGE = 1.0, 0.7
_EXACT_CODE, _WHOLE_NAME, _FUZZY = 60.0, 12.0, 0.6
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
    builder.add_text_field("kind", stored=False, tokenizer_name="raw", index_option="basic")
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
    for doc in docs:
        writer.add_document(_document(doc, languages))
    writer.commit()
    writer.wait_merging_threads()


def _document(doc: SearchDoc, languages: list[str]) -> tantivy.Document:
    fields: dict[str, list[str]] = {"id": [doc.id], "kind": [doc.kind]}
    fields["code"] = sorted({fold(code) for code in (doc.id, *doc.codes)})
    fields["whole"] = sorted({" ".join(words_of(name)) for names in doc.names.values() for name in names})
    fields["plain"] = []
    for lang in languages:
        for field, _ in _FIELDS:
            values = getattr(doc, field).get(lang, [])
            fields[f"{field}_{lang}"] = values
            if field != "texts":
                fields["plain"] += values
    fields["plain"] += [text for texts in doc.texts.values() for text in texts]
    return tantivy.Document(**{name: values for name, values in fields.items() if values})


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
        found = self._searcher.search(tantivy.Query.boolean_query(clauses), limit + 20, count=True)
        hits = [Hit(self._searcher.doc(address)["id"][0], round(float(score), 4)) for score, address in found.hits]
        return sorted(hits, key=lambda hit: (-hit.score, hit.id))[:limit], found.count or 0

    def _clauses(self, query: str, lang: str) -> list[tuple[Any, Any]]:
        words = words_of(query)[:MOST_WORDS]
        meant = [word for word in words if word not in _STOP] or words
        queries = [query for word in meant for query in self._word(word, lang)]
        whole = " ".join(words)
        for code in {fold(query.strip()), *words}:
            queries.append(self._term("code", code, _EXACT_CODE))
        if whole:
            queries.append(self._term("whole", whole, _WHOLE_NAME))
        return [(tantivy.Occur.Should, each) for each in queries]

    def _word(self, word: str, lang: str) -> list[Any]:
        queries, known = [], False
        for language, analyzer in self._analyzers.items():
            nearness = _OWN if language == lang else _OTHER_LANGUAGE
            for stem in analyzer.analyze(word):
                for field, weight in _FIELDS:
                    name = f"{field}_{language}"
                    if self._searcher.doc_freq(name, stem):
                        known = True
                        queries.append(self._term(name, stem, weight * nearness))
        if not known and len(word) > 3:
            queries.append(self._fuzzy(word))
        return queries

    def _term(self, field: str, text: str, boost: float) -> Any:
        return tantivy.Query.boost_query(tantivy.Query.term_query(self._schema, field, text, "freq"), boost)

    def _fuzzy(self, word: str) -> Any:
        distance = 1 if len(word) < 8 else 2
        query = tantivy.Query.fuzzy_term_query(
            self._schema, "plain", word, distance=distance, transposition_cost_one=True, prefix=False
        )
        return tantivy.Query.boost_query(query, _FUZZY)
