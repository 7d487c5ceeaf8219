"""YAML as the catalogue uses it: every scalar is text, so that `no` stays a word and 10.550 keeps its zero.

A file is read event by event and not by recursion, since deep nesting would crash the parser's own composer. Tags are
read past, so no file makes an object of its own kind, and aliases are refused: nine lines of them can stand for more
than a machine can hold.
"""

from __future__ import annotations

import re
from typing import Any

import msgspec
import yaml

from ..rules import Record

#: No record nests deeper than a few levels.
_DEEPEST = 40
_HINT = "A text with a colon, a # or a quote in it needs quotes, and lines are moved in with blanks, never tabs"


class YamlFault(ValueError):
    """A text that cannot be read. The message begins with the line."""


class Parsed(msgspec.Struct):
    """What a text holds: records as plain data, each with its line, and where each of their fields stands.

    `fields` holds, for each record, the line of each path: `channels[0].kind`.
    """

    records: list[Any] = []
    lines: list[int] = []
    fields: list[dict[str, int]] = []


class _Open(msgspec.Struct):
    """A mapping or a list that has begun and not yet ended."""

    value: dict[str, Any] | list[Any]
    path: str
    key: str | None = None


def parse(text: str) -> Parsed:
    """Read a YAML text that holds one record, or a list of them.

    Raises:
        YamlFault: with the line and the way out.
    """
    reader = _Reader()
    try:
        for event in yaml.parse(text, yaml.CBaseLoader):
            reader.take(event)
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        line = f"line {mark.line + 1}: " if mark else ""
        raise YamlFault(f"{line}this is not YAML: {fault.problem or fault.context}. {_HINT}") from fault
    except yaml.YAMLError as fault:
        # The parser itself knows no line for a character that no YAML may hold.
        found = re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]", text)
        line = f"line {text.count(chr(10), 0, found.start()) + 1}: " if found else ""
        raise YamlFault(f"{line}holds a control character, which YAML does not allow; take it out") from fault
    return reader.parsed


class _Reader:
    """Builds plain data of events, one after the other."""

    def __init__(self) -> None:
        self.parsed = Parsed()
        self.open: list[_Open] = []
        self.many = False
        self.documents = 0

    def take(self, event: Any) -> None:
        line = event.start_mark.line + 1
        if isinstance(event, yaml.ScalarEvent):
            self._put(event.value, line)
        elif isinstance(event, yaml.MappingStartEvent):
            self._begin({}, line)
        elif isinstance(event, yaml.SequenceStartEvent):
            self._begin([], line)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self.open.pop()
        elif isinstance(event, yaml.AliasEvent):
            raise YamlFault(f"line {line}: `*{event.anchor}` stands for another part; write that part out here")
        elif isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                raise YamlFault(f"line {line}: a second document begins; write a list (`- id: …`), or a file for each")

    def _begin(self, value: dict[str, Any] | list[Any], line: int) -> None:
        if len(self.open) >= _DEEPEST:
            raise YamlFault(f"line {line}: is nested more than {_DEEPEST} levels deep; no record needs that")
        if not self.open and isinstance(value, list):
            self.many = True
            self.open.append(_Open(value, ""))
            return
        path = self._put(value, line)
        self.open.append(_Open(value, path))

    def _put(self, value: Any, line: int) -> str:
        """Put a value where it belongs; return its path within its record."""
        if not self.open or (self.many and len(self.open) == 1):
            self.parsed.records.append(value)
            self.parsed.lines.append(line)
            self.parsed.fields.append({})
            return ""
        here = self.open[-1]
        if isinstance(here.value, list):
            path = f"{here.path}[{len(here.value)}]"
            here.value.append(value)
        elif here.key is None:
            return self._name(here, value, line)
        else:
            path = f"{here.path}.{here.key}" if here.path else here.key
            here.value[here.key] = value
            here.key = None
        self.parsed.fields[-1].setdefault(path, line)
        return path

    def _name(self, here: _Open, key: Any, line: int) -> str:
        if not isinstance(key, str):
            raise YamlFault(f"line {line}: a mapping or a list stands where the name of a field must; {_HINT}")
        if isinstance(here.value, dict) and key in here.value:
            raise YamlFault(f"line {line}: `{key[:80]}` stands twice in one record; keep one of them")
        here.key = key
        path = f"{here.path}.{key}" if here.path else key
        self.parsed.fields[-1].setdefault(path, line)
        return path


def line_of(lines: dict[str, int], path: str, at: int) -> int:
    """Return the line of a path, or of the nearest thing around it; `at` is the record's own line."""
    while path:
        if path in lines:
            return lines[path]
        path = re.sub(r"(?:\.[^.\[\]]*|\[[^\]]*\]|^[^.\[]+)$", "", path)
    return at


class _Dumper(yaml.CSafeDumper):
    """Writes texts of several lines as blocks, and everything else as short as it goes."""


def _text(dumper: Any, text: str) -> Any:
    # A block keeps a text to the letter only if nothing in it is invisible; else it is quoted where it must be.
    lines = text.split("\n")
    block = (
        len(lines) > 1 and text == text.strip() and all(line.isprintable() and line == line.rstrip() for line in lines)
    )
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if block else None)


_Dumper.add_representer(str, _text)


def dump(record: Record | list[Any]) -> str:
    """Write one record, or a list of them, as YAML."""
    return yaml.dump(msgspec.to_builtins(record), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)
