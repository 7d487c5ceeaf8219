"""Takes the screenshots of the docs: home, life event, service and results, on a phone and a screen, in two languages.

Run with `python -m tools.screenshots`; Chromium must be there. It prints the starter catalogue into a temporary folder,
serves it, and takes all sixteen views into `build/screenshots`. The few that the docs show go to `docs/screenshots`.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright
from tests.walkthroughs.conftest import FLAGS
from tests.walkthroughs.doors import Door, run, serving

ROOT = Path(__file__).parents[1]
PAGES = {
    "home": "/",
    "life-event": "/life-events/death-of-a-loved-one",
    "service": "/services/social-security-survivors-benefits",
    "results": "/search?q={}",
}
SEARCHED = {"en": "my husband died", "es": "murió mi esposo"}
WIDTHS = {320: 800, 1280: 900}
#: What the docs show, by page, language and width.
SHOWN = [("home", "en", 1280), ("home", "es", 320), ("life-event", "en", 1280), ("service", "en", 1280),
         ("service", "es", 320), ("results", "en", 320)]  # fmt: skip


def take(browser: Browser, door: Door, folder: Path, whole: bool) -> None:
    """Take every view: what a person sees first, or with `whole` the page to its end."""
    folder.mkdir(parents=True, exist_ok=True)
    for width, height in WIDTHS.items():
        context = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce")
        page = context.new_page()
        for lang, words in SEARCHED.items():
            for name, path in PAGES.items():
                prefix = "" if lang == "en" else f"/{lang}"
                page.goto(f"{door.address}{prefix}{path.format(words)}".removesuffix("/") or door.address)
                page.evaluate("document.fonts.ready.then(() => true)")
                page.screenshot(path=folder / f"{name}-{lang}-{width}.png", full_page=whole)
        context.close()


def main() -> None:
    """Print, serve, take, and copy what the docs show."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument(
        "--whole", action="store_true", help="take each page to its end, to look at; docs stay as they are"
    )
    whole = options.parse_args().whole
    program = shutil.which("chromium")
    if not program:
        raise SystemExit("Chromium is missing. Debian: apt-get install chromium")
    folder = ROOT / "build" / ("screenshots-whole" if whole else "screenshots")
    with tempfile.TemporaryDirectory() as home, sync_playwright() as playwright:
        run(Path(home), "demo", "--no-serve")
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        with serving(Path(home)) as door:
            take(browser, door, folder, whole)
        browser.close()
    print(f"{len(list(folder.glob('*.png')))} screenshots in {folder.relative_to(ROOT)}")
    if not whole:
        shown = ROOT / "docs" / "screenshots"
        shown.mkdir(parents=True, exist_ok=True)
        for name, lang, width in SHOWN:
            shutil.copy(folder / f"{name}-{lang}-{width}.png", shown)


if __name__ == "__main__":
    main()
