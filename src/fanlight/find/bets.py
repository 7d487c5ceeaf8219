"""Best bets: records that people have chosen to stand first for some words, perhaps between two dates.

They are kept in `best_bets.yaml`, checked at printing and printed into the edition; the door judges their dates.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import msgspec
import yaml

from fanlight.edition.queries import Edition
from fanlight.edition.understanding import words_of

#: Where they are printed. Paths that begin with an underscore are never served as they are.
BETS = "/_best-bets"
_LARGEST = 1_000_000
#: More than so many records before all others would hide what was found.
_MOST = 3


class BetFault(ValueError):
    """A file of best bets that cannot be read. The message says where, and what to mend."""


class Bet(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, rename={"start": "from"}):
    """One best bet: a record, the words by language for which it stands first, why, and its first and last day."""

    record: str
    phrases: dict[str, list[str]]
    reason: str
    start: dt.date | None = None
    until: dt.date | None = None

    def holds_on(self, day: dt.date) -> bool:
        """Whether it holds on a day; its first and its last day count."""
        return (self.start is None or self.start <= day) and not self.is_over(day)

    def is_over(self, day: dt.date) -> bool:
        """Whether its last day has gone by."""
        return self.until is not None and self.until < day


def read_bets(path: Path) -> list[Bet]:
    """Read a file of best bets; one that is not there holds none.

    Raises:
        BetFault: when it is no such file.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return []
    if len(content) > _LARGEST:
        raise BetFault(f"{path} has {len(content):,} bytes; at most {_LARGEST:,} are read. Shorten it.")
    try:
        # Every scalar is text: `no` is a word, and a date is read by us.
        read = yaml.load(content.decode("utf-8-sig"), yaml.CBaseLoader)
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as fault:
        mark = getattr(fault, "problem_mark", None)
        raise BetFault(
            f"{path}{f', line {mark.line + 1}' if mark else ''}: this is not YAML in UTF-8. "
            "Texts with a colon or a # need quotes, and lines are moved in with blanks, never tabs."
        ) from fault
    if read in (None, ""):
        return []
    if not isinstance(read, list):
        raise BetFault(f"{path} must hold a list; each best bet begins with `- record:`.")
    return [_read_bet(each, f"{path}, best bet {number}") for number, each in enumerate(read, 1)]


def _read_bet(given: Any, place: str) -> Bet:
    try:
        return msgspec.convert(given, Bet)
    except msgspec.ValidationError as fault:
        raise BetFault(
            f"{place}: {fault}. It needs `record`, `phrases` (a list for each language) and `reason`, and may have "
            "`from` and `until`, written as 2026-11-30."
        ) from fault


def bet_faults(bets: Sequence[Bet], records: Container[str], languages: Sequence[str]) -> list[tuple[str, str]]:
    """Return what is wrong with best bets, as pairs of record and sentence."""
    return [
        (bet.record, f"best_bets.yaml, best bet {number} ({bet.record}): {fault}")
        for number, bet in enumerate(bets, 1)
        for fault in _faults(bet, records, languages)
    ]


def _faults(bet: Bet, records: Container[str], languages: Sequence[str]) -> Iterator[str]:
    if bet.record not in records:
        yield "there is no live record of this id. A life event is written life-events/<id>."
    if bet.start and bet.until and bet.until < bet.start:
        yield f"it ends on {bet.until}, before it begins on {bet.start}. Mend one of the dates."
    if strange := sorted(set(bet.phrases) - set(languages)):
        yield f"the site does not speak {', '.join(strange)}. It speaks {', '.join(languages)}."
    if not any(bet.phrases.values()):
        yield "it has no phrase. Write the words for which it should stand first."
    for phrase in (phrase for phrases in bet.phrases.values() for phrase in phrases):
        if not words_of(phrase):
            yield f"the phrase “{phrase}” has no word in it. Write the word, or take it out."
    if not bet.reason.strip():
        yield "say the reason, for those who look at it later."


def expired(bets: Iterable[Bet], today: dt.date) -> list[str]:
    """Return a sentence for each best bet whose last day has gone by."""
    return [
        f"best_bets.yaml: the best bet on {bet.record} ended on {bet.until}. Take it out, or give it a new date."
        for bet in bets
        if bet.is_over(today)
    ]


def print_bets(bets: Sequence[Bet]) -> bytes:
    """Return best bets as they are printed into an edition."""
    return msgspec.json.encode(list(bets))


class Bets:
    """The best bets of an edition."""

    def __init__(self, bets: Sequence[Bet]) -> None:
        self._bets = [
            (bet, [f" {' '.join(words_of(phrase))} " for phrases in bet.phrases.values() for phrase in phrases])
            for bet in bets
        ]

    def find(self, queries: Iterable[str], today: dt.date) -> list[str]:
        """Return the records that stand first today for a query, written in any of the ways given: those with a phrase
        that the query holds, word for word, in the order of the file."""
        if not self._bets:
            return []
        asked = [f" {' '.join(words_of(query))} " for query in queries if query]
        found = [
            bet.record
            for bet, phrases in self._bets
            if bet.holds_on(today) and any(phrase in words for phrase in phrases for words in asked)
        ]
        return list(dict.fromkeys(found))[:_MOST]


_opened: WeakKeyDictionary[Edition, Bets] = WeakKeyDictionary()


def bets_of(edition: Edition) -> Bets:
    """Return the best bets of an edition; none for one that was printed without."""
    bets = _opened.get(edition)
    if bets is None:
        body = edition.body(BETS)
        try:
            printed = msgspec.json.decode(body.text(), type=list[Bet]) if body else []
        except msgspec.DecodeError:
            # Printed by another version: search goes on without best bets until the next printing.
            printed = []
        bets = _opened[edition] = Bets(printed)
    return bets
