"""The same pages as data, for programs: what is empty is left out, and every address stands whole."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec

from .values import PageValue, Said

#: What is for the look of a page, or says again what stands elsewhere.
_ONLY_FOR_PAGES = {"json_ld", "anchor", "trail"}


def data_of(value: PageValue, base: str) -> dict[str, Any]:
    """Give a page as data that JSON can hold.

    `base` is the site's address, put before each address within it. A text is a string; one in another language than
    the page is a mapping with `text` and `lang`. Dates are ISO 8601.
    """
    given = _plain(value, base)
    return given if isinstance(given, dict) else {}


def _plain(value: Any, base: str) -> Any:
    if isinstance(value, Said):
        return {"text": value.text, "lang": value.lang} if value.lang else value.text
    if isinstance(value, msgspec.Struct):
        fields = {name: _plain(getattr(value, name), base) for name in value.__struct_fields__}
        kept = {name: each for name, each in fields.items() if name not in _ONLY_FOR_PAGES and not _empty(each)}
        href = kept.get("href", "")
        if href.startswith("/"):
            kept["href"] = f"{base}{href}"
        return kept
    if isinstance(value, list):
        return [_plain(each, base) for each in value]
    return value.isoformat() if isinstance(value, dt.date) else value


def _empty(value: Any) -> bool:
    # A count of nothing is left out; what is false is a fact.
    return value is None or value in ("", []) or (value == 0 and value is not False)
