"""What all tests share: the folder of real data, and a site of one's own in a temporary folder."""

from __future__ import annotations

import datetime as dt
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TODAY = dt.date(2026, 11, 22)

# Settings are read when Django starts, so the tests' own home must stand before that.
os.environ.setdefault("FANLIGHT_HOME", tempfile.mkdtemp(prefix="fanlight-tests-"))

DATA = Path(os.environ.get("FANLIGHT_TEST_DATA") or ROOT / ".." / "shared" / "data").resolve()


def pytest_report_header() -> str:
    """Say once, at the top, whether the tests that need real data run."""
    if DATA.is_dir():
        return "real data: there, so every test that needs it runs"
    return "real data: NONE, so the tests that need it are skipped; set FANLIGHT_TEST_DATA to its folder"


@pytest.fixture(scope="session")
def test_data() -> Callable[[str], Path]:
    """Give real data by name. Where the folder is absent the test is skipped; where it is there a missing file fails."""

    def path(name: str) -> Path:
        if not DATA.is_dir():
            pytest.skip(f"no real data: set FANLIGHT_TEST_DATA to its folder (looked in {DATA.name})")
        found = DATA / name
        assert found.exists(), f"FANLIGHT_TEST_DATA lacks {name}"
        return found

    return path


@pytest.fixture
def today() -> dt.date:
    """The day on which tests take place."""
    return TODAY
