"""Files of rows, before anything is known of services: CSV and JSON Lines, each row with the line where it begins."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from ..rules import FileFault, Rejected

_LARGEST_CELL = 1_000_000
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_NO_TEXT = (b"\x1f\x8b", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"BZh", b"\x28\xb5\x2f\xfd", b"\xfd7zXZ")


class Row(msgspec.Struct):
    """One row as read: its place, and its values by column."""

    place: str
    values: dict[str, Any]


class Table(msgspec.Struct):
    """What a file holds: its rows, and those that are no rows of it."""

    rows: list[Row] = []
    rejected: list[Rejected] = []


def text_of(path: Path) -> str:
    """Read a file that must be UTF-8 text.

    Raises:
        FileFault: when it is not there, no file, compressed, a spreadsheet, or in another encoding.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise FileFault(str(path), "is not there. Check the path") from None
    except IsADirectoryError:
        raise FileFault(str(path), "is a folder; name the file in it (a folder is of the format `fanlight`)") from None
    except OSError as fault:
        raise FileFault(str(path), f"cannot be read ({fault.strerror}). Check the path and its permissions") from fault
    if content.startswith(_NO_TEXT):
        raise FileFault(path.name, "is a compressed file or a spreadsheet; unpack it, or save it as CSV in UTF-8")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = content.count(b"\n", 0, fault.start) + 1
        raise FileFault(
            f"{path.name}, line {line}", "is not UTF-8 text; save the file again as UTF-8 (in Excel: CSV UTF-8)"
        ) from fault
    if "\x00" in text:
        line = text.count("\n", 0, text.index("\x00")) + 1
        raise FileFault(f"{path.name}, line {line}", "holds NUL characters, so it is no text; save it again as UTF-8")
    return text


def rows_of_csv(path: Path, check_header: Callable[[str, list[str]], None]) -> Table:
    """Read a CSV file: a header line; commas, semicolons or tabs. `check_header(place, header)` may refuse it.

    Raises:
        FileFault: when it cannot be read to its end as CSV, is empty, or was cut off in its last row.
    """
    text = text_of(path)
    csv.field_size_limit(_LARGEST_CELL)
    head = next(_lines(text), "")
    delimiter = max(",;\t", key=head.count)
    reader = csv.reader(_lines(text), delimiter=delimiter, strict=True)
    table = Table()
    line, short = 1, ""
    try:
        header = [column.strip().lower() for column in next(reader, [])]
        check_header(f"{path.name}, line 1", header)
        line = reader.line_num + 1
        for cells in reader:
            place, line = f"{path.name}, line {line}", reader.line_num + 1
            short = place if len(cells) < len(header) else ""
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) == len(header):
                table.rows.append(Row(place, dict(zip(header, cells, strict=True))))
            else:
                table.rejected.append(_ragged(place, cells, header))
    except csv.Error as fault:
        raise FileFault(
            f"{path.name}, line {line}",
            f"cannot be read as CSV ({fault}). A quoted cell in this row is not closed or goes on after its quote, "
            "or the file was cut off",
        ) from fault
    if short and not text.endswith(("\n", "\r")):
        raise FileFault(short, "is the last row and breaks off: the file was cut off. Get it again, whole")
    if not table.rows and not table.rejected:
        raise FileFault(path.name, "holds no record: there is nothing below its first line")
    return table


def _lines(text: str) -> Iterator[str]:
    return (found[0] for found in _LINE.finditer(text))


def _ragged(place: str, cells: list[str], header: list[str]) -> Rejected:
    at = header.index("id")
    return Rejected(
        place,
        cells[at] if at < len(cells) else "",
        f"has {len(cells)} cells where the header has {len(header)}; a comma or line break inside a text needs quotes",
    )


class _Odd(ValueError):
    """A line of JSON that is no record: the message says why."""


def rows_of_jsonl(path: Path) -> Table:
    """Read a JSON Lines file: one object a line. Numbers stay as they are written, so that 10.550 keeps its zero.

    Raises:
        FileFault: when a line is no JSON (a file that was cut off has such a last line), or there is none.
    """
    table = Table()
    for number, line in enumerate(text_of(path).split("\n"), 1):
        if not line.strip():
            continue
        place = f"{path.name}, line {number}"
        try:
            table.rows.append(Row(place, _object(line)))
        except json.JSONDecodeError as fault:
            reason = (
                f"is not JSON ({fault.msg}, column {fault.colno}). Each line must be one whole object; "
                "is it a CSV file? Then say --format csv"
            )
            raise FileFault(place, reason) from fault
        except RecursionError as fault:
            raise FileFault(place, "is nested too deep; no record needs that") from fault
        except _Odd as odd:
            table.rejected.append(Rejected(place, "", str(odd)))
    if not table.rows and not table.rejected:
        raise FileFault(path.name, "holds no record: each line must be one object, and there is none")
    return table


def _object(line: str) -> dict[str, Any]:
    values = json.loads(line, parse_int=str, parse_float=str, parse_constant=str, object_pairs_hook=_pairs)
    if not isinstance(values, dict):
        raise _Odd('is not an object; each line must be one, such as {"id": "1", "name": "…"}')
    if "\\u" in line:
        try:
            json.dumps(values, ensure_ascii=False).encode()
        except UnicodeEncodeError as fault:
            raise _Odd("holds half of a character (a lone surrogate); write the character whole") from fault
    return values


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) < len(pairs):
        names = [name for name, _ in pairs]
        twice = max(names, key=names.count)
        raise _Odd(f"names {twice[:80]!r} twice; keep one of them")
    return values
