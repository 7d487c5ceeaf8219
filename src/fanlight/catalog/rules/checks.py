"""What a record must be before it is taken in: each check raises a reason in words that its writer understands."""

from __future__ import annotations

import datetime as dt
import hashlib
import math
import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

import msgspec

from .values import Channel, ChannelKind, Cost, LifeEvent, Location, Provider, Record, Service, Status

_ID = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,98}[a-z0-9])?")
_LANG = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_TEL = re.compile(r"(?=.*[0-9])[0-9+#*(), ./xX-]{2,40}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
#: Mappings that are not from language to text.
_OTHER_MAPPINGS = ("text_dates", "sources")
#: Longest values of the short fields; the database has room for no more.
_SHORT = {
    "number": 40,
    "phone": 40,
    "place": 40,
    "eu_code": 40,
    "currency": 3,
    "owner": 200,
    "listing": 2000,
    "url": 2000,
}
_SMALLEST, _LARGEST = -(2**31), 2**31 - 1

#: Longest text that a page can carry and stay under its size.
LONGEST_TEXT = 20_000


class Wrong(ValueError):
    """A record that cannot be taken in. The message names the field and the way out."""


def is_public_id(text: str) -> bool:
    """Whether a text can be a public id: lower-case letters, digits, hyphens and dots, 1 to 100 characters."""
    return bool(_ID.fullmatch(text)) and ".." not in text


def public_id(text: str) -> str:
    """Make a public id of any string, always the same one for the same string.

    A string that is one already is kept. Of others the letters are folded to ASCII and the rest becomes hyphens; a
    short hash of the string is added, so that two strings that fold alike stay apart.
    """
    if is_public_id(text):
        return text
    folded = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", folded).strip("-")[:60].strip("-")
    mark = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()
    return f"{slug}-{mark}" if slug else mark


def check_record(record: Record) -> None:
    """Check one record by itself.

    Raises:
        Wrong: naming the first field at fault and what would be right.
    """
    if not is_public_id(record.id):
        raise Wrong(f"`id` must be lower-case letters, digits, hyphens or dots, at most 100; it is {record.id[:80]!r}")
    if not any(text.strip() for text in record.name.values()):
        raise Wrong("`name` is missing: give the name in at least one language")
    for path, value in _leaves(record, ""):
        _check_leaf(path, value)
    _check_origins(record)
    if isinstance(record, Service):
        _check_service(record)
    elif isinstance(record, LifeEvent):
        _check_children("steps", [step.id for step in record.steps])
    elif isinstance(record, Location):
        check_number(record.phone, "phone")
    elif isinstance(record, Provider):
        check_number(record.phone, "phone")
        if record.parent == record.id:
            raise Wrong("`parent` names the provider itself; leave it out for one that has nobody above it")


def _leaves(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Yield every scalar of a record with its path; on the way, see that texts are keyed by languages."""
    if isinstance(value, msgspec.Struct):
        for field in value.__struct_fields__:
            inner = getattr(value, field)
            if inner or inner == 0:
                yield from _leaves(inner, f"{path}.{field}" if path else field)
    elif isinstance(value, dict):
        _check_keys(value, path)
        for key, inner in value.items():
            yield from _leaves(key, f"{path} (a key)")
            yield from _leaves(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            name = getattr(inner, "id", "") or getattr(inner, "place", "") or str(number)
            yield from _leaves(inner, f"{path}.{name}")
    else:
        yield path, value


def _check_keys(mapping: dict[str, Any], path: str) -> None:
    if path.startswith("people_say."):
        for hand in mapping:
            if not is_public_id(hand):
                raise Wrong(f"`{path}` has {hand[:80]!r} where the id of a hand must stand, such as clinic-clerk")
    elif path not in _OTHER_MAPPINGS:
        for lang in mapping:
            if not _LANG.fullmatch(lang):
                raise Wrong(f"`{path}` has {lang[:80]!r} where a language code such as en or es must stand")


def _check_leaf(path: str, value: Any) -> None:
    if isinstance(value, str):
        _check_words(path, value)
    elif isinstance(value, bool | dt.date):
        return
    elif isinstance(value, float) and not math.isfinite(value):
        raise Wrong(f"`{path}` must be a number; it is {value}")
    elif isinstance(value, int) and not _SMALLEST <= value <= _LARGEST:
        raise Wrong(f"`{path}` must be a number between {_SMALLEST:,} and {_LARGEST:,}")


def _check_words(path: str, words: str) -> None:
    parts = path.split(".")
    if len(words) > LONGEST_TEXT:
        raise Wrong(f"`{path}` has {len(words):,} characters; at most {LONGEST_TEXT:,} fit on a page")
    if "\x00" in words:
        raise Wrong(f"`{path}` holds a NUL character; take it out")
    if any("\ud800" <= mark <= "\udfff" for mark in words) if not words.isascii() else False:
        raise Wrong(f"`{path}` holds half of a character (a lone surrogate); write the character whole")
    is_address = "url" in parts[-2:] or path == "listing"
    if is_address and words:
        check_address(words, path)
    short = _SHORT.get("url" if is_address else parts[-1])
    if short and len(words) > short:
        raise Wrong(f"`{path}` has {len(words):,} characters; at most {short:,} fit")


def _check_origins(record: Record) -> None:
    for field in record.sources:
        if field not in record.__struct_fields__:
            raise Wrong(f"`sources` names {field[:80]!r}, which is no field; it says by field where a fact comes from")
    for path in record.text_dates:
        field, _, rest = path.partition(".")
        if field not in record.__struct_fields__ or not _LANG.fullmatch(rest.rpartition(".")[2]):
            raise Wrong(f"`text_dates` has {path[:80]!r} where a field and a language must stand, such as summary.es")


def _check_children(field: str, ids: list[str]) -> None:
    if len(set(ids)) < len(ids):
        twice = next(child for child in ids if ids.count(child) > 1)
        raise Wrong(f"`{field}` has {twice[:80]!r} twice; give each its own id")
    for child in ids:
        if not is_public_id(child):
            raise Wrong(f"`{field}`: the id {child[:80]!r} must be lower-case letters, digits, hyphens or dots")


def check_address(text: str, field: str) -> None:
    """Check one web address: http or https with a host.

    Raises:
        Wrong: naming the field.
    """
    try:
        parts = urlsplit(text)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"\s", text)
    except ValueError:
        good = False
    if not good:
        raise Wrong(f"`{field}` must be a web address that begins with https:// or http://; it is {text[:80]!r}")


def _check_service(service: Service) -> None:
    _check_children("channels", [channel.id for channel in service.channels])
    _check_children("documents", [document.id for document in service.documents])
    _check_children("costs", [cost.id for cost in service.costs])
    for channel in service.channels:
        _check_channel(channel)
    for cost in service.costs:
        _check_cost(cost)
    _check_status(service)
    if service.duplicate_of == service.id:
        raise Wrong("`duplicate_of` names the service itself; name the one that stays, or leave it out")
    if service.id in service.replaces:
        raise Wrong("`replaces` names the service itself; name the older ones only")
    if service.top_task < 0:
        raise Wrong("`top_task` must be 1 or more; leave it out for none")


def _check_status(service: Service) -> None:
    told = any(reason.strip() for reason in service.status_reason.values())
    if service.status in (Status.PAUSED, Status.CLOSED) and not told and not service.retired:
        raise Wrong(f"`status_reason` is missing: the public must be told why the service is {service.status}")
    if service.status is Status.SEASONAL and not (service.status_from and service.status_until):
        raise Wrong("`status_from` and `status_until` are missing: a seasonal service opens and closes on a date")
    if service.status_from and service.status_until and service.status_from > service.status_until:
        raise Wrong("`status_until` is before `status_from`; swap them or mend one")


def _check_cost(cost: Cost) -> None:
    where = f"costs.{cost.id}"
    if cost.amount is None:
        return
    if not cost.amount.is_finite() or cost.amount < 0 or cost.amount >= 10**10:
        raise Wrong(f"`{where}.amount` must be 0 or more and under ten thousand million; it is {str(cost.amount)[:40]}")
    if cost.amount != cost.amount.quantize(Decimal("0.0001")):
        raise Wrong(f"`{where}.amount` has more than 4 decimals: {cost.amount}")
    if not re.fullmatch(r"[A-Z]{3}", cost.currency):
        raise Wrong(f"`{where}.currency` must be a code of three capital letters such as USD; it is {cost.currency!r}")


def check_number(number: str, where: str) -> None:
    """Check one telephone number: digits, and the marks that people write between them.

    Raises:
        Wrong: naming the field.
    """
    if number and not _TEL.fullmatch(number):
        raise Wrong(f"`{where}` must be a telephone number; it is {number!r}")


def _check_channel(channel: Channel) -> None:
    where = f"channels.{channel.id}"
    if channel.kind is ChannelKind.EMAIL:
        if channel.number and not _EMAIL.fullmatch(channel.number):
            raise Wrong(f"`{where}.number` must be a mail address; it is {channel.number!r}")
    else:
        check_number(channel.number, f"{where}.number")
    places = [start.place for start in channel.by_place]
    if len(set(places)) < len(places):
        raise Wrong(f"`{where}.by_place` has {max(places, key=places.count)!r} twice; give each place once")
    for start in channel.by_place:
        check_number(start.number, f"{where}.by_place.{start.place}.number")
    needs: dict[ChannelKind, tuple[str, bool]] = {
        ChannelKind.WEB: ("url", any(channel.url.values())),
        ChannelKind.PHONE: ("number", bool(channel.number)),
        ChannelKind.TTY: ("number", bool(channel.number)),
        ChannelKind.TEXT: ("number", bool(channel.number)),
        ChannelKind.EMAIL: ("number", bool(channel.number)),
    }
    field, there = needs.get(channel.kind, ("", True))
    if not there and not channel.by_place:
        raise Wrong(f"`{where}.{field}` is missing: a channel of kind {channel.kind} needs it")
