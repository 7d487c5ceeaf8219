"""Parts a text so that each part goes out as one text message.

A message holds 140 bytes (3GPP TS 23.040): 160 characters of the GSM 7 bit default alphabet, or, as soon as one
character stands outside it, 70 units of UCS-2. The alphabet and its extension table are those of 3GPP TS 23.038, 6.2.1
and 6.2.1.1; a character of the extension takes two places, for an escape goes before it.
"""

from __future__ import annotations

import re
import unicodedata

#: 3GPP TS 23.038, 6.2.1, by rows of the table. The escape to the extension is no character of its own.
ALPHABET = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅå"
    "Δ_ΦΓΛΩΠΨΣΘΞÆæßÉ"
    " !\"#¤%&'()*+,-./"
    "0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNO"
    "PQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmno"
    "pqrstuvwxyzäöñüà"
)
#: 3GPP TS 23.038, 6.2.1.1.
EXTENSION = frozenset("\f^{}\\[~]|€")
MOST_GSM, MOST_OTHER = 160, 70

# Marks of print that every alphabet of phones has another form of: one of them would halve what a message holds.
_SIMPLER = str.maketrans(
    {
        "‘": "'", "’": "'", "´": "'", "`": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "–": "-", "—": "-",
        "‑": "-", "…": "...", "•": "-", "→": "->", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\t": " ", "\n": " ",
    }
)  # fmt: skip


def simpler(text: str, *, plain: bool = False) -> str:
    """Return a text with plain marks for those of print. With `plain`, letters outside the alphabet lose their accents
    as well (`á` becomes `a`, `ñ` stays), and what has no such form is left out."""
    text = re.sub(" +", " ", unicodedata.normalize("NFC", text).translate(_SIMPLER)).strip()
    if not plain:
        return text
    return "".join(char if is_gsm(char) else _bare(char) for char in text)


def _bare(char: str) -> str:
    return "".join(each for each in unicodedata.normalize("NFKD", char) if is_gsm(each))


def is_gsm(text: str) -> bool:
    """Whether every character stands in the GSM alphabet or its extension."""
    return all(char in ALPHABET or char in EXTENSION for char in text)


def length(text: str) -> int:
    """Return how many places a text takes: septets in the GSM alphabet, else units of UTF-16 (an emoji takes two)."""
    if is_gsm(text):
        return len(text) + sum(char in EXTENSION for char in text)
    return len(text.encode("utf-16-le", "ignore")) // 2


def fits(text: str) -> bool:
    """Whether a text goes out as one message."""
    return length(text) <= (MOST_GSM if is_gsm(text) else MOST_OTHER)


def parted(text: str) -> list[str]:
    """Part a text between words into messages; a word too long for one is cut. No text gives no part."""
    parts: list[str] = []
    for word in text.split():
        if parts and fits(f"{parts[-1]} {word}"):
            parts[-1] = f"{parts[-1]} {word}"
        else:
            parts += _cut(word)
    return parts


def _cut(word: str) -> list[str]:
    pieces = [""]
    for char in word:
        if fits(pieces[-1] + char):
            pieces[-1] += char
        else:
            pieces.append(char)
    return pieces
