"""From the names of agencies to provider records."""

from __future__ import annotations

import re
import unicodedata

from fanlight.catalog.rules import Provider, Repair, Text, public_id

from .data import Agency, agencies
from .mending import spaced, uncapitalised

_SHORT = re.compile(r"\s*\(([A-Z][A-Za-z.-]{1,9})\)$")


class Providers:
    """The providers that the rows have named so far, in a hierarchy of two levels."""

    def __init__(self) -> None:
        self.records: dict[str, Provider] = {}
        self.repairs: list[Repair] = []
        self._known: dict[tuple[str, str], str] = {}

    def of(self, top: str, part: str) -> str:
        """The id of the agency that runs a programme: the part, or the top agency where there is none.

        A part that has the name of the agency above it is that agency. Empty when the row names neither.
        """
        top, part = spaced(top), spaced(part)
        key = (top, part)
        if key not in self._known:
            above = self._add(top, agencies().agencies.get(top, Agency()), "") if top else ""
            if part and part.lower() != top.lower():
                known = agencies().agencies.get(top, Agency()).parts.get(part, Agency())
                above = self._add(part, known, above)
            self._known[key] = above
        return self._known[key]

    def line(self, provider: str) -> list[str]:
        """A provider and those above it, from the nearest."""
        found = []
        while provider:
            found.append(provider)
            provider = self.records[provider].parent
        return found

    def _add(self, raw: str, known: Agency, parent: str) -> str:
        clean, initials = clean_name(raw)
        name, short = known.en or clean, known.short or initials
        provider_id = known.id or _slug(name)
        taken = self.records.get(provider_id)
        if taken and parent not in (taken.parent, provider_id):
            provider_id = f"{parent}-{provider_id}" if parent else public_id(raw)
        if provider_id not in self.records:
            self.records[provider_id] = Provider(
                id=provider_id,
                name=_text(name, known.es),
                short_name={"en": short} if short else {},
                parent=parent,
            )
        told = f"{name} ({initials})" if initials else name
        repair = Repair(provider_id, "name", "agency_name", raw, told)
        if told != raw and repair not in self.repairs:
            self.repairs.append(repair)
        return provider_id


def clean_name(raw: str) -> tuple[str, str]:
    """An agency's name without its initials, its capitals and known misspellings, and the initials."""
    found = _SHORT.search(raw)
    name = raw[: found.start()] if found else raw
    for wrong, right in agencies().misspelt.items():
        name = name.replace(wrong, right)
    name = uncapitalised(name).removeprefix("The ")
    return name, found.group(1) if found else ""


def _text(english: str, spanish: str) -> Text:
    return {"en": english, "es": spanish} if spanish else {"en": english}


def _slug(name: str) -> str:
    folded = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    folded = folded.replace("&", " and ").replace("'", "").replace("u.s.", "us")
    return re.sub(r"[^a-z0-9]+", "-", folded).strip("-")[:90].strip("-") or public_id(name)
