"""The format `fanlight`: the catalogue as a folder of YAML files, to keep under version control.

    providers.yaml      a list of records, or providers/<id>.yaml with one record a file
    topics.yaml, audiences.yaml, locations.yaml
    services/<id>.yaml
    life_events/<id>.yaml

Every scalar is read as text and given the type of its field, so that `no` stays a word and 10.550 keeps its zero. What
is written and read again gives the identical catalogue.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import yaml

from ..rules import KINDS, Catalogue, FileFault, Incoming, Reading, Record, Rejected, public_id
from .typed import Mistyped, typed

#: Kinds whose records are few and short, so that one file holds them all.
_TOGETHER = ("providers", "locations", "topics", "audiences")
_LARGEST = 20_000_000


class _Loader(yaml.CBaseLoader):
    """Reads every scalar as text, and refuses a mapping that has a key twice."""


class _Twice(yaml.YAMLError):
    def __init__(self, key: str, line: int) -> None:
        super().__init__(f"line {line}: `{key}` stands twice in one record; keep one of them")


def _mapping(loader: Any, node: yaml.MappingNode) -> dict[str, Any]:
    mapping: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in mapping:
            raise _Twice(str(key), key_node.start_mark.line + 1)
        mapping[key] = loader.construct_object(value_node, deep=True)
    return mapping


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)


def read(path: Path) -> Reading:
    """Read a folder of YAML files.

    Raises:
        FileFault: when it is no such folder, or a file cannot be read as YAML in UTF-8.
    """
    if not path.is_dir():
        raise FileFault(
            str(path), "is no folder. The format `fanlight` is a folder of YAML files; see docs/catalogue.md"
        )
    reading = Reading()
    files = 0
    for kind, record_type in KINDS.items():
        for file in _files(path, kind):
            files += 1
            _read_file(file, path, record_type, reading)
    if not files:
        names = ", ".join(f"{kind}.yaml" for kind in KINDS)
        raise FileFault(str(path), f"holds none of the files of a catalogue ({names}, or folders of those names)")
    return reading


def _files(folder: Path, kind: str) -> Iterator[Path]:
    if (single := folder / f"{kind}.yaml").is_file():
        yield single
    if (many := folder / kind).is_dir():
        yield from sorted(many.glob("*.yaml"))


def _read_file(file: Path, folder: Path, record_type: type[Record], reading: Reading) -> None:
    place = file.relative_to(folder).as_posix()
    if file.stat().st_size > _LARGEST:
        raise FileFault(place, f"is larger than {_LARGEST // 1_000_000} MB; split it into files of one record each")
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise FileFault(place, f"is not UTF-8 text (byte {fault.start:,}); save it again as UTF-8") from fault
    try:
        data = yaml.load(text, _Loader)
    except _Twice as fault:
        raise FileFault(place, str(fault)) from fault
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        line = f"line {mark.line + 1}: " if mark else ""
        problem = getattr(fault, "problem", None) or str(fault)
        raise FileFault(place, f"{line}this is not YAML: {problem}") from fault
    many = isinstance(data, list)
    for number, entry in enumerate(data if many else [data]):
        _read_record(entry, (text, number if many else None), place, record_type, reading)


def _read_record(
    entry: Any, source: tuple[str, int | None], place: str, record_type: type[Record], reading: Reading
) -> None:
    text, number = source
    record_id = entry.get("id", "") if isinstance(entry, dict) else ""
    record_id = record_id if isinstance(record_id, str) else ""
    try:
        if not isinstance(entry, dict):
            raise Mistyped("a record must be a mapping of fields", "")
        record = typed(entry, record_type)
    except Mistyped as fault:
        line = _line(text, number, fault.path)
        reading.rejected.append(Rejected(f"{place}, line {line}", record_id, str(fault)))
        return
    at = place if number is None else f"{place}, record {number + 1}"
    reading.incoming.append(Incoming(at, record))


def _line(text: str, number: int | None, path: str) -> int:
    """Find the line of a field, or the nearest thing around it. Only done for what is wrong, as it reads once more."""
    node = yaml.compose(text, yaml.CSafeLoader)
    if number is not None and isinstance(node, yaml.SequenceNode):
        node = node.value[number]
    for part in path.replace("[", ".[").split("."):
        if part.startswith("[") and isinstance(node, yaml.SequenceNode) and part[1:-1].isdigit():
            node = node.value[int(part[1:-1])]
        elif part and isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                if key.value == part:
                    node = value if not isinstance(value, yaml.ScalarNode) else key
                    break
    return int(node.start_mark.line) + 1 if node else 1


class _Dumper(yaml.CSafeDumper):
    """Writes texts of several lines as blocks, and everything else as short as it goes."""


def _text(dumper: Any, text: str) -> Any:
    # A block cannot keep every text to the letter (a trailing blank, a carriage return): then it is quoted.
    block = "\n" in text and not any(line != line.rstrip() for line in text.split("\n")) and "\r" not in text
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if block else None)


_Dumper.add_representer(str, _text)


def dump(record: Record | list[Record]) -> str:
    """Write one record, or a list of them, as YAML."""
    return yaml.dump(msgspec.to_builtins(record), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)


def write(catalogue: Catalogue, path: Path) -> int:
    """Write a catalogue into a folder, which must be new or hold a catalogue; its earlier files are replaced.

    It is written beside the folder first and then moved in, so that stopping half-way leaves the old one.

    Raises:
        FileFault: when the folder holds anything else, for that would be lost.
    """
    allowed = {f"{kind}.yaml" for kind in KINDS} | set(KINDS)
    if path.exists() and not path.is_dir():
        raise FileFault(str(path), "is a file. Name a folder to write the catalogue into")
    strange = sorted(each.name for each in path.iterdir() if each.name not in allowed) if path.is_dir() else []
    path.parent.mkdir(parents=True, exist_ok=True)
    count = 0
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".writing-") as scratch:
        new = Path(scratch) / "catalogue"
        new.mkdir()
        for kind in KINDS:
            records = getattr(catalogue, kind)
            count += len(records)
            if kind in _TOGETHER:
                if records:
                    (new / f"{kind}.yaml").write_text(dump(records), encoding="utf-8", newline="\n")
                continue
            for record in records:
                (new / kind).mkdir(exist_ok=True)
                name = f"{public_id(record.id)}.yaml"
                (new / kind / name).write_text(dump(record), encoding="utf-8", newline="\n")
        if strange:
            raise FileFault(str(path), f"holds {strange[0]!r}, which is no part of a catalogue. Name another folder")
        path.mkdir(exist_ok=True)
        for name in sorted(allowed):
            old = path / name
            if old.is_dir():
                shutil.rmtree(old)
            else:
                old.unlink(missing_ok=True)
            if (new / name).exists():
                (new / name).rename(old)
    return count
