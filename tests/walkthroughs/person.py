"""A person at the door, and what she does and sees there: the words in which the walkthroughs are told."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from .doors import Door

#: The one place of a service's page where one starts: a link, a list to choose from, or an address.
_START = "[data-fanlight=start]"
_TURN = "[data-fanlight=turn]"


class Person:
    """Somebody who uses the door in one language. `clicks` counts the links that she followed since the home page."""

    def __init__(self, page: Page, door: Door, lang: str) -> None:
        self.page = page
        self.door = door
        self.lang = lang
        self.clicks = 0

    # What she does.

    def opens_the_home_page(self) -> None:
        """Start at the front, where counting begins."""
        self.opens("/")
        self.clicks = 0

    def opens(self, at: str) -> int:
        """Type an address of the site, in her language; give the status of the answer."""
        prefix = "" if self.lang == self.door.edition.languages[0] else f"/{self.lang}"
        path = prefix + ("" if prefix and at == "/" else at)
        response = self.page.goto(f"{self.door.address}{path}")
        assert response
        return response.status

    def follows(self, words: str) -> None:
        """Click the link with these words, in the main part of the page."""
        # `exact`: “Tell Social Security” must not open “Tell Social Security that someone died”.
        link = self.main.get_by_role("link", name=words, exact=True).first
        link.click()
        self.clicks += 1

    def follows_the_address(self, path: str) -> None:
        """Click a link that leads to an address of the site, wherever on the page it stands."""
        link = self.page.locator(f'a[href="{path}"]').first
        expect(link, f"no link to {path} on {self.page.url}").to_be_visible()
        link.click()
        self.clicks += 1
        assert self.is_at() == path, f"the link to {path} opened {self.is_at()}"

    def goes_back(self) -> None:
        """Go back to the page before, which takes her click back as well."""
        self.page.go_back()
        self.clicks -= 1

    def searches_for(self, words: str) -> None:
        """Fill in the search of the page, and send it."""
        # Not by its role: with script, which shows suggestions, the box is a combobox.
        box = self.page.locator("input[name=q]:not([type=hidden])").first
        box.fill(words)
        box.press("Enter")

    def opens_the_list(self, words: str) -> None:
        """Open a list to choose from. It opens without script, and it is no click: she stays on the page."""
        self.main.locator("summary", has_text=words).click()

    def presses(self, key: str) -> None:
        """Press a key."""
        self.page.keyboard.press(key)

    # What she sees.

    @property
    def main(self) -> Locator:
        """The main part of the page."""
        return self.page.get_by_role("main")

    def is_at(self) -> str:
        """The address that she is at, without the site's own part and without a query."""
        return self.page.url.removeprefix(self.door.address).partition("?")[0].partition("#")[0]

    def sees_the_title(self, words: str) -> None:
        """She reads the page's one title."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(words)

    def sees(self, words: str) -> None:
        """She reads these words somewhere in the main part."""
        expect(self.main.get_by_text(words).first).to_be_visible()

    def sees_the_steps(self) -> list[str]:
        """The steps of a life event, in order."""
        return self.main.locator("ol > li > h3").all_inner_texts()

    def sees_where_to_start(self, words: str) -> None:
        """She sees, without scrolling far, the one start action, and it says what it does."""
        start = self.main.locator(_START)
        expect(start).to_have_count(1)
        button = start.locator("summary") if start.evaluate("e => e.tagName") == "DETAILS" else start
        expect(button).to_be_visible()
        expect(button).to_have_text(words)
        # A link must lead somewhere: out to the agency, to a telephone, or to a form.
        if button.evaluate("e => e.tagName") == "A":
            assert (button.get_attribute("href") or "").startswith(("https://", "http://", "tel:", "sms:", "mailto:"))

    def sees_a_start_or_where_to_turn(self) -> None:
        """She sees how to start; on the page of a programme, where to turn instead."""
        expect(self.main.locator(f"{_START}, {_TURN}").first).to_be_visible()

    def is_within_three_clicks(self) -> None:
        """She is no more than three clicks from the home page."""
        assert 1 <= self.clicks <= 3, f"{self.is_at()} took {self.clicks} clicks"
