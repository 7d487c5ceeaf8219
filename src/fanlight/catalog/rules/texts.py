"""Texts in languages: which one a reader gets, and which translation is older than its original."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

import msgspec

from .values import Record, Text

# Fields that hold a mapping by language but are no prose to be translated.
_NOT_PROSE = frozenset({"url", "words", "people_say", "other_names"})


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


def original_of(text: Text, languages: Sequence[str]) -> str:
    """Return the language that a text was first written in: the first of the site's languages that has it."""
    return next((lang for lang in languages if lang in text), min(text, default=""))


def dated(record: Record, before: Record | None, today: dt.date, languages: Sequence[str]) -> Record:
    """Give each text of an incoming record its date, by what is stored and by what the file says.

    A new record was written when its file says, else today. Of a known one, an original that changed was changed
    today, whether or not its writer thought of the date; a translation that changed is of the original as it is
    now; what did not change keeps its date. A file may say a later date for a text, and a record that says another
    day of writing than the stored one is believed in everything. `languages` are the site's, its own first.
    """
    if before is None or before.written is None:
        return record if record.written is not None else msgspec.structs.replace(record, written=today)
    if record.written is not None and record.written != before.written:
        return record
    stored, dates = before.text_dates, dict(record.text_dates)
    old = dict(texts_of(before))
    for path, text in texts_of(record):
        original = original_of(text, languages)
        was = old.get(path, {})
        for lang in sorted(text, key=lambda code: code != original):
            key = f"{path}.{lang}"
            said, known = record.text_dates.get(key), stored.get(key)
            same = text[lang] == was.get(lang)
            if same and lang != original and not said and text[original] != was.get(original):
                date: dt.date | None = _older(known or before.written, dates[f"{path}.{original}"])
            elif same:
                date = max(said, known) if said and known else said or known
            elif said and said != known and said > before.written:
                date = said
            elif lang == original:
                date = max(today, said or today)
            else:
                newest = dates.get(f"{path}.{original}")
                date = max(newest or before.written, said) if said else newest
            if date:
                dates[key] = date
    return msgspec.structs.replace(record, written=before.written, text_dates=dates)


def _older(date: dt.date, changed: dt.date) -> dt.date:
    """Return the date of a translation whose original has just changed: before that, even within one day."""
    return min(date, changed - dt.timedelta(days=1))
