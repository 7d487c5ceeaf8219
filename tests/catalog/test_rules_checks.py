"""Every reason for which a record is refused, as a table; and public ids, by their properties."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanlight.catalog.rules import (
    Channel,
    ChannelKind,
    Citation,
    Cost,
    Document,
    LifeEvent,
    Location,
    PlaceStart,
    Provider,
    Service,
    Source,
    Spending,
    Status,
    Step,
    Wrong,
    check_record,
    is_public_id,
    public_id,
)

NAME = {"en": "x"}
DAY = dt.date(2026, 11, 22)


def service(**fields):
    return Service(**{"id": "a", "name": NAME, **fields})


def web(**fields):
    return service(
        channels=[Channel(**{"id": "web", "kind": ChannelKind.WEB, "url": {"en": "https://a.gov"}, **fields})]
    )


def cost(**fields):
    return service(costs=[Cost(id="c", **fields)])


WRONG = [
    (service(id=""), "`id` must be"),
    (service(id="A"), "`id` must be"),
    (service(id="a..b"), "`id` must be"),
    (service(id="a" * 101), "`id` must be"),
    (service(name={}), "`name` is missing"),
    (service(name={"en": " "}), "`name` is missing"),
    (service(name={"English": "x"}), "`name` has 'English' where a language code"),
    (service(words={"": ["x"]}), "`words` has '' where a language code"),
    (service(people_say={"English": {"a": ["x"]}}), "`people_say` has 'English' where a language code"),
    (service(people_say={"en": {"A clerk": ["x"]}}), "`people_say.en` has 'A clerk' where the id of a hand"),
    (service(people_say={"en": {"clerk": ["a\x00b"]}}), "`people_say.en.clerk.0` holds a NUL"),
    (service(summary={"en": "x" * 20_001}), "`summary.en` has 20,001 characters"),
    (service(summary={"en": "a\x00b"}), "`summary.en` holds a NUL"),
    (service(words={"en": ["ok", "a\x00b"]}), "`words.en.1` holds a NUL"),
    (service(owner="a\ud800"), "`owner` holds half of a character"),
    (service(owner="x" * 201), "`owner` has 201 characters; at most 200"),
    (service(listing="ftp://a.gov"), "`listing` must be a web address"),
    (service(listing="https://a.gov/" + "x" * 2000), "at most 2,000 fit"),
    (service(source=Source(name="x", url="javascript:1")), "`source.url` must be a web address"),
    (service(legal_basis=[Citation(text="x", url="a.gov")]), "`legal_basis.0.url` must be a web address"),
    (service(sources={"colour": "desk"}), "`sources` names 'colour', which is no field"),
    (service(text_dates={"summary": DAY}), "`text_dates` has 'summary'"),
    (service(text_dates={"colour.en": DAY}), "`text_dates` has 'colour.en'"),
    (service(top_task=-1), "`top_task` must be 1 or more"),
    (service(top_task=2**31), "`top_task` must be a number between"),
    (service(spending=Spending(year=2026, amount=float("inf"))), "`spending.amount` must be a number"),
    (service(duplicate_of="a"), "`duplicate_of` names the service itself"),
    (service(replaces=["a"]), "`replaces` names the service itself"),
    (service(status=Status.PAUSED), "`status_reason` is missing"),
    (service(status=Status.CLOSED, status_reason={"en": " "}), "`status_reason` is missing"),
    (service(status=Status.SEASONAL), "`status_from` and `status_until` are missing"),
    (service(status=Status.SEASONAL, status_from=DAY), "`status_from` and `status_until` are missing"),
    (service(status_from=DAY, status_until=dt.date(2026, 1, 1)), "`status_until` is before"),
    (service(documents=[Document(id="d", name=NAME)] * 2), "`documents` has 'd' twice"),
    (service(documents=[Document(id="D", name=NAME)]), "the id 'D' must be lower-case"),
    (web(id="Web!"), "`channels`: the id 'Web!' must be"),
    (web(url={"en": "https://"}), "`channels.web.url.en` must be a web address"),
    (web(url={"en": "https://a b"}), "`channels.web.url.en` must be a web address"),
    (web(url={}), "`channels.web.url` is missing"),
    (web(url={"spanish": "https://a.gov"}), "where a language code"),
    (web(number="call us"), "`channels.web.number` must be a telephone number"),
    (web(number="--"), "must be a telephone number"),
    (web(kind=ChannelKind.PHONE), "`channels.web.number` is missing"),
    (web(kind=ChannelKind.TTY), "`channels.web.number` is missing"),
    (web(kind=ChannelKind.TEXT), "`channels.web.number` is missing"),
    (web(by_place=[PlaceStart(place="TX", name=NAME), PlaceStart(place="TX", name=NAME)]), "has 'TX' twice"),
    (web(by_place=[PlaceStart(place="TX", name=NAME, number="?")]), "`channels.web.by_place.TX.number` must be"),
    (web(by_place=[PlaceStart(place="TX", name=NAME, url={"en": "x"})]), "`channels.web.by_place.TX.url.en` must be"),
    (cost(amount=Decimal("-1")), "`costs.c.amount` must be 0 or more"),
    (cost(amount=Decimal("NaN")), "`costs.c.amount` must be 0 or more"),
    (cost(amount=Decimal("1e999999")), "`costs.c.amount` must be 0 or more"),
    (cost(amount=Decimal("0.00001")), "`costs.c.amount` has more than 4 decimals"),
    (cost(amount=Decimal(1), currency="usd"), "`costs.c.currency` must be a code"),
    (cost(currency="DOLLAR"), "`costs.c.currency` has 6 characters"),
    (Provider(id="p", name=NAME, parent="p"), "`parent` names the provider itself"),
    (Provider(id="p", name=NAME, phone="n/a"), "`phone` must be a telephone number"),
    (Provider(id="p", name=NAME, url={"en": "a.gov"}), "`url.en` must be a web address"),
    (Location(id="l", name=NAME, phone="n/a"), "`phone` must be a telephone number"),
    (Location(id="l", name=NAME, latitude=float("nan")), "`latitude` must be a number"),
    (LifeEvent(id="e", name=NAME, steps=[Step(id="s", name=NAME)] * 2), "`steps` has 's' twice"),
    (LifeEvent(id="e", name=NAME, steps=[Step(id="S", name=NAME)]), "`steps`: the id 'S' must be"),
]


@pytest.mark.parametrize(("record", "reason"), WRONG, ids=[reason for _, reason in WRONG])
def test_a_record_is_refused_with_its_reason(record, reason):
    with pytest.raises(Wrong) as wrong:
        check_record(record)
    assert reason in str(wrong.value)
    assert len(str(wrong.value)) < 300


@pytest.mark.parametrize(
    "record",
    [
        service(),
        service(id="10.551"),
        service(name={"zh-Hant": "名"}),
        service(summary={"en": ""}),
        service(status=Status.PAUSED, status_reason={"en": "Flood"}, status_from=DAY),
        service(status=Status.CLOSED, retired=DAY),
        service(status=Status.SEASONAL, status_from=DAY, status_until=DAY),
        web(number="1-800-772-1213 x5"),
        web(url={}, by_place=[PlaceStart(place="TX", name=NAME, url={"en": "https://tx.gov"})]),
        service(channels=[Channel(id="p", kind=ChannelKind.POST), Channel(id="i", kind=ChannelKind.IN_PERSON)]),
        service(channels=[Channel(id="mail", kind=ChannelKind.EMAIL, number="help@example.gov")]),
        cost(amount=Decimal("12.5000"), currency="EUR"),
        cost(name={"en": "It depends"}),
        service(text_dates={"channels.web.hours.es": DAY}, sources={"channels": "desk"}),
    ],
    ids=lambda record: repr(record)[:60],
)
def test_a_sound_record_passes(record):
    check_record(record)


@pytest.mark.parametrize("number", ["help@", "no mail", "711"])
def test_an_email_channel_keeps_a_mail_address(number):
    with pytest.raises(Wrong, match="must be a mail address"):
        check_record(service(channels=[Channel(id="mail", kind=ChannelKind.EMAIL, number=number)]))


@given(st.text(min_size=1))
def test_any_text_makes_a_public_id_and_always_the_same(text):
    made = public_id(text)
    assert is_public_id(made)
    assert public_id(text) == made
    assert public_id(made) == made


@given(st.lists(st.text(min_size=1), unique=True, max_size=20))
def test_two_texts_never_share_a_public_id(texts):
    assert len({public_id(text) for text in texts}) == len(texts)


@pytest.mark.parametrize(
    ("text", "made"),
    [("10.551", "10.551"), ("Año Nuevo", "ano-nuevo-"), ("A/B", "a-b-"), ("日本", ""), ("a..b", "a-b-")],
)
def test_public_ids_can_be_read(text, made):
    assert public_id(text).startswith(made)
