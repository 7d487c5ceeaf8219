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

from ..rules import KINDS, Catalogue, FileFault, Incoming, Reading, Record, Rejected, public_id
from .typed import Mistyped, typed
from .yaml_text import YamlFault, dump, line_of, parse

__all__ = ["dump", "read", "write"]

#: Kinds whose records are few and short, so that one file holds them all.
_TOGETHER = ("providers", "locations", "topics", "audiences")
_LARGEST = 20_000_000
_YAML = (".yaml", ".yml")
#: What people keep beside a catalogue; it is neither read nor touched.
_BESIDE = ("readme", "license", "licence", "changelog", "contributing", "makefile")


def read(path: Path) -> Reading:
    """Read a folder of YAML files.

    Raises:
        FileFault: when it is no such folder, or a file cannot be read as YAML in UTF-8.
    """
    if not path.is_dir():
        raise FileFault(
            str(path), "is no folder. The format `fanlight` is a folder of YAML files; see docs/catalogue.md"
        )
    _check_names(path)
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


def _check_names(folder: Path) -> None:
    """See that nothing is passed over in silence: a file or folder of YAML under a name that no kind has."""
    for entry in sorted(folder.iterdir()):
        if entry.name.startswith(".") or entry.stem in KINDS:
            continue
        is_yaml = entry.suffix in _YAML or (entry.is_dir() and any(_yaml_below(entry)))
        if is_yaml:
            raise FileFault(entry.name, f"is none of the kinds of record: {', '.join(KINDS)}. Rename it or take it out")


def _files(folder: Path, kind: str) -> Iterator[Path]:
    for suffix in _YAML:
        if (single := folder / f"{kind}{suffix}").is_file():
            yield single
    if (many := folder / kind).is_dir():
        # By id, as records are ordered everywhere: by whole name, `a.1.yaml` would stand before `a.yaml`.
        yield from sorted(_yaml_below(many), key=lambda file: (file.parent, file.stem))


def _yaml_below(folder: Path) -> Iterator[Path]:
    return (file for file in folder.rglob("*") if file.suffix in _YAML and file.is_file())


def _read_file(file: Path, folder: Path, record_type: type[Record], reading: Reading) -> None:
    place = file.relative_to(folder).as_posix()
    if file.stat().st_size > _LARGEST:
        raise FileFault(place, f"is larger than {_LARGEST // 1_000_000} MB; split it into files of one record each")
    content = file.read_bytes()
    try:
        parsed = parse(content.decode("utf-8-sig"))
    except UnicodeDecodeError as fault:
        line = content.count(b"\n", 0, fault.start) + 1
        raise FileFault(f"{place}, line {line}", "is not UTF-8 text; save it again as UTF-8") from fault
    except YamlFault as fault:
        raise FileFault(place, str(fault)) from fault
    if not parsed.records and not content.strip().endswith(b"]"):
        raise FileFault(place, "is empty: it was cut off, or its records are missing. Get it again, or take it out")
    for entry, line, fields in zip(parsed.records, parsed.lines, parsed.fields, strict=True):
        _read_record(entry, (line, fields), place, record_type, reading)


def _read_record(
    entry: Any, lines: tuple[int, dict[str, int]], place: str, record_type: type[Record], reading: Reading
) -> None:
    line, fields = lines
    record_id = entry.get("id", "") if isinstance(entry, dict) else ""
    record_id = record_id if isinstance(record_id, str) else ""
    try:
        if not isinstance(entry, dict):
            raise Mistyped("a record must be a mapping of fields, such as `id: …`", "")
        record = typed(entry, record_type)
    except Mistyped as fault:
        at = f"{place}, line {line_of(fields, fault.path, line)}"
        reading.rejected.append(Rejected(at, record_id, str(fault)))
        return
    reading.incoming.append(Incoming(f"{place}, line {line}", record))


def write(catalogue: Catalogue, path: Path) -> int:
    """Write a catalogue into a folder, which must be new or hold a catalogue; its earlier files are replaced.

    All of it is written beside the folder first and then moved in, so that a fault or a full disk leaves the old one.
    What people keep beside a catalogue (a README, a licence, the folder of a version control) stays.

    Raises:
        FileFault: when the folder holds anything else, for it is probably another folder than was meant.
    """
    _check_target(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    count = 0
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".writing-") as scratch:
        new = Path(scratch)
        for kind in KINDS:
            records = getattr(catalogue, kind)
            count += len(records)
            if kind in _TOGETHER and records:
                _write_file(new / f"{kind}.yaml", dump(records))
            elif records:
                (new / kind).mkdir()
                for record in records:
                    _write_file(new / kind / f"{public_id(record.id)}.yaml", dump(record))
        path.mkdir(exist_ok=True)
        for kind in KINDS:
            for name in (kind, *(f"{kind}{suffix}" for suffix in _YAML)):
                _remove(path / name)
                if (new / name).exists():
                    (new / name).rename(path / name)
    return count


def _write_file(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _check_target(path: Path) -> None:
    if path.exists() and not path.is_dir():
        raise FileFault(str(path), "is a file. Name a folder to write the catalogue into")
    if not path.is_dir():
        return
    for entry in sorted(path.iterdir()):
        if entry.name.startswith(".") or entry.name.split(".")[0].lower() in _BESIDE:
            continue
        is_kind = entry.stem in KINDS and (entry.is_dir() or entry.suffix in _YAML)
        inside = [] if not entry.is_dir() else [each for each in entry.rglob("*") if each.is_file()]
        strange = [each for each in inside if each.suffix not in _YAML]
        if not is_kind or strange:
            name = (strange[0] if is_kind else entry).relative_to(path).as_posix()
            raise FileFault(str(path), f"holds {name!r}, which is no part of a catalogue. Name another folder")
