"""From the file to rows: what the inventory says, before anything is mended."""

from __future__ import annotations

import datetime as dt
import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path

import msgspec

from fanlight.catalog.rules import FileFault

_NAMES = ("fpi-programs.jsonl.gz", "fpi-programs.jsonl")
_GZIP = b"\x1f\x8b"


class Figure(msgspec.Struct):
    """One fiscal year's figures, under ``obligations`` or ``other_program_spending``."""

    x: str = ""
    sam_actual: float | None = None
    usa_spending_actual: float | None = None
    outlays: float | None = None


class Authorization(msgspec.Struct):
    """A law that a programme rests on."""

    text: str | None = None
    url: str | None = None


class Result(msgspec.Struct):
    """What a programme says it achieved in a year. Only its entities are of use: they are counted as mended."""

    description: str | None = None


class Row(msgspec.Struct):
    """One programme as the inventory gives it. Fields that this reader has no use for are left out."""

    id: str | None = None
    name: str | None = None
    popular_name: str | None = None
    objective: str | None = None
    sam_url: str | None = None
    usaspending_url: str | None = None
    top_agency_name: str | None = None
    sub_agency_name: str | None = None
    assistance_types: list[str] | None = None
    beneficiary_types: list[str] | None = None
    applicant_types: list[str] | None = None
    categories: list[str] | None = None
    obligations: list[Figure] | None = None
    other_program_spending: list[Figure] | None = None
    authorizations: list[Authorization] | None = None
    results: list[Result] | None = None
    program_type: str | None = None
    rules_regulations: str | None = None


class Metadata(msgspec.Struct):
    """When the inventory was made, and its last whole fiscal year."""

    generated_at: dt.datetime | None = None
    current_fiscal_year: str = ""


class Odd(msgspec.Struct):
    """A line whose JSON is sound but is not a programme, with the reason and the way out."""

    reason: str


def find(path: Path) -> Path:
    """The file of programmes: the path itself, or the one in the folder that it names.

    Raises:
        FileFault: when there is none.
    """
    if path.is_dir():
        for name in _NAMES:
            if (path / name).is_file():
                return path / name
        raise FileFault(str(path), f"this folder has no {_NAMES[0]}; give the folder of the inventory that holds it")
    if not path.is_file():
        raise FileFault(str(path), "there is no such file; check the path")
    return path


def metadata(file: Path) -> Metadata:
    """What ``metadata.json`` beside the file says; nothing where it is absent.

    Raises:
        FileFault: when it is there and cannot be read.
    """
    beside = file.with_name("metadata.json")
    if not beside.is_file():
        return Metadata()
    try:
        return msgspec.json.decode(beside.read_bytes(), type=Metadata)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as fault:
        raise FileFault(str(beside), f"this is not the inventory's metadata ({fault}); fetch it again") from fault


def lines(file: Path) -> list[tuple[int, bytes]]:
    """The lines that say something, with their numbers.

    Raises:
        FileFault: when the file is not gzip though its name says so, is cut off, or is empty.
    """
    try:
        data = file.read_bytes()
    except OSError as fault:
        raise FileFault(str(file), f"this file cannot be read ({fault.strerror}); check its permissions") from fault
    zipped = data.startswith(_GZIP)
    if file.suffix == ".gz" and not zipped:
        raise FileFault(str(file), "this is not a gzip file, though its name ends in .gz; fetch it again")
    if zipped:
        data = _unzipped(file, data)
    found = [(number, line) for number, line in enumerate(data.split(b"\n"), 1) if line.strip()]
    if not found:
        raise FileFault(str(file), "this file holds no programmes; fetch it again")
    return found


def _unzipped(file: Path, data: bytes) -> bytes:
    try:
        return gzip.decompress(data)
    except EOFError as fault:
        raise FileFault(str(file), "this gzip file ends too early; fetch it again, whole") from fault
    except (gzip.BadGzipFile, zlib.error) as fault:
        raise FileFault(str(file), f"this gzip file is damaged ({fault}); fetch it again") from fault


def rows(file: Path) -> Iterator[tuple[str, Row | Odd]]:
    """Each line's place with its row, or with the reason why the line is not a programme.

    Raises:
        FileFault: when a line is not UTF-8 or not JSON: then the file is not what it says it is.
    """
    decoder = msgspec.json.Decoder(Row)
    for number, raw in lines(file):
        place = f"{file.name}, line {number}"
        line = raw.removeprefix(b"\xef\xbb\xbf") if number == 1 else raw
        try:
            line.decode("utf-8")
            yield place, decoder.decode(line)
        except UnicodeDecodeError as fault:
            reason = f"byte {fault.start + 1} is not UTF-8; save the file as UTF-8 and try again"
            raise FileFault(place, reason) from fault
        except msgspec.ValidationError as fault:
            yield place, Odd(f"this is not a programme of the inventory ({fault}); mend the line")
        except msgspec.DecodeError as fault:
            reason = f"this line is not JSON ({fault}); fetch the file again, whole"
            raise FileFault(place, reason) from fault
