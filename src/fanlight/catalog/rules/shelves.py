"""Splitting a long list by meaning, so that no page offers more links than a person can look through.

A shelf is a part of a list with a name that says what stands on it: an agency, an audience or a subject. Never a
letter or a page number, for those say nothing to a person who does not know the name of what she needs.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec

#: The most links that the main part of a page may offer and still count as a step (issue of the house and the door).
MOST_LINKS = 60
#: What we aim at, so that a page has room for its own few links.
SHELF = 50
_FEW = 3
_OTHER = "other"
#: A shelf of several subjects is called by this many of them.
_SAID_WORDS = 5
#: A word shorter than this seldom says what a thing is about.
_TELLING = 4

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
    """Return the words of a name that say what it is about, in order, once each; any words, where none of them do."""
    words = re.findall(r"[^\W_]{2,}", name.lower()) or [name.lower().strip()]
    telling = [word for word in words if len(word) >= _TELLING and word not in _HOLLOW]
    return list(dict.fromkeys(telling or words))


def _by_subject(things: Iterable[Shelved], path: tuple[tuple[str, str], ...], limit: int) -> list[Shelf]:
    named = {thing.id: subject_words(thing.name) for thing in things}
    return [
        Shelf((*path, ("subject", "-".join(words) or _OTHER)), tuple(members))
        for words, members in by_words(named, limit)
    ]


def by_words(named: Mapping[str, Sequence[str]], size: int) -> list[tuple[tuple[str, ...], list[str]]]:
    """Divide ids, each with the words of its name, into groups of at most `size` that share words.

    Each id goes to the word that most others share with it and that still makes one group. Small groups are put
    together, and then the group is called by up to five of its words. Ids that no word tells apart stay together,
    however many they are.
    """
    left = {key: set(words) for key, words in named.items()}
    total = Counter(word for words in left.values() for word in words)
    counts = total.copy()
    groups: list[tuple[list[str], list[str]]] = []
    while left:
        # Of words that as many share, the one that fewer names bore at first tells more.
        ranked = [(count, -total[word], word) for word, count in counts.items()]
        count, _, word = max([each for each in ranked if 0 < each[0] <= size] or ranked, default=(0, 0, ""))
        members = [key for key, words in left.items() if word in words] if count > 0 else list(left)
        if count <= size:
            groups.append(([word] if word else [], members))
        else:
            # Every word left is shared by too many: the group of one is divided by the other words of its names.
            within = {key: sorted(left[key] - {word}) for key in members}
            groups += [([word, *words], inside) for words, inside in by_words(within, size)]
        for key in members:
            counts.subtract(left.pop(key))
    return _packed(groups, size)


def _packed(groups: list[tuple[list[str], list[str]]], size: int) -> list[tuple[tuple[str, ...], list[str]]]:
    """Put small groups together, the largest first, so that there are as few as can be looked through."""
    packed: list[tuple[list[str], list[str]]] = []
    for own, members in groups:
        for words, others in reversed(packed):
            if len(members) <= size // 3 and len(others) + len(members) <= size:
                words.extend(word for word in own if word not in words)
                others.extend(members)
                break
        else:
            packed.append((list(own), list(members)))
    return [(tuple(words)[:_SAID_WORDS], members) for words, members in packed]
