"""Narrowing results: by whom a service is for, who provides it, topic, channel, area, status.

What can be chosen is printed into the edition, so that the door knows the names and which record bears what.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from weakref import WeakKeyDictionary

import msgspec

from fanlight.edition.queries import Edition
from fanlight.edition.rules import SearchDoc

#: Where it is printed. Paths that begin with an underscore are never served as they are.
FILTERS = "/_filters"
#: The parameters of an address, and the kind of facet that each narrows by.
PARAMETERS = {"for": "audience", "by": "provider", "topic": "topic", "via": "channel", "in": "area", "status": "status"}
#: More than this in one address is no choice of a person.
MOST_CHOSEN = 12
_EVERYWHERE = "area:everywhere"
#: What a list offers at most; a list of places has the states of a country.
_MOST_OPTIONS = {"area": 70}
_MANY = 25


class Printed(msgspec.Struct, frozen=True):
    """What an edition knows of facets: their names by language, and which of them (by number) each record bears."""

    facets: list[str]
    names: dict[str, dict[str, str]]
    records: dict[str, list[int]]


class Chosen(msgspec.Struct, frozen=True):
    """What somebody narrowed by: pairs of parameter and value, in the order of the address."""

    pairs: tuple[tuple[str, str], ...] = ()

    @property
    def facets(self) -> list[str]:
        """The facets that a record must bear, but for the area."""
        return [f"{PARAMETERS[name]}:{value}" for name, value in self.pairs if name != "in"]

    @property
    def area(self) -> str:
        """The facet of the area, or nothing."""
        return next((f"area:{value}" for name, value in self.pairs if name == "in"), "")

    def without(self, pair: tuple[str, str]) -> Chosen:
        """Return the same choice but for one pair."""
        return Chosen(tuple(each for each in self.pairs if each != pair))

    def by_parameter(self) -> dict[str, list[str]]:
        """Return the values by parameter."""
        found: dict[str, list[str]] = {}
        for name, value in self.pairs:
            found.setdefault(name, []).append(value)
        return found


class Option(msgspec.Struct, frozen=True):
    """One value to narrow by, and how many of the results at hand bear it. `lang` is set where the name falls back."""

    value: str
    name: str
    lang: str
    count: int


class Filters:
    """What an edition's results can be narrowed by."""

    def __init__(self, printed: Printed) -> None:
        self._names = printed.names
        self._facets = printed.facets
        self._known = set(printed.facets)
        self._records = printed.records

    def knows(self, facet: str) -> bool:
        """Whether any record bears a facet."""
        return facet in self._known

    def bears(self, record: str, chosen: Chosen) -> bool:
        """Whether a record is left when results are narrowed."""
        borne = {self._facets[number] for number in self._records.get(record, ())}
        return borne.issuperset(chosen.facets) and (not chosen.area or chosen.area in borne or _EVERYWHERE in borne)

    def name(self, facet: str, lang: str) -> tuple[str, str]:
        """Return what a facet is called, and the language of that where it is not `lang`."""
        names = self._names.get(facet, {})
        if lang in names:
            return names[lang], ""
        code, name = next(iter(names.items()), ("", facet.partition(":")[2]))
        return name, code

    def options(self, ids: Sequence[str], chosen: Chosen, lang: str) -> dict[str, list[Option]]:
        """Return what the records `ids` can be narrowed by, by parameter: only values that some bear and some do not.

        The commonest values come first; places come by name.
        """
        counts = Counter(number for each in ids for number in self._records.get(each, ()))
        found: dict[str, list[Option]] = {}
        everywhere = 0
        for number, count in counts.items():
            facet = self._facets[number]
            if facet == _EVERYWHERE:
                everywhere = count
                continue
            kind, _, value = facet.partition(":")
            if count < len(ids):
                found.setdefault(kind, []).append(Option(value, *self.name(facet, lang), count))
        options = {}
        for parameter, kind in PARAMETERS.items():
            taken = {value for name, value in chosen.pairs if name == parameter}
            listed = [each for each in found.get(kind, []) if each.value not in taken]
            if kind == "area":
                # What is open to everyone can be used in each place too.
                both = [msgspec.structs.replace(each, count=each.count + everywhere) for each in listed]
                listed = [] if taken else [each for each in both if each.count < len(ids)]
                listed = sorted(listed, key=lambda each: each.name)
            else:
                listed = sorted(listed, key=lambda each: (-each.count, each.name))
            if listed:
                options[parameter] = listed[: _MOST_OPTIONS.get(kind, _MANY)]
        return options


def print_filters(docs: Iterable[SearchDoc], names: dict[str, dict[str, str]]) -> bytes:
    """Return what the door must know to narrow results, as it is printed into an edition."""
    records = {doc.id: doc.facets for doc in docs if doc.facets}
    facets = sorted({facet for borne in records.values() for facet in borne})
    number = {facet: place for place, facet in enumerate(facets)}
    printed = Printed(
        facets,
        {facet: names[facet] for facet in facets if facet in names},
        {key: [number[facet] for facet in records[key]] for key in sorted(records)},
    )
    return msgspec.json.encode(printed)


_opened: WeakKeyDictionary[Edition, Filters] = WeakKeyDictionary()


def filters_of(edition: Edition) -> Filters:
    """Return what an edition's results can be narrowed by; nothing for an edition that was printed without."""
    filters = _opened.get(edition)
    if filters is None:
        body = edition.body(FILTERS)
        try:
            printed = msgspec.json.decode(body.text(), type=Printed) if body else Printed([], {}, {})
        except msgspec.DecodeError:
            # Printed by another version: search goes on without filters until the next printing.
            printed = Printed([], {}, {})
        filters = _opened[edition] = Filters(printed)
    return filters


def read_chosen(given: Iterable[tuple[str, list[str]]], filters: Filters) -> tuple[Chosen, list[str]]:
    """Read what somebody narrowed by from the parts of an address, and the parameters with a value that nothing bears.

    Empty values are left out, as a form sends them; so is what comes twice. Of several areas the first is taken.
    """
    pairs: dict[tuple[str, str], None] = {}
    unknown: dict[str, None] = {}
    for name, values in given:
        for value in values if name in PARAMETERS else ():
            if not value.strip():
                continue
            if not filters.knows(f"{PARAMETERS[name]}:{value.strip()}") or value.strip() == "everywhere":
                unknown[name] = None
            elif len(pairs) < MOST_CHOSEN and not (name == "in" and any(pair[0] == "in" for pair in pairs)):
                pairs[name, value.strip()] = None
    return Chosen(tuple(pairs)), list(unknown)
