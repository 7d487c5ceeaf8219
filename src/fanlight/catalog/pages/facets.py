"""By what the results of a search can be narrowed: who a record is for, who provides it, topic, channel, area, status.

A facet is written `kind:value`, such as `topic:health`. A record bears the facets of what stands above its own: of the
provider above its provider, of the topic above its topic.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from ..rules import Channel, LifeEvent, Service, Status, Text
from .context import Whole

#: The area of what can be used from anywhere.
EVERYWHERE = "area:everywhere"


def service_facets(service: Service, whole: Whole) -> list[str]:
    """Return the facets of a service, in order."""
    found = {f"audience:{key}" for key in service.audiences if key in whole.audiences}
    found |= {f"provider:{key}" for key in _above(service.provider, whole.providers)}
    found |= {f"topic:{key}" for topic in service.topics for key in _above(topic, whole.topics)}
    found |= {f"channel:{channel.kind}" for channel in service.channels}
    found |= {f"area:{place}" for place in bound_to(service, whole)} or {EVERYWHERE}
    found.add(f"status:{service.status_on(whole.today)}")
    return sorted(found)


def event_facets(event: LifeEvent, whole: Whole) -> list[str]:
    """Return the facets of a life event: for whom and of what topic most of its services are."""
    services = whole.resolved(each for step in event.steps for each in step.services)
    counted = Counter(
        facet
        for service in services
        for facet in service_facets(service, whole)
        if facet.startswith(("audience:", "topic:"))
    )
    most = {facet for facet, count in counted.items() if 2 * count > len(services)}
    return sorted(most | {EVERYWHERE, f"status:{Status.ACTIVE}"})


def bound_to(service: Service, whole: Whole) -> set[str]:
    """Return the places that a service can be started in alone; none where one of its ways is open to everyone."""
    places: set[str] = set()
    for channel in service.channels:
        if channel.starts:
            here = _places_of(channel, whole)
            if not here:
                return set()
            places |= here
    return places


def facet_names(whole: Whole) -> dict[str, Text]:
    """Return what each facet is called. Channels and statuses are words of the interface, and are not here."""
    names: dict[str, Text] = {f"audience:{each.id}": each.name for each in whole.catalogue.audiences}
    names |= {f"provider:{each.id}": each.name for each in whole.catalogue.providers}
    names |= {f"topic:{each.id}": each.name for each in whole.catalogue.topics}
    for service in whole.services.values():
        for channel in service.channels:
            names |= {f"area:{place.place}": place.name for place in channel.by_place}
    for location in whole.catalogue.locations:
        # A place that has a name nowhere is called by its code.
        names.setdefault(f"area:{location.place}", {"": location.place})
    return names


def _places_of(channel: Channel, whole: Whole) -> set[str]:
    if channel.by_place:
        return {place.place for place in channel.by_place}
    location = whole.locations.get(channel.location)
    return {location.place} if location and location.place else set()


def _above(key: str, records: Mapping[str, Any]) -> Iterator[str]:
    seen: set[str] = set()
    while key in records and key not in seen:
        seen.add(key)
        yield key
        key = records[key].parent
