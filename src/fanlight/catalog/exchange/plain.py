"""The plain forms: `csv` (one row a service) and `jsonl` (one object a line). `id` and `name` suffice.

Columns, the same names as keys in jsonl (docs/catalogue.md has the table):

    id, name, summary, description, url, phone, other_names, words, topics, provider, audiences, language,
    eligibility, cost, what_you_get, duration, area_served, hours, address

A column can name its language: `name_es`, `summary_es`. Without one it is in the language of the row (`language`), else
in the file's, which is English. Several values in one cell are parted by `|` (in jsonl they may be a list). `id` is any
string; it is kept to the letter among the source ids, and the public id is made of it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from ..rules import (
    Audience,
    Catalogue,
    Channel,
    ChannelKind,
    Cost,
    FileFault,
    Identifier,
    Incoming,
    Provider,
    Reading,
    Record,
    Rejected,
    Repair,
    Service,
    Topic,
    Wrong,
    public_id,
)
from ..rules.checks import check_address

#: What a source id is kept under.
SCHEME = "source"
_TEXTS = (
    "name", "summary", "description", "what_you_get", "eligibility", "duration", "area_served",
)  # fmt: skip
_LISTS = ("other_names", "words")
_REFERENCES = ("topics", "audiences")
_OTHERS = ("id", "url", "phone", "hours", "address", "provider", "language", "cost", "related")
COLUMNS = (*_TEXTS, *_LISTS, *_REFERENCES, *_OTHERS)
_PER_LANGUAGE = (*_TEXTS, *_LISTS, "url", "hours", "address", "cost", "provider", "topics", "audiences")
_COLUMN = re.compile(r"(?P<field>[a-z_]+?)(?:[_:](?P<lang>[a-z]{2}(?:-[A-Za-z]{2,4})?))?")
_LARGEST_FIELD = 1_000_000


class Row(msgspec.Struct):
    """One row as read: its place, and its values by column."""

    place: str
    values: dict[str, Any]


def read_csv(path: Path) -> Reading:
    """Read a CSV file: UTF-8, a header line, commas or semicolons.

    Raises:
        FileFault: when it is not UTF-8 text, has no header with `id` and `name`, or breaks off inside a quoted cell.
    """
    text = _text(path)
    csv.field_size_limit(_LARGEST_FIELD)
    head = text[:10_000].split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";" if head.count(";") > head.count(",") else ",",
                        strict=True)  # fmt: skip
    rows: list[Row] = []
    rejected: list[Rejected] = []
    try:
        header = [column.strip().lower() for column in next(reader, [])]
        _check_header(path, header)
        line = reader.line_num + 1
        for cells in reader:
            place, line = f"{path.name}, line {line}", reader.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) < len(header) and reader.line_num > _lines(text):
                raise FileFault(place, "is the last line and breaks off: the file was cut off. Get it again, whole")
            if len(cells) != len(header):
                reason = (
                    f"has {len(cells)} cells where the header has {len(header)}; a comma inside a text needs quotes"
                )
                rejected.append(Rejected(place, cells[0], reason))
                continue
            rows.append(Row(place, dict(zip(header, cells, strict=True))))
    except csv.Error as fault:
        raise FileFault(
            f"{path.name}, line {reader.line_num}",
            f"cannot be read as CSV ({fault}). A quoted cell is not closed, or the file was cut off",
        ) from fault
    return _read_rows(rows, rejected)


def read_jsonl(path: Path) -> Reading:
    """Read a JSON Lines file: UTF-8, one object a line.

    Raises:
        FileFault: when it is not UTF-8 text, or a line is no JSON (a file that was cut off has such a last line).
    """
    rows: list[Row] = []
    rejected: list[Rejected] = []
    for number, line in enumerate(_text(path).split("\n"), 1):
        if not line.strip():
            continue
        place = f"{path.name}, line {number}"
        try:
            values = msgspec.json.decode(line)
        except msgspec.DecodeError as fault:
            raise FileFault(place, f"is not JSON ({fault}). Each line must be one whole object") from fault
        if not isinstance(values, dict):
            rejected.append(Rejected(place, "", 'is not an object; each line must be one, such as {"id": …}'))
            continue
        rows.append(Row(place, values))
    if not rows and not rejected:
        raise FileFault(path.name, "holds no record")
    return _read_rows(rows, rejected)


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise FileFault(str(path), "is not there. Check the path") from None
    except (IsADirectoryError, PermissionError) as fault:
        raise FileFault(str(path), "is not a file that can be read") from fault
    if content.startswith((b"\x1f\x8b", b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise FileFault(path.name, "is a compressed file or a spreadsheet; unpack it, or save it as CSV in UTF-8")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = content.count(b"\n", 0, fault.start) + 1
        raise FileFault(
            f"{path.name}, line {line}", "is not UTF-8 text; save the file again as UTF-8 (in Excel: CSV UTF-8)"
        ) from fault
    if "\x00" in text:
        raise FileFault(path.name, "holds NUL characters, so it is no text; save it again as UTF-8")
    return text


def _lines(text: str) -> int:
    """Count the lines that end properly; a file that was cut off has one more that does not."""
    return text.count("\n")


def _check_header(path: Path, header: list[str]) -> None:
    place = f"{path.name}, line 1"
    if not header:
        raise FileFault(path.name, "is empty. The first line must name the columns; `id` and `name` suffice")
    if "id" not in header or not any(_split_column(column)[0] == "name" for column in header):
        raise FileFault(place, f"must name the columns `id` and `name`; it names {', '.join(header)[:200]}")
    for column in header:
        if header.count(column) > 1:
            raise FileFault(place, f"names the column `{column}` twice; keep one of them")
        field, lang = _split_column(column)
        if field not in COLUMNS or (lang and field not in _PER_LANGUAGE):
            raise FileFault(place, f"names the column `{column}`, which is none of {', '.join(sorted(COLUMNS))}")


def _split_column(column: str) -> tuple[str, str]:
    if column in COLUMNS:
        return column, ""
    found = _COLUMN.fullmatch(column)
    return (found["field"], found["lang"] or "") if found else (column, "")


def _read_rows(rows: Iterable[Row], rejected: list[Rejected]) -> Reading:
    reading = Reading(rejected=rejected)
    supporting: dict[tuple[str, str], Record] = {}
    for row in rows:
        given = row.values.get("id")
        source_id = str(given) if isinstance(given, str | int | float) and str(given).strip() else ""
        try:
            if not source_id:
                raise Wrong("`id` is missing: give the record an id of its own")
            service = _service(source_id, row.values, supporting, reading)
        except Wrong as wrong:
            reading.rejected.append(Rejected(row.place, source_id, str(wrong)))
            continue
        reading.incoming.append(Incoming(row.place, service))
    reading.supporting = list(supporting.values())
    return reading


def _service(
    source_id: str, values: dict[str, Any], supporting: dict[tuple[str, str], Record], reading: Reading
) -> Service:
    cells = _cells(source_id, values)
    language = next(iter(cells.get("language", {}).values()), ["en"])[0].lower()
    if not re.fullmatch(r"[a-z]{2,3}(-[a-z]{2,4})?", language):
        raise Wrong(f"`language` must be a code such as en or es; it is {language!r}")
    said = {field: {lang or language: parts for lang, parts in texts.items()} for field, texts in cells.items()}
    record_id = public_id(source_id)
    if record_id != source_id:
        reading.repairs.append(Repair(record_id, "id", "public_id", source_id, record_id))
    texts = {
        field: {lang: "\n".join(parts) for lang, parts in said[field].items()} for field in _TEXTS if field in said
    }
    if not texts.get("name"):
        raise Wrong("`name` is missing: give the service a name")
    return Service(
        id=record_id,
        **texts,  # type: ignore[arg-type]
        **{field: said[field] for field in _LISTS if field in said},  # type: ignore[arg-type]
        provider=next(iter(_referred(said.get("provider", {}), Provider, supporting)), ""),
        topics=_referred(said.get("topics", {}), Topic, supporting),
        audiences=_referred(said.get("audiences", {}), Audience, supporting),
        related=[public_id(part) for parts in said.get("related", {}).values() for part in parts],
        channels=_channels(said),
        costs=_costs(said.get("cost", {})),
        identifiers=[Identifier(scheme=SCHEME, value=source_id)],
    )


def _cells(source_id: str, values: dict[str, Any]) -> dict[str, dict[str, list[str]]]:
    """Return the values of a row by field and language ("" for the row's own), each as a list of texts."""
    cells: dict[str, dict[str, list[str]]] = {}
    for column, value in values.items():
        field, lang = _split_column(column)
        if field not in COLUMNS or (lang and field not in _PER_LANGUAGE):
            raise Wrong(f"`{column}` is no field of this form: the fields are {', '.join(sorted(COLUMNS))}")
        if isinstance(value, dict) and field in _PER_LANGUAGE:
            for code, inner in value.items():
                _put(cells, field, str(code), _parts(column, inner))
        else:
            _put(cells, field, lang, _parts(column, value, whole=field in _TEXTS or field == "id"))
    return cells


def _put(cells: dict[str, dict[str, list[str]]], field: str, lang: str, parts: list[str]) -> None:
    if parts:
        cells.setdefault(field, {})[lang] = parts


def _parts(column: str, value: Any, *, whole: bool = False) -> list[str]:
    if value is None:
        return []
    if isinstance(value, list):
        return [part for each in value for part in _parts(column, each, whole=True)]
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise Wrong(f"`{column}` must be a text or a list of texts")
    text = str(value).strip()
    if whole:
        return [text] if text else []
    return [part.strip() for part in text.split("|") if part.strip()]


def _referred(
    said: dict[str, list[str]], record_type: type[Record], supporting: dict[tuple[str, str], Record]
) -> list[str]:
    """Return the ids of what is referred to by id or name; what is only named is made, in the languages it is named in.

    Names of other languages stand in the same order as those of the first.
    """
    ids: list[str] = []
    for lang, names in said.items():
        for place, name in enumerate(names):
            if place < len(ids):
                _add_name(supporting, record_type, ids[place], lang, name)
                continue
            record_id = _reference(name)
            key = (record_type.__name__, record_id)
            if key not in supporting:
                supporting[key] = record_type(id=record_id, name={lang: _label(name)})
            ids.append(record_id)
    return ids


def _reference(name: str) -> str:
    slug = re.sub(r"[\s_/&,]+", "-", name.strip().lower()).strip("-")
    return slug if public_id(slug) == slug else public_id(name.strip())


def _label(name: str) -> str:
    return name if " " in name or name != name.lower() else name.replace("-", " ").capitalize()


def _add_name(
    supporting: dict[tuple[str, str], Record], record_type: type[Record], record_id: str, lang: str, name: str
) -> None:
    key = (record_type.__name__, record_id)
    record = supporting[key]
    if lang not in record.name:
        supporting[key] = msgspec.structs.replace(record, name={**record.name, lang: name})


def _channels(said: dict[str, dict[str, list[str]]]) -> list[Channel]:
    channels = []
    hours = {lang: "\n".join(parts) for lang, parts in said.get("hours", {}).items()}
    if "url" in said:
        urls = {lang: parts[0] for lang, parts in said["url"].items()}
        for url in urls.values():
            check_address(url, "url")
        channels.append(Channel(id="web", kind=ChannelKind.WEB, url=urls))
    for number, phone in enumerate(part for parts in said.get("phone", {}).values() for part in parts):
        name = "phone" if number == 0 else f"phone-{number + 1}"
        channels.append(Channel(id=name, kind=ChannelKind.PHONE, number=phone, hours=hours))
    if "address" in said:
        address = {lang: "\n".join(parts) for lang, parts in said["address"].items()}
        channels.append(Channel(id="in-person", kind=ChannelKind.IN_PERSON, address=address, hours=hours))
    return channels


def _costs(said: dict[str, list[str]]) -> list[Cost]:
    if not said:
        return []
    texts = {lang: "; ".join(parts) for lang, parts in said.items()}
    amount = next(iter(texts.values()))
    number = re.fullmatch(r"\$?\s*(\d{1,9}(?:\.\d{1,2})?)", amount)
    if amount.lower() in ("free", "gratis", "0"):
        return [msgspec.convert({"id": "cost", "amount": "0"}, Cost, strict=False)]
    if number:
        return [msgspec.convert({"id": "cost", "amount": number[1]}, Cost, strict=False)]
    return [Cost(id="cost", name=texts)]


def _flat(service: Service, catalogue: Catalogue, languages: list[str]) -> Iterator[tuple[str, str]]:
    source = next((i.value for i in service.identifiers if i.scheme == SCHEME), service.id)
    yield "id", source
    first = languages[0]

    def column(field: str, lang: str) -> str:
        return field if lang == first else f"{field}_{lang}"

    for field in _TEXTS:
        yield from ((column(field, lang), text) for lang, text in getattr(service, field).items())
    for field in _LISTS:
        yield from ((column(field, lang), " | ".join(parts)) for lang, parts in getattr(service, field).items())
    for channel in service.channels:
        if channel.kind is ChannelKind.WEB:
            yield from ((column("url", lang), url) for lang, url in channel.url.items())
        elif channel.kind is ChannelKind.PHONE:
            yield "phone", channel.number
    yield "provider", service.provider
    yield "topics", " | ".join(service.topics)
    yield "audiences", " | ".join(service.audiences)
    yield "language", first


def _rows(catalogue: Catalogue) -> tuple[list[str], list[dict[str, str]]]:
    languages = list(dict.fromkeys(lang for service in catalogue.services for lang in service.name)) or ["en"]
    rows = []
    for service in catalogue.services:
        row: dict[str, str] = {}
        for column, value in _flat(service, catalogue, languages):
            if value:
                row.setdefault(column, value)
        rows.append(row)
    columns = list(dict.fromkeys(["id", "name", *(column for row in rows for column in row)]))
    return columns, rows


def write_csv(catalogue: Catalogue, path: Path) -> int:
    """Write the services in the plain form. It holds less than a service has: use `fanlight` to keep everything."""
    columns, rows = _rows(catalogue)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return len(rows)


def write_jsonl(catalogue: Catalogue, path: Path) -> int:
    """Write the services in the plain form, one object a line."""
    _, rows = _rows(catalogue)
    with path.open("wb") as file:
        file.writelines(msgspec.json.encode(row) + b"\n" for row in rows)
    return len(rows)
