"""The real Federal Program Inventory: its counts, and whether what comes of it can be used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from fanlight.catalog.exchange import fpi
from fanlight.catalog.exchange.fpi.data import audiences
from fanlight.catalog.exchange.fpi.texts import LONGEST_SUMMARY
from fanlight.catalog.rules import Audience, AudienceKind, Provider, Reading, Service, Topic, check_record


@pytest.fixture(scope="module")
def real() -> dict[str, Reading]:
    """What was read once, kept for the tests of this module."""
    return {}


@pytest.fixture
def inventory(real: dict[str, Reading], test_data: Callable[[str], Path]) -> Reading:
    if "all" not in real:
        real["all"] = fpi.read(test_data("federal-program-inventory"))
    return real["all"]


def test_all_but_the_two_placeholders_come_in(inventory: Reading) -> None:
    assert len(inventory.incoming) == 2648
    assert [one.id for one in inventory.rejected] == ["ACQ.1", "GS.1"]


def test_repairs_are_counted_by_record_and_kind(inventory: Reading) -> None:
    counted = Counter(repair.kind for repair in inventory.repairs)
    assert counted == {
        "assistance_label": 641,
        "entity": 988,
        "duplicate": 101,
        "empty_name": 13,
        "spacing": 1184,
        "brackets": 205,
        "bullet": 76,
        "capitals": 13,
        "agency_name": 40,
        "repeated_citation": 2,
    }
    assert all(repair.old != repair.new for repair in inventory.repairs)


def test_every_record_can_be_taken_in(inventory: Reading) -> None:
    for record in [*(one.record for one in inventory.incoming), *inventory.supporting]:
        check_record(record)


def test_every_record_has_a_provider_topics_and_texts(inventory: Reading) -> None:
    known = {
        type(one): {other.id for other in inventory.supporting if type(other) is type(one)}
        for one in inventory.supporting
    }
    for one in inventory.incoming:
        found = one.record
        assert isinstance(found, Service)
        assert found.provider in known[Provider]
        assert 1 <= len(found.topics) <= 3
        assert set(found.topics) <= known[Topic]
        assert set(found.audiences) <= known[Audience]
        assert 0 < len(found.summary["en"]) <= LONGEST_SUMMARY
        assert {"en", "es"} == set(found.who_applies) == set(found.instead)


def test_records_without_types_stay_unknown(inventory: Reading) -> None:
    named = [one.record.audiences for one in inventory.incoming if isinstance(one.record, Service)]
    assert sum(not found for found in named) == 175
    people = {key for key, one in audiences().items() if one.kind is AudienceKind.PEOPLE}
    assert 1000 < sum(bool(people & set(found)) for found in named) < 2473


def test_every_agency_is_known_in_both_languages(inventory: Reading) -> None:
    found = [one for one in inventory.supporting if isinstance(one, Provider)]
    assert sum(not one.parent for one in found) == 57
    assert all({"en", "es"} <= set(one.name) for one in found)


def test_no_sentence_ends_in_two_full_stops(inventory) -> None:
    texts = [text for incoming in inventory.incoming for text in incoming.record.who_applies.values()]
    assert not [text for text in texts if text.endswith("..")]


def test_no_topic_of_one_agency_is_longer_than_a_page(inventory: Reading) -> None:
    grouped = Counter(
        (topic, one.record.provider)
        for one in inventory.incoming
        if isinstance(one.record, Service)
        for topic in one.record.topics
    )
    assert max(grouped.values()) <= 55


@pytest.mark.parametrize(
    ("number", "topic"),
    [
        ("10.551", "food-help"),
        ("10.417", "home-repair"),
        ("17.225", "lost-job"),
        ("64.109", "veterans-money"),
        ("84.063", "student-aid"),
        ("93.568", "energy-bills"),
        ("93.778", "health-coverage"),
        ("96.001", "disability-money"),
        ("tc.142", "tax-families"),
    ],
)
def test_programmes_that_people_know_stand_where_they_look(inventory: Reading, number: str, topic: str) -> None:
    (found,) = [one.record for one in inventory.incoming if one.record.id == number]
    assert isinstance(found, Service)
    assert topic in found.topics
