"""A cheap phone on a slow line: how heavy each page is, and that it asks nobody but the door."""

from __future__ import annotations

import pytest

from .kinds import KINDS, in_language

_MOST_HTML = 60_000
_MOST_FIRST_VIEW = 100_000


@pytest.mark.parametrize("which", ["door", "inventory_door"])
def test_every_page_but_the_list_of_all_services_is_under_60_kb(which, request):
    pages = request.getfixturevalue(which).pages()
    heavy = {page.path: page.size for page in pages if page.at != "/services" and page.size >= _MOST_HTML}
    assert heavy == {}
    assert len(pages) > 200


@pytest.mark.browser
@pytest.mark.parametrize("kind", KINDS)
def test_the_first_view_is_light_and_asks_nobody_else(kind, chromium, door, record_property):
    for lang in ("en", "es"):
        context = chromium.new_context(viewport={"width": 320, "height": 640})
        page = context.new_page()
        wire = context.new_cdp_session(page)
        wire.send("Network.enable")
        arrived: list[float] = []
        wire.on("Network.loadingFinished", lambda event, arrived=arrived: arrived.append(event["encodedDataLength"]))
        asked: list[str] = []
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        said: list[str] = []
        page.on("console", lambda message, said=said: said.append(message.text))
        page.on("pageerror", lambda error, said=said: said.append(str(error)))

        path, status = KINDS[kind]
        page.goto(f"{door.address}{in_language(path, lang)}")
        page.evaluate("document.fonts.ready.then(() => true)")
        # The browser asks for the icon when it has nothing else to do.
        for _ in range(60):
            if len(arrived) >= len(asked) and any("favicon" in url for url in asked):
                break
            page.wait_for_timeout(50)

        # Headers are counted too: what comes over the line is what she pays for.
        weight = sum(arrived)
        record_property(f"bytes {lang}", weight)
        assert 3_000 < weight < _MOST_FIRST_VIEW, f"{weight:,.0f} bytes in {len(asked)} requests"
        assert len(arrived) == len(set(asked)) == len(asked), f"something was fetched twice: {asked}"
        assert [url for url in asked if not url.startswith(f"{door.address}/")] == []
        assert context.cookies() == []
        assert page.evaluate("document.fonts.check('16px \"Atkinson Hyperlegible Next\"')")
        # Chromium reports the status of an error page as a message; everything else would be a fault of ours.
        assert [text for text in said if str(status) not in text or status == 200] == []
        context.close()


@pytest.mark.browser
def test_the_policy_stops_a_script_and_a_stranger(chromium, door):
    """The proof that silence on the console means something: what the policy forbids does not happen, and is reported."""
    context = chromium.new_context()
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{door.address}/")
    page.evaluate(
        """() => {
          const script = document.createElement('script');
          script.textContent = 'window.ran = true';
          document.body.append(script);
          const image = new Image();
          image.src = 'https://stranger.example/pixel.png';
          document.body.append(image);
        }"""
    )
    page.wait_for_timeout(300)
    assert not page.evaluate("window.ran")
    assert len([text for text in said if "Content Security Policy" in text]) == 2
    context.close()


def test_no_answer_sets_a_cookie_or_lets_the_next_site_know(door):
    for path, _ in KINDS.values():
        headers = door.asked(path).headers
        assert "set-cookie" not in headers, path
        assert headers["referrer-policy"] == "no-referrer", path
        policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
        assert policy.pop("default-src") == policy.pop("base-uri") == policy.pop("frame-ancestors") == "'none'", path
        assert policy == dict.fromkeys(
            ("style-src", "font-src", "img-src", "script-src", "connect-src", "form-action"), "'self'"
        ), path
