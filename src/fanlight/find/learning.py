"""Learns from counts of query and choice: reads them, keeps what is not rare, and tells what it changes in search.

Counts come from anywhere that counted without following anyone. What was asked or chosen by few is never kept, and
neither is a query that may name a person.
"""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from fanlight.edition.learning import Learned, Memory, build_memory, normal, strengths
from fanlight.edition.queries import Edition

from .judging.naming import Names
from .judging.reading import JudgedFault, Rejected, lines_of

#: A choice made less often than this is not kept.
FLOOR = 5
#: At most so many records are kept of one query: the others say little.
_MOST_KEPT = 10
_MOST = 10**12
_COLUMNS = ("query", "link", "count")
#: What may name a person: an address of mail, or seven digits and more, as of a telephone or an account.
_PERSONAL = re.compile(r"@|(?:\d[\s().\-]*){7,}")


class Counts(msgspec.Struct, frozen=True):
    """What a file says: by query in its normal form, each public id with its count; and the rejected lines."""

    lines: int
    by_query: dict[str, dict[str, int]]
    rejected: list[Rejected]


class Kept(msgspec.Struct, frozen=True):
    """What is kept of counts, and how many queries and pairs were too rare for it."""

    learned: list[Learned]
    rare_queries: int
    rare_pairs: int


class Change(msgspec.Struct, frozen=True):
    """A learned query whose first result is another one now: public ids, "" where there was none."""

    query: str
    before: str
    after: str


class _Wrong(Exception):
    """One line that cannot be counted."""


def read_counts(path: Path, names: Names) -> Counts:
    """Read `csv` with the columns `query`, `link` and `count`, also packed with gzip. Equal queries are added up.

    Raises:
        JudgedFault: when the file is damaged, or its first line does not name the columns.
    """
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    rejected: list[Rejected] = []
    lines = 0
    for place, row in _rows(path, rejected):
        lines += 1
        try:
            query, count = _query(row.get("query", "")), _count(row.get("count", ""))
            ids = names.ids_of(link) if (link := row.get("link", "").strip()) else []
            if not ids:
                raise _Wrong(f"`link` names no record of this edition: {link[:120]!r}; give an id or an address")
        except _Wrong as wrong:
            rejected.append(Rejected(place, str(wrong)))
            continue
        for record in ids:
            found[query][record] += count
    return Counts(lines, {query: dict(counts) for query, counts in sorted(found.items())}, rejected)


def _rows(path: Path, rejected: list[Rejected]) -> Iterator[tuple[str, dict[str, str]]]:
    columns: list[str] = []
    for number, raw in lines_of(path):
        place = f"{path.name}, line {number:,}"
        try:
            cells = next(csv.reader([raw.decode().rstrip("\r\n")], strict=True), [])
        except (UnicodeDecodeError, csv.Error) as fault:
            if not columns:
                raise JudgedFault(f"{place} must name the columns, and it cannot be read: {fault}.") from fault
            rejected.append(Rejected(place, f"cannot be read ({fault}): save it as UTF-8, quotation marks in pairs"))
            continue
        if not columns:
            columns = [cell.strip().lower() for cell in cells]
            if missing := [name for name in _COLUMNS if name not in columns]:
                named = ", ".join(f"`{name}`" for name in missing)
                raise JudgedFault(
                    f"{path}: the first line must name the columns `query,link,count`; {named} is not there."
                )
        elif len(cells) != len(columns):
            reason = (
                f"has {len(cells)} values for {len(columns)} columns: put one that holds a comma in quotation marks"
            )
            rejected.append(Rejected(place, reason))
        else:
            yield place, dict(zip(columns, cells, strict=True))


def _query(text: str) -> str:
    if _PERSONAL.search(text):
        # The query is not told either: it would stand on a screen and in a log.
        raise _Wrong("the query may name a person (an address of mail or a long number), so it is not kept")
    query = normal(text)
    if not query:
        raise _Wrong("`query` holds no word: give what was typed")
    return query


def _count(text: str) -> int:
    digits = text.strip()
    if not (digits.isascii() and digits.isdigit() and 0 < int(digits[:20]) < _MOST):
        raise _Wrong(f"`count` must be a whole number above 0; it is {digits[:40]!r}")
    return int(digits)


def keep(by_query: Mapping[str, Mapping[str, int]], floor: int) -> Kept:
    """Keep the choices that were made at least `floor` times, as strengths; a query without any is left out."""
    learned = []
    rare_queries = rare_pairs = 0
    for query, counts in sorted(by_query.items()):
        often = {record: count for record, count in counts.items() if count >= floor}
        rare_pairs += len(counts) - len(often)
        if often:
            most = sorted(often.items(), key=lambda each: (-each[1], each[0]))[:_MOST_KEPT]
            learned.append(Learned(query, strengths(dict(most))))
        else:
            rare_queries += 1
    return Kept(learned, rare_queries, rare_pairs)


def changes(edition: Edition, learned: Sequence[Learned]) -> list[Change]:
    """Ask each learned query of an edition as it is, and as it would be; return those whose first result differs.

    Each is asked in the site's own language. The edition is left as it was.
    """
    queries = [each.query for each in learned]
    before = list(_firsts(edition, queries))
    with TemporaryDirectory() as folder:
        build_memory(Path(folder), learned)
        was = edition.index.remember(Memory(Path(folder)))
        try:
            after = list(_firsts(edition, queries))
        finally:
            edition.index.remember(was)
    return [Change(*each) for each in zip(queries, before, after, strict=True) if each[1] != each[2]]


def _firsts(edition: Edition, queries: Iterable[str]) -> Iterator[str]:
    for query in queries:
        hits, _ = edition.search(query, edition.languages[0], 1)
        yield hits[0].id if hits else ""
