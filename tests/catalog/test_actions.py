"""An import is whole or not at all, says what became of each record, and done twice has no further effect."""

import datetime as dt
import time

import msgspec
import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings

from fanlight.catalog.actions import Refused, take_in
from fanlight.catalog.exchange import READERS, WRITERS
from fanlight.catalog.queries import catalogue, find_record, load
from fanlight.catalog.rules import (
    KINDS,
    Catalogue,
    Channel,
    ChannelKind,
    Incoming,
    LifeEvent,
    Provider,
    Reading,
    Repair,
    Service,
    Step,
    Topic,
    stale_texts,
)
from tests.catalog.values import catalogues

pytestmark = [pytest.mark.db, pytest.mark.django_db]
DAY = dt.date(2026, 11, 22)
LATER = dt.date(2026, 12, 1)


def reading(*records, supporting=()):
    return Reading(
        incoming=[Incoming(f"file, line {n}", record) for n, record in enumerate(records, 2)],
        supporting=list(supporting),
    )


def take(*records, today=DAY, **options):
    return take_in(
        reading(*records, supporting=options.pop("supporting", ())), format_name="csv", today=today, **options
    )


def service(key="a", **fields):
    return Service(id=key, **{"name": {"en": "A name"}, **fields})


def reasons(report):
    return {rejected.id: rejected.reason for rejected in report.rejected}


def test_new_changed_and_unchanged_are_counted():
    assert take(service("a"), service("b")).accepted == 2
    report = take(service("a"), service("b", summary={"en": "More"}), service("c"), today=LATER)
    assert (report.accepted, report.changed, report.unchanged) == (3, 1, 1)


def test_repeating_an_import_has_no_effect():
    records = [service("a", channels=[Channel(id="p", kind=ChannelKind.PHONE, number="711")]), service("b")]
    take(*records)
    before = catalogue()
    report = take(*records, today=LATER)
    assert (report.accepted, report.changed, report.unchanged) == (2, 0, 2)
    assert catalogue() == before


def test_a_dry_run_says_the_same_and_changes_nothing():
    take(service("a"))
    records = [service("a", summary={"en": "New"}), service("b"), service("b"), service("c", provider="nobody")]
    before = catalogue()
    dry = take(*records, dry_run=True)
    assert catalogue() == before
    real = take(*records)
    assert msgspec.structs.replace(dry, dry_run=False) == real


def test_the_first_of_two_with_one_id_wins():
    report = take(service("a", name={"en": "First"}), service("a", name={"en": "Second"}))
    assert find_record("a")[1].name == {"en": "First"}
    assert "stands already at file, line 2" in report.rejected[0].reason
    assert report.rejected[0].place == "file, line 3"


def test_strict_takes_all_or_nothing():
    with pytest.raises(Refused) as refused:
        take(service("a"), service("b", provider="nobody"), strict=True)
    assert [rejected.id for rejected in refused.value.report.rejected] == ["b"]
    assert catalogue() == Catalogue()


def test_a_rejected_record_takes_along_what_points_at_it_and_says_why():
    report = take(
        Provider(id="top", name={}),
        Provider(id="office", name={"en": "Office"}, parent="top"),
        service("a", provider="office"),
        LifeEvent(id="event", name={"en": "Event"}, steps=[Step(id="one", name={"en": "One"}, services=["a"])]),
        service("b"),
    )
    assert report.accepted == 1
    said = reasons(report)
    assert said["office"] == "`parent` points at 'top' in providers, which was rejected itself; mend that one first"
    assert "`provider` points at 'office' in providers, which was rejected itself (file, line 3)" in said["a"]
    assert "`steps.one.services` points at 'a' in services, which was rejected itself" in said["event"]


def test_a_rejected_version_leaves_the_stored_one_to_point_at():
    take(Provider(id="office", name={"en": "Office"}))
    report = take(Provider(id="office", name={}), service("a", provider="office"))
    assert (report.accepted, list(reasons(report))) == (1, ["office"])


def test_a_circle_is_rejected_also_when_half_of_it_is_stored():
    take(Provider(id="x", name={"en": "X"}), Provider(id="y", name={"en": "Y"}, parent="x"))
    report = take(Provider(id="x", name={"en": "X"}, parent="y"))
    assert "goes round in a circle: " in reasons(report)["x"]
    assert find_record("x")[1].parent == ""


def test_ten_thousand_records_that_fall_one_after_the_other_take_no_time_to_speak_of():
    chain = [Provider(id=f"p{n}", name={"en": "P"}, parent=f"p{n + 1}") for n in range(10_000)]
    start = time.process_time()
    report = take(*chain)
    assert report.accepted == 0
    assert len(report.rejected) == 10_000
    # A guard against quadratic time, which would be minutes; it is under a second.
    assert time.process_time() - start < 20


def test_ten_thousand_providers_in_one_circle_are_told():
    ring = [Provider(id=f"p{n}", name={"en": "P"}, parent=f"p{(n + 1) % 10_000}") for n in range(10_000)]
    report = take(*ring, dry_run=True)
    assert len(report.rejected) == 10_000
    assert len(report.rejected[0].reason) < 300


def test_a_supporting_record_is_made_only_when_absent_and_needed():
    take(Topic(id="money", name={"en": "Money, as we call it"}))
    topics = [Topic(id=key, name={"en": key}) for key in ("money", "health", "idle")]
    report = take(
        service("a", topics=["money", "health"]), service("b", topics=["idle"], provider="no"), supporting=topics
    )
    assert report.also == {"topics": 1}
    assert {topic.id: topic.name["en"] for topic in load("topics")} == {
        "money": "Money, as we call it",
        "health": "health",
    }


def test_what_is_only_a_name_gets_its_name_in_one_more_language():
    take(service("a", topics=["money"]), supporting=[Topic(id="money", name={"en": "Money"})])
    offered = [Topic(id="money", name={"en": "Cash", "es": "Dinero"})]
    assert take(service("a", topics=["money"]), supporting=offered).also == {"topics": 1}
    assert find_record("money")[1].name == {"en": "Money", "es": "Dinero"}
    assert take(service("a", topics=["money"]), supporting=offered).also == {}


def test_a_repair_of_a_rejected_record_is_not_counted():
    given = reading(service("a"), service("b", provider="no"))
    given.repairs = [Repair("a", "name", "entity", "&amp;", "&"), Repair("b", "name", "entity", "&amp;", "&")]
    report = take_in(given, format_name="fpi", today=DAY)
    assert report.repaired == {"entity": 1}


def test_what_an_editor_changed_is_kept_with_its_dates():
    mine = service(summary={"en": "By hand"}, sources={"summary": "desk"}, text_dates={"summary.en": DAY}, written=DAY)
    take(mine)
    report = take(service(name={"en": "Renamed"}, summary={"en": "From the file"}), today=LATER)
    kept = find_record("a")[1]
    assert (kept.summary, kept.name, kept.sources) == ({"en": "By hand"}, {"en": "Renamed"}, {"summary": "desk"})
    assert kept.text_dates["summary.en"] == DAY
    assert [(one.id, one.field, one.offered) for one in report.kept] == [("a", "summary", '{"en":"From the file"}')]
    again = take(service(name={"en": "Renamed"}, summary={"en": "From the file"}), today=LATER)
    assert (again.changed, again.unchanged) == (0, 1)


def test_lines_that_an_editor_changed_are_kept():
    edited = {"en": {"editor": ["the stove is off and it is freezing"]}}
    take(service(people_say=edited, sources={"people_say": "desk"}))
    report = take(service(people_say={"en": {"other": ["no heat"]}}))
    assert find_record("a")[1].people_say == edited
    assert [(one.id, one.field) for one in report.kept] == [("a", "people_say")]


@pytest.mark.parametrize("later", [DAY, LATER], ids=["the same day", "another day"])
def test_a_changed_original_makes_its_translation_stale(later):
    take(service(summary={"en": "One", "es": "Uno"}))
    take(service(summary={"en": "Two", "es": "Uno"}), today=later)
    assert stale_texts(find_record("a")[1], "es", "en") == [("summary", later)]
    take(service(summary={"en": "Two", "es": "Dos"}), today=later)
    assert stale_texts(find_record("a")[1], "es", "en") == []


def test_the_original_is_in_the_first_language_of_the_site():
    for words, day in (("Uno", DAY), ("Dos", LATER)):
        take(service(summary={"en": "One", "es": words}), today=day, languages=["es", "en"])
    assert stale_texts(find_record("a")[1], "en", "es") == [("summary", LATER)]


def test_a_database_that_says_no_half_way_leaves_the_old_state():
    take(service("a"), Provider(id="office", name={"en": "Office"}))
    before = catalogue()
    quote = connection.ops.quote_name
    table = quote("catalog_servicerow")
    if connection.vendor == "sqlite":
        # SQLite cannot add a constraint to a table, so a trigger refuses what the constraint would.
        connection.cursor().execute(
            f"CREATE TRIGGER no_z BEFORE INSERT ON {table} WHEN NEW.public_id = 'z' BEGIN SELECT RAISE(ABORT, 'no z'); END"
        )
    else:
        connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
        connection.cursor().execute(f"ALTER TABLE {table} ADD CONSTRAINT no_z CHECK (public_id <> 'z')")
    many = [service(f"s{n}") for n in range(1200)]
    with pytest.raises(DatabaseError), transaction.atomic():
        take(Provider(id="office", name={"en": "Renamed"}), service("a", name={"en": "New"}), *many, service("z"))
    assert catalogue() == before


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(catalogues)
def test_stored_exported_and_taken_in_again_a_catalogue_is_identical(tmp_path_factory, catalogue_given):
    records = [record for kind in KINDS for record in getattr(catalogue_given, kind)]
    folder = tmp_path_factory.mktemp("exported") / "out"
    with transaction.atomic():
        report = take(*records)
        assert report.rejected == []
        stored = catalogue()
        assert stored == catalogue_given
        WRITERS["fanlight"](stored, folder)
        if records:
            again = take_in(READERS["fanlight"](folder), format_name="fanlight", today=LATER)
            assert (again.changed, again.unchanged, again.rejected) == (0, len(records), [])
        assert catalogue() == stored
        transaction.set_rollback(True)


def test_the_whole_inventory_goes_out_and_comes_in_identical(test_data, tmp_path):
    given = READERS["fpi"](test_data("federal-program-inventory"))
    assert take_in(given, format_name="fpi", today=DAY).accepted == 2648
    again = take_in(READERS["fpi"](test_data("federal-program-inventory")), format_name="fpi", today=LATER)
    assert (again.changed, again.unchanged) == (0, 2648)
    stored = catalogue()
    WRITERS["fanlight"](stored, tmp_path / "out")
    groups = {kind: [] for kind in KINDS}
    kinds = {value_type: kind for kind, value_type in KINDS.items()}
    for one in READERS["fanlight"](tmp_path / "out").incoming:
        groups[kinds[type(one.record)]].append(one.record)
    assert Catalogue(**groups) == stored
