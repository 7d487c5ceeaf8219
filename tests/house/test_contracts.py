"""The contracts between rooms hold, and each of them catches a violation that is planted in a copy of the house."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.house import PACKAGE, ROOT

#: contract → (file of the copy, the line that breaks it)
PLANTED = {
    "Rooms stand on floors": ("theme/rules.py", "import fanlight.catalog.rules"),
    "The public read path never touches": ("find/queries.py", "import fanlight.catalog.rules"),
    "Other rooms come in by the faces": ("press/files.py", "import fanlight.catalog.models"),
    "Inside a room": ("catalog/queries.py", "import fanlight.catalog.actions"),
    "Rules are pure": ("catalog/rules/values.py", "import django.utils.text"),
    "Entrances ask queries and actions": ("catalog/pages/values.py", "import fanlight.catalog.models"),
    "No cycles between siblings": ("press/render.py", "import fanlight.press.printers"),
}


def lint(root: Path) -> subprocess.CompletedProcess:
    env = {**os.environ, "PYTHONPATH": f"{root / 'src'}{os.pathsep}{root}"}
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"]
    return subprocess.run(
        [*command, "--config", "import-contracts.toml", "--no-cache"],
        cwd=root, env=env, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.fixture
def copy(tmp_path):
    """A copy of the house's code, to be broken."""
    shutil.copytree(
        PACKAGE, tmp_path / "src" / "fanlight",
        ignore=shutil.ignore_patterns("vendor", "built", "starter", "templates", "__pycache__"),
    )  # fmt: skip
    shutil.copytree(ROOT / "tools", tmp_path / "tools")
    shutil.copy(ROOT / "import-contracts.toml", tmp_path)
    return tmp_path


def test_every_contract_has_a_planted_violation():
    names = [line for line in (ROOT / "import-contracts.toml").read_text().splitlines() if line.startswith("name = ")]
    assert len(names) == len(PLANTED)
    assert all(any(contract in name for name in names) for contract in PLANTED)


@pytest.mark.parametrize(("contract", "planted"), PLANTED.items(), ids=list(PLANTED))
def test_a_planted_violation_is_caught(contract, planted, copy):
    name, line = planted
    file = copy / "src" / "fanlight" / name
    file.write_text(f"{file.read_text(encoding='utf-8')}\n{line}\n", encoding="utf-8")
    found = lint(copy)
    assert found.returncode != 0
    broken = [row for row in found.stdout.replace("\n", " ").split("  ") if "BROKEN" in row]
    assert contract in " ".join(broken) or any(contract in row for row in found.stdout.splitlines() if "BROKEN" in row)


def test_the_house_as_it_is_keeps_every_contract(copy):
    found = lint(copy)
    assert found.returncode == 0, found.stdout
