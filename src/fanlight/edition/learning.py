"""What was learned from use: for a query, the records that people chose. It lifts them for that query and its like.

Queries are alike as far as they share triples of letters (cosine with inverse document frequency: Salton and Buckley
1988). So slips, plurals and words written as one need no rules of their own, in any language. Nothing is known of who
asked: a learned query is words and shares of choices.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import msgspec
import tantivy

from .understanding import MOST_WORDS, words_of

#: The learned queries of an index, beside it, and the folder of the index over them.
LEARNED, _FOLDER = "learned.json", "learned"
#: So many learned queries are looked at, and the most alike of them count.
_LOOKED_AT, _COUNTED = 120, 30
#: A record that has no word of the query is found where a query at least so much alike led to it (0 to 1).
_ALIKE = 0.4
#: What a query is worth falls so fast with being less alike: half alike counts a thirtieth.
_STEEPNESS = 5
_MOST_TRIPLES, _MOST_CHOICES = 150, 40
_HEAP = 15_000_000


class Learned(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One query in its normal form, and what was chosen: public ids, each with a strength above 0, the greatest 1."""

    query: str
    choices: dict[str, float]


class Choice(msgspec.Struct, frozen=True):
    """A record that was chosen for a query or its like: its strength (0 to 1), and whether that alone finds it."""

    id: str
    strength: float
    finds: bool


class LearnedFault(ValueError):
    """A file of learned queries that cannot be read. The message names it and the way out."""


def normal(query: str) -> str:
    """Return the form in which queries that say the same are one: folded words, in their order."""
    return " ".join(words_of(query)[:MOST_WORDS])


def strengths(counts: Mapping[str, int]) -> dict[str, float]:
    """Turn counts of choices into strengths: logarithms over the greatest, for the hundredth choice says little new."""
    most = max(map(math.log1p, counts.values()), default=0.0)
    return {record: round(math.log1p(count) / most, 4) for record, count in sorted(counts.items()) if count > 0}


def load(path: Path) -> list[Learned]:
    """Read the learned queries of a site; none where there is no such file.

    Raises:
        LearnedFault: when it cannot be read.
    """
    try:
        return msgspec.json.decode(path.read_bytes(), type=list[Learned])
    except FileNotFoundError:
        return []
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as fault:
        raise LearnedFault(
            f"{path} cannot be read ({fault}). Make it again by `fanlight learn --clicks FILE`, or remove it by "
            "`fanlight learn --forget`."
        ) from fault


def save(path: Path, learned: Sequence[Learned]) -> None:
    """Keep learned queries, in one step; none at all removes the file."""
    if not learned:
        path.unlink(missing_ok=True)
        return
    new = path.with_name(f"{path.name}.new")
    new.write_bytes(msgspec.json.encode(list(learned)))
    new.replace(path)


def only(learned: Iterable[Learned], records: frozenset[str]) -> list[Learned]:
    """Leave out the choices of records that are not there, and the queries that have no other."""
    kept = []
    for each in learned:
        if choices := {record: strength for record, strength in each.choices.items() if record in records}:
            kept.append(Learned(each.query, choices))
    return kept


def triples(query: str) -> list[str]:
    """Return the triples of letters of a query in its normal form, each once; a word's ends count as letters."""
    found = dict.fromkeys(
        marked[at : at + 3] for word in query.split() for marked in (f"^{word}$",) for at in range(len(marked) - 2)
    )
    return list(found)[:_MOST_TRIPLES]


class _Kept(msgspec.Struct, frozen=True):
    length: float
    choices: dict[str, float]


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("triple", stored=False, tokenizer_name="raw", index_option="basic")
    builder.add_bytes_field("kept", stored=True, indexed=False)
    return builder.build()


def build_memory(folder: Path, learned: Sequence[Learned]) -> None:
    """Write what was learned into the folder of a search index: as JSON, and as an index over the queries."""
    (folder / LEARNED).write_bytes(msgspec.json.encode(list(learned)))
    if not learned:
        return
    (folder / _FOLDER).mkdir(parents=True)
    index = tantivy.Index(_schema(), path=str(folder / _FOLDER))
    writer = index.writer(heap_size=_HEAP, num_threads=1)
    common = Counter(triple for each in learned for triple in triples(each.query))
    for each in learned:
        squares = (_rarity(common[triple], len(learned)) ** 2 for triple in triples(each.query))
        kept = msgspec.msgpack.encode(_Kept(math.sqrt(sum(squares)), each.choices))
        writer.add_document(tantivy.Document(triple=triples(each.query), kept=kept))
    writer.commit()
    writer.wait_merging_threads()


def _rarity(count: int, of: int) -> float:
    return math.log(1 + of / max(count, 1))


class Memory:
    """What was learned, opened. It is safe to ask from several threads."""

    def __init__(self, folder: Path) -> None:
        self._searcher = None
        if (folder / _FOLDER).is_dir():
            index = tantivy.Index.open(str(folder / _FOLDER))
            index.config_reader("manual")
            self._schema, self._searcher = index.schema, index.searcher()

    def recall(self, query: str) -> list[Choice]:
        """Return what was chosen for a query and its like, the strongest first.

        What several queries led to counts more, as independent hints: 1 - (1 - a)(1 - b). It never exceeds 1.
        """
        left: dict[str, float] = {}
        finds: set[str] = set()
        for alike, kept in self._near(triples(normal(query))):
            for record, strength in kept.choices.items():
                left[record] = left.get(record, 1.0) * (1 - alike**_STEEPNESS * strength)
            if alike >= _ALIKE:
                finds.update(kept.choices)
        found = [Choice(record, 1 - rest, record in finds) for record, rest in left.items()]
        return sorted(found, key=lambda choice: (-choice.strength, choice.id))[:_MOST_CHOICES]

    def _near(self, asked: list[str]) -> list[tuple[float, _Kept]]:
        if self._searcher is None or not asked:
            return []
        queries = self._searcher.num_docs
        worth = {triple: _rarity(self._searcher.doc_freq("triple", triple), queries) ** 2 for triple in asked}
        # The score is the scalar product of two queries; their lengths make a cosine of it.
        terms = [
            (
                tantivy.Occur.Should,
                tantivy.Query.const_score_query(
                    tantivy.Query.term_query(self._schema, "triple", triple, "basic"), square
                ),
            )
            for triple, square in worth.items()
        ]
        length = math.sqrt(sum(worth.values()))
        near = []
        for score, address in self._searcher.search(tantivy.Query.boolean_query(terms), _LOOKED_AT, count=False).hits:
            kept = msgspec.msgpack.decode(self._searcher.doc(address)["kept"][0], type=_Kept)
            near.append((min(score / (length * kept.length), 1.0), kept))
        return sorted(near, key=lambda each: -each[0])[:_COUNTED]
