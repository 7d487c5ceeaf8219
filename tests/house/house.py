"""Where the house stands and what it is made of, for the tests of its architecture."""

from __future__ import annotations

import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "fanlight"
#: What is written by a machine, or by others.
_NOT_OURS = ("migrations/", "theme/vendor/", "theme/built/", ".venv/", "var/")
_CODE = (".py", ".html", ".scss")


def project_files() -> list[Path]:
    """List the files of the project: those that git tracks, and new ones that it does not ignore."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, check=True, text=True,
    ).stdout  # fmt: skip
    return sorted(ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file())


def code_files() -> list[Path]:
    """List the code that people wrote."""
    return [
        path
        for path in project_files()
        if path.suffix in _CODE and not any(part in f"{relative(path)}" for part in _NOT_OURS)
    ]


def rooms() -> list[Path]:
    """List the rooms."""
    return sorted(path.parent for path in PACKAGE.glob("*/__init__.py"))


def relative(path: Path) -> str:
    """Return a path as it stands in the project."""
    return path.relative_to(ROOT).as_posix()
