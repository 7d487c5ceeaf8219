"""Docs do not lie: links resolve, and every command they show exists."""

import re

import pytest

from fanlight.config.cli import main
from tests.house.house import ROOT, project_files, relative

DOCS = [path for path in project_files() if path.suffix == ".md" and "theme/vendor" not in relative(path)]


def _anchor(heading):
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


@pytest.mark.parametrize("path", DOCS, ids=relative)
def test_internal_links_resolve(path):
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    broken = []
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        there = (path.parent / name).resolve() if name else path
        if not there.exists():
            broken.append(target)
        elif anchor and there.suffix == ".md":
            headings = re.findall(r"^#+ (.*)$", there.read_text(encoding="utf-8"), re.MULTILINE)
            if anchor not in {_anchor(heading) for heading in headings}:
                broken.append(target)
    assert not broken


@pytest.mark.parametrize("path", DOCS, ids=relative)
def test_every_command_shown_exists(path):
    text = path.read_text(encoding="utf-8")
    shown = set(re.findall(r"(?:^|`|\$ |bin/)fanlight ([a-z]+)", text, re.MULTILINE))
    assert shown <= set(main.commands)


def test_every_command_is_documented():
    text = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    missing = [name for name in main.commands if f"`fanlight {name}" not in text]
    assert not missing
