"""What results can be narrowed by: what each record of the catalogue bears."""

import datetime as dt

from fanlight.catalog.pages.context import Whole
from fanlight.catalog.pages.facets import EVERYWHERE, bound_to, event_facets, facet_names, service_facets
from fanlight.catalog.rules import (
    Audience,
    Catalogue,
    Channel,
    ChannelKind,
    LifeEvent,
    Location,
    PlaceStart,
    Provider,
    Service,
    Status,
    Step,
    Topic,
)

TODAY = dt.date(2026, 11, 22)
WEB = Channel(id="web", kind=ChannelKind.WEB, url={"en": "https://example.gov/"})
PLACES = Channel(
    id="places",
    kind=ChannelKind.WEB,
    by_place=[
        PlaceStart(place=f"US-{code}", name={"en": name}) for code, name in (("TX", "Texas"), ("NM", "New Mexico"))
    ],
)
OFFICE = Channel(id="office", kind=ChannelKind.IN_PERSON, location="hall")


def whole(*services, events=()):
    return Whole(
        Catalogue(
            providers=[
                Provider(id="top", name={"en": "Top"}),
                Provider(id="below", name={"en": "Below"}, parent="top"),
            ],
            locations=[Location(id="hall", name={"en": "Hall"}, place="US-AZ")],
            topics=[Topic(id="money", name={"en": "Money"}), Topic(id="tax", name={"en": "Tax"}, parent="money")],
            audiences=[Audience(id="veterans", name={"en": "Veterans"})],
            services=list(services),
            life_events=list(events),
        ),
        TODAY,
    )


def service(**more):
    return Service(id=more.pop("id", "s"), name={"en": "A service"}, **more)


def test_a_service_bears_what_it_has_and_what_stands_above():
    one = service(provider="below", topics=["tax"], audiences=["veterans"], channels=[WEB])
    assert service_facets(one, whole(one)) == sorted(
        ["audience:veterans", "provider:below", "provider:top", "topic:tax", "topic:money", "channel:web", EVERYWHERE,
         "status:active"]
    )  # fmt: skip


def test_what_points_at_nothing_is_no_facet():
    one = service(provider="gone", topics=["gone"], audiences=["gone"])
    assert service_facets(one, whole(one)) == [EVERYWHERE, "status:active"]


def test_the_status_is_that_of_the_day():
    paused = service(status=Status.PAUSED, status_from=dt.date(2026, 12, 1))
    assert "status:active" in service_facets(paused, whole(paused))
    begun = service(status=Status.PAUSED, status_from=TODAY)
    assert "status:paused" in service_facets(begun, whole(begun))


def test_a_service_is_of_a_place_only_if_every_way_to_start_it_is():
    for channels, places in (
        ([], set()),
        ([WEB], set()),
        ([PLACES], {"US-TX", "US-NM"}),
        ([PLACES, OFFICE], {"US-TX", "US-NM", "US-AZ"}),
        ([PLACES, WEB], set()),
        # A channel that only informs starts nothing anywhere.
        ([PLACES, Channel(id="info", kind=ChannelKind.WEB, url={"en": "https://x.example/"}, starts=False)],
         {"US-TX", "US-NM"}),
    ):  # fmt: skip
        one = service(channels=channels)
        assert bound_to(one, whole(one)) == places
        areas = {each for each in service_facets(one, whole(one)) if each.startswith("area:")}
        assert areas == ({f"area:{place}" for place in places} or {EVERYWHERE})


def test_a_life_event_bears_what_most_of_its_services_bear():
    services = [
        service(id="one", topics=["tax"], audiences=["veterans"], channels=[PLACES]),
        service(id="two", topics=["tax"]),
        service(id="three"),
    ]
    event = LifeEvent(
        id="e", name={"en": "Event"}, steps=[Step(id="s", name={"en": "S"}, services=["one", "two", "three"])]
    )
    assert event_facets(event, whole(*services, events=[event])) == sorted(
        ["topic:tax", "topic:money", EVERYWHERE, "status:active"]
    )


def test_a_circle_of_parents_ends():
    circle = [Provider(id="a", name={"en": "A"}, parent="b"), Provider(id="b", name={"en": "B"}, parent="a")]
    one = service(provider="a")
    found = service_facets(one, Whole(Catalogue(providers=circle, services=[one]), TODAY))
    assert {"provider:a", "provider:b"} <= set(found)


def test_every_facet_has_a_name_and_a_place_without_one_its_code():
    one = service(channels=[PLACES])
    names = facet_names(whole(one))
    assert names["area:US-TX"] == {"en": "Texas"}
    assert names["area:US-AZ"] == {"": "US-AZ"}
    assert names["provider:below"] == {"en": "Below"}
