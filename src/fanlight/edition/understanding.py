"""What a query means: its words, mended where they are unknown, and the concepts that it speaks of. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence

import msgspec

from .spelling import Vocabulary

#: A query longer than this many words is cut: nobody types more, and each word costs time.
MOST_WORDS = 24
_MISTYPED, _HARDLY_KNOWN = 0.6, 0.5

# Words that carry no meaning in a question, without accents. Kept short: a missing one costs little.
STOP = frozenset(
    """a an and are as at be but by can do does for from get have how i if in into is it me my need of on or so that
    the their them there they this to us was we what when where which who will with you your want help
    al como con cual cuando de del donde el ella en es esta este ha hay la las le lo los me mi mis necesito no nos o
    para pero por puedo que quien se si sin sobre su sus te un una unas unos y ya yo ayuda""".split()
)


#: Short words that may also be the beginning of another: `un employment`, `in surance`.
_PREFIXES = frozenset({"un", "in", "re", "me"})


class Word(msgspec.Struct, frozen=True):
    """A word of a query, and the words that it is looked up as, each with what it is worth.

    A `parted` one was two words written as one: its forms are its halves, and both are meant.
    """

    text: str
    forms: list[tuple[str, float]]
    parted: bool = False


def fold(text: str) -> str:
    """Return a text in lower case without accents, as the index keeps it."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def words_of(text: str) -> list[str]:
    """Return the folded words of a text; a number with dots (`10.551`) stays one word."""
    return re.findall(r"\d+(?:[.\-]\d+)+|\w+", fold(text))


def mended(
    words: Sequence[str], vocabulary: Vocabulary, known: Callable[[str], bool], sure: Callable[[str], bool]
) -> list[Word]:
    """Look at each word of a query: a known one stays, an unknown one is joined, parted or mended.

    `known` says whether a word is in the index at all, `sure` whether it is there as a word that is spelled so. One
    that is only in lines that people typed may be their slip: it is looked up as it is, and mended too.
    """
    found: list[Word] = []
    at = 0
    while at < len(words):
        word = words[at]
        following = words[at + 1] if at + 1 < len(words) else ""
        if following and _joinable(word, following, known) and (whole := vocabulary.joined(word, following)):
            found.append(Word(f"{word} {following}", [(whole, 1.0)]))
            at += 2
            continue
        found.append(_mended(word, vocabulary, known, sure))
        at += 1
    return found


def _mended(word: str, vocabulary: Vocabulary, known: Callable[[str], bool], sure: Callable[[str], bool]) -> Word:
    if sure(word) or not word.isalpha():
        return Word(word, [(word, 1.0)])
    forms = [(word, 1.0)] if known(word) else []
    worth = _HARDLY_KNOWN if forms else _MISTYPED
    near = vocabulary.near(word)
    if not near and not forms and (parts := vocabulary.parts(word)):
        return Word(word, [(part, _MISTYPED) for part in parts], parted=True)
    forms += [(other, worth) for other in near if other != word]
    return Word(word, forms)


def _joinable(first: str, second: str, known: Callable[[str], bool]) -> bool:
    """Two words are tried as one where one of them is unknown, and neither is a number."""
    return (
        first not in STOP - _PREFIXES and first.isalpha() and second.isalpha() and not (known(first) and known(second))
    )
