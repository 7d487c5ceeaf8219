"""Texts in languages: which one a reader gets, and which translation is older than its original."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

import msgspec

from .values import Record, Text

# Fields that hold a mapping by language but are no prose to be translated.
_NOT_PROSE = frozenset({"url", "words", "other_names"})


def said_in(text: Text, lang: str, order: Sequence[str]) -> tuple[str, str]:
    """Return the text for a reader of `lang`, and the language it is in.

    Where `lang` is missing, the first language of `order` that has the text stands in, else any. An empty mapping
    gives two empty strings.
    """
    if text.get(lang):
        return text[lang], lang
    for other in (*order, *sorted(text)):
        if text.get(other):
            return text[other], other
    return "", ""


def texts_of(record: msgspec.Struct, below: str = "") -> Iterator[tuple[str, Text]]:
    """Yield every text of a record as `(field path, text)`; children are named by their id: `channels.phone.hours`."""
    for field in record.__struct_fields__:
        value = getattr(record, field)
        path = f"{below}{field}"
        if not value or field in _NOT_PROSE or field in ("text_dates", "sources"):
            continue
        if isinstance(value, dict):
            yield path, value
        elif isinstance(value, list):
            for number, child in enumerate(value):
                if isinstance(child, msgspec.Struct):
                    name = getattr(child, "id", "") or getattr(child, "place", "") or str(number)
                    yield from texts_of(child, f"{path}.{name}.")
                elif isinstance(child, dict):
                    yield f"{path}.{number}", child


def text_date(record: Record, path: str, lang: str) -> dt.date | None:
    """Return the date of one text: its own, else the day the record was written."""
    return record.text_dates.get(f"{path}.{lang}", record.written)


def stale_texts(record: Record, lang: str, original: str) -> list[tuple[str, dt.date]]:
    """List the texts whose translation into `lang` is older than the original, each with the original's date."""
    stale: list[tuple[str, dt.date]] = []
    if not record.text_dates:
        return stale
    for path, text in texts_of(record):
        if lang in text and original in text:
            translated, changed = text_date(record, path, lang), text_date(record, path, original)
            if translated and changed and translated < changed:
                stale.append((path, changed))
    return stale
