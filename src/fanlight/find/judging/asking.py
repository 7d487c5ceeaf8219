"""Asks judged queries of an edition as the page of results does, and keeps a run for a later comparison."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import msgspec

from fanlight.edition.queries import Edition

from ..queries import search
from .metrics import DEPTH, FIGURES, Scored, score
from .naming import Names
from .reading import Judged, JudgedFault, lines_of

_FORMAT = "fanlight judged run 1"
_EVERY = 50


class Asked(msgspec.Struct, frozen=True):
    """One judged query, the language it was asked in, what came (public ids, best first) and the figures of that.

    `wanted` holds the right answers by public id; one that the edition does not have stands there as the file names it.
    """

    query: str
    kind: str
    lang: str
    wanted: dict[str, float]
    results: list[str]
    scored: Scored


class Unknown(msgspec.Struct, frozen=True):
    """A right answer that the edition does not have, the place of the query that wants it first, and how many do."""

    link: str
    place: str
    queries: int


class _Head(msgspec.Struct, frozen=True):
    format: str
    edition: str


class _Line(msgspec.Struct, frozen=True):
    query: str
    lang: str
    results: list[str]


Progress = Callable[[str, int, int], None]


def ask(edition: Edition, queries: Sequence[Judged], names: Names, lang: str, progress: Progress) -> list[Asked]:
    """Ask each query in its language, or in `lang` where it names none, and score the first ten results."""
    asked = []
    for number, judged in enumerate(queries):
        if number % _EVERY == 0:
            progress("asking", number, len(queries))
        found = search(edition, judged.query, judged.lang or lang, DEPTH)
        results = [result.id for result in found.results]
        wanted = _by_id(judged.wanted, names)
        asked.append(Asked(judged.query, judged.kind, found.lang, wanted, results, score(results, wanted)))
    return asked


def _by_id(wanted: dict[str, float], names: Names) -> dict[str, float]:
    found: dict[str, float] = {}
    for link, gain in wanted.items():
        for record_id in names.ids_of(link) or [link]:
            found[record_id] = max(gain, found.get(record_id, 0.0))
    return found


def unknown(queries: Iterable[Judged], names: Names) -> list[Unknown]:
    """Return the right answers that the edition does not have, in the order of the file."""
    found: dict[str, Unknown] = {}
    for judged in queries:
        for link in judged.wanted:
            if link in found:
                found[link] = msgspec.structs.replace(found[link], queries=found[link].queries + 1)
            elif not names.ids_of(link):
                found[link] = Unknown(link, judged.place, 1)
    return list(found.values())


def save_run(path: Path, edition_address: str, asked: Sequence[Asked]) -> None:
    """Keep a run: one JSON object a line, first what it is, then each query with its results and figures."""
    lines: list[object] = [_Head(_FORMAT, edition_address)]
    lines += [
        {"query": each.query, "kind": each.kind, "lang": each.lang, "results": each.results}
        | {name: getattr(each.scored, name) for name in FIGURES}
        for each in asked
    ]
    new = path.with_name(f"{path.name}.new")
    new.write_bytes(b"".join(msgspec.json.encode(line) + b"\n" for line in lines))
    new.replace(path)


def read_run(path: Path) -> dict[tuple[str, str], list[str]]:
    """Read a kept run: the results by query and language.

    Raises:
        JudgedFault: when the file is no kept run, or is damaged.
    """
    found: dict[tuple[str, str], list[str]] = {}
    head: _Head | None = None
    for number, raw in lines_of(path):
        try:
            if head is None:
                head = msgspec.json.decode(raw, type=_Head)
                if head.format != _FORMAT:
                    raise JudgedFault(f"{path} is a run of another version ({head.format[:40]!r}). Make it again.")
                continue
            line = msgspec.json.decode(raw, type=_Line)
        except (msgspec.DecodeError, UnicodeDecodeError) as fault:
            raise JudgedFault(
                f"{path}, line {number:,} is not of a run that `fanlight judge FILE --save` wrote ({fault}). "
                "Make it again."
            ) from fault
        found[line.query, line.lang] = line.results
    if not found:
        raise JudgedFault(f"{path} holds no run. Make one by `fanlight judge FILE --save {path.name}`.")
    return found
