"""Plain search engines over the same texts, to judge beside the door's: SQLite's FTS5, and tantivy as it comes.

Neither knows languages, misspellings, situations or priors. Each is asked for any of the words of a query.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import tantivy

from fanlight.edition.queries import Edition

#: What an engine answers: the ids of the records for a query, the best first, at most ten.
Engine = Callable[[str], list[str]]
#: The texts of a record, as the index of an edition has them.
FIELDS = ("names", "words", "says", "texts", "codes")
#: The fields that hold what the source says of a record; `words` and `says` are what this project adds for search.
OF_SOURCE = ("names", "texts", "codes")
_TEXTS = ("summary", "description", "what_you_get", "eligibility")
_MOST = 10


def texts_of(edition: Edition) -> dict[str, dict[str, str]]:
    """Return the fields of each record of an edition by its public id, all languages of a field together."""
    catalogue = msgspec.json.decode(edition.catalogue())
    found = {each["id"]: _service(each) for each in catalogue.get("services", [])}
    return found | {f"life-events/{each['id']}": _event(each) for each in catalogue.get("life_events", [])}


def _service(record: dict[str, Any]) -> dict[str, str]:
    says = [lines for hands in record.get("people_say", {}).values() for lines in hands.values()]
    return {
        "names": _joined(record.get("name"), record.get("other_names")),
        "words": _joined(record.get("words")),
        "says": _joined(*says),
        "texts": _joined(*(record.get(field) for field in _TEXTS)),
        "codes": _joined([each["value"] for each in record.get("identifiers", [])]),
    }


def _event(record: dict[str, Any]) -> dict[str, str]:
    steps = [step.get("name") for step in record.get("steps", [])]
    return {
        "names": _joined(record.get("name")),
        "words": _joined(record.get("words")),
        "says": "",
        "texts": _joined(record.get("summary"), record.get("description"), *steps),
        "codes": record["id"],
    }


def _joined(*values: Any) -> str:
    """Put texts, lists of them and mappings by language to either into one text."""
    parts: list[str] = []
    for value in values:
        if isinstance(value, str):
            parts.append(value)
        elif value:
            parts.append(_joined(*(value.values() if isinstance(value, dict) else value)))
    return "\n".join(part for part in parts if part)


def fts5(texts: dict[str, dict[str, str]], fields: tuple[str, ...] = FIELDS) -> Engine:
    """SQLite's FTS5: bm25, English stems (porter), accents folded, any word, all fields alike."""
    database = sqlite3.connect(":memory:")
    columns, stems = ", ".join(fields), "tokenize='porter unicode61 remove_diacritics 2'"
    database.execute(f"CREATE VIRTUAL TABLE record USING fts5(id UNINDEXED, {columns}, {stems})")
    marks = ", ".join("?" * (len(fields) + 1))
    rows = [(record, *(held[field] for field in fields)) for record, held in sorted(texts.items())]
    database.executemany(f"INSERT INTO record VALUES ({marks})", rows)

    def ask(query: str) -> list[str]:
        words = _words(query)
        if not words:
            return []
        asked = " OR ".join(f'"{word}"' for word in words)
        found = database.execute(
            "SELECT id FROM record WHERE record MATCH ? ORDER BY bm25(record), id LIMIT ?", (asked, _MOST)
        )
        return [row[0] for row in found]

    return ask


def plain_tantivy(texts: dict[str, dict[str, str]], folder: Path) -> Engine:
    """Tantivy with its own English analyser (`en_stem`) and its own parser of queries: any word, all fields alike."""
    builder = tantivy.SchemaBuilder().add_text_field("id", stored=True, tokenizer_name="raw")
    for field in FIELDS:
        builder.add_text_field(field, tokenizer_name="en_stem")
    index = tantivy.Index(builder.build(), path=str(folder))
    writer = index.writer(num_threads=1)
    for record, held in sorted(texts.items()):
        writer.add_document(tantivy.Document(id=[record], **{field: [held[field]] for field in FIELDS}))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def ask(query: str) -> list[str]:
        words = _words(query)
        if not words:
            return []
        # Each word in quotation marks, so that none is read as an operator.
        asked = index.parse_query(" ".join(f'"{word}"' for word in words), list(FIELDS))
        return [searcher.doc(address)["id"][0] for _, address in searcher.search(asked, _MOST).hits]

    return ask


def _words(query: str) -> list[str]:
    return re.findall(r"\w+", query)
