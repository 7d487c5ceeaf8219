"""The links between records: what points at what, at nothing, or round in a circle."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from .values import Catalogue, LifeEvent, Location, Provider, Record, Service, Topic

#: The links that must not go round: kind and field.
CIRCLES = (
    ("providers", "parent"),
    ("providers", "replaces"),
    ("topics", "parent"),
    ("services", "duplicate_of"),
    ("services", "replaces"),
)
_WAY_OUT = {"parent": "one of them must have no parent", "duplicate_of": "one of them must be the true one"}


def pointers(record: Record) -> Iterator[tuple[str, str, str]]:
    """Yield every link of a record as `(field, id that it points at, kind of that record)`."""
    for field, target, to in _all_pointers(record):
        if target:
            yield field, target, to


def _all_pointers(record: Record) -> Iterator[tuple[str, str, str]]:
    if isinstance(record, Provider):
        yield "parent", record.parent, "providers"
        yield from (("replaces", old, "providers") for old in record.replaces)
        yield from ((f"identities.{n}.parent", was.parent, "providers") for n, was in enumerate(record.identities))
    elif isinstance(record, Topic):
        yield "parent", record.parent, "topics"
    elif isinstance(record, Location):
        yield "provider", record.provider, "providers"
    elif isinstance(record, LifeEvent):
        for step in record.steps:
            yield from ((f"steps.{step.id}.services", target, "services") for target in step.services)
    elif isinstance(record, Service):
        yield "provider", record.provider, "providers"
        yield "duplicate_of", record.duplicate_of, "services"
        for field, to in (
            ("related", "services"),
            ("replaces", "services"),
            ("topics", "topics"),
            ("audiences", "audiences"),
            ("life_events", "life_events"),
        ):
            yield from ((field, target, to) for target in getattr(record, field))
        for channel in record.channels:
            yield f"channels.{channel.id}.location", channel.location, "locations"


def targets(record: Record, field: str) -> list[str]:
    """Return the ids in one field of links, whether it holds one or a list."""
    value = getattr(record, field)
    if isinstance(value, list):
        return value
    return [value] if value else []


def circles(field: str, edges: Mapping[str, list[str]]) -> dict[str, str]:
    """Return, for each id that stands in a circle of `field`, the circle in words with the way out.

    Ids that lead nowhere and ids that nothing leads to are taken away until none is left: what stays goes round. That
    looks at each link a few times, however long the chains are.
    """
    left = _peeled(_peeled(edges), backwards=True)
    found: dict[str, str] = {}
    walked: set[str] = set()
    for start in left:
        path: list[str] = []
        places: dict[str, int] = {}
        ahead = start
        while ahead not in walked:
            walked.add(ahead)
            places[ahead] = len(path)
            path.append(ahead)
            ahead = left[ahead][0]
        if ahead not in places:
            continue
        ring = path[places[ahead] :]
        words = " → ".join([*ring, ring[0]]) if len(ring) < 12 else " → ".join([*ring[:10], "…", ring[0]])
        way_out = _WAY_OUT.get(field, "take one of them out")
        for member in ring:
            found.setdefault(member, f"`{field}` goes round in a circle: {words}; {way_out}")
    return found


def _peeled(edges: Mapping[str, list[str]], *, backwards: bool = False) -> dict[str, list[str]]:
    """Take away what leads nowhere, again and again; `backwards`, what nothing leads to."""
    behind: dict[str, list[str]] = {key: [] for key in edges}
    count = dict.fromkeys(edges, 0)
    for key, aims in edges.items():
        for aim in aims:
            if aim in behind:
                one, other = (aim, key) if backwards else (key, aim)
                behind[other].append(one)
                count[one] += 1
    free = [key for key, number in count.items() if not number]
    gone = set(free)
    while free:
        for key in behind[free.pop()]:
            count[key] -= 1
            if not count[key] and key not in gone:
                gone.add(key)
                free.append(key)
    return {
        key: [aim for aim in aims if aim in behind and aim not in gone]
        for key, aims in edges.items()
        if key not in gone
    }


def catalogue_faults(
    catalogue: Catalogue, known: Callable[[str, str], bool] = lambda kind, key: False
) -> list[tuple[str, str, str]]:
    """List every link that points at nothing and every circle, as `(kind, id, reason)`.

    `known(kind, id)` says whether a record outside this catalogue exists (one that is stored already).
    """
    there = {kind: {record.id for record in getattr(catalogue, kind)} for kind in Catalogue.__struct_fields__}
    faults: list[tuple[str, str, str]] = []
    for kind in Catalogue.__struct_fields__:
        for record in getattr(catalogue, kind):
            for field, target, to in pointers(record):
                if target not in there[to] and not known(to, target):
                    reason = f"`{field}` points at {target!r}, and there is no such record in {to}"
                    faults.append((kind, record.id, reason))
    for kind, field in CIRCLES:
        edges = {record.id: targets(record, field) for record in getattr(catalogue, kind)}
        faults += [(kind, member, reason) for member, reason in circles(field, edges).items()]
    return faults
