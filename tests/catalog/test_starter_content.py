"""The starter catalogue keeps its promises: two languages, plain words, whole life events, and no invented fact."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec
import pytest
import yaml

from fanlight.catalog.rules import (
    Audience,
    AudienceKind,
    Catalogue,
    Channel,
    ChannelKind,
    LifeEvent,
    Provider,
    Record,
    Service,
    Status,
    Topic,
    Value,
)
from tests.catalog.reading import ease_spanish, grade_english
from tests.catalog.starter_facts import NUMBERS, REVIEWED_DOMAINS, SHOWN_IN

STARTER = Path(__file__).parents[2] / "src" / "fanlight" / "catalog" / "starter"
US = STARTER / "us_federal"
LANGUAGES = ("en", "es")
AREAS = [
    "retirement", "taxes", "disasters", "travel", "paying-for-education", "veterans", "help-in-hardship",
    "business-finance", "women-infants-children", "health", "personal-information",
]  # fmt: skip
#: The states, the District of Columbia and Puerto Rico.
PLACES = 52

TestData = Callable[[str], Path]


def _read(path: Path, kind: type[Record]) -> list[Any]:
    """The records of one file, or of all files of a folder."""
    files = sorted(path.glob("*.yaml")) if path.is_dir() else [path]
    records = []
    for file in files:
        found = yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader)  # every scalar is text, typed by its field
        for one in found if isinstance(found, list) else [found]:
            record = msgspec.convert(one, kind, strict=False)
            assert not path.is_dir() or record.id == file.stem, f"{file.name} holds {record.id}"
            records.append(record)
    return records


@pytest.fixture(scope="module")
def starter() -> Catalogue:
    return Catalogue(
        providers=_read(US / "providers.yaml", Provider),
        topics=_read(STARTER / "base" / "topics.yaml", Topic),
        audiences=_read(STARTER / "base" / "audiences.yaml", Audience),
        services=_read(US / "services", Service),
        life_events=_read(US / "life_events", LifeEvent),
    )


def _records(starter: Catalogue) -> list[Record]:
    return [*starter.providers, *starter.topics, *starter.audiences, *starter.services, *starter.life_events]


def _parts(value: Value, place: str) -> Iterator[tuple[str, str, Any]]:
    """Every field that holds a mapping by language: its place, its name and the mapping."""
    for field in msgspec.structs.fields(value):
        found = getattr(value, field.name)
        for number, one in enumerate(found if isinstance(found, list) else [found]):
            if isinstance(one, Value):
                yield from _parts(one, f"{place}.{field.name}[{getattr(one, 'id', number)}]")
            elif isinstance(one, dict) and one and field.name not in ("sources", "text_dates"):
                yield f"{place}.{field.name}", field.name, one


def _texts(starter: Catalogue) -> Iterator[tuple[str, str, Any]]:
    for record in _records(starter):
        yield from _parts(record, record.id)


def _addresses(starter: Catalogue) -> Iterator[tuple[str, str]]:
    for place, name, mapping in _texts(starter):
        if name == "url":
            yield from ((place, address) for address in mapping.values())


def _is_bare(address: str) -> bool:
    parts = urlsplit(address)
    return parts.path in ("", "/") and not parts.query and not parts.fragment


def test_ids_are_used_once(starter: Catalogue) -> None:
    for kind in (starter.providers, starter.topics, starter.audiences, starter.services, starter.life_events):
        twice = [name for name, count in Counter(record.id for record in kind).items() if count > 1]
        assert not twice
        assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", record.id) for record in kind)


def test_the_eleven_areas_stand_in_their_order(starter: Catalogue) -> None:
    areas = sorted((topic.area, topic.id) for topic in starter.topics if topic.area)
    assert areas == list(enumerate(AREAS, 1))
    assert {audience.kind for audience in starter.audiences} == set(AudienceKind)


def test_every_text_stands_in_both_languages(starter: Catalogue) -> None:
    for place, name, mapping in _texts(starter):
        if name == "url":
            assert "en" in mapping, place
            continue
        assert tuple(mapping) == LANGUAGES, place
        assert all(mapping.values()), place
        if isinstance(mapping["en"], str):
            assert all(text == text.strip() for text in mapping.values()), place
            assert mapping["en"] != mapping["es"] or len(mapping["en"]) <= 20, f"{place} is not translated"


def test_what_people_say_is_in_every_record(starter: Catalogue) -> None:
    records: list[Service | LifeEvent] = [*starter.services, *starter.life_events]
    for record in records:
        for language in LANGUAGES:
            words = record.words[language]
            assert len(set(words)) == len(words) >= 5, f"{record.id}: {language}"
            assert record.name[language] not in words
    assert all(len(topic.words[language]) >= 3 for topic in starter.topics for language in LANGUAGES)


def test_every_service_says_what_a_person_needs(starter: Catalogue) -> None:
    for service in starter.services:
        for field in ("provider", "other_names", "summary", "description", "audiences", "channels", "topics", "owner",
                      "written", "next_review", "source", "area_served", "related"):  # fmt: skip
            assert getattr(service, field), f"{service.id} has no {field}"
        assert service.assured is None, f"{service.id}: nobody has assured it"
        if service.status is not Status.CLOSED:
            assert service.what_you_get, service.id
            assert service.eligibility, service.id
            assert service.costs, service.id
            assert any(channel.starts for channel in service.channels), f"{service.id} cannot be started"


def test_every_id_that_is_named_exists(starter: Catalogue) -> None:
    ids = {kind: {record.id for record in getattr(starter, kind)} for kind in Catalogue.__struct_fields__}
    missing: list[str] = []
    for service in starter.services:
        named = {
            "providers": {service.provider, service.owner},
            "services": {*service.related, *service.replaces, *filter(None, [service.duplicate_of])},
            "topics": set(service.topics),
            "audiences": set(service.audiences),
            "life_events": set(service.life_events),
        }
        missing += [f"{service.id}: {kind} {one}" for kind, some in named.items() for one in some - ids[kind]]
        assert service.id not in service.related
    missing += [
        f"{one.id}: {one.parent}" for one in starter.providers if one.parent and one.parent not in ids["providers"]
    ]
    missing += [f"{one.id}: {one.parent}" for one in starter.topics if one.parent and one.parent not in ids["topics"]]
    assert not missing


def test_steps_and_services_name_each_other(starter: Catalogue) -> None:
    by_event = {(event.id, one) for event in starter.life_events for step in event.steps for one in step.services}
    by_service = {(event, service.id) for service in starter.services for event in service.life_events}
    assert by_event == by_service


def test_some_services_are_top_tasks_each_with_a_rank_of_its_own(starter: Catalogue) -> None:
    ranks = sorted(service.top_task for service in starter.services if service.top_task)
    assert ranks == list(range(1, len(ranks) + 1))
    assert len(ranks) >= 6


def test_a_pause_season_or_closing_says_when_and_why(starter: Catalogue) -> None:
    unusual = [service for service in starter.services if service.status is not Status.ACTIVE]
    assert unusual
    for service in unusual:
        assert service.status_from, service.id
        assert service.status_reason, service.id
        assert service.status is not Status.SEASONAL or service.status_until, service.id


def test_all_of_it_is_marked_as_a_sample(starter: Catalogue) -> None:
    assert all(record.sample for record in [*starter.providers, *starter.services, *starter.life_events])


def test_every_phone_number_is_a_known_one(starter: Catalogue) -> None:
    numbers = {channel.number for service in starter.services for channel in service.channels if channel.number}
    numbers |= {provider.phone for provider in starter.providers if provider.phone}
    assert numbers == set(NUMBERS)


def test_channels_of_a_kind_say_how_to_use_them(starter: Catalogue) -> None:
    for service in starter.services:
        for channel in service.channels:
            place = f"{service.id}.{channel.id}"
            assert channel.label, place
            if channel.kind in (ChannelKind.PHONE, ChannelKind.TTY, ChannelKind.TEXT):
                assert channel.number, place
            elif channel.kind is ChannelKind.WEB:
                assert channel.url or channel.by_place, place


def test_a_death_certificate_starts_in_every_state(starter: Catalogue) -> None:
    service = next(one for one in starter.services if one.id == "order-a-death-certificate")
    starts = next(channel.by_place for channel in service.channels if channel.by_place)
    assert len({start.place for start in starts}) == len(starts) == PLACES
    assert all(re.fullmatch(r"US-[A-Z]{2}", start.place) for start in starts)


def test_every_host_is_a_registered_one(starter: Catalogue, test_data: TestData) -> None:
    with gzip.open(test_data("dotgov/current-full.csv.gz")) as file:
        rows = csv.DictReader(io.TextIOWrapper(file, encoding="utf-8"))
        registered = {row["Domain name"].lower() for row in rows} | set(REVIEWED_DOMAINS)
    unknown = []
    for place, address in _addresses(starter):
        parts = urlsplit(address)
        assert parts.scheme == "https", f"{place}: {address}"
        host = parts.hostname or ""
        # Only the armed forces get a name under .mil.
        if ".".join(host.split(".")[-2:]) not in registered and not host.endswith(".mil"):
            unknown.append(f"{place}: {address}")
    assert not unknown


def test_every_deep_address_is_one_that_the_data_shows(starter: Catalogue, test_data: TestData) -> None:
    text = b"\n".join(_content(test_data(name)).replace(rb"\/", b"/") for name in SHOWN_IN)
    unseen = {
        f"{place}: {address}"
        for place, address in _addresses(starter)
        if not _is_bare(address) and not _shows(text, address.removeprefix("https://"))
    }
    assert not unseen


def _content(path: Path) -> bytes:
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()


def _shows(text: bytes, address: str) -> bool:
    """Whether the text holds this whole address, with or without a last slash, and not only a longer or other one."""
    wanted = address.rstrip("/").encode()
    start = text.find(wanted)
    while start >= 0:
        before, after = text[start - 1 : start], text[start + len(wanted) :][:2].removeprefix(b"/")
        if not re.match(rb"[\w.-]", before) and not re.match(rb"[\w/#?=%&+~-]|\.\w", after):
            return True
        start = text.find(wanted, start + 1)
    return False


def test_at_most_a_fifth_of_the_start_links_is_a_bare_host(starter: Catalogue) -> None:
    """A choice of place counts as one link."""
    links = [_start_is_bare(channel) for service in starter.services for channel in service.channels if channel.starts]
    known = [bare for bare in links if bare is not None]
    assert sum(known) <= len(known) / 5, f"{sum(known)} of {len(known)}"


def _start_is_bare(channel: Channel) -> bool | None:
    """True for a bare host, False for a deeper address, None for a channel without a link."""
    addresses = [start.url["en"] for start in channel.by_place if start.url] or [*channel.url.values()][:1]
    return all(_is_bare(address) for address in addresses) if addresses else None


def test_codes_of_life_events_are_in_the_european_vocabulary(starter: Catalogue, test_data: TestData) -> None:
    names = ("LifeEvents-2023-03-22", "BusinessEvents-2023-03-22")
    files = [json.loads(test_data(f"cpsv-ap-events/{name}.jsonld").read_bytes()) for name in names]
    codes = {node["@id"].rsplit("/", 1)[-1] for nodes in files for node in nodes}
    assert {event.eu_code for event in starter.life_events if event.eu_code} <= codes


def test_assistance_listings_are_in_the_inventory(starter: Catalogue, test_data: TestData) -> None:
    lines = _content(test_data("federal-program-inventory/fpi-programs.jsonl.gz")).splitlines()
    known = {json.loads(line)["id"] for line in lines}
    used = {
        one.value for service in starter.services for one in service.identifiers if one.scheme == "assistance-listing"
    }
    assert used
    assert used <= known


def _readable(starter: Catalogue, language: str) -> Iterator[tuple[str, str]]:
    """Every longer text of services and life events; an item of a list counts as a sentence."""
    longer = {"summary", "description", "what_you_get", "eligibility", "note", "status_reason"}
    for record in [*starter.services, *starter.life_events]:
        for place, name, mapping in _parts(record, record.id):
            if name in longer and len(mapping[language].split()) >= 8:
                yield place, re.sub(r"^- (.*[^.])$", r"\1.", mapping[language], flags=re.MULTILINE)


def test_english_reads_at_grade_eight_or_lower(starter: Catalogue) -> None:
    hard = {place: grade for place, text in _readable(starter, "en") if (grade := grade_english(text)) > 8}
    assert not hard


def test_spanish_is_no_harder_than_everyday_speech(starter: Catalogue) -> None:
    """By the scale of Fernández Huerta, on which 60 to 70 is for the public at large and more is easier."""
    hard = {place: ease for place, text in _readable(starter, "es") if (ease := ease_spanish(text)) < 60}
    assert not hard
