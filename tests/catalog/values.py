"""Catalogues that Hypothesis makes up: every field of every kind, with texts that formats and databases trip over."""

import datetime as dt
import typing
from decimal import Decimal
from enum import StrEnum

import msgspec
from hypothesis import strategies as st

from fanlight.catalog.rules import KINDS, Catalogue, ChannelKind, Service, Status

NASTY = [
    "no", "Yes", "null", "~", "true", "007", "10.550", "1e5", "0x1F", "1_000", "12:30:00", "2026-11-22", "<<", "=", "",
    " leading", "trailing ", "\tab", "a\tb", "a\nb", "a\n\nb\n", "\n", "\n\n  a", "a\r\nb", "a\rb", "a: b", "# no comment",
    "- item\n- item", "&a *b !c %d @e `f", "{a: [b, 'c']}", '"quoted"', "it's", "\\n", "a\x85b", "a\u2028b\u2029c",
    "\ufeffmark", "👩‍👩‍👧 family", "مرحبا بالعالم", "\u202eright\u202c to left", "x" * 3_000, "word " * 400, "| pipe", "> fold\n more",
    "\x01\x07\x1b\x7f", "\ud7ff\ue000\uffff", "ñandú, ¿qué?", "...", "---", "? key", "a #b", "a\n...\nb", "a \nb",
]  # fmt: skip
_TEXTS = st.one_of(
    st.sampled_from(NASTY), st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=40)
)
_IDS = st.from_regex(r"[a-z0-9](?:[a-z0-9-]{0,8}[a-z0-9](?:\.[a-z0-9]{1,3})?)?", fullmatch=True)
_DATES = st.dates(dt.date(1, 1, 1), dt.date(9999, 12, 31))
_BY_NAME = {
    "number": st.sampled_from(["", "1-800-772-1213", "(555) 010-0199 x2", "711"]),
    "phone": st.sampled_from(["", "+1 800 772 1213"]),
    "currency": st.sampled_from(["USD", "EUR"]),
    "listing": st.sampled_from(["", "https://example.gov/a?b=c#d"]),
    "place": _IDS,
    "eu_code": st.sampled_from(["", "HAVING-A-BABY"]),
    "order": st.integers(-5, 5),
    "top_task": st.integers(0, 9),
}
_URLS = st.dictionaries(st.sampled_from(["en", "es"]), st.just("https://example.gov/ñ"), max_size=2)
_LINKS = {"parent", "replaces", "provider", "location", "related", "topics", "life_events", "duplicate_of", "services", "audiences"}  # fmt: skip


def _of(kind, name=""):  # noqa: PLR0911  (one line for each kind of type)
    if name in _BY_NAME:
        return _BY_NAME[name]
    origin, parts = typing.get_origin(kind), typing.get_args(kind)
    if origin is dict:
        if name == "url":
            return _URLS
        if name == "people_say":
            lines = st.lists(_TEXTS, max_size=3)
            return st.dictionaries(st.sampled_from(["en", "es"]), st.dictionaries(_IDS, lines, max_size=3), max_size=2)
        return st.dictionaries(st.sampled_from(["en", "es", "zh-Hant"]), _of(parts[1]), max_size=3)
    if origin is list:
        inner = _of(parts[0])
        by_id = (
            isinstance(parts[0], type) and issubclass(parts[0], msgspec.Struct) and "id" in parts[0].__struct_fields__
        )
        by_place = name == "by_place"
        unique = (lambda value: value.id) if by_id else (lambda value: value.place) if by_place else None
        return st.lists(inner, max_size=3, unique_by=unique)
    if type(None) in parts:
        return st.none() | _of(next(part for part in parts if part is not type(None)), name)
    if issubclass(kind, msgspec.Struct):
        return structs(kind)
    if issubclass(kind, StrEnum):
        return st.sampled_from(list(kind))
    return {
        str: st.just("") if name == "url" else _TEXTS,
        bool: st.booleans(),
        int: st.integers(-(2**31), 2**31 - 1),
        float: st.floats(allow_nan=False, allow_infinity=False),
        dt.date: _DATES,
        Decimal: st.decimals(0, 9_999_999, places=4),
    }[kind]


def structs(struct_type, **fixed):
    """Make up values of one type, every field of it. Links stay empty, for nothing is there to point at."""
    hints = typing.get_type_hints(struct_type)
    known = {
        name: fixed.get(name, _IDS if name == "id" else st.just([] if "list" in str(kind) else "") if name in _LINKS else _of(kind, name))
        for name, kind in hints.items()
        if name not in ("text_dates", "sources", "owner")
    }  # fmt: skip
    return st.builds(struct_type, **known).map(_sound)


def _sound(value):
    """Mend what the rules forbid and chance brings about."""
    change = {}
    if (
        "name" in value.__struct_fields__
        and isinstance(value.name, dict)
        and not any(t.strip() for t in value.name.values())
    ):
        change["name"] = {"en": "A name"}
    if getattr(value, "kind", None) == ChannelKind.EMAIL:
        change["number"] = "help@example.gov"
    elif isinstance(getattr(value, "kind", None), ChannelKind) and not value.by_place:
        change |= {"number": value.number or "711", "url": value.url or {"en": "https://example.gov/"}}
    if isinstance(value, Service):
        start, end = value.status_from or dt.date(2026, 1, 1), value.status_until or dt.date(2026, 6, 1)
        change |= {"status_from": min(start, end), "status_until": max(start, end)}
        if value.status in (Status.PAUSED, Status.CLOSED):
            change["status_reason"] = {"en": "Why"}
    return msgspec.structs.replace(value, **change) if change else value


def _linked(groups):
    """Point records at one another, in the order in which they stand, so that nothing goes round."""
    catalogue = Catalogue(**{kind: sorted(records, key=lambda r: r.id) for kind, records in groups.items()})
    providers = [
        msgspec.structs.replace(p, parent=catalogue.providers[n - 1].id if n else "", written=dt.date(2026, 1, 2))
        for n, p in enumerate(catalogue.providers)
    ]
    topics = [t.id for t in catalogue.topics]
    ids = [s.id for s in catalogue.services]
    services = [
        msgspec.structs.replace(
            s, provider=providers[-1].id if providers else "", topics=topics, replaces=ids[n + 1 : n + 2], related=ids,
            sources={"name": "desk"}, text_dates={"name.en": dt.date(2026, 3, 4)},
        )
        for n, s in enumerate(catalogue.services)
    ]  # fmt: skip
    return msgspec.structs.replace(catalogue, providers=providers, services=services)


#: Whole catalogues, with links that hold and every record dated.
catalogues = st.fixed_dictionaries(
    {
        kind: st.lists(structs(value_type, written=_DATES), max_size=2, unique_by=lambda record: record.id)
        for kind, value_type in KINDS.items()
    }
).map(_linked)
