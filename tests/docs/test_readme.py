"""README tells what works and what does not, each part with a page and a test."""

import re

from tests.house.house import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
NOT_YET = (ROOT / "docs" / "not-yet.md").read_text(encoding="utf-8")


def parts() -> list[list[str]]:
    table = README.split("## What works")[1].split("\n\n")[1]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()[2:]]


def test_every_part_says_how_far_it_is_and_links_a_page_and_a_test() -> None:
    assert len(parts()) >= 15
    for part, status, page, test in parts():
        assert re.match(r"works$|partly: |not yet$", status), part
        assert re.search(r"\]\(docs/[\w-]+\.md(#[\w-]+)?\)", page), part
        link = re.search(r"\]\((tests/[\w/]+\.py)\)", test)
        assert link, part
        assert (ROOT / link[1]).is_file(), part


def test_what_is_not_yet_there_has_no_room() -> None:
    """When one of these rooms is built, this fails until the README and docs/not-yet.md say so."""
    rooms = re.findall(r"\| `(\w+)` \|", NOT_YET)
    assert {"apply", "account", "feedback", "measure", "commitments"} <= set(rooms)
    assert [room for room in rooms if (ROOT / "src" / "fanlight" / room).exists()] == []


def test_each_part_that_is_not_yet_there_is_on_the_page_that_says_so() -> None:
    missing = [part for part, status, page, _ in parts() if status == "not yet" and "docs/not-yet.md" not in page]
    assert missing == []
    for part in (part for part, status, _, _ in parts() if status == "not yet"):
        assert part.split(",")[0] in NOT_YET


def test_the_two_commands_are_the_makefile_s_own() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"^make (\w+)", README, re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)
