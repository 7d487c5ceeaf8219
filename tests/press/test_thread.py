"""The thinnest thread: one service is taken in, printed, opened, and found within three clicks."""

import datetime as dt

import pytest

from fanlight.catalog.actions import take_in
from fanlight.catalog.rules import Channel, ChannelKind, Incoming, Reading, Service, Topic
from fanlight.edition.queries import Current
from fanlight.press.actions import Job, print_edition
from fanlight.theme.rules import Site

pytestmark = [pytest.mark.db, pytest.mark.django_db]


def test_one_service_from_import_to_an_open_page(tmp_path, today):
    service = Service(
        id="library-card",
        name={"en": "Get a library card", "es": "Obtenga una tarjeta de la biblioteca"},
        topics=["reading"],
        channels=[Channel(id="web", kind=ChannelKind.WEB, url={"en": "https://library.example.gov/card"})],
    )
    topic = Topic(id="reading", name={"en": "Reading", "es": "Lectura"})
    reading = Reading(incoming=[Incoming("a test", service)], supporting=[topic])
    report = take_in(reading, format_name="fanlight", today=today)
    assert (report.accepted, report.rejected) == (1, [])

    now = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
    site = Site(name={"en": "Test", "es": "Prueba"}, languages=["en", "es"])
    outcome = print_edition(Job(site=site, editions=tmp_path, today=today, now=now, workers=1))

    assert outcome.refused == []
    assert outcome.clicks["es"]["services"].by_clicks == {"2": 1}
    edition = Current(tmp_path).get()
    assert edition is not None
    page = edition.body("/es/services/library-card").text().decode()
    assert "Obtenga una tarjeta de la biblioteca" in page
    assert 'data-fanlight="start"' in page
    hits, total = edition.search("tarjeta biblioteca", "es", 5)
    assert [hit.id for hit in hits] == ["library-card"]
    assert total == 1
