"""Every kind of page, in both languages, on a small phone and a large screen, before axe and before the eye."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from .kinds import KINDS, in_language, shelf_of

pytestmark = pytest.mark.browser

#: WCAG 2.0 to 2.2, A and AA, and what axe calls good practice beyond.
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_LANGUAGES = ["en", "es"]
_WIDTHS = [320, 1280]

#: Parts that stick out of the page sideways, whether it scrolls or cuts them off. Drawings may be cut by their frame.
_STICKING_OUT = """() => {
  const found = [...document.querySelectorAll('body *')].filter(e => {
    if (e.closest('svg, .usa-sr-only, .usa-skipnav') || !e.checkVisibility()) return false;
    const box = e.getBoundingClientRect();
    return box.right > document.documentElement.clientWidth + 1 || box.left < -1;
  }).slice(0, 5).map(e => e.outerHTML.slice(0, 120));
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  return wide > 0 ? [...found, `the page is ${wide} px too wide`] : found;
}"""

#: Targets smaller than 24 by 24 CSS px that do not stand in a line of text (WCAG 2.2, 2.5.8), nor have room around.
_SMALL_TARGETS = """() => {
  const inText = e => getComputedStyle(e).display === 'inline'
    && [...e.parentElement.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
  const all = [...document.querySelectorAll('a[href], button, input, summary')]
    .filter(e => e.checkVisibility() && !e.closest('.usa-skipnav') && !inText(e));
  const box = e => e.getBoundingClientRect();
  const apart = (a, b) => Math.max(b.left - a.right, a.left - b.right, b.top - a.bottom, a.top - b.bottom);
  return all.filter(e => {
    const mine = box(e);
    if (mine.width >= 24 && mine.height >= 24) return false;
    const x = mine.left + mine.width / 2, y = mine.top + mine.height / 2;
    const circle = {left: x - 12, right: x + 12, top: y - 12, bottom: y + 12};
    return all.some(other => other !== e && apart(circle, box(other)) < 0);
  }).map(e => e.outerHTML.slice(0, 120));
}"""


def violations(page: Page) -> list[str]:
    """What axe finds on the page, each with the part that it is about."""
    options = {"runOnly": {"type": "tag", "values": _RULES}, "resultTypes": ["violations"]}
    found = Axe().run(page, options=options).response["violations"]
    return [
        f"{each['id']} ({each['impact']}): {node['html'][:160]} {' '.join(a['message'] for a in node['any'][:1])}"
        for each in found
        for node in each["nodes"][:3]
    ]


@dataclass(frozen=True)
class Opened:
    """A browser window of one width."""

    page: Page
    width: int


@pytest.fixture(scope="module", params=_WIDTHS)
def window(request, chromium):
    """One window for all pages of a width. Script may run, so that axe can: the pages have none and forbid all."""
    context = chromium.new_context(viewport={"width": request.param, "height": 900}, reduced_motion="reduce")
    yield Opened(context.new_page(), request.param)
    context.close()


@pytest.mark.parametrize("lang", _LANGUAGES)
@pytest.mark.parametrize("kind", [*KINDS, "shelf"])
def test_every_kind_of_page_is_accessible_and_fits(kind, lang, window, door):
    path, status = KINDS.get(kind) or (shelf_of(door), 200)
    response = window.page.goto(f"{door.address}{in_language(path, lang)}")

    assert response.status == status
    assert violations(window.page) == []
    assert window.page.evaluate(_STICKING_OUT) == []
    assert window.page.evaluate(_SMALL_TARGETS) == []


@pytest.mark.parametrize("lang", _LANGUAGES)
def test_the_answer_to_a_wrong_method_is_accessible_too(lang, window, door):
    # A browser comes here by a form of another site; it sends its words by POST.
    path = in_language("/services", lang)
    window.page.route("**/*", lambda route: route.continue_(method="POST") if _is(route, path) else route.continue_())
    response = window.page.goto(f"{door.address}{path}")
    window.page.unroute_all()

    assert response.status == 405
    assert violations(window.page) == []
    assert window.page.evaluate(_STICKING_OUT) == []


def _is(route, path):
    return urlsplit(route.request.url).path == path


@pytest.mark.parametrize("lang", _LANGUAGES)
def test_an_emergency_notice_is_accessible(lang, window, door):
    notice = door.home / "editions" / "notice.json"
    notice.write_text('{"en": "Offices are closed today: flood.", "es": "Las oficinas están cerradas hoy."}')
    try:
        window.page.goto(f"{door.address}{in_language('/', lang)}")
        # The door looks for a notice every few seconds.
        window.page.wait_for_function(
            "async () => document.querySelector('.fl-notice') || (setTimeout(() => location.reload(), 900), false)",
            polling=1000, timeout=20_000,
        )  # fmt: skip
        assert violations(window.page) == []
        assert window.page.evaluate(_STICKING_OUT) == []
    finally:
        notice.unlink()


@pytest.mark.parametrize(
    ("planted", "rule"),
    [
        ("<img src='/favicon.ico'>", "image-alt"),
        ("<p style='color:#999'>Too faint to be read</p>", "color-contrast"),
        ("<input>", "label"),
        ("<h6>A heading out of order</h6>", "heading-order"),
    ],
)
def test_axe_finds_a_planted_fault(planted, rule, window, door):
    window.page.goto(f"{door.address}/about")
    window.page.evaluate(
        """html => {
          const part = document.createElement('div');
          part.innerHTML = html;
          // The policy forbids styles in the page, not those that are set one by one.
          for (const e of part.querySelectorAll('[style]')) e.style.color = '#999';
          document.querySelector('main .fl-prose').append(part);
        }""",
        planted,
    )
    assert any(each.startswith(rule) for each in violations(window.page))


def test_a_part_that_sticks_out_and_a_target_too_small_are_found(window, door):
    window.page.goto(f"{door.address}/about")
    window.page.evaluate(
        """() => {
          const main = document.querySelector('main');
          const wide = document.createElement('p');
          wide.style.width = '3000px';
          main.append(wide);
          for (const name of ['one', 'two']) {
            const link = document.createElement('a');
            link.href = '/' + name;
            link.textContent = name;
            link.style.cssText = 'display:block; width:10px; height:10px; overflow:hidden';
            main.append(link);
          }
        }"""
    )
    assert window.page.evaluate(_STICKING_OUT) != []
    assert len(window.page.evaluate(_SMALL_TARGETS)) == 2


# What must hold once, on the pages with the most on them.

_RICH = ["home", "life event", "service with every channel", "service with places", "results"]


@pytest.mark.parametrize("kind", _RICH)
def test_text_at_twice_its_size_loses_nothing(kind, chromium, door):
    # Twice the text in a window of 640 px is what a person has who enlarges the letters alone.
    context = chromium.new_context(viewport={"width": 640, "height": 900})
    page = context.new_page()
    page.goto(f"{door.address}{in_language(KINDS[kind][0], 'es')}")
    once = page.evaluate("parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)") >= 1.8 * once

    assert page.evaluate(_STICKING_OUT) == []
    cut = page.evaluate(
        """() => [...document.querySelectorAll('main *, header *, footer *')].filter(e => {
          const s = getComputedStyle(e);
          const hides = ['hidden', 'clip'].includes(s.overflowX) || ['hidden', 'clip'].includes(s.overflowY);
          return hides && !e.closest('.usa-sr-only, svg') && e.innerText
            && (e.scrollWidth > e.clientWidth + 2 || e.scrollHeight > e.clientHeight + 2);
        }).map(e => e.outerHTML.slice(0, 120))"""
    )
    assert cut == [], "words are cut off"
    context.close()


@pytest.mark.parametrize("kind", _RICH)
def test_forced_colours_keep_buttons_and_links_apart_from_text(kind, chromium, door):
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, forced_colors="active")
    page = context.new_page()
    page.goto(f"{door.address}{KINDS[kind][0]}")
    lost = page.evaluate(
        """() => {
          const text = getComputedStyle(document.body).color;
          return [...document.querySelectorAll('a[href], button, input, summary')].filter(e => {
            if (!e.checkVisibility() || e.closest('.usa-skipnav')) return false;
            const s = getComputedStyle(e);
            const edged = s.borderTopStyle !== 'none' && parseFloat(s.borderTopWidth) > 0;
            const lined = s.textDecorationLine !== 'none' || s.borderBottomStyle !== 'none';
            return s.color === text && !edged && !lined;
          }).map(e => e.outerHTML.slice(0, 120));
        }"""
    )
    assert lost == [], "in forced colours nothing tells these from plain words"
    assert page.evaluate(_STICKING_OUT) == []
    context.close()


@pytest.mark.parametrize("lang", _LANGUAGES)
def test_the_number_to_call_stands_on_one_line_on_a_small_phone(lang, person):
    she = person(lang, script=True, width=320)
    she.opens("/services/social-security-survivors-benefits")
    lines = she.main.locator("[data-fanlight=start]").evaluate(
        """e => {
          const words = document.createTreeWalker(e, NodeFilter.SHOW_TEXT);
          const tops = new Set();
          while (words.nextNode()) {
            const at = words.currentNode.data.indexOf('1-800');
            if (at < 0) continue;
            const number = document.createRange();
            number.setStart(words.currentNode, at);
            number.setEnd(words.currentNode, at + '1-800-772-1213'.length);
            for (const box of number.getClientRects()) tops.add(Math.round(box.top));
          }
          return tops.size;
        }"""
    )
    assert lines == 1, "a number broken at a hyphen cannot be read out"


def test_a_service_page_prints_what_a_person_takes_along(person):
    she = person("en", script=True)
    she.opens("/services/made-up-shop-permit")
    she.page.emulate_media(media="print")

    for hidden in (".fl-nav", ".fl-languages", ".fl-search", ".fl-footer__links", ".usa-skipnav"):
        for part in she.page.locator(hidden).all():
            assert not part.is_visible(), f"{hidden} has nothing to do on paper"
    for kept in ("555-555-0101", "1 Elm Street", "Monday to Friday, 9 a.m. to 5 p.m.", "Your ID card", "$1,250.50"):
        she.sees(kept)
    # On paper nobody can follow a link: its address must stand beside it.
    start = she.main.locator("[data-fanlight=start]")
    beside = start.evaluate("e => getComputedStyle(e, '::after').content")
    assert "larkspur.example/permit" in beside or she.main.get_by_text("larkspur.example/permit").first.is_visible()
