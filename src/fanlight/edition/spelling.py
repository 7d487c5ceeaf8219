"""Finds the words of an index that a mistyped word may have meant. Pure: words in, words out."""

from __future__ import annotations

from collections.abc import Iterable

#: A word longer than this is no mistyped word, and comparing it would take long.
_LONGEST = 30
_MOST_MEANT = 3


class Vocabulary:
    """The folded words of an index, with the number of records that each stands in."""

    def __init__(self, counted: Iterable[tuple[str, int]]) -> None:
        self._by_first: dict[str, list[tuple[str, int, int]]] = {}
        for word, count in counted:
            if 3 < len(word) <= _LONGEST and not word.isdigit():
                self._by_first.setdefault(word[0], []).append((word, _letters(word), count))

    def near(self, word: str) -> list[str]:
        """Return the words nearest to one that is not there, the most used first; none if nothing is near enough.

        One typing mistake is forgiven in words of 4 letters and more, two in words of 8 and more (a letter missing,
        too many, wrong, or swapped with its neighbour). The first letter is taken to be right if such a word is found.
        """
        if not 3 < len(word) <= _LONGEST or not word.isalpha():
            return []
        most = 1 if len(word) < 8 else 2
        same = self._by_first.get(word[0], [])
        return self._among(word, same, most) or self._among(
            word, [each for first, words in self._by_first.items() if first != word[0] for each in words], most
        )

    def _among(self, word: str, known: Iterable[tuple[str, int, int]], most: int) -> list[str]:
        letters, length = _letters(word), len(word)
        # Two words that differ by one mistake differ in at most two letters: this spares nearly all comparisons.
        close = [
            (distance, -count, other)
            for other, mask, count in known
            if abs(len(other) - length) <= most
            and (mask ^ letters).bit_count() <= 2 * most
            and (distance := mistakes(word, other, most)) <= most
        ]
        best = min((each[0] for each in close), default=0)
        return [other for distance, _, other in sorted(close) if distance == best][:_MOST_MEANT]


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
