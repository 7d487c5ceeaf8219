"""Which of the records that were read can be taken in: sound, once each, and pointing at what is there."""

from __future__ import annotations

import contextlib
from collections import defaultdict
from collections.abc import Iterable, Mapping

import msgspec

from .checks import Wrong, check_record
from .links import CIRCLES, circles, pointers, targets
from .reports import Incoming, Reading, Rejected
from .values import KINDS, Record

KIND_OF = {value_type: kind for kind, value_type in KINDS.items()}
Key = tuple[str, str]
#: What is stored already: kind → id → record.
Stored = Mapping[str, Mapping[str, Record]]


class Sifted(msgspec.Struct):
    """What can be taken in, and what cannot. `supporting` are only those that an accepted record needs."""

    accepted: list[Incoming]
    supporting: list[Record]
    rejected: list[Rejected]


def key_of(record: Record) -> Key:
    """Return the kind and the id of a record: together they are unique."""
    return KIND_OF[type(record)], record.id


def sift(reading: Reading, stored: Stored) -> Sifted:
    """Part what a reader found into what can be taken in and what is rejected, each with its reason.

    Of records with one id the first sound one wins. A record that points at nothing, or at one that was rejected
    itself, is rejected too; so is each member of a circle. What is stored already stays, so it can be pointed at.
    """
    work = _Work(reading, stored)
    work.reject_unsound(reading.incoming)
    work.reject_dangling()
    while work.reject_circles():
        work.cascade()
    return Sifted(list(work.accepted.values()), work.needed(), [*reading.rejected, *work.rejected])


def renamed(reading: Reading, stored: Stored, sifted: Sifted) -> list[Record]:
    """Return the stored records that are nothing but a name, with names in languages that they did not have yet.

    A topic that a spreadsheet named in English alone gets its Spanish name with the next one. A name that is there
    already stays, and so does a record that says more than its name: somebody wrote it.
    """
    given = {key_of(one.record) for one in sifted.accepted}
    found: dict[Key, Record] = {}
    for offered in reading.supporting:
        key = key_of(offered)
        before = stored[key[0]].get(key[1])
        if before is None or key in given or not set(offered.name) - set(before.name):
            continue
        bare = type(before)(id=key[1], name=before.name, written=before.written, text_dates=before.text_dates)
        named = msgspec.structs.replace(before, name={**offered.name, **before.name})
        with contextlib.suppress(Wrong):
            check_record(named)
            if before == bare:
                found.setdefault(key, named)
    return list(found.values())


class _Work:
    def __init__(self, reading: Reading, stored: Stored) -> None:
        self.stored = stored
        self.accepted: dict[Key, Incoming] = {}
        self.supporting: dict[Key, Record] = {}
        self.rejected: list[Rejected] = []
        self.why: dict[Key, str] = {}
        self.to_cascade: list[Key] = []
        self.pointing: dict[Key, list[tuple[Key, str]]] = defaultdict(list)
        for record in reading.supporting:
            key = key_of(record)
            if not self.is_stored(key):
                self.supporting.setdefault(key, record)

    def is_stored(self, key: Key) -> bool:
        return key[1] in self.stored[key[0]]

    def reject_unsound(self, incoming: Iterable[Incoming]) -> None:
        for one in incoming:
            key = key_of(one.record)
            try:
                check_record(one.record)
            except Wrong as wrong:
                self.rejected.append(Rejected(one.place, one.record.id, str(wrong)))
                self.why.setdefault(key, "was rejected itself")
                continue
            if first := self.accepted.get(key):
                reason = f"the id {key[1]!r} stands already at {first.place}; the first counts. Give this one its own"
                self.rejected.append(Rejected(one.place, one.record.id, reason))
                continue
            self.accepted[key] = one
            self.supporting.pop(key, None)
        for key, record in list(self.supporting.items()):
            try:
                check_record(record)
            except Wrong as wrong:
                del self.supporting[key]
                self.why[key] = f"cannot be taken in: {wrong}"

    def reject_dangling(self) -> None:
        """Reject what points at nothing, and then in turn what pointed at that. Each link is looked at once."""
        lost: list[tuple[Key, str]] = []
        for key, record in self._candidates():
            for field, target, to in pointers(record):
                aim = (to, target)
                if self.is_stored(aim):
                    continue
                self.pointing[aim].append((key, field))
                if aim not in self.accepted and aim not in self.supporting:
                    lost.append((key, self._lost(field, aim)))
        for key, reason in lost:
            self._reject(key, reason)
        self.cascade()

    def _candidates(self) -> Iterable[tuple[Key, Record]]:
        yield from ((key, one.record) for key, one in self.accepted.items())
        yield from self.supporting.items()

    def _lost(self, field: str, aim: Key) -> str:
        kind, target = aim
        if why := self.why.get(aim):
            return f"`{field}` points at {target!r} in {kind}, which {why}; mend that one first"
        return (
            f"`{field}` points at {target!r}, and there is no such record in {kind}; "
            "mend the id, take it out, or import that record as well"
        )

    def _reject(self, key: Key, reason: str) -> None:
        if one := self.accepted.pop(key, None):
            self.rejected.append(Rejected(one.place, one.record.id, reason))
            self.why[key] = f"was rejected itself ({one.place})"
        elif self.supporting.pop(key, None):
            self.why[key] = f"cannot be taken in: {reason}"
        else:
            return
        self.to_cascade.append(key)

    def cascade(self) -> None:
        """Reject what points at the rejected, until nothing does."""
        while self.to_cascade:
            gone = self.to_cascade.pop()
            for key, field in self.pointing.get(gone, ()):
                self._reject(key, self._lost(field, gone))

    def reject_circles(self) -> bool:
        """Reject the new members of each circle; say whether there was any."""
        found: list[tuple[Key, str]] = []
        for kind, field in CIRCLES:
            members: dict[str, Record] = dict(self.stored[kind])
            members |= {key[1]: record for key, record in self._candidates() if key[0] == kind}
            said = circles(field, {key: targets(record, field) for key, record in members.items()})
            found += [((kind, member), reason) for member, reason in said.items()]
        mine = [(key, reason) for key, reason in found if key in self.accepted or key in self.supporting]
        for key, reason in mine:
            self._reject(key, reason)
        return bool(mine)

    def needed(self) -> list[Record]:
        """Return the supporting records that an accepted one needs, directly or by way of another."""
        reached: set[Key] = set()
        ahead: list[Record] = [one.record for one in self.accepted.values()]
        while ahead:
            for _, target, to in pointers(ahead.pop()):
                key = (to, target)
                if key in self.supporting and key not in reached:
                    reached.add(key)
                    ahead.append(self.supporting[key])
        return [record for key, record in self.supporting.items() if key in reached]
