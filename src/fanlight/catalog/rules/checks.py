"""What a record must be before it is taken in: each check raises a reason in words that its writer understands."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from .texts import texts_of
from .values import Catalogue, Channel, ChannelKind, Provider, Record, Service, Status, Topic

_ID = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,98}[a-z0-9])?")
_LANG = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_TEL = re.compile(r"[0-9+#*(), ./xX-]{2,40}")
_SEARCHABLE = ("words", "other_names")

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
        raise Wrong(f"`id` must be lower-case letters, digits, hyphens or dots, at most 100; it is {record.id!r}")
    if not any(text.strip() for text in record.name.values()):
        raise Wrong("`name` is missing: give the name in at least one language")
    _check_texts(record)
    for url_of, text in _addresses(record):
        check_address(text, url_of)
    if isinstance(record, Service):
        _check_service(record)
    if isinstance(record, Provider) and record.parent == record.id:
        raise Wrong("`parent` names the provider itself; leave it out for one that has nobody above it")


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


def _check_texts(record: Record) -> None:
    for path, text in texts_of(record):
        for lang, words in text.items():
            if not _LANG.fullmatch(lang):
                raise Wrong(f"`{path}` has {lang!r} where a language code such as en or es must stand")
            if len(words) > LONGEST_TEXT:
                raise Wrong(f"`{path}.{lang}` has {len(words):,} characters; at most {LONGEST_TEXT:,} fit on a page")
            if "\x00" in words:
                raise Wrong(f"`{path}.{lang}` holds a NUL character; take it out")
    for field in _SEARCHABLE:
        for lang in getattr(record, field, {}):
            if not _LANG.fullmatch(lang):
                raise Wrong(f"`{field}` has {lang!r} where a language code such as en or es must stand")


def _addresses(record: Record) -> Iterator[tuple[str, str]]:
    if isinstance(record, Provider):
        yield from ((f"url.{lang}", url) for lang, url in record.url.items())
    if isinstance(record, Service):
        if record.listing:
            yield "listing", record.listing
        for number, citation in enumerate(record.legal_basis):
            if citation.url:
                yield f"legal_basis.{number}.url", citation.url
        for channel in record.channels:
            yield from ((f"channels.{channel.id}.url.{lang}", url) for lang, url in channel.url.items())
            for start in channel.by_place:
                yield from (
                    (f"channels.{channel.id}.by_place.{start.place}.url.{lang}", url) for lang, url in start.url.items()
                )


def _check_service(service: Service) -> None:
    for field, children in (
        ("channels", service.channels),
        ("documents", service.documents),
        ("costs", service.costs),
    ):
        ids = [child.id for child in children]
        for child_id in ids:
            if not is_public_id(child_id):
                raise Wrong(f"`{field}`: the id {child_id!r} must be lower-case letters, digits, hyphens or dots")
            if ids.count(child_id) > 1:
                raise Wrong(f"`{field}` has {child_id!r} twice; give each its own id")
    for channel in service.channels:
        _check_channel(channel)
    if service.status in (Status.PAUSED, Status.CLOSED) and not service.status_reason and not service.retired:
        raise Wrong(f"`status_reason` is missing: the public must be told why the service is {service.status}")
    if service.status is Status.SEASONAL and not (service.status_from and service.status_until):
        raise Wrong("`status_from` and `status_until` are missing: a seasonal service opens and closes on a date")
    if service.status_from and service.status_until and service.status_from > service.status_until:
        raise Wrong("`status_until` is before `status_from`; swap them or mend one")
    if service.duplicate_of == service.id:
        raise Wrong("`duplicate_of` names the service itself")
    if service.top_task < 0:
        raise Wrong("`top_task` must be 1 or more; leave it out for none")


def _check_channel(channel: Channel) -> None:
    where = f"channels.{channel.id}"
    if channel.number and not _TEL.fullmatch(channel.number):
        raise Wrong(f"`{where}.number` must be a telephone number; it is {channel.number!r}")
    needs: dict[ChannelKind, tuple[str, bool]] = {
        ChannelKind.WEB: ("url", bool(channel.url)),
        ChannelKind.PHONE: ("number", bool(channel.number)),
        ChannelKind.TTY: ("number", bool(channel.number)),
        ChannelKind.TEXT: ("number", bool(channel.number)),
    }
    field, there = needs.get(channel.kind, ("", True))
    if not there and not channel.by_place:
        raise Wrong(f"`{where}.{field}` is missing: a channel of kind {channel.kind} needs it")


def _rings(parents: dict[str, str]) -> dict[str, str]:
    """Return, for each id that stands in a circle of parents, the circle in words."""
    found: dict[str, str] = {}
    for start, above in parents.items():
        path, here = [start], above
        while here in parents and here not in path:
            path.append(here)
            here = parents[here]
        if here == start:
            found[start] = " → ".join([*path, start])
    return found


def catalogue_faults(
    catalogue: Catalogue, known: Callable[[str, str], bool] = lambda kind, key: False
) -> list[tuple[str, str, str]]:
    """List every link that points at nothing and every circle, as `(kind, id, reason)`.

    `known(kind, id)` says whether a record outside this catalogue exists (one that is stored already).
    """
    there = {kind: {record.id for record in getattr(catalogue, kind)} for kind in Catalogue.__struct_fields__}
    faults: list[tuple[str, str, str]] = []

    def points(kind: str, record: Record, field: str, target: str, to: str) -> None:
        if target and target not in there[to] and not known(to, target):
            faults.append((kind, record.id, f"`{field}` points at {target!r}, and there is no such record in {to}"))

    for kind, record, field, target, to in _pointers(catalogue):
        points(kind, record, field, target, to)
    families: list[tuple[str, list[Provider] | list[Topic]]] = [
        ("providers", catalogue.providers),
        ("topics", catalogue.topics),
    ]
    for kind, members in families:
        for member, ring in _rings({m.id: m.parent for m in members if m.parent}).items():
            faults.append((kind, member, f"`parent` goes round in a circle: {ring}; one of them must have no parent"))
    return faults


def _pointers(catalogue: Catalogue) -> Iterator[tuple[str, Record, str, str, str]]:
    for provider in catalogue.providers:
        yield "providers", provider, "parent", provider.parent, "providers"
        yield from (("providers", provider, "replaces", old, "providers") for old in provider.replaces)
    for topic in catalogue.topics:
        yield "topics", topic, "parent", topic.parent, "topics"
    for location in catalogue.locations:
        yield "locations", location, "provider", location.provider, "providers"
    for service in catalogue.services:
        yield "services", service, "provider", service.provider, "providers"
        yield "services", service, "duplicate_of", service.duplicate_of, "services"
        for field, to in (
            ("related", "services"),
            ("replaces", "services"),
            ("topics", "topics"),
            ("audiences", "audiences"),
            ("life_events", "life_events"),
        ):
            yield from (("services", service, field, target, to) for target in getattr(service, field))
        for channel in service.channels:
            yield "services", service, f"channels.{channel.id}.location", channel.location, "locations"
    for event in catalogue.life_events:
        for step in event.steps:
            yield from (("life_events", event, f"steps.{step.id}.services", s, "services") for s in step.services)
