"""The formats in which a catalogue comes in and goes out. Pure: files to values and back, no database."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ..rules import Catalogue, Reading
from . import fpi, plain, plain_writing, yaml_folder

#: How each format is read.
READERS: dict[str, Callable[[Path], Reading]] = {
    "fanlight": yaml_folder.read,
    "csv": plain.read_csv,
    "jsonl": plain.read_jsonl,
    "fpi": fpi.read,
}

#: How each format that can be written is written; the number of records written is returned.
WRITERS: dict[str, Callable[[Catalogue, Path], int]] = {
    "fanlight": yaml_folder.write,
    "csv": plain_writing.write_csv,
    "jsonl": plain_writing.write_jsonl,
}
