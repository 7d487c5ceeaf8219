"""Somebody who cannot use a mouse: every stop is seen, everything is reached, and nothing holds her fast."""

from __future__ import annotations

import pytest

from .person import Person

pytestmark = pytest.mark.browser

_MOST_STOPS = 160

#: What has the focus: its words, and whether a ring or a shadow shows it. A control hidden from sight counts by its size.
_FOCUSED = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const style = getComputedStyle(e);
  const box = e.getBoundingClientRect();
  const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  return {
    words: (e.getAttribute('aria-label') || e.innerText || e.labels?.[0]?.innerText || '').trim(),
    tag: e.tagName.toLowerCase(),
    href: e.getAttribute('href') || '',
    shown: ring || style.boxShadow !== 'none',
    insight: box.width >= 8 && box.height >= 8 && box.right > 0 && box.bottom > 0
      && box.left < innerWidth && box.top < innerHeight,
  };
}"""


def tabs_to(she: Person, words: str = "", *, href: str = "", tag: str = "") -> dict[str, object]:
    """Press Tab until what has these words (or this address) has the focus; every stop on the way must be seen."""
    for _ in range(_MOST_STOPS):
        she.presses("Tab")
        focused = she.page.evaluate(_FOCUSED)
        assert focused, f"Tab left the page before it reached {words or href}"
        assert focused["shown"], f"no focus ring on {focused}"
        assert focused["insight"], f"the focus is out of sight on {focused}"
        if (
            (not words or focused["words"].split("\n")[0] == words)
            and (not href or focused["href"] == href)
            and (not tag or focused["tag"] == tag)
        ):
            return focused
    raise AssertionError(f"{_MOST_STOPS} times Tab did not reach {words or href}")


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize(
    ("lang", "skip", "happened", "service"),
    [
        ("en", "Skip to main content", "Someone close to me died", "Tell Social Security that someone died"),
        ("es", "Ir al contenido principal", "Murió un ser querido", "Avise al Seguro Social que alguien murió"),
    ],
)
def test_with_the_keyboard_alone_she_goes_from_the_home_page_to_the_start(lang, skip, happened, service, width, person):
    she = person(lang, width=width)
    she.opens_the_home_page()

    tabs_to(she, skip)
    she.presses("Enter")
    assert she.page.evaluate("document.activeElement.id") == "main"

    tabs_to(she, tag="input")
    tabs_to(she, happened)
    she.presses("Enter")
    she.sees_the_title(happened)

    tabs_to(she, service)
    she.presses("Enter")
    she.sees_the_title(service)

    tabs_to(she, href="tel:+18007721213", tag="a")


def test_she_opens_the_list_of_places_with_enter(person):
    she = person("en")
    she.opens("/services/order-a-death-certificate")

    tabs_to(she, "Choose the state where the person died", tag="summary")
    assert not she.main.get_by_role("link", name="Texas").is_visible()
    she.presses("Enter")
    assert she.main.get_by_role("link", name="Texas").is_visible()
    tabs_to(she, "Alabama")


def test_she_searches_with_the_keyboard(person):
    she = person("en")
    she.opens_the_home_page()

    tabs_to(she, tag="input")
    she.page.keyboard.type("widow benefits")
    she.presses("Enter")
    she.sees_the_title("Search results for “widow benefits”")
    tabs_to(she, "Social Security for the family of someone who died")


@pytest.mark.parametrize("path", ["/", "/life-events/death-of-a-loved-one", "/services/made-up-shop-permit"])
def test_nothing_holds_her_fast(path, person):
    she = person("en")
    she.opens(path)
    links = she.page.locator("a:visible, input:visible, button:visible, summary:visible").count()
    stops = []
    for _ in range(links + 5):
        she.presses("Tab")
        focused = she.page.evaluate(_FOCUSED)
        if focused is None:
            break
        assert focused["shown"], f"no focus ring on {focused}"
        stops.append(focused)

    # After the last stop the focus leaves the page for the browser's own buttons.
    assert focused is None, "Tab never left the page"
    assert len(stops) >= links - 1
    assert stops[-1]["words"], "the last stop is in the footer and has words"


def test_the_order_of_tab_is_the_order_of_reading(person):
    she = person("en")
    she.opens("/services/made-up-shop-permit")
    order = she.page.evaluate(
        """() => {
          const all = [...document.querySelectorAll('a[href], input, button, summary')];
          return all.filter(e => e.tabIndex !== 0).map(e => e.outerHTML.slice(0, 90));
        }"""
    )
    assert order == [], "a tabindex of its own would take the focus out of the order of the page"
