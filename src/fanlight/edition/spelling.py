"""Finds the words of an index that a mistyped word may have meant. Pure: words in, words out."""

from __future__ import annotations

from collections.abc import Iterable

from .sounds import keys

#: A word longer than this is no mistyped word, and comparing it would take long.
_LONGEST = 30
_MOST_MEANT = 3
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
        self._by_first: dict[str, list[tuple[str, int, int]]] = {}
        self._by_sound: dict[tuple[int, str], list[tuple[str, int]]] = {}
        self._found: dict[str, list[str]] = {}
        for word, count in counted:
            if 1 < len(word) <= _LONGEST and word.isalpha():
                self._count[word] = count
                self._by_first.setdefault(word[0], []).append((word, _letters(word), count))

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
            if mistakes(whole, other, 2) <= 2 and any(a == b for a, b in zip(keys(other), heard, strict=True))
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

    def _typed(self, word: str, known: Iterable[tuple[str, int, int]], most: int) -> dict[str, float]:
        letters, length = _letters(word), len(word)
        # Two words that differ by one mistake differ in at most two letters: this spares nearly all comparisons.
        return {
            other: float(distance)
            for other, mask, _ in known
            if len(other) > 3
            and abs(len(other) - length) <= most
            and (mask ^ letters).bit_count() <= 2 * most
            and (distance := mistakes(word, other, most)) <= most
        }

    def _heard(self, word: str, most: int) -> dict[str, float]:
        if not self._by_sound:
            for other, count in self._count.items():
                for number, key in enumerate(keys(other)):
                    self._by_sound.setdefault((number, key), []).append((other, count))
        found: dict[str, float] = {}
        for number, (key, forgiven) in enumerate(zip(keys(word), (_SOUNDS_SPANISH, _SOUNDS_ENGLISH), strict=True)):
            for other, _ in self._by_sound.get((number, key), []) if len(key) > 1 else []:
                # Three letters without their vowels sound like everything: `tps` is not `tips`.
                if len(word) < 4 and number and other != word + word[-1]:
                    continue
                distance = mistakes(word, other, most)
                if distance <= most and distance <= max(1, len(word) // 2):
                    found[other] = min(found.get(other, 9.0), distance - forgiven)
        return found


def _letters(word: str) -> int:
    mask = 0
    for char in word:
        mask |= 1 << (ord(char) % 61)
    return mask


def mistakes(first: str, second: str, most: int) -> int:
    """Count the typing mistakes between two words (optimal string alignment); more than `most` give `most` + 1."""
    before: list[int] = []
    last = list(range(len(second) + 1))
    for i, char in enumerate(first, 1):
        row = [i]
        for j, other in enumerate(second, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (char != other))
            if i > 1 and j > 1 and char == second[j - 2] and first[i - 2] == other:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
        before, last = last, row
    return min(last[-1], most + 1)
