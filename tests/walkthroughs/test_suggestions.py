"""Suggestions while she types: with the mouse, the keyboard, a screen reader's eyes, and without script."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from .test_accessible import _SMALL_TARGETS, _STICKING_OUT, violations

pytestmark = pytest.mark.browser

#: Where a search box stands: in the hero, in the header, on a page of results, on an error page.
_BOXES = ["/", "/about", "/search?q=rent", "/nothing-here"]


def types(she, words):
    """She types into the search box of the page, and waits for what is suggested."""
    box = she.page.locator("#q")
    box.fill("")
    box.press_sequentially(words)
    # By the attribute, for a page of results has lists of options of its own.
    options = she.page.locator("[role=option]")
    expect(options.first).to_be_visible()
    return box, options


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize(
    ("lang", "words", "one"), [("en", "passp", "Renew your passport"), ("es", "acta", "defunción")]
)
@pytest.mark.parametrize("at", _BOXES)
def test_suggestions_are_accessible_and_fit_on_every_page_with_a_box(at, lang, words, one, width, person):
    she = person(lang, script=True, width=width)
    she.opens(at)
    box, options = types(she, words)

    assert 1 < options.count() <= 8
    expect(options.filter(has_text=one)).to_be_visible()
    # Nothing of the page may cut the list off: the first and the last are what stands at their place.
    hidden = she.page.evaluate(
        """() => [...document.querySelectorAll('[role=option]')].filter(e => {
          e.scrollIntoView({block: 'nearest'});
          const b = e.getBoundingClientRect();
          return !e.contains(document.elementFromPoint(b.left + b.width / 2, b.top + b.height / 2));
        }).map(e => e.textContent)"""
    )
    assert hidden == []
    assert violations(she.page) == []
    box.press("ArrowDown")
    assert violations(she.page) == []
    assert she.page.evaluate(_STICKING_OUT) == []
    assert she.page.evaluate(_SMALL_TARGETS) == []


@pytest.mark.parametrize(("lang", "say"), [("en", "Suggestions: "), ("es", "Sugerencias: ")])
def test_the_box_tells_a_screen_reader_what_happens(lang, say, person):
    she = person(lang, script=True)
    she.opens("/about")
    box = she.page.locator("#q")
    expect(box).to_have_attribute("role", "combobox")
    expect(box).to_have_attribute("aria-expanded", "false")
    _, options = types(she, "pas")

    expect(box).to_have_attribute("aria-expanded", "true")
    expect(box).to_have_attribute("aria-autocomplete", "list")
    expect(she.page.locator(f"#{box.get_attribute('aria-controls')}")).to_have_attribute("role", "listbox")
    expect(she.page.get_by_role("status")).to_contain_text(f"{say}{options.count()}.")
    box.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", options.first.get_attribute("id"))
    expect(options.first).to_have_attribute("aria-selected", "true")
    assert she.page.evaluate("document.activeElement.id") == "q", "the focus stays in the box"


def test_with_the_keyboard_she_goes_through_the_list_and_back_to_her_own_words(person):
    she = person("en", script=True)
    she.opens("/about")
    box, options = types(she, "pas")
    told = options.all_inner_texts()

    box.press("ArrowDown")
    expect(box).to_have_value(told[0])
    box.press("ArrowDown")
    expect(box).to_have_value(told[1])
    box.press("ArrowUp")
    box.press("ArrowUp")
    expect(box).to_have_value("pas")
    expect(box).not_to_have_attribute("aria-activedescendant", "q-list-0")
    box.press("ArrowUp")
    expect(box).to_have_value(told[-1])
    box.press("ArrowDown")
    expect(box).to_have_value("pas")

    box.press("ArrowDown")
    box.press("Escape")
    expect(box).to_have_value("pas")
    expect(options).to_have_count(0)
    expect(box).to_have_attribute("aria-expanded", "false")
    # The list comes back when it is asked for, and goes when she goes on.
    box.press("ArrowDown")
    expect(options.first).to_be_visible()
    box.press("Tab")
    expect(options).to_have_count(0)


def test_enter_searches_for_what_is_chosen_and_else_for_what_she_wrote(person):
    she = person("en", script=True)
    she.opens("/")
    box, _ = types(she, "renew your pass")
    box.press("ArrowDown")
    box.press("Enter")
    she.sees_the_title("Search results for “Renew your passport”")

    she.opens("/")
    box, _ = types(she, "passp")
    box.press("Enter")
    she.sees_the_title("Search results for “passp”")


def test_a_press_on_a_suggestion_searches_for_it(person):
    she = person("es", script=True, width=320)
    she.opens("/")
    _, options = types(she, "defunc")
    words = options.first.inner_text()
    options.first.click()
    she.sees_the_title(f"Resultados de la búsqueda de “{words}”")


def test_a_late_answer_does_not_show_what_is_no_longer_asked(person):
    she = person("en", script=True)
    she.opens("/about")
    slow = []
    she.page.route("**/suggest?*q=pas", lambda route: slow.append(route))  # noqa: PLW0108 (Playwright takes no built-in)
    box = she.page.locator("#q")
    box.press_sequentially("pas")
    she.page.wait_for_timeout(300)
    assert slow
    box.press_sequentially("sport")
    expect(she.page.locator("[role=option]").first).to_be_visible()
    before = she.page.locator("[role=option]").all_inner_texts()
    slow[0].fulfill(json={"suggestions": [{"text": "too late"}]})
    she.page.wait_for_timeout(200)
    assert she.page.locator("[role=option]").all_inner_texts() == before


@pytest.mark.parametrize("answer", [{"status": 500, "body": "<h1>no"}, {"status": 200, "body": "no json"}, None])
def test_when_suggestions_fail_she_searches_all_the_same(answer, person):
    she = person("en", script=True)
    she.opens("/")
    she.page.route("**/suggest?*", lambda route: route.fulfill(**answer) if answer else route.abort())
    faults = []
    she.page.on("pageerror", lambda error: faults.append(str(error)))
    box = she.page.locator("#q")
    box.press_sequentially("rent")
    she.page.wait_for_timeout(300)
    expect(she.page.locator("[role=option]")).to_have_count(0)
    box.press("Enter")
    she.sees_the_title("Search results for “rent”")
    assert faults == []


def test_what_is_suggested_is_text_and_nothing_else(person):
    she = person("en", script=True)
    she.opens("/")
    she.page.route(
        "**/suggest?*", lambda route: route.fulfill(json={"suggestions": [{"text": "<img src=x onerror=alert(1)>"}]})
    )
    _, options = types(she, "rent")
    expect(options.first).to_have_text("<img src=x onerror=alert(1)>")
    assert she.page.locator("[role=option] img").count() == 0
    expect(she.page.get_by_role("status")).to_have_text("One suggestion. Press the down arrow to go to it.")


def test_without_script_the_box_is_an_ordinary_form(person):
    she = person("en", script=False)
    she.opens("/")
    box = she.page.get_by_role("searchbox").first
    assert box.get_attribute("role") is None
    she.searches_for("passport")
    she.sees_the_title("Search results for “passport”")


def test_without_script_she_narrows_results_and_takes_a_choice_back(person):
    she = person("en", script=False, width=320)
    she.opens("/search?q=benefits")
    she.opens_the_list("Narrow these results")
    she.page.get_by_label("Who it is for").select_option("veterans")
    she.page.get_by_label("How to reach it").select_option("phone")
    she.page.get_by_role("button", name="Show").click()

    assert "for=veterans" in she.page.url
    assert "via=phone" in she.page.url
    she.sees("Who it is for:")
    she.main.get_by_role("link", name="Remove: Who it is for: Veterans and service members").click()
    assert "for=" not in she.page.url
    assert "via=phone" in she.page.url


def test_the_script_is_a_few_kilobytes_and_asks_only_for_what_is_typed(door, person):
    import brotli

    page = door.html("/")
    address = page.partition('<script src="')[2].partition('"')[0]
    script = door.asked(address).text.encode()
    assert len(script) < 6_000
    assert len(brotli.compress(script)) < 2_000

    she = person("en", script=True)
    asked = []
    she.page.on("request", lambda request: asked.append(request.url) if "/suggest?" in request.url else None)
    she.opens("/")
    assert asked == []
    types(she, "passport")
    assert len(asked) <= len("passport") - 1
    assert all(url.startswith(f"{door.address}/suggest?lang=en&q=") for url in asked)
