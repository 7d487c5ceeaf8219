"""Gives what was read its types, and says what is wrong in words of the writer, with the place."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from ..rules import ChannelKind, Record, Status, Wrong

_AT = re.compile(r" - at `\$\.?(?P<path>[^`]*)`$")
_ENUMS = {"status": Status, "kind": ChannelKind}


class Mistyped(Wrong):
    """A value that is not of the type of its field. `path` says where: `channels[0].kind`."""

    def __init__(self, reason: str, path: str) -> None:
        super().__init__(reason)
        self.path = path


def typed(data: Any, record_type: type[Record]) -> Record:
    """Make a record of plain data in which every scalar may be a string.

    Raises:
        Mistyped: with a sentence that names the field and what would be right.
    """
    try:
        return msgspec.convert(data, record_type, strict=False)
    except msgspec.ValidationError as fault:
        reason, path = _explain(str(fault), record_type)
        raise Mistyped(reason, path) from fault


def _explain(message: str, record_type: type[Record]) -> tuple[str, str]:
    found = _AT.search(message)
    path = found["path"].replace("[...]", "") if found else ""
    text = _AT.sub("", message)
    field = path or record_type.__name__.lower()
    if missing := re.match(r"Object missing required field `(\w+)`", text):
        inside = f" in `{path}`" if path else ""
        return f"`{missing[1]}` is missing{inside}: it must be given", path
    if unknown := re.match(r"Object contains unknown field `(.*)`", text):
        there = ", ".join(sorted(record_type.__struct_fields__)) if not path else "see docs/catalogue.md"
        where = f" in `{path}`" if path else ""
        return f"`{unknown[1]}` is no field{where}: the fields are {there}", f"{path}.{unknown[1]}".strip(".")
    if wrong := re.match(r"Invalid enum value '?(.*?)'?$", text):
        enum = _ENUMS.get(path.rsplit(".", 1)[-1])
        choices = f" one of {', '.join(enum)}" if enum else " one of the known values"
        return f"`{field}` must be{choices}; it is {wrong[1]!r}", path
    if expected := re.match(r"Expected `(.*?)`, got `(.*?)`", text):
        want = _in_words(expected[1])
        return f"`{field}` must be {want}; here stands {_in_words(expected[2])}", path
    if "date" in text.lower():
        return f"`{field}` must be a date written as 2026-11-22", path
    return f"`{field}`: {text[:1].lower()}{text[1:]}", path


def _in_words(kind: str) -> str:
    words = {
        "object": "a mapping, for a text one from language to words",
        "array": "a list",
        "str": "a text",
        "int": "a whole number",
        "float": "a number",
        "bool": "true or false",
        "date": "a date written as 2026-11-22",
        "null": "nothing",
    }
    return " or ".join(words.get(part.strip(), part.strip()) for part in kind.split("|"))
