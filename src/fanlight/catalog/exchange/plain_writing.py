"""Writes services in the plain forms. They hold less than a service has: the format `fanlight` keeps everything."""

from __future__ import annotations

import contextlib
import csv
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import msgspec

from ..rules import Catalogue, ChannelKind, FileFault, Service
from .plain import LISTS, SCHEME, TEXTS


def _flat(service: Service, languages: list[str]) -> Iterator[tuple[str, str | list[str]]]:
    yield "id", next((i.value for i in service.identifiers if i.scheme == SCHEME), service.id)
    first = languages[0]

    def column(field: str, lang: str) -> str:
        return field if lang == first else f"{field}_{lang}"

    for field in TEXTS:
        yield from ((column(field, lang), text) for lang, text in getattr(service, field).items())
    for field in LISTS:
        yield from ((column(field, lang), parts) for lang, parts in getattr(service, field).items())
    for channel in service.channels:
        if channel.kind is ChannelKind.WEB:
            yield from ((column("url", lang), url) for lang, url in channel.url.items())
        elif channel.kind is ChannelKind.IN_PERSON:
            yield from ((column("address", lang), text) for lang, text in channel.address.items())
        yield from ((column("hours", lang), text) for lang, text in channel.hours.items())
    yield "phone", [channel.number for channel in service.channels if channel.kind is ChannelKind.PHONE]
    if len(service.costs) == 1:
        cost = service.costs[0]
        yield from ((column("cost", lang), text) for lang, text in cost.name.items())
        yield "cost", "" if cost.amount is None else f"{cost.amount:f}"
    yield "provider", service.provider
    yield "topics", service.topics
    yield "audiences", service.audiences
    yield "related", service.related
    yield "language", first


def _rows(catalogue: Catalogue) -> tuple[list[str], list[dict[str, str | list[str]]]]:
    languages = list(dict.fromkeys(lang for service in catalogue.services for lang in service.name)) or ["en"]
    rows = []
    for service in catalogue.services:
        row: dict[str, str | list[str]] = {}
        for column, value in _flat(service, languages):
            if value:
                row.setdefault(column, value)
        rows.append(row)
    columns = list(dict.fromkeys(["id", "name", *(column for row in rows for column in row)]))
    return columns, rows


def write_csv(catalogue: Catalogue, path: Path) -> int:
    """Write the services as CSV, several values in one cell parted by `|`; return how many.

    Raises:
        FileFault: when the path is a folder.
    """
    columns, rows = _rows(catalogue)
    with _writing(path) as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        for row in rows:
            writer.writerow({name: " | ".join(cell) if isinstance(cell, list) else cell for name, cell in row.items()})
    return len(rows)


def write_jsonl(catalogue: Catalogue, path: Path) -> int:
    """Write the services as JSON Lines; return how many.

    Raises:
        FileFault: when the path is a folder.
    """
    _, rows = _rows(catalogue)
    with _writing(path) as file:
        file.writelines(msgspec.json.encode(row).decode() + "\n" for row in rows)
    return len(rows)


@contextlib.contextmanager
def _writing(path: Path) -> Iterator[IO[str]]:
    """Open a file beside the one to be written, and put it in its place when it is whole."""
    if path.is_dir():
        raise FileFault(str(path), "is a folder. Name a file to write into")
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.new")
    try:
        with new.open("w", encoding="utf-8", newline="") as file:
            yield file
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)
