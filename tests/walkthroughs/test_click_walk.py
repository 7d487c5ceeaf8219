"""The press counts clicks over printed pages. Here somebody really clicks: the count must hold in a browser."""

from __future__ import annotations

import random

import pytest

from fanlight.edition.rules import HTML
from fanlight.press.rules import walk

pytestmark = pytest.mark.browser

_SEED, _MOST_LINKS = 20261122, 60

#: Where the links of the main part lead within the site, each once, as the rule of 60 counts them.
_LINKS_IN_MAIN = """() => new Set([...document.querySelectorAll('main a[href^="/"]')]
  .map(e => e.getAttribute('href').split(/[?#]/)[0])).size"""


@pytest.mark.parametrize(("lang", "sample"), [("en", 30), ("es", 10)])
def test_programmes_of_the_inventory_are_reached_by_really_clicking(lang, sample, inventory_door, person):
    pages = {page.path: page for page in inventory_door.edition.pages() if page.type == HTML}
    home = "/" if lang == "en" else f"/{lang}"
    walked = walk(pages, inventory_door.edition.redirects(), lang, home)
    programmes = sorted(path for path, page in pages.items() if page.subject and page.lang == lang)
    assert len(programmes) == 2_648

    somebody = person(lang, at=inventory_door, script=False)
    for programme in random.Random(_SEED).sample(programmes, sample):
        somebody.opens_the_home_page()
        for step in walked.way(programme)[1:]:
            somebody.follows_the_address(step)
        assert somebody.is_at() == programme
        somebody.sees_a_start_or_where_to_turn()
        somebody.is_within_three_clicks()


@pytest.mark.parametrize("lang", ["en", "es"])
def test_services_of_the_starter_are_reached_by_really_clicking(lang, door, person):
    pages = {page.path: page for page in door.edition.pages() if page.type == HTML}
    home = "/" if lang == "en" else f"/{lang}"
    walked = walk(pages, door.edition.redirects(), lang, home)
    services = sorted(
        path for path, page in pages.items() if page.subject and page.lang == lang and "made-up" not in path
    )

    somebody = person(lang, script=False, width=320)
    for service in random.Random(_SEED).sample(services, 12):
        somebody.opens_the_home_page()
        for step in walked.way(service)[1:]:
            somebody.follows_the_address(step)
        somebody.sees_a_start_or_where_to_turn()
        somebody.is_within_three_clicks()


def test_no_page_on_the_way_offers_more_than_a_person_can_look_through(inventory_door, person):
    pages = {page.path: page for page in inventory_door.edition.pages() if page.type == HTML}
    walked = walk(pages, inventory_door.edition.redirects(), "en", "/")
    steps = {step for path, page in pages.items() if page.subject for step in walked.way(path)[:-1]}

    somebody = person("en", at=inventory_door)
    for step in random.Random(_SEED).sample(sorted(steps), 30):
        somebody.opens(step)
        assert somebody.page.evaluate(_LINKS_IN_MAIN) <= _MOST_LINKS, step
