"""What the template tags write."""

from __future__ import annotations

import datetime as dt
import re
from types import SimpleNamespace
from typing import NamedTuple

import pytest
from django.template import Context, Template
from django.utils import translation

from fanlight.theme.rules import Site
from fanlight.theme.templatetags import fanlight as tags


class Said(NamedTuple):
    text: str
    lang: str = ""


SITE = Site(name={"en": "Fanlight"}, languages=["en", "es"])


def write(words: str, lang: str = "en", path: str = "/", **values: object) -> str:
    page = SimpleNamespace(lang=lang, path=path)
    with translation.override(lang):
        template = Template("{% load i18n fanlight %}" + words)
        return template.render(Context({"site": SITE, "page": page, **values}))


def test_a_text_is_escaped_and_marked_where_it_is_a_fallback() -> None:
    assert write("{% said x %}", x=Said("Rent & <food>")) == "Rent &amp; &lt;food&gt;"
    assert write("{% said x %}", "es", x=Said("Rent", "en")) == '<span lang="en">Rent</span>'
    assert write("{% said x %}", x=None) == ""


def test_paragraphs_and_lists_are_read_out_of_plain_text() -> None:
    text = "You may\nget it:\n- at 60 < 61\n- with a child\nAsk early.\n\nIt is free."
    assert write("{% paragraphs x %}", x=Said(text)) == (
        '<div class="fl-prose"><p>You may get it:</p><ul><li>at 60 &lt; 61</li><li>with a child</li></ul>'
        "<p>Ask early.</p><p>It is free.</p></div>"
    )
    assert write("{% paragraphs x %}", x=Said("Words", "en")).startswith('<div class="fl-prose" lang="en">')
    assert write("{% paragraphs x %}", x=None) == ""


def test_dates_are_said_in_the_language_of_the_page() -> None:
    date = dt.date(2025, 12, 5)
    assert write("{% day x %}", x=date) == '<time datetime="2025-12-05">December 5, 2025</time>'
    assert write("{% day x %}", "es", x=date) == '<time datetime="2025-12-05">5 de diciembre de 2025</time>'
    assert write("{% day x %}", x=None) == ""


@pytest.mark.parametrize(
    ("amount", "currency", "words"),
    [("1250", "USD", "$1,250"), ("12.5", "USD", "$12.50"), ("0", "USD", "Free"), ("3", "CAD", "3 CAD"), ("?", "", "?")],
)
def test_money(amount: str, currency: str, words: str) -> None:
    assert write("{% money a c %}", a=amount, c=currency) == words


def test_languages_are_named_in_the_language_of_the_page() -> None:
    codes = ["en", "es", "ht"]
    assert write("{% language_names x %}", x=codes) == "English, Spanish and Haitian Creole"
    assert write("{% language_names x %}", "es", x=codes) == "inglés, español y criollo haitiano"
    assert write("{% language_names x %}", x=["xx-unheard"]) == "xx-unheard"
    assert [tags.own_name(code) for code in codes] == ["English", "Español", "ht"]


def test_addresses_are_those_of_the_page_s_language() -> None:
    assert [write('{% here "/" %}', lang) for lang in ("en", "es")] == ["/", "/es"]
    assert [write('{% here "/search" %}', lang) for lang in ("en", "es")] == ["/search", "/es/search"]


def test_navigation_says_where_one_is() -> None:
    link = '{% nav "/topics" "Temas" %}'
    assert 'aria-current="page"' in write(link, "es", "/es/topics")
    assert 'aria-current="true"' in write(link, "es", "/es/topics/food")
    assert "aria-current" not in write(link, "es", "/es/topics-of-old")


@pytest.mark.parametrize(
    ("number", "address"),
    [
        ("1-800-772-1213", "tel:+18007721213"),
        ("(800) 772-1213 ext. 5", "tel:+18007721213"),
        ("911", "tel:911"),
        ("+52 55 5080 2000", "tel:+525550802000"),
    ],
)
def test_telephone_numbers_can_be_dialled(number: str, address: str) -> None:
    assert tags.tel(number) == address


def test_hosts_are_said_as_people_say_them() -> None:
    assert tags.bare_host("https://www.ssa.gov/apply?x=1") == "ssa.gov"
    assert tags.bare_host("https://user@example.org?x") == "example.org"


def test_every_way_to_reach_a_service_has_an_icon_and_a_name() -> None:
    for kind in ("web", "phone", "tty", "in-person", "post", "app", "text", "email"):
        drawn = write("{% icon_for kind %}", kind=kind)
        assert drawn.startswith("<svg") and 'aria-hidden="true"' in drawn
        assert write("{% channel_name kind %}", kind=kind) != kind


def test_json_cannot_end_its_script_block() -> None:
    assert "</script>" not in write("{{ x|json_script_text }}", x='{"name": "</script><b>"}')


def test_the_asset_tag_gives_an_address_with_a_hash() -> None:
    assert re.fullmatch(r"/assets/fanlight\.[0-9a-f]{8}\.css", write('{% asset "fanlight.css" %}'))
