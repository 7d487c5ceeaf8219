"""What can be done to the catalogue: take an import in, whole or not at all."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

import msgspec
from django.db import transaction

from .queries import CHILDREN, FOREIGN, ROWS, columns, load
from .rules import (
    KINDS,
    Catalogue,
    Incoming,
    Kept,
    Reading,
    Record,
    Rejected,
    Repair,
    Wrong,
    catalogue_faults,
    check_record,
    texts_of,
)

KIND_OF = {value_type: kind for kind, value_type in KINDS.items()}
_BATCH = 500
Progress = Callable[[str, int, int], None]


class Report(msgspec.Struct, kw_only=True):
    """What an import did. `accepted` counts the file's records that are in the catalogue now: of them `changed`
    replaced another version and `unchanged` were there already; the rest is new. `also` counts the records that the
    file implied (agencies, topics) and that were created for it."""

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
    dry_run: bool = False,
    strict: bool = False,
    progress: Progress = lambda what, done, of: None,
) -> Report:
    """Store what a reader found, in one transaction, and say what became of each record.

    A record with a fault is rejected alone; of records with one id the first wins; a field that an editor changed at
    the desk is kept. Repeating an import has no effect. With `dry_run` nothing is stored and the report is the same.

    Raises:
        Refused: under `strict`, when any record has a fault; nothing is stored.
    """
    report = Report(
        format=format_name,
        dry_run=dry_run,
        rejected=list(reading.rejected),
        repairs=list(reading.repairs),
        repaired=dict(sorted(Counter(repair.kind for repair in reading.repairs).items())),
    )
    stored = {kind: {record.id: record for record in load(kind)} for kind in KINDS}
    accepted = _sift(reading, stored, report)
    accepted, supporting = _drop_dangling(accepted, reading.supporting, stored, report)
    # The reader's repairs of a record that is refused changed nothing that anybody will see.
    if strict and report.rejected:
        raise Refused(report)
    to_store = _changes(accepted, supporting, stored, report, today)
    if not dry_run and to_store:
        with transaction.atomic():
            store(to_store, progress)
    return report


def _changes(
    accepted: list[Incoming],
    supporting: list[Record],
    stored: dict[str, dict[str, Any]],
    report: Report,
    today: dt.date,
) -> list[Record]:
    """Return the records that are new or differ from what is stored, and count all of them in the report."""
    changes: list[Record] = []
    for record in supporting:
        changes.append(_dated(record, None, today))
        kind = KIND_OF[type(record)]
        report.also[kind] = report.also.get(kind, 0) + 1
    for incoming in accepted:
        before = stored[KIND_OF[type(incoming.record)]].get(incoming.record.id)
        after = _dated(_keep_desk(incoming.record, before, report), before, today)
        report.accepted += 1
        report.changed += before is not None and before != after
        report.unchanged += before == after
        if before != after:
            changes.append(after)
    return changes


def _sift(reading: Reading, stored: dict[str, dict[str, Any]], report: Report) -> list[Incoming]:
    """Keep the records that are sound by themselves, the first of each id."""
    seen: dict[tuple[str, str], str] = {}
    accepted = []
    for incoming in reading.incoming:
        record = incoming.record
        kind = KIND_OF[type(record)]
        try:
            check_record(record)
        except Wrong as wrong:
            report.rejected.append(Rejected(incoming.place, record.id, str(wrong)))
            continue
        if first := seen.get((kind, record.id)):
            reason = f"the id {record.id!r} stands already at {first}; the first is kept. Give this one its own id"
            report.rejected.append(Rejected(incoming.place, record.id, reason))
            continue
        seen[kind, record.id] = incoming.place
        accepted.append(incoming)
    return accepted


def _drop_dangling(
    accepted: list[Incoming], supporting: list[Record], stored: dict[str, dict[str, Any]], report: Report
) -> tuple[list[Incoming], list[Record]]:
    """Reject each record that points at nothing, and then those that pointed at it, until all links hold."""
    given = {(KIND_OF[type(i.record)], i.record.id) for i in accepted}
    new_support: dict[tuple[str, str], Record] = {}
    for record in supporting:
        key = (KIND_OF[type(record)], record.id)
        if key not in given and record.id not in stored[key[0]]:
            new_support.setdefault(key, record)
    while True:
        groups: dict[str, dict[str, Any]] = {kind: dict(stored[kind]) for kind in KINDS}
        for (kind, key_id), record in new_support.items():
            groups[kind][key_id] = record
        for incoming in accepted:
            groups[KIND_OF[type(incoming.record)]][incoming.record.id] = incoming.record
        whole = Catalogue(**{kind: list(group.values()) for kind, group in groups.items()})
        faults: dict[tuple[str, str], str] = {}
        for kind, key_id, reason in catalogue_faults(whole):
            faults.setdefault((kind, key_id), reason)
        faulty = [i for i in accepted if (KIND_OF[type(i.record)], i.record.id) in faults]
        if not faulty:
            return accepted, list(new_support.values())
        for incoming in faulty:
            reason = faults[KIND_OF[type(incoming.record)], incoming.record.id]
            report.rejected.append(Rejected(incoming.place, incoming.record.id, reason))
        refused = {id(incoming) for incoming in faulty}
        accepted = [incoming for incoming in accepted if id(incoming) not in refused]


def _keep_desk(record: Record, before: Record | None, report: Report) -> Record:
    """Leave what an editor changed at the desk as it is, and note what the import offered instead."""
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
    sources = {**record.sources, **{field: "desk" for field in kept}}
    return msgspec.structs.replace(record, **kept, sources=sources)


def _dated(record: Record, before: Record | None, today: dt.date) -> Record:
    """Give each text its date: today where the original changed, and the original's date to each new translation.

    A record that says when it was written is believed; only what an import leaves open is filled in.
    """
    if record.written is not None:
        return record
    if before is None or before.written is None:
        return msgspec.structs.replace(record, written=today)
    dates = dict(before.text_dates)
    old = dict(texts_of(before))
    for path, text in texts_of(record):
        was = old.get(path, {})
        first = next(iter(text))
        if text.get(first) != was.get(first):
            dates[f"{path}.{first}"] = today
        for lang in text:
            if lang != first and text[lang] != was.get(lang):
                dates[f"{path}.{lang}"] = dates.get(f"{path}.{first}", before.written)
    return msgspec.structs.replace(record, written=before.written, text_dates=dates)


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
