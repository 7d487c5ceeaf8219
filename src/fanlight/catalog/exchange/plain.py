"""The plain forms: `csv` (one row a service) and `jsonl` (one object a line). `id` and `name` suffice.

Columns, the same names as keys in jsonl (docs/catalogue.md has the table):

    id, name, summary, description, url, phone, other_names, words, topics, provider, audiences, language,
    eligibility, cost, what_you_get, duration, area_served, hours, address

A column can name its language: `name_es`, `summary_es`. Without one it is in the language of the row (`language`), else
in the file's, which is English. Several values in one cell are parted by `|` (in jsonl they may be a list). `id` is any
string; it is kept to the letter among the source ids, and the public id is made of it.
"""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec

from ..rules import (
    Audience,
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
from ..rules.checks import check_address, check_number
from .tables import Table, rows_of_csv, rows_of_jsonl

#: What a source id is kept under.
SCHEME = "source"
TEXTS = (
    "name", "summary", "description", "what_you_get", "eligibility", "duration", "area_served",
)  # fmt: skip
LISTS = ("other_names", "words")
_REFERENCES = ("topics", "audiences")
_OTHERS = ("id", "url", "phone", "hours", "address", "provider", "language", "cost", "related")
COLUMNS = (*TEXTS, *LISTS, *_REFERENCES, *_OTHERS)
_PER_LANGUAGE = (*TEXTS, *LISTS, "url", "hours", "address", "cost", "provider", "topics", "audiences")
_COLUMN = re.compile(r"(?P<field>[a-z_]+?)(?:[_:](?P<lang>[a-z]{2}(?:-[A-Za-z]{2,4})?))?")
#: Fields that hold one value.
_ONE = ("provider", "url", "language")


def read_csv(path: Path) -> Reading:
    """Read a CSV file: UTF-8, a header line, commas, semicolons or tabs.

    Raises:
        FileFault: when it is not UTF-8 text, has no header with `id` and `name`, or breaks off.
    """
    return _read_rows(rows_of_csv(path, _check_header))


def read_jsonl(path: Path) -> Reading:
    """Read a JSON Lines file: UTF-8, one object a line.

    Raises:
        FileFault: when it is not UTF-8 text, or a line is no JSON (a file that was cut off has such a last line).
    """
    return _read_rows(rows_of_jsonl(path))


def _check_header(place: str, header: list[str]) -> None:
    if not any(header):
        raise FileFault(place, "is empty. The first line must name the columns; `id` and `name` suffice")
    if "id" not in header or not any(_split_column(column)[0] == "name" for column in header):
        named = ", ".join(header)[:200]
        raise FileFault(place, f"must name the columns `id` and `name`, parted by commas; here stands {named}")
    for number, column in enumerate(header, 1):
        if not column:
            raise FileFault(place, f"has no name for column {number}; name it, or take the column out")
        if header.count(column) > 1:
            raise FileFault(place, f"names the column `{column[:80]}` twice; keep one of them")
        if not _is_field(column):
            raise FileFault(place, f"names the column `{column[:80]}`, which is none of {', '.join(sorted(COLUMNS))}")


def _is_field(column: str) -> bool:
    field, lang = _split_column(column)
    return field in COLUMNS and (not lang or field in _PER_LANGUAGE)


def _split_column(column: str) -> tuple[str, str]:
    if column in COLUMNS:
        return column, ""
    found = _COLUMN.fullmatch(column)
    return (found["field"], _code(found["lang"] or "")) if found else (column, "")


def _code(lang: str) -> str:
    """Write a language code as it is usual, whatever its letters' case in a header: pt-BR, zh-Hant."""
    first, *rest = lang.lower().split("-")
    return "-".join([first, *(part.upper() if len(part) == 2 else part.title() for part in rest)])


def _read_rows(table: Table) -> Reading:
    reading = Reading(rejected=table.rejected)
    supporting: dict[tuple[str, str], Record] = {}
    for row in table.rows:
        given = row.values.get("id")
        source_id = given if isinstance(given, str) and given.strip() else ""
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
    language = _code(next(iter(cells.get("language", {}).values()), ["en"])[0])
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z]{2,4})?", language):
        raise Wrong(f"`language` must be a code such as en or es; it is {language[:80]!r}")
    said = {field: _in_language(field, texts, language) for field, texts in cells.items()}
    record_id = public_id(source_id)
    if record_id != source_id:
        reading.repairs.append(Repair(record_id, "id", "public_id", source_id, record_id))
    texts = {field: {lang: "\n".join(parts) for lang, parts in said[field].items()} for field in TEXTS if field in said}
    if not texts.get("name"):
        raise Wrong("`name` is missing: give the service a name")
    # TEXTS and LISTS name fields of these types; mypy cannot see that through the asterisks.
    return Service(
        id=record_id,
        **texts,  # type: ignore[arg-type]
        **{field: said[field] for field in LISTS if field in said},  # type: ignore[arg-type]
        provider="".join(_referred(said.get("provider", {}), Provider, supporting)),
        topics=_referred(said.get("topics", {}), Topic, supporting),
        audiences=_referred(said.get("audiences", {}), Audience, supporting),
        related=[public_id(part) for parts in said.get("related", {}).values() for part in parts],
        channels=_channels(said),
        costs=_costs(said.get("cost", {})),
        identifiers=[Identifier(scheme=SCHEME, value=source_id)],
    )


def _in_language(field: str, texts: dict[str, list[str]], language: str) -> dict[str, list[str]]:
    """Give the texts of the row's own language its code, and put them first."""
    if "" in texts and language in texts:
        raise Wrong(f"`{field}` and `{field}_{language}` both give the text in {language}; keep one of them")
    if field in _ONE and any(len(parts) > 1 for parts in texts.values()):
        raise Wrong(f"`{field}` takes one value; here stand several, parted by |")
    own = texts.get("", texts.get(language))
    return ({language: own} if own else {}) | {lang: parts for lang, parts in texts.items() if lang}


def _cells(source_id: str, values: dict[str, Any]) -> dict[str, dict[str, list[str]]]:
    """Return the values of a row by field and language ("" for the row's own), each as a list of texts."""
    cells: dict[str, dict[str, list[str]]] = {}
    for column, value in values.items():
        field, lang = _split_column(column)
        if not _is_field(column):
            raise Wrong(f"`{column[:80]}` is no field of this form: the fields are {', '.join(sorted(COLUMNS))}")
        if isinstance(value, dict) and field in _PER_LANGUAGE:
            for code, inner in value.items():
                _put(cells, field, str(code), _parts(column, inner))
        else:
            _put(cells, field, lang, _parts(column, value, whole=field in TEXTS or field == "id"))
    return cells


def _put(cells: dict[str, dict[str, list[str]]], field: str, lang: str, parts: list[str]) -> None:
    if parts:
        cells.setdefault(field, {})[lang] = parts


def _parts(column: str, value: Any, *, whole: bool = False) -> list[str]:
    if value is None:
        return []
    if isinstance(value, list):
        if any(isinstance(each, list) for each in value):
            raise Wrong(f"`{column}` holds a list within a list; one list of texts is enough")
        return [part for each in value for part in _parts(column, each, whole=True)]
    if not isinstance(value, str):
        raise Wrong(f"`{column}` must be a text or a list of texts")
    text = value.strip()
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
    staffed = "phone" in said or "address" in said
    if "url" in said:
        urls = {lang: parts[0] for lang, parts in said["url"].items()}
        for url in urls.values():
            check_address(url, "url")
        channels.append(Channel(id="web", kind=ChannelKind.WEB, url=urls, hours={} if staffed else hours))
    for number, phone in enumerate(part for parts in said.get("phone", {}).values() for part in parts):
        check_number(phone, "phone")
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
    if amount.lower() in ("free", "free of charge", "gratis", "gratuito"):
        return [Cost(id="cost", amount=Decimal(0))]
    if number := re.fullmatch(r"\$?\s*(\d{1,3}(?:,\d{3})+|\d{1,9})(\.\d{1,2})?", amount):
        return [Cost(id="cost", amount=Decimal(number[1].replace(",", "") + (number[2] or "")).normalize() + 0)]
    return [Cost(id="cost", name=texts)]
