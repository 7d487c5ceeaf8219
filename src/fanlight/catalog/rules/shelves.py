"""Splitting a long list by meaning, so that no page offers more links than a person can look through.

A shelf is a part of a list with a name that says what stands on it: an agency, an audience or a subject. Never a
letter or a page number, for those say nothing to a person who does not know the name of what she needs.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

import msgspec

#: The most links that the main part of a page may offer and still count as a step (issue of the house and the door).
MOST_LINKS = 60
#: What we aim at, so that a page has room for its own few links.
SHELF = 50
_FEW = 3
_OTHER = "other"

#: Words too common in names of services to say what they are about.
_HOLLOW = frozenset(
    """program programs programme programmes grant grants assistance service services national federal state states
    support initiative project projects fund funds funding act section development public based under with from other
    special general activities activity cooperative agreements agreement improvement center centers and the for loan
    loans payment payments office united american department""".split()
)


class Shelved(msgspec.Struct, frozen=True):
    """One thing to be put on a shelf. `keys` gives, by splitter, the key under which it stands ("" for none)."""

    id: str
    name: str
    keys: dict[str, str]


class Shelf(msgspec.Struct, frozen=True):
    """One shelf: `path` is the keys from the outermost splitter in, as `(splitter, key)`."""

    path: tuple[tuple[str, str], ...]
    members: tuple[str, ...]

    @property
    def id(self) -> str:
        """The shelf's part of an address."""
        return "--".join(re.sub(r"[^a-z0-9]+", "-", key) for _, key in self.path)


def shelve(things: Sequence[Shelved], splitters: Sequence[str], limit: int = SHELF) -> list[Shelf]:
    """Split `things` into shelves of at most `limit`, by the first splitter that divides them, then the next.

    A group of few is put with other few under `other`. Where no splitter divides any further, the words of the names
    do (`subject`). A shelf can stay longer than `limit` only if even those do not tell its members apart.
    """
    return _split(list(things), list(splitters), (), limit)


def _split(things: list[Shelved], splitters: list[str], path: tuple[tuple[str, str], ...], limit: int) -> list[Shelf]:
    if path and len(things) <= limit:
        return [Shelf(path, tuple(thing.id for thing in things))]
    if not splitters:
        return _by_subject(things, path, limit)
    splitter, rest = splitters[0], splitters[1:]
    groups: dict[str, list[Shelved]] = defaultdict(list)
    for thing in things:
        groups[thing.keys.get(splitter) or _OTHER].append(thing)
    groups = _gather_few(groups, limit)
    if len(groups) == 1:
        only = next(iter(groups))
        # A splitter that puts everything on one shelf says something only where it is the first word on it.
        here = path if only == _OTHER or path else (*path, (splitter, only))
        return (
            _split(things, rest, here, limit)
            if rest or len(things) > limit
            else [Shelf(here or ((splitter, only),), tuple(thing.id for thing in things))]
        )
    shelves: list[Shelf] = []
    for key in sorted(groups, key=lambda k: (k == _OTHER, -len(groups[k]), k)):
        shelves += _split(groups[key], rest, (*path, (splitter, key)), limit)
    return shelves


def _gather_few(groups: dict[str, list[Shelved]], limit: int) -> dict[str, list[Shelved]]:
    """Put the groups of few together under `other`, as long as that stays one shelf."""
    gathered: dict[str, list[Shelved]] = {}
    other = list(groups.get(_OTHER, []))
    for key in sorted((k for k in groups if k != _OTHER), key=lambda k: (len(groups[k]), k)):
        if len(groups[key]) < _FEW and len(groups) > _FEW and len(other) + len(groups[key]) <= limit:
            other += groups[key]
        else:
            gathered[key] = groups[key]
    if other:
        gathered[_OTHER] = other
    return gathered


def subject_words(name: str) -> list[str]:
    """Return the words of a name that say what it is about, in order, once each."""
    words = re.findall(r"[^\W\d_]{4,}", name.lower())
    return list(dict.fromkeys(word for word in words if word not in _HOLLOW))


def _by_subject(things: Iterable[Shelved], path: tuple[tuple[str, str], ...], limit: int) -> list[Shelf]:
    """Split by the word that the most names share and that still fits one shelf, again and again."""
    left = {thing.id: set(subject_words(thing.name)) for thing in things}
    shelves: list[Shelf] = []
    while len(left) > limit:
        counts = Counter(word for words in left.values() for word in words)
        fitting = [(count, word) for word, count in counts.items() if _FEW <= count <= limit]
        if not fitting:
            break
        _, word = max(fitting, key=lambda pair: (pair[0], pair[1]))
        members = tuple(key for key, words in left.items() if word in words)
        shelves.append(Shelf((*path, ("subject", word)), members))
        for key in members:
            del left[key]
    if left:
        shelves.append(Shelf((*path, ("subject", _OTHER)), tuple(left)))
    return shelves
