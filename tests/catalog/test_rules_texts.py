"""Which text a reader gets, how old it is, and which translation is older than its original."""

import datetime as dt

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fanlight.catalog.rules import (
    Channel,
    ChannelKind,
    Service,
    dated,
    original_of,
    said_in,
    stale_texts,
    text_date,
    texts_of,
)

D1, D2, D3 = (dt.date(2026, month, 1) for month in (1, 2, 3))
SITE = ["en", "es"]


def service(**fields):
    return Service(id="a", name={"en": "x", "es": "y"}, **fields)


@pytest.mark.parametrize(
    ("text", "lang", "said"),
    [
        ({"en": "a", "es": "b"}, "es", ("b", "es")),
        ({"en": "a"}, "es", ("a", "en")),
        ({"es": "b"}, "en", ("b", "es")),
        ({"en": "", "es": "b"}, "en", ("b", "es")),
        ({"zh": "c", "ar": "d"}, "en", ("d", "ar")),
        ({"zh": "c", "en": "a", "ar": "d"}, "es", ("a", "en")),
        ({"en": ""}, "en", ("", "")),
        ({}, "en", ("", "")),
    ],
)
def test_a_reader_gets_the_own_language_else_the_first_of_the_site_else_any(text, lang, said):
    assert said_in(text, lang, SITE) == said


@pytest.mark.parametrize(("text", "lang"), [({"en": "", "es": ""}, "en"), ({"es": "", "ar": ""}, "es"), ({"zh": "", "ar": ""}, "ar"), ({}, "")])  # fmt: skip
def test_the_original_is_the_first_of_the_sites_languages(text, lang):
    assert original_of(text, SITE) == lang


def test_every_text_has_a_path_and_what_is_no_prose_has_none():
    channel = Channel(id="web", kind=ChannelKind.WEB, url={"en": "https://a.gov"}, hours={"en": "9 to 5"})
    record = service(channels=[channel], words={"en": ["w"]}, sources={"name": "desk"}, text_dates={"name.en": D1})
    assert dict(texts_of(record)) == {"name": {"en": "x", "es": "y"}, "channels.web.hours": {"en": "9 to 5"}}


def test_a_text_is_as_old_as_it_says_else_as_its_record():
    record = service(written=D1, text_dates={"name.es": D2})
    assert (text_date(record, "name", "en"), text_date(record, "name", "es")) == (D1, D2)


@pytest.mark.parametrize(
    ("dates", "stale"),
    [({}, []), ({"name.en": D2}, [("name", D2)]), ({"name.en": D2, "name.es": D2}, []), ({"name.es": D2}, []),
     ({"name.en": D3, "name.es": D2}, [("name", D3)])],
)  # fmt: skip
def test_a_translation_older_than_its_original_is_stale(dates, stale):
    assert stale_texts(service(written=D1, text_dates=dates), "es", "en") == stale


def test_a_record_is_dated_when_it_comes_in_and_believed_when_it_says_so():
    assert dated(service(), None, D2, SITE).written == D2
    assert dated(service(written=D1), None, D2, SITE).written == D1
    rewritten = service(written=D3, summary={"en": "new"})
    assert dated(rewritten, service(written=D1, text_dates={"name.en": D2}), D3, SITE) == rewritten


def test_a_text_edited_in_its_file_is_dated_though_the_file_says_nothing_of_it():
    before = service(written=D1, summary={"en": "one", "es": "uno"})
    edited = service(written=D1, summary={"en": "two", "es": "uno"})
    after = dated(edited, before, D3, SITE)
    assert stale_texts(after, "es", "en") == [("summary", D3)]
    mended = dated(msgspec.structs.replace(after, summary={"en": "two", "es": "dos"}), after, D3, SITE)
    assert stale_texts(mended, "es", "en") == []


_TEXT = st.dictionaries(st.sampled_from(["en", "es", "zh"]), st.sampled_from(["a", "b", ""]), max_size=3)
_DATES = st.dictionaries(
    st.sampled_from(["summary.en", "summary.es", "description.en", "description.es", "name.es"]),
    st.sampled_from([D1, D2, D3]),
)
_RECORDS = st.builds(
    service, summary=_TEXT, description=_TEXT, text_dates=_DATES, written=st.sampled_from([None, D1, D2])
)


@settings(max_examples=400)
@given(_RECORDS, st.lists(_RECORDS, min_size=1, max_size=4), st.sampled_from([D2, D3]))
def test_dating_a_record_again_changes_nothing(first, versions, today):
    stored = dated(first, None, D1, SITE)
    for version in versions:
        after = dated(version, stored, today, SITE)
        assert dated(version, after, today, SITE) == after
        assert dated(version, after, D3 + dt.timedelta(days=9), SITE) == after
        stored = after


@given(_RECORDS, st.sampled_from([D1, D2, D3]))
def test_what_was_stored_and_comes_back_is_the_same(record, today):
    stored = dated(record, None, D1, SITE)
    assert dated(stored, stored, today, SITE) == stored
