"""Every setting is documented, and Django's own checks for a deployment find nothing."""

import os
import re
import subprocess
import sys

import pytest

from fanlight.config.environment import SETTINGS
from tests.house.house import PACKAGE, ROOT


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_a_setting_is_documented(setting):
    assert f"`{setting.name}`" in (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")


def test_no_other_setting_is_read_from_the_environment():
    known = {setting.name for setting in SETTINGS}
    named = {
        name
        for path in PACKAGE.rglob("*.py")
        for name in re.findall(r"FANLIGHT_[A-Z_]+[A-Z]", path.read_text(encoding="utf-8"))
    }
    assert named <= known


@pytest.mark.parametrize("place", ["door", "house"])
def test_the_deployment_check_is_clean(place, tmp_path):
    env = {**os.environ, "FANLIGHT_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": f"fanlight.config.settings.{place}"}
    found = subprocess.run(
        [sys.executable, "-W", "error", "-m", "django", "check", "--deploy", "--fail-level", "INFO"],
        env=env, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert found.returncode == 0, found.stdout + found.stderr
    assert "no issues" in found.stdout + found.stderr


def test_no_model_changed_without_a_migration(tmp_path):
    env = {
        **os.environ,
        "FANLIGHT_HOME": str(tmp_path),
        "FANLIGHT_DATABASE_URL": "sqlite://:memory:",
        "DJANGO_SETTINGS_MODULE": "fanlight.config.settings.house",
    }
    found = subprocess.run(
        [sys.executable, "-m", "django", "makemigrations", "--check", "--dry-run"],
        env=env, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert found.returncode == 0, found.stdout + found.stderr
