"""What can be asked of the stored catalogue. Every answer is a frozen value of `rules`, never a row."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import msgspec
from django.db.models import Model

from .models import (
    AudienceRow,
    ChannelRow,
    ChildRow,
    CostRow,
    DocumentRow,
    LifeEventRow,
    LocationRow,
    ProviderRow,
    RecordRow,
    ServiceRow,
    StepRow,
    TopicRow,
)
from .rules import KINDS, Catalogue, Channel, Cost, Document, Record, Step

#: The table of each kind of record.
ROWS: dict[str, type[RecordRow]] = {
    "providers": ProviderRow,
    "locations": LocationRow,
    "topics": TopicRow,
    "audiences": AudienceRow,
    "services": ServiceRow,
    "life_events": LifeEventRow,
}

#: The parts of a record that stand in a table of their own: kind → field → (table, value).
CHILDREN: dict[str, dict[str, tuple[type[ChildRow], type[msgspec.Struct]]]] = {
    "services": {
        "channels": (ChannelRow, Channel),
        "documents": (DocumentRow, Document),
        "costs": (CostRow, Cost),
    },
    "life_events": {"steps": (StepRow, Step)},
}

#: The fields that are foreign keys within the room, stored as rows and said as public ids.
FOREIGN = {"providers": "parent", "topics": "parent", "locations": "provider", "services": "provider"}


def columns(row_type: type[Model], value_type: type[msgspec.Struct]) -> list[str]:
    """List the fields that a table and a value share by name, foreign keys and ids apart."""
    names = {f.attname for f in row_type._meta.concrete_fields}
    return [field for field in value_type.__struct_fields__ if field in names and field != "id"]


def load(kind: str, *, only: list[str] | None = None) -> list[Any]:
    """Return all records of one kind in order of id, or those with the public ids `only`."""
    row_type, value_type = ROWS[kind], KINDS[kind]
    rows = row_type._default_manager.order_by("public_id")
    if only is not None:
        rows = rows.filter(public_id__in=only)
    fields = columns(row_type, value_type)
    foreign = FOREIGN.get(kind)
    wanted = ["pk", "public_id", *fields, *([f"{foreign}__public_id"] if foreign else [])]
    children = _children_of(kind, None if only is None else list(rows.values_list("pk", flat=True)))
    records = []
    for pk, public_id, *values in rows.values_list(*wanted):
        data: dict[str, Any] = dict(zip(fields, values, strict=False))
        data["id"] = public_id
        if foreign:
            data[foreign] = values[-1] or ""
        for field, found in children.items():
            data[field] = found.get(pk, [])
        # The database holds what was checked on the way in; converting again only gives it its types back.
        records.append(msgspec.convert(data, value_type))
    # A database may sort by its own language's rules; ids are sorted by their letters everywhere.
    return sorted(records, key=lambda record: record.id)


def _children_of(kind: str, owners: list[int] | None) -> dict[str, dict[int, list[Any]]]:
    found: dict[str, dict[int, list[Any]]] = {}
    for field, (row_type, value_type) in CHILDREN.get(kind, {}).items():
        names = columns(row_type, value_type)
        rows = row_type._default_manager.order_by("owner_id", "position")
        if owners is not None:
            rows = rows.filter(owner_id__in=owners)
        by_owner: dict[int, list[Any]] = defaultdict(list)
        for owner, child_id, *values in rows.values_list("owner_id", "child_id", *names):
            by_owner[owner].append(_child(child_id, names, values))
        found[field] = by_owner
    return found


def _child(child_id: str, names: list[str], values: list[Any]) -> dict[str, Any]:
    child = dict(zip(names, values, strict=True)) | {"id": child_id}
    if child.get("amount") is not None:
        # PostgreSQL and SQLite give the stored digits back with or without trailing zeros: 12.50 and 12.5 are one.
        child["amount"] = child["amount"].normalize() + 0
    return child


def catalogue() -> Catalogue:
    """Return everything that is stored."""
    return Catalogue(**{kind: load(kind) for kind in KINDS})


def find_record(key: str) -> tuple[str, Record] | None:
    """Return the record with a public id, and its kind; services first, for they are asked for most."""
    for kind in ("services", "life_events", "providers", "topics", "audiences", "locations"):
        if found := load(kind, only=[key]):
            return kind, found[0]
    return None


def known_ids(kind: str) -> set[str]:
    """Return the public ids of one kind that are stored."""
    return set(ROWS[kind]._default_manager.values_list("public_id", flat=True))


def count_samples() -> int:
    """Return how many stored services are marked as sample content."""
    return ServiceRow.objects.filter(sample=True).count()
