"""Printing: what is copied, what is refused, and the whole of the Federal Program Inventory within three clicks."""

import datetime as dt

import msgspec
import pytest

from fanlight.catalog.actions import take_in
from fanlight.catalog.exchange import fpi
from fanlight.catalog.rules import Channel, ChannelKind, Incoming, LifeEvent, Reading, Service, Status, Step, Topic
from fanlight.edition.queries import Edition, current_address, verify
from fanlight.press.actions import Job, print_edition
from fanlight.theme.rules import Site

pytestmark = [pytest.mark.db, pytest.mark.django_db]

WEB = [Channel(id="web", kind=ChannelKind.WEB, url={"en": "https://example.gov/start"})]


def service(key, **more):
    return Service(id=key, **{"name": {"en": f"Service {key}"}, "topics": ["t"], "channels": WEB, **more})


def take(today, *records):
    reading = Reading(incoming=[Incoming(record.id, record) for record in records])
    report = take_in(reading, format_name="fanlight", today=today)
    assert report.rejected == []


@pytest.fixture
def job(tmp_path, today):
    now = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
    site = Site(name={"en": "Test", "es": "Prueba"}, languages=["en", "es"])
    return Job(site=site, editions=tmp_path, today=today, now=now, workers=1)


@pytest.fixture
def some(today):
    event = LifeEvent(
        id="moving", name={"en": "Moving"}, steps=[Step(id="one", name={"en": "First"}, services=["a", "b"])]
    )
    take(today, Topic(id="t", name={"en": "Topic"}), *(service(key) for key in "abc"), event)


def test_printing_again_without_a_change_is_the_same_edition(job, some):
    first = print_edition(job)
    again = print_edition(job)
    assert first.refused == []
    assert (again.edition, again.unchanged, again.rendered, again.copied) == (first.edition, True, 0, first.pages)


@pytest.mark.parametrize("workers", [1, 2])
def test_what_other_processes_rendered_is_copied_as_well(job, some, workers, monkeypatch):
    monkeypatch.setattr("fanlight.press.printers.WORTH_A_PROCESS", 1)
    job = msgspec.structs.replace(job, workers=workers)
    first = print_edition(job)
    assert (first.rendered, first.copied) == (first.pages, 0)
    assert print_edition(job).rendered == 0


def test_one_changed_service_renders_only_the_pages_that_show_it(job, some, today):
    first = print_edition(job)
    before = {p.path: Edition(job.editions / first.edition).body(p.path).digest for p in pages_of(job, first.edition)}
    take(today, service("c", description={"en": "A new description."}))
    second = print_edition(job)
    # Its page in each language; the lists show its name and summary, which did not change.
    assert second.rendered == 2
    after = {p.path: Edition(job.editions / second.edition).body(p.path).digest for p in pages_of(job, second.edition)}
    assert {path for path in after if after[path] != before.get(path)} == {"/services/c", "/es/services/c"}


def pages_of(job, address):
    return Edition(job.editions / address).pages()


def test_a_copied_edition_equals_one_printed_from_nothing(job, some, today, tmp_path_factory):
    print_edition(job)
    take(today, service("c", summary={"en": "Changed."}))
    copied = print_edition(job)
    fresh = print_edition(msgspec.structs.replace(job, editions=tmp_path_factory.mktemp("fresh")))
    assert copied.edition == fresh.edition
    assert copied.copied > 0
    assert fresh.copied == 0


def test_a_removed_page_is_gone_from_the_next_edition(job, some, today):
    print_edition(job)
    take(today, service("d", replaces=["c"]), service("c", retired=today))
    second = print_edition(job)
    edition = Edition(job.editions / second.edition)
    assert edition.body("/services/c") is None
    assert edition.redirect("/es/services/c") == "/es/services/d"


def test_check_tells_the_same_and_prints_nothing(job, some):
    outcome = print_edition(job, only_check=True)
    assert (outcome.edition, outcome.refused) == ("", [])
    assert outcome.clicks["en"]["services"].reached == 3
    assert current_address(job.editions) == ""


def test_a_service_that_nothing_leads_to_refuses_the_printing_and_names_it(job, some, today):
    first = print_edition(job)
    # A list that cannot be split by any meaning: one name for all, ids that say nothing, no agency, no audience.
    take(today, *(service(f"x{n}", topics=[], name={"en": "Same"}) for n in range(70)))
    outcome = print_edition(job)
    assert outcome.edition == ""
    assert {r.kind for r in outcome.refused} == {"far"}
    assert any(r.what == "x1" for r in outcome.refused)
    assert current_address(job.editions) == first.edition


def test_a_page_too_large_refuses_the_printing(job, some, today):
    take(today, service("big", description={lang: "word " * 3_900 for lang in ("en", "es")},
                        eligibility={"en": "word " * 3_900}, what_you_get={"en": "word " * 3_900},
                        area_served={"en": "word " * 3_900}))  # fmt: skip
    assert {r.kind for r in print_edition(job).refused} == {"too-large"}


def test_a_paused_service_says_so_and_where_to_turn(job, some, today):
    take(today, service("p", status=Status.PAUSED, status_reason={"en": "No money until spring."}))
    outcome = print_edition(job)
    assert outcome.refused == []
    page = Edition(job.editions / outcome.edition).body("/services/p").text().decode()
    assert "No money until spring." in page
    assert 'data-fanlight="turn"' in page
    assert 'data-fanlight="start"' not in page


def test_only_the_newest_editions_are_kept(job, some, today):
    addresses = []
    for number in range(4):
        take(today, service("c", summary={"en": f"Version {number}"}))
        hour = job.now + dt.timedelta(hours=number)
        addresses.append(print_edition(msgspec.structs.replace(job, now=hour, keep=2)).edition)
    left = {path.name for path in job.editions.iterdir() if path.is_dir() and not path.is_symlink()}
    assert left == set(addresses[-2:])


def test_an_id_and_a_name_suffice_to_print_thousands(job, today):
    words = ["boiler", "harbor", "orchard", "library", "sidewalk", "museum", "kennel", "ferry", "garden", "bridge"]
    records = [
        service(f"r{n}", topics=[], channels=[], name={"en": f"{words[n % 10]} {words[n // 10 % 10]} permit {n}"})
        for n in range(1_500)
    ]
    take(today, *records)
    outcome = print_edition(job)
    assert outcome.refused == []
    assert outcome.clicks["en"]["programmes"].reached == 1_500


def test_the_whole_inventory_is_within_three_clicks(job, today, test_data):
    report = take_in(fpi.read(test_data("federal-program-inventory")), format_name="fpi", today=today)
    assert report.accepted == 2_648
    outcome = print_edition(msgspec.structs.replace(job, workers=2))
    assert outcome.refused == []
    assert (outcome.services, outcome.programmes) == (0, 2_648)
    for lang in ("en", "es"):
        counted = outcome.clicks[lang]["programmes"]
        assert counted.reached == counted.of == 2_648
        assert set(counted.by_clicks) <= {"1", "2", "3"}
        assert counted.by_way["topic"] == 1.0
    assert verify(job.editions / outcome.edition) == []
