"""Finds the words of an index that a mistyped word may have meant. Pure: words in, words out.

Typing mistakes are counted by optimal string alignment (Boytsov, 2011): a letter missing, too many, wrong, or swapped.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from .sounds import keys

#: A word longer than this is no mistyped word, and comparing it would take long.
_LONGEST = 30
_MOST_MEANT = 3
#: Of words within reach, so many are compared further.
_MOST_NEAR = 40
#: What a word that sounds the same in Spanish or in English is forgiven, in typing mistakes.
_SOUNDS_SPANISH, _SOUNDS_ENGLISH = 1.25, 0.75
#: Each half of a word that was written as one has at least so many letters.
_SHORTEST_HALF = 2
#: The first part of a word that was written in two and misspelt besides.
_SHORTEST_PART = 3


class Vocabulary:
    """The folded words of an index, with the number of records that each stands in."""

    def __init__(self, counted: Iterable[tuple[str, int]]) -> None:
        self._count: dict[str, int] = {}
        self._by_first: dict[str, list[str]] = {}
        self._by_sound: dict[tuple[int, str], list[str]] = {}
        self._found: dict[str, list[str]] = {}
        for word, count in counted:
            if 1 < len(word) <= _LONGEST and word.isalpha():
                self._count[word] = count
                if len(word) > 3:
                    self._by_first.setdefault(word[0], []).append(word)
                for number, key in enumerate(keys(word)):
                    self._by_sound.setdefault((number, key), []).append(word)

    def __contains__(self, word: str) -> bool:
        return word in self._count

    def near(self, word: str) -> list[str]:
        """Return the words nearest to one that is not there, the best first; none if nothing is near enough.

        One typing mistake is forgiven in words of 4 letters and more, two in words of 8 and more (a letter missing,
        too many, wrong, or swapped with its neighbour). A word that sounds the same may differ by more. The first
        letter is taken to be right if such a word is found.
        """
        if not 2 < len(word) <= _LONGEST or not word.isalpha():
            return []
        if word not in self._found:
            if len(self._found) > 5_000:
                self._found.clear()
            self._found[word] = self._near(word)
        return self._found[word]

    def parts(self, word: str) -> list[str]:
        """Return the two words that were written as one: `foodstamps`, or misspelt `foodstams`; none if there are none.

        The first is a known word; the second is one, or is near to one.
        """
        best: tuple[float, list[str]] = (0.0, [])
        for at in range(_SHORTEST_HALF, len(word) - _SHORTEST_HALF + 1):
            first, second = word[:at], word[at:]
            if first not in self._count:
                continue
            right = second if second in self._count else next(iter(self.near(second) if len(second) > 2 else []), "")
            if right:
                # Two longer words are likelier than a stump and a rest; a known half than a mended one.
                worth = min(len(first), len(right)) + (0.0 if right == second else -1.5)
                best = max(best, (worth, [first, right]))
        return best[1] if best[0] >= _SHORTEST_HALF else []

    def joined(self, first: str, second: str) -> str:
        """Return the word that two words make which were written apart (`un employment`); empty if they make none."""
        whole = first + second
        if whole in self._count:
            return whole
        # Two short words make many a third one by chance: a mended whole must be near in letters and sound alike.
        if len(first) < _SHORTEST_PART or (first in self._count and second in self._count):
            return ""
        heard = keys(whole)
        alike = (
            other
            for other in self.near(whole)
            if OSA.distance(whole, other) <= 2 and any(a == b for a, b in zip(keys(other), heard, strict=True))
        )
        return next(alike, "")

    def _near(self, word: str) -> list[str]:
        most = 0 if len(word) < 4 else 1 if len(word) < 8 else 2
        known = self._by_first.get(word[0], [])
        close = self._typed(word, known, most) if most else {}
        close |= self._heard(word, most + 2)
        if not close and most:
            close = self._typed(
                word, [each for first, some in self._by_first.items() if first != word[0] for each in some], most
            )
        best = min(close.values(), default=0.0)
        near = [(cost, -self._count[other], other) for other, cost in close.items() if cost <= best + 0.25]
        return [other for _, _, other in sorted(near)][:_MOST_MEANT]

    def _typed(self, word: str, known: Sequence[str], most: int) -> dict[str, float]:
        near = process.extract(word, known, scorer=OSA.distance, score_cutoff=most, limit=_MOST_NEAR)
        return {other: float(distance) for other, distance, _ in near}

    def _heard(self, word: str, most: int) -> dict[str, float]:
        found: dict[str, float] = {}
        for number, (key, forgiven) in enumerate(zip(keys(word), (_SOUNDS_SPANISH, _SOUNDS_ENGLISH), strict=True)):
            for other in self._by_sound.get((number, key), []) if len(key) > 1 else []:
                # Three letters without their vowels sound like everything: `tps` is not `tips`.
                if len(word) < 4 and number and other != word + word[-1]:
                    continue
                distance = OSA.distance(word, other, score_cutoff=most)
                if distance <= most and distance <= max(1, len(word) // 2):
                    found[other] = min(found.get(other, 9.0), distance - forgiven)
        return found
