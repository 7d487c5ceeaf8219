"""What the pages of the catalogue say: statuses, fallbacks, successors, ways in. Values only, nothing rendered."""

import datetime as dt
import json

import pytest

from fanlight.catalog.pages import gather
from fanlight.catalog.pages.service import tel
from fanlight.catalog.rules import (
    Catalogue,
    Channel,
    ChannelKind,
    Identifier,
    Identity,
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
WRITTEN = dt.date(2026, 1, 5)
PHONE = Channel(id="phone", kind=ChannelKind.PHONE, number="1-800-555-0100")


def service(key, **more):
    names = {"name": {"en": f"Service {key}", "es": f"Servicio {key}"}, "written": WRITTEN, "channels": [PHONE]}
    return Service(id=key, **{**names, **more})


def printed(*services, lang="en", today=TODAY, **records):
    """Print services and return what stands at each address in one language."""
    records.setdefault("topics", [Topic(id="t", name={"en": "Topic", "es": "Tema"})])
    printing = gather(Catalogue(services=list(services), **records), ["en", "es"], "https://example.gov", today)
    return {page.at: page for page in printing.pages if page.lang == lang}, printing


def test_a_text_in_no_spanish_falls_back_marked_and_dated():
    pages, _ = printed(service("a", summary={"en": "Only English."}), lang="es")
    value = pages["/services/a"].value
    assert (value.title.text, value.title.lang) == ("Servicio a", "")
    assert (value.summary.text, value.summary.lang) == ("Only English.", "en")
    assert value.fallback_date == WRITTEN


def test_a_page_whole_in_its_language_has_no_fallback_date():
    pages, _ = printed(service("a"), lang="es")
    assert pages["/services/a"].value.fallback_date is None


def test_a_translation_older_than_its_original_is_told():
    changed = dt.date(2026, 6, 1)
    pages, _ = printed(service("a", text_dates={"name.en": changed}), lang="es")
    assert pages["/services/a"].value.stale_since == changed
    pages, _ = printed(service("a", text_dates={"name.en": changed, "name.es": changed}), lang="es")
    assert pages["/services/a"].value.stale_since is None


@pytest.mark.parametrize(
    ("today", "is_open"), [(dt.date(2026, 10, 14), False), (dt.date(2026, 10, 15), True), (dt.date(2026, 12, 8), False)]
)
def test_a_seasonal_service_starts_in_its_season_alone(today, is_open):
    season = {"status_from": dt.date(2026, 10, 15), "status_until": dt.date(2026, 12, 7)}
    pages, printing = printed(service("a", status=Status.SEASONAL, **season), today=today)
    value = pages["/services/a"].value
    assert value.status.open is is_open
    assert (value.start is not None) is is_open
    assert printing.starts["a"] == ("start" if is_open else "turn")


def test_a_pause_that_is_over_is_no_pause():
    over = {"status_until": dt.date(2026, 11, 21), "status_reason": {"en": "Flooded."}}
    pages, _ = printed(service("a", status=Status.PAUSED, **over))
    assert pages["/services/a"].value.status is None
    assert pages["/services/a"].value.start is not None


@pytest.mark.parametrize("status", [Status.PAUSED, Status.CLOSED])
def test_what_is_announced_for_a_later_day_does_not_close_a_service_today(status):
    later = {"status_from": dt.date(2026, 11, 23), "status_reason": {"en": "Moving."}}
    pages, _ = printed(service("a", status=status, **later))
    assert pages["/services/a"].value.start is not None
    pages, _ = printed(service("a", status=status, **later), today=dt.date(2026, 11, 23))
    assert pages["/services/a"].value.start is None


def test_a_retired_service_with_one_successor_moves_and_links_follow():
    pages, printing = printed(
        service("old", retired=TODAY), service("new", replaces=["old"]), service("friend", related=["old"])
    )
    assert {(r.path, r.to) for r in printing.redirects} == {
        ("/services/old", "/services/new"), ("/es/services/old", "/es/services/new"),
    }  # fmt: skip
    assert "/services/old" not in pages
    assert [link.href for link in pages["/services/friend"].value.related] == ["/services/new"]
    assert [link.href for group in pages["/services"].value.groups for link in group.links] == [
        "/services/friend", "/services/new",
    ]  # fmt: skip


@pytest.mark.parametrize("successors", [0, 2])
def test_a_retired_service_without_one_successor_is_gone_and_says_where_to_go(successors):
    new = [service(f"new{n}", replaces=["old"]) for n in range(successors)]
    reason = {"en": "The law ended it."}
    pages, printing = printed(service("old", retired=TODAY, status_reason=reason, topics=["t"]), *new)
    gone = pages["/services/old"]
    assert (gone.kind, gone.status) == ("gone", 410)
    assert gone.value.reason.text == "The law ended it."
    assert len(gone.value.successors) == successors
    assert not printing.redirects


def test_a_duplicate_leads_to_what_it_duplicates_through_retired_ones():
    _, printing = printed(
        service("copy", duplicate_of="old"), service("old", retired=TODAY), service("new", replaces=["old"])
    )
    assert ("/services/copy", "/services/new") in {(r.path, r.to) for r in printing.redirects}


def test_a_circle_of_duplicates_does_not_go_round_for_ever():
    _, printing = printed(service("a", duplicate_of="b"), service("b", duplicate_of="a"))
    assert printing.redirects == []


def test_a_programme_links_to_the_service_that_bears_its_number():
    number = [Identifier(scheme="assistance-listing", value="96.002")]
    pages, printing = printed(service("start", identifiers=number), service("96.002", channels=[], identifiers=number))
    assert [link.href for link in pages["/services/96.002"].value.related] == ["/services/start"]
    assert printing.programmes == {"96.002"}


def test_a_description_does_not_repeat_the_summary():
    pages, _ = printed(service("a", summary={"en": "One."}, description={"en": "One. Two."}))
    assert pages["/services/a"].value.description.text == "Two."


def test_a_start_that_depends_on_the_place_offers_the_places():
    places = [PlaceStart(place="us-tx", name={"en": "Texas"}, url={"en": "https://www.texas.gov/"})]
    web = Channel(id="web", kind=ChannelKind.WEB, by_place=places)
    pages, _ = printed(service("a", channels=[web]))
    assert [(p.name.text, p.href) for p in pages["/services/a"].value.start.places] == [
        ("Texas", "https://www.texas.gov/")
    ]


def test_a_channel_takes_address_and_hours_of_its_location():
    office = Location(id="main", name={"en": "Main office"}, address={"en": "1 Main St"}, hours={"en": "9 to 5"})
    door = Channel(id="in-person", kind=ChannelKind.IN_PERSON, location="main")
    pages, _ = printed(service("a", channels=[door]), locations=[office])
    view = pages["/services/a"].value.channels[0]
    assert (view.address.text, view.hours.text) == ("1 Main St", "9 to 5")


def test_a_life_event_names_who_does_each_service_and_skips_what_is_gone():
    event = LifeEvent(
        id="e", name={"en": "Event"}, steps=[Step(id="s", name={"en": "First"}, services=["a", "gone", "a"])]
    )
    provider = Provider(id="p", name={"en": "The office"})
    pages, _ = printed(
        service("a", provider="p"), service("gone", retired=TODAY), life_events=[event], providers=[provider]
    )
    (step,) = pages["/life-events/e"].value.steps
    assert [(link.href, link.note.text) for link in step.services] == [("/services/a", "The office")]
    assert [link.href for link in pages["/services/a"].value.life_events] == ["/life-events/e"]


def test_an_agency_tells_its_earlier_names_and_what_it_belonged_to():
    above = Provider(id="above", name={"en": "Old department", "es": "Departamento antiguo"})
    was = Identity(name={"en": "Bureau", "es": "Buró"}, parent="above", end=dt.date(2003, 3, 1))
    office = Provider(id="office", name={"en": "Office", "es": "Oficina"}, identities=[was])
    pages, _ = printed(service("a"), providers=[above, office], lang="es")
    (formerly,) = pages["/providers/office"].value.formerly
    assert formerly.text == "Buró, parte de Departamento antiguo, hasta el 1 de marzo de 2003"


def test_an_agency_that_merged_into_another_leads_to_it():
    old, now = Provider(id="old", name={"en": "Old"}), Provider(id="now", name={"en": "Now"}, replaces=["old"])
    last = Provider(id="last", name={"en": "Last"}, replaces=["now"])
    pages, printing = printed(service("a", provider="old"), providers=[old, now, last])
    moved = {redirect.path: redirect.to for redirect in printing.redirects if not redirect.path.startswith("/es")}
    assert moved == {"/providers/old": "/providers/last", "/providers/now": "/providers/last"}
    assert "/providers/old" not in pages
    assert [link.href for group in pages["/providers"].value.groups for link in group.links] == ["/providers/last"]


def test_structured_data_cannot_end_its_script():
    pages, _ = printed(service("a", summary={"en": "</script><b>&"}))
    text = pages["/services/a"].value.json_ld
    assert "<" not in text
    data = json.loads(text)
    assert data["@type"] == "GovernmentService"
    assert data["description"] == "</script><b>&"
    assert data["availableChannel"][0]["servicePhone"]["telephone"] == "+18005550100"


@pytest.mark.parametrize(
    ("number", "address"),
    [
        ("1-800-772-1213", "tel:+18007721213"),
        ("(555) 555-0142 ext. 12", "tel:+15555550142"),
        ("+44 20 7946 0000", "tel:+442079460000"),
        ("911", "tel:911"),
        ("43362", "tel:43362"),
    ],
)
def test_a_number_is_dialled_as_a_phone_dials_it(number, address):
    assert tel(number) == address


def test_no_list_offers_more_than_sixty_links():
    many = [service(f"s{n}", topics=["t"], channels=[], name={"en": f"Word{n % 9}x grant {n}"}) for n in range(400)]
    pages, _ = printed(*many)
    for page in pages.values():
        if page.template == "catalog/list.html":
            assert sum(len(group.links) for group in page.value.groups) <= 60
    on_shelves = {
        link.href
        for page in pages.values()
        if page.at.startswith("/topics/t/")
        for group in page.value.groups
        for link in group.links
    }
    assert len(on_shelves) == 400


def test_the_home_page_never_offers_more_than_sixty_links():
    topics = [Topic(id=f"t{n}", name={"en": f"Topic {n}"}, area=n if n < 12 else 0) for n in range(45)]
    events = [LifeEvent(id=f"e{n}", name={"en": f"Event {n}"}) for n in range(30)]
    services = [service(f"s{n}", topics=[f"t{n}"], top_task=n + 1) for n in range(45)]
    pages, _ = printed(*services, topics=topics, life_events=events)
    home = pages["/"].value
    lists = (home.life_events, home.areas, home.tasks, home.topics, home.audiences, home.paused)
    assert len(home.areas) + len(home.topics) == 45
    assert sum(map(len, lists)) + len(home.searches) <= 60
