"""How hard a text is to read, measured offline: each language by a measure made for it.

Syllables are counted by hyphenation (pyphen carries its dictionaries). It finds a little fewer than are spoken, so the
grades are lenient by about half a year.
"""

from __future__ import annotations

import re
from functools import cache

import pyphen


@cache
def _dictionary(lang: str) -> pyphen.Pyphen:
    return pyphen.Pyphen(lang=lang)


def _counts(text: str, lang: str) -> tuple[int, int, int]:
    words = re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", text)
    sentences = [part for part in re.split(r"[.!?…:;]+\s|\n+", text) if re.search(r"\w", part)]
    syllables = sum(len(_dictionary(lang).positions(word)) + 1 for word in words)
    return max(len(words), 1), max(len(sentences), 1), syllables


def grade_english(text: str) -> float:
    """The US school grade that a text asks for (Kincaid and others, 1975, Research Branch Report 8-75)."""
    words, sentences, syllables = _counts(text, "en_US")
    return 0.39 * words / sentences + 11.8 * syllables / words - 15.59


def ease_spanish(text: str) -> float:
    """How easy a Spanish text is, 0 to 100; 60 to 70 is for the public at large (Fernández Huerta, 1959)."""
    words, sentences, syllables = _counts(text, "es")
    return 206.84 - 60 * syllables / words - 1.02 * words / sentences
