"""How words sound, in English and Spanish: misspelt words most often sound like the right ones. Pure.

The keys are rules of thumb of our own, coarser than Metaphone (Philips, 1990): they only nominate words, which are then
compared letter by letter.
"""

from __future__ import annotations

import re
from functools import lru_cache

_SPANISH = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"ch|sh", "X"), (r"qu(?=[ei])|q", "k"), (r"c(?=[eiy])|z|x", "s"), (r"c", "k"), (r"v|w", "b"),
        (r"gu(?=[ei])", "G"), (r"g(?=[ei])", "j"), (r"h", ""), (r"ll", "y"), (r"n(?=[bp])", "m"),
        (r"y$|y(?![aeiou])", "i"), (r"^ps", "s"), (r"(.)\1+", r"\1"),
    )
]  # fmt: skip
_ENGLISH = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"^(?:kn|gn|pn)", "n"), (r"^wr", "r"), (r"ph", "f"), (r"[tsc]ion|shun|cian", "Xn"), (r"sch", "sk"),
        (r"ch|sh", "X"), (r"igh|ough|augh|gh", ""), (r"dge|g(?=[eiy])", "j"), (r"ck|qu|q", "k"), (r"c(?=[eiy])|z", "s"),
        (r"c", "k"), (r"x", "ks"), (r"w(?![aeiou])|h(?![aeiou])", ""), (r"(.)\1+", r"\1"), (r"(?<=.)[aeiouyh]+", ""),
        (r"^[aeiouy]+", "a"), (r"(.)\1+", r"\1"),
    )
]  # fmt: skip


@lru_cache(maxsize=100_000)
def keys(word: str) -> tuple[str, str]:
    """Return how a folded word sounds in Spanish and in English, as two keys; words that sound alike share one."""
    spanish = english = word
    for pattern, sound in _SPANISH:
        spanish = pattern.sub(sound, spanish)
    for pattern, sound in _ENGLISH:
        english = pattern.sub(sound, english)
    return spanish, english
