"""What can be done to the catalogue: take an import in, whole or not at all."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any

import msgspec
from django.db import transaction

from .queries import CHILDREN, FOREIGN, ROWS, columns, load
from .rules import KIND_OF, KINDS, Kept, Reading, Record, Rejected, Repair, dated, renamed, sift

_BATCH = 500
Progress = Callable[[str, int, int], None]


class Report(msgspec.Struct, kw_only=True):
    """What an import did. `accepted` counts the file's records that are in the catalogue now: of them `changed`
    replaced another version and `unchanged` were there already; the rest is new. `also` counts the records that the
    file implied (agencies, topics) and that were created for it, or got a name in one more language."""

    format: str
    dry_run: bool = False
    accepted: int = 0
    changed: int = 0
    unchanged: int = 0
    also: dict[str, int] = {}
    kept: list[Kept] = []
    rejected: list[Rejected] = []
    repaired: dict[str, int] = {}
    repairs: list[Repair] = []


class Refused(Exception):
    """An import that changed nothing, under `strict`, for its report names a fault."""

    def __init__(self, report: Report) -> None:
        super().__init__(f"{len(report.rejected)} records have a fault, and --strict takes all or nothing.")
        self.report = report


def take_in(
    reading: Reading,
    *,
    format_name: str,
    today: dt.date,
    languages: Sequence[str] = ("en", "es"),
    dry_run: bool = False,
    strict: bool = False,
    progress: Progress = lambda what, done, of: None,
) -> Report:
    """Store what a reader found, in one transaction, and say what became of each record.

    A record with a fault is rejected alone; of records with one id the first wins; a field that an editor changed at
    the desk is kept. Repeating an import has no effect. With `dry_run` nothing is stored and the report is the same.
    `languages` are the site's, its own first: a text in it is the original of the others.

    Raises:
        Refused: under `strict`, when any record has a fault; nothing is stored.
    """
    report = Report(format=format_name, dry_run=dry_run)
    if dry_run:
        _take(reading, report, today, languages, strict)
        return report
    with transaction.atomic():
        changes = _take(reading, report, today, languages, strict)
        store(changes, progress)
    return report


def _take(reading: Reading, report: Report, today: dt.date, languages: Sequence[str], strict: bool) -> list[Record]:
    """Fill the report, and return the records to store: those that are new or differ from what is stored."""
    stored = {kind: {record.id: record for record in load(kind)} for kind in KINDS}
    sifted = sift(reading, stored)
    report.rejected = sifted.rejected
    # A repair of a record that was rejected changed nothing that anybody will see.
    gone = {rejected.id for rejected in sifted.rejected} - {one.record.id for one in sifted.accepted}
    report.repairs = [repair for repair in reading.repairs if repair.id not in gone]
    report.repaired = dict(sorted(Counter(repair.kind for repair in report.repairs).items()))
    changes: list[Record] = []
    for record in [*sifted.supporting, *renamed(reading, stored, sifted)]:
        before = stored[KIND_OF[type(record)]].get(record.id)
        changes.append(dated(record, before, today, languages))
        report.also[KIND_OF[type(record)]] = report.also.get(KIND_OF[type(record)], 0) + 1
    for incoming in sifted.accepted:
        before = stored[KIND_OF[type(incoming.record)]].get(incoming.record.id)
        after = dated(_keep_desk(incoming.record, before, report), before, today, languages)
        report.accepted += 1
        report.changed += before is not None and before != after
        report.unchanged += before == after
        if before != after:
            changes.append(after)
    if strict and report.rejected:
        raise Refused(report)
    return changes


def _keep_desk(record: Record, before: Record | None, report: Report) -> Record:
    """Leave what an editor changed at the desk as it is, with its dates, and note what the import offered instead."""
    if before is None or "desk" not in before.sources.values():
        return record
    kept: dict[str, Any] = {}
    for field, source in before.sources.items():
        if source != "desk" or field not in record.__struct_fields__:
            continue
        mine, offered = getattr(before, field), getattr(record, field)
        kept[field] = mine
        if mine != offered:
            report.kept.append(Kept(record.id, field, msgspec.json.encode(offered).decode()))
    sources = {**record.sources, **dict.fromkeys(kept, "desk")}
    dates = {path: date for path, date in record.text_dates.items() if path.partition(".")[0] not in kept}
    dates |= {path: date for path, date in before.text_dates.items() if path.partition(".")[0] in kept}
    return msgspec.structs.replace(record, **kept, sources=sources, text_dates=dates)


def store(records: Iterable[Record], progress: Progress = lambda what, done, of: None) -> None:
    """Write records, new or known, with their children. Call it inside a transaction.

    A record's own foreign key may point at another record of the same call, so parents are written before children.
    """
    by_kind: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        by_kind[KIND_OF[type(record)]].append(record)
    for kind in KINDS:
        if group := by_kind.get(kind):
            _store_kind(kind, group, progress)


def _store_kind(kind: str, records: list[Any], progress: Progress) -> None:
    row_type, value_type = ROWS[kind], KINDS[kind]
    fields = columns(row_type, value_type)
    foreign = FOREIGN.get(kind)
    target = ROWS["providers"] if foreign == "provider" else row_type
    if foreign == "parent":
        # A first pass without parents, so that the second can point at any of them, in whatever order they came.
        _write_rows(row_type, fields, records, {})
    pks: dict[str, int] = dict(target._default_manager.values_list("public_id", "pk")) if foreign else {}
    links = {r.id: pks[getattr(r, foreign)] for r in records if foreign and getattr(r, foreign)}
    if foreign == "parent":
        rows = list(row_type._default_manager.filter(public_id__in=[r.id for r in records]))
        for row in rows:
            row.parent_id = links.get(row.public_id)
        row_type._default_manager.bulk_update(rows, ["parent"], batch_size=_BATCH)
        return
    for start in range(0, len(records), _BATCH):
        batch = records[start : start + _BATCH]
        _write_rows(row_type, fields, batch, {foreign: links} if foreign else {})
        _write_children(kind, row_type, batch)
        progress(f"storing {kind.replace('_', ' ')}", min(start + _BATCH, len(records)), len(records))


def _write_rows(row_type: Any, fields: list[str], records: list[Any], links: dict[str, dict[str, int]]) -> None:
    rows = []
    for record in records:
        values = {field: _stored(getattr(record, field)) for field in fields}
        for field, pks in links.items():
            values[f"{field}_id"] = pks.get(record.id)
        rows.append(row_type(public_id=record.id, **values))
    row_type._default_manager.bulk_create(
        rows,
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["public_id"],
        update_fields=[*fields, *(f"{field}_id" for field in links)],
    )


def _stored(value: Any) -> Any:
    """Make of a value what its column takes: dates and amounts as they are, everything else as JSON."""
    return value if isinstance(value, dt.date | Decimal) else msgspec.to_builtins(value)


def _write_children(kind: str, row_type: Any, records: list[Any]) -> None:
    if kind not in CHILDREN:
        return
    ids = [record.id for record in records]
    pks = dict(row_type._default_manager.filter(public_id__in=ids).values_list("public_id", "pk"))
    for field, (child_type, value_type) in CHILDREN[kind].items():
        names = columns(child_type, value_type)
        child_type._default_manager.filter(owner__public_id__in=ids).delete()
        rows = []
        for record in records:
            for position, child in enumerate(getattr(record, field)):
                values = {name: _stored(getattr(child, name)) for name in names}
                rows.append(child_type(owner_id=pks[record.id], child_id=child.id, position=position, **values))
        child_type._default_manager.bulk_create(rows, batch_size=_BATCH)
