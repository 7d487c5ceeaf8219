"""The stage of the walkthroughs: one browser, and a door of the starter catalogue with a made-up county beside it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from .doors import MADE_UP, Door, crowded_shelf, run, serving
from .person import Person

FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()

NewPerson = Callable[..., Person]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all walkthroughs."""
    program = shutil.which("chromium")
    if not program:
        pytest.skip(
            "!!! NOT TESTED: pages in a real browser. Install Chromium (Debian: apt-get install chromium) and run again."
        )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    """The door of the starter catalogue, with the made-up county beside it."""
    home = tmp_path_factory.mktemp("walkthroughs")
    crowd = tmp_path_factory.mktemp("crowd")
    (crowd / "services.yaml").write_text(crowded_shelf(), encoding="utf-8")
    run(home, "demo", "--no-serve")
    run(home, "import", "--format", "fanlight", "--strict", str(MADE_UP))
    run(home, "import", "--format", "fanlight", "--strict", str(crowd))
    run(home, "print")
    with serving(home) as opened:
        yield opened


@pytest.fixture(scope="session")
def inventory_door(test_data: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    """The door of the Federal Program Inventory: 2,648 real programmes. It needs the real data of others."""
    inventory = test_data("federal-program-inventory")
    home = tmp_path_factory.mktemp("inventory")
    run(home, "import", "--format", "fpi", str(inventory))
    run(home, "print")
    with serving(home) as opened:
        yield opened


@pytest.fixture
def person(chromium: Browser, door: Door) -> Iterator[NewPerson]:
    """Somebody at the door: `person("es", script=False)`. Each has a browser window of her own, closed at the end."""
    people: list[Person] = []

    def somebody(
        lang: str = "en", *, at: Door = door, script: bool = False, width: int = 1280, **more: object
    ) -> Person:
        context = chromium.new_context(
            java_script_enabled=script, viewport={"width": width, "height": 900}, reduced_motion="reduce", **more
        )
        people.append(Person(context.new_page(), at, lang))
        return people[-1]

    yield somebody
    for each in people:
        each.page.context.close()
