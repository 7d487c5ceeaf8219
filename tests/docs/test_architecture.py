"""ARCHITECTURE.md and its kin name real things: each file is there, and each function in it."""

import ast
import re
from pathlib import Path

import pytest

from tests.house.house import ROOT

PACKAGE = ROOT / "src" / "fanlight"
PAGES = [ROOT / "ARCHITECTURE.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
# A path with a slash, and after a colon what stands in the file: `press/actions.py:print_edition`.
_NAMED = re.compile(r"`((?:[\w.-]+/)+[\w-]+\.(?:py|scss|po|csv|toml))(?::([\w.]+))?`")


def named(path: Path) -> list[tuple[str, str]]:
    return _NAMED.findall(path.read_text(encoding="utf-8"))


def find(name: str) -> Path | None:
    """The file of a path that is given from the root or from the package."""
    return next((place / name for place in (ROOT, PACKAGE) if (place / name).is_file()), None)


def names_in(path: Path) -> set[str]:
    """Every function, class, method and constant of a file, methods with their class before them."""
    found = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.add(node.name)
        if isinstance(node, ast.ClassDef):
            found |= {f"{node.name}.{each.name}" for each in node.body if isinstance(each, ast.FunctionDef)}
        if isinstance(node, ast.Assign):
            found |= {target.id for target in node.targets if isinstance(target, ast.Name)}
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            found.add(node.target.id)
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_file_and_function_that_is_named_exists(page: Path) -> None:
    wrong = []
    for name, inside in named(page):
        path = find(name)
        if path is None or (inside and inside not in names_in(path)):
            wrong.append(f"{name}:{inside}" if inside else name)
    # French is the example of a language that somebody adds.
    assert [each for each in wrong if "/fr/" not in each] == []


def test_both_walks_name_what_they_pass() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    for walk in ("## A service goes from a file to a page", "## A resident asks for a page"):
        steps = text.split(walk)[1].split("\n## ")[0]
        assert len(_NAMED.findall(steps)) >= 8


def test_every_decision_is_numbered_dated_and_listed() -> None:
    folder = ROOT / "docs" / "decisions"
    index = (folder / "README.md").read_text(encoding="utf-8")
    records = sorted(folder.glob("0*.md"))
    assert [int(path.name[:4]) for path in records] == list(range(1, len(records) + 1))
    for path in records:
        text = path.read_text(encoding="utf-8")
        title = text.splitlines()[0].removeprefix("# ")
        assert title.startswith(path.name[:4])
        assert re.search(r"^20\d\d-\d\d-\d\d · (accepted|replaced by )", text, re.MULTILINE)
        assert "**Decision.**" in text
        assert "**Reason.**" in text
        assert f"| [{path.name[:4]}]({path.name}) | {title[5:]} |" in index
