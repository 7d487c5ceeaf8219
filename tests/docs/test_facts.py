"""What the documents say in tables is what the code does: headers, refusals, columns, files of an edition."""

import re

from fanlight.catalog.exchange.plain import COLUMNS
from fanlight.catalog.rules.shelves import MOST_LINKS, SHELF
from fanlight.edition.rules import Manifest
from fanlight.find.door import HEADERS, LONG, SHORT
from fanlight.press.rules import LARGEST_PAGE, MOST_CLICKS, WAYS
from tests.house.house import ROOT

PACKAGE = ROOT / "src" / "fanlight"


def page(name: str) -> str:
    return (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8")


def test_every_header_of_the_door_is_documented() -> None:
    text = page("door")
    assert [name for name, _ in [*HEADERS, LONG, SHORT] if f"`{name}`" not in text and name != "Cache-Control"] == []
    assert f"`{SHORT[1]}`" in text
    for name, value in HEADERS:
        if name != "Content-Security-Policy":
            assert f"`{value}`" in text, name


def test_every_reason_to_refuse_is_documented_and_none_that_is_not() -> None:
    sources = [path.read_text(encoding="utf-8") for path in (PACKAGE / "press").rglob("*.py")]
    used = {kind for source in sources for kind in re.findall(r'Refusal\(\s*"([\w-]+)"', source)}
    table = page("edition").split("| kind | means |")[1].split("\n\n")[0]
    assert set(re.findall(r"^\| `([\w-]+)` \|", table, re.MULTILINE)) == used


def test_the_numbers_of_the_click_rules_are_the_code_s() -> None:
    text = page("clicks")
    assert f"at most {MOST_LINKS} different links" in text
    assert f"shelves of at most {SHELF}" in text
    assert MOST_CLICKS == 3
    assert [way for way in WAYS if f"`{way}`" not in text] == []
    assert f"{LARGEST_PAGE:,} bytes" in page("edition")


def test_every_column_of_the_spreadsheet_is_documented() -> None:
    text = page("county")
    assert [column for column in COLUMNS if f"`{column}`" not in text] == []


def test_the_manifest_holds_what_is_said_of_it() -> None:
    assert {"address", "printed_at", "languages", "counts", "clicks", "files"} <= set(Manifest.__struct_fields__)
