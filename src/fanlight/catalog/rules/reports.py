"""What an import says of itself: what was taken, mended and refused, each with its place."""

from __future__ import annotations

import msgspec

from .values import Record


class FileFault(Exception):
    """A fault of a whole file (encoding, format, truncation): nothing of it is taken in.

    The message is a sentence for the person who gave the file: the place, what is wrong, and the way out.
    """

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}: {reason}")
        self.place = place
        self.reason = reason


class Rejected(msgspec.Struct, frozen=True):
    """One record that was refused. ``place`` is the file and line, ``reason`` a sentence with the way out."""

    place: str
    id: str
    reason: str


class Repair(msgspec.Struct, frozen=True):
    """One value that was mended on the way in, old and new, so that nothing is changed in silence."""

    id: str
    field: str
    kind: str
    old: str
    new: str


class Kept(msgspec.Struct, frozen=True):
    """One field that an editor had changed, so that the import left it and only shows what it offered."""

    id: str
    field: str
    offered: str


class Incoming(msgspec.Struct, frozen=True):
    """One record as read, with the place where it was read."""

    place: str
    record: Record


class Reading(msgspec.Struct):
    """All that a reader found in a file.

    ``incoming`` are the records of the file. ``supporting`` are records that the format implies (an agency named in a
    row, the topics of a rule file): they are stored only where their id is not known yet, and are not counted as
    accepted.
    """

    incoming: list[Incoming] = []
    supporting: list[Record] = []
    rejected: list[Rejected] = []
    repairs: list[Repair] = []
