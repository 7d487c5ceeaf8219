"""Gives what was read its types, and says what is wrong in words of the writer, with the place."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from ..rules import (
    Audience,
    AudienceKind,
    Channel,
    ChannelKind,
    Citation,
    Cost,
    Document,
    EventFor,
    Identifier,
    Identity,
    PlaceStart,
    Record,
    Source,
    Spending,
    Status,
    Step,
    Wrong,
)

_AT = re.compile(r" - at `\$\.?(?P<path>[^`]*)`$")
_ENUMS = {"status": Status, "kind": ChannelKind, "event_for": EventFor}
#: What stands in the fields that hold parts of a record.
_PARTS: dict[str, type[msgspec.Struct]] = {
    "channels": Channel,
    "by_place": PlaceStart,
    "documents": Document,
    "costs": Cost,
    "steps": Step,
    "identifiers": Identifier,
    "legal_basis": Citation,
    "identities": Identity,
    "source": Source,
    "spending": Spending,
}


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
    path = found["path"] if found else ""
    text = _AT.sub("", message)
    # The dots stand for a key of a mapping, such as a language.
    field = f"each value of `{path[:-5]}`" if path.endswith("[...]") else f"`{path or record_type.__name__.lower()}`"
    path = path.replace("[...]", "")
    inside = f" in `{path}`" if path else ""
    if missing := re.match(r"Object missing required field `(\w+)`", text):
        return f"`{missing[1]}` is missing{inside}: it must be given", path
    if unknown := re.match(r"Object contains unknown field `(.*)`", text, re.DOTALL):
        part = _PARTS.get(re.sub(r"\[\d+\]$", "", path).rpartition(".")[2], record_type) if path else record_type
        there = ", ".join(sorted(part.__struct_fields__))
        return f"`{unknown[1][:80]}` is no field{inside}: the fields are {there}", f"{path}.{unknown[1]}".strip(".")
    if wrong := re.match(r"Invalid enum value '?(.*?)'?$", text, re.DOTALL):
        name = path.rpartition(".")[2]
        enum = AudienceKind if record_type is Audience else _ENUMS.get(name, Status)
        return f"{field} must be one of {', '.join(enum)}; it is {wrong[1][:80]!r}", path
    if expected := re.match(r"Expected `(.*?)`, got `(.*?)`", text):
        return f"{field} must be {_in_words(expected[1])}; here stands {_in_words(expected[2])}", path
    if "date" in text.lower():
        text = "must be a date written as 2026-11-22"
    elif "decimal" in text:
        text = "must be an amount written as 12.50"
    return f"{field}: {text[:1].lower()}{text[1:200]}", path


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
