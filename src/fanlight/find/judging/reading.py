"""Reads judged queries: `jsonl` (`query`, `relevant`, `kind`, `lang`) or `csv` (`query`, `link`, `score`), also packed.

A line is a record of its own in both forms, for no query holds a line break. So one broken line costs that line alone.
"""

from __future__ import annotations

import csv
import gzip
import json
import math
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any

import msgspec

#: A longer line is no judged query but another kind of file.
LONGEST_LINE = 1_000_000
_GZIP = b"\x1f\x8b"
_SHAPE = 'One line is {"query": "…", "relevant": ["id", …], "kind": "…"}'


class Judged(msgspec.Struct, frozen=True):
    """One judged query. `wanted` gives each right answer, named as the file names it, and its score (above 0).

    `lang` is the language in which the page is asked, "" where the file leaves that open. `place` is its first line.
    """

    query: str
    kind: str
    lang: str
    wanted: dict[str, float]
    place: str


class Rejected(msgspec.Struct, frozen=True):
    """A line that cannot be judged, and why."""

    place: str
    reason: str


class Reading(msgspec.Struct, frozen=True):
    """What a file holds: the judged queries in the order in which they first stand in it, and the rejected lines."""

    queries: list[Judged]
    rejected: list[Rejected]


class JudgedFault(Exception):
    """A file that is no judged queries and no saved run at all. The message names the place and the way out."""


class _Wrong(Exception):
    """One line that cannot be judged."""


class _Row(msgspec.Struct, frozen=True):
    query: str
    kind: str
    lang: str
    scores: dict[str, float]


def read_judged(path: Path, languages: Sequence[str]) -> Reading:
    """Read a file of judged queries; `languages` are those that a line may name.

    Lines with one query, kind and language are one judged query. Where they score one answer twice, the higher counts.

    Raises:
        JudgedFault: when the file is no text, is damaged, or is neither of the two forms.
    """
    rejected: list[Rejected] = []
    found: dict[tuple[str, str, str], tuple[str, dict[str, float]]] = {}
    for place, row in _rows(path, languages, rejected):
        _, wanted = found.setdefault((row.query, row.kind, row.lang), (place, {}))
        for link, score in row.scores.items():
            wanted[link] = max(score, wanted.get(link, 0.0))
    queries = []
    for (query, kind, lang), (place, scores) in found.items():
        if wanted := {link: score for link, score in scores.items() if score > 0}:
            queries.append(Judged(query, kind, lang, wanted, place))
        else:
            rejected.append(Rejected(place, "no answer has a score above 0, so none is right: give one a score"))
    return Reading(queries, rejected)


def lines_of(path: Path) -> Iterator[tuple[int, bytes]]:
    """Give the lines of a file that hold something, packed or not, with their numbers from 1.

    Raises:
        JudgedFault: when it is cut off or damaged, or a line is longer than 1,000,000 bytes.
    """
    with path.open("rb") as file:
        packed = file.read(2) == _GZIP
    try:
        with gzip.open(path, "rb") if packed else path.open("rb") as file:
            yield from _lines(path, file)
    except (EOFError, zlib.error, gzip.BadGzipFile) as fault:
        raise JudgedFault(f"{path} is packed with gzip and damaged ({fault}). Get it again, or unpack it.") from fault


def _lines(path: Path, file: gzip.GzipFile | IO[bytes]) -> Iterator[tuple[int, bytes]]:
    number = 0
    while line := file.readline(LONGEST_LINE + 1):
        number += 1
        if len(line) > LONGEST_LINE:
            raise JudgedFault(f"{path}, line {number:,} is longer than {LONGEST_LINE:,} bytes. {_SHAPE}.")
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if line.strip():
            yield number, line


def _rows(path: Path, languages: Sequence[str], rejected: list[Rejected]) -> Iterator[tuple[str, _Row]]:
    columns: list[str] = []
    delimiter = ","
    tabular: bool | None = None
    for number, raw in lines_of(path):
        place = f"{path.name}, line {number:,}"
        try:
            line = _decoded(raw)
            if tabular is None:
                tabular = _is_tabular(path, line)
                if tabular:
                    columns, delimiter = _header(path, line)
                    continue
            given = _cells(line, columns, delimiter) if tabular else _object(line)
            yield place, _row(given, languages)
        except _Wrong as wrong:
            if not columns and (tabular if tabular is not None else _is_tabular(path, "")):
                raise JudgedFault(f"{place} must name the columns, and it cannot be read: {wrong}.") from wrong
            rejected.append(Rejected(place, str(wrong)))


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode().rstrip("\r\n")
    except UnicodeDecodeError as fault:
        raise _Wrong(f"is not UTF-8 text (byte {fault.start + 1:,} of the line): save it again as UTF-8") from fault


def _is_tabular(path: Path, line: str) -> bool:
    """Whether a file is `csv`: by its name, else by its first line."""
    name = path.name.lower().removesuffix(".gz")
    if name.endswith((".csv", ".tsv")):
        return True
    return not name.endswith((".jsonl", ".ndjson", ".json")) and not line.lstrip().startswith(("{", "["))


def _header(path: Path, line: str) -> tuple[list[str], str]:
    delimiter = max(",;\t", key=line.count)
    columns = [cell.strip().lower() for cell in _split(line, delimiter)]
    if not {"query", "link"} <= set(columns):
        raise JudgedFault(
            f"{path}: the first line must name the columns `query` and `link`, perhaps `score`, `kind` and `lang`; "
            f"here stands {line[:120]!r}."
        )
    return columns, delimiter


def _split(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter, strict=True), [])
    except csv.Error as fault:
        raise _Wrong(f"cannot be read as columns ({fault}): write a quotation mark twice within quotation marks") from (
            fault
        )


def _cells(line: str, columns: list[str], delimiter: str) -> dict[str, Any]:
    cells = _split(line, delimiter)
    if len(cells) > len(columns):
        raise _Wrong(
            f"has {len(cells)} values for {len(columns)} columns: put one that holds {delimiter!r} in quotation marks"
        )
    values = dict(zip(columns, cells, strict=False))
    link, score = values.get("link", "").strip(), values.get("score", "").strip()
    if not link:
        raise _Wrong("`link` is missing: name the answer by its id, the id in its source, or its address")
    return values | {"relevant": {link: score or "1"}}


def _object(line: str) -> dict[str, Any]:
    try:
        # A number as an id keeps its digits: 10.550 is not 10.55.
        given = json.loads(line, parse_float=str, parse_int=str)
    except (ValueError, RecursionError) as fault:
        raise _Wrong(f"is no JSON ({fault}). {_SHAPE}") from fault
    if not isinstance(given, dict):
        raise _Wrong(f"is no JSON object. {_SHAPE}")
    return given


def _row(given: dict[str, Any], languages: Sequence[str]) -> _Row:
    query, kind, lang = (_text(given, name) for name in ("query", "kind", "lang"))
    if not query:
        raise _Wrong("`query` is missing: give the words that are typed")
    if lang and lang not in languages:
        raise _Wrong(f"`lang` must be one of {', '.join(languages)}; it is {lang[:20]!r}")
    return _Row(query, kind, lang, _scores(given.get("relevant")))


def _text(given: dict[str, Any], name: str) -> str:
    value = given.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise _Wrong(f"`{name}` must be text")
    # Half a surrogate pair, which JSON can write, is no text and could not be printed.
    return value.encode("utf-8", "ignore").decode().strip()


def _scores(relevant: Any) -> dict[str, float]:
    if isinstance(relevant, str):
        relevant = [relevant]
    if isinstance(relevant, list):
        relevant = dict.fromkeys(map(_link, relevant), "1")
    if not isinstance(relevant, dict) or not relevant:
        raise _Wrong('`relevant` is missing: give the ids of the right answers, such as ["10.551"]')
    return {_link(link): _score(score) for link, score in relevant.items()}


def _link(value: Any) -> str:
    link = value.encode("utf-8", "ignore").decode().strip() if isinstance(value, str) else ""
    if not link:
        raise _Wrong("`relevant` must hold ids, ids of a source, or addresses")
    return link


def _score(value: Any) -> float:
    try:
        score = float(value)
    except (TypeError, ValueError):
        score = math.nan
    if isinstance(value, bool) or not 0 <= score < 1_000_000:
        raise _Wrong(f"`score` must be a number of 0 or more, 0 for a wrong answer; it is {str(value)[:40]!r}")
    return score
