"""The built package is whole: installed apart from this checkout, it makes the demo."""

import os
import subprocess
import sys
import zipfile

from tests.house.house import ROOT


def run(*command, **more):
    done = subprocess.run(command, capture_output=True, text=True, check=False, **more)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_wheel_makes_the_demo_by_itself(tmp_path):
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path), cwd=ROOT)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as content:
        content.extractall(tmp_path / "there")
    env = {**os.environ, "PYTHONPATH": str(tmp_path / "there"), "FANLIGHT_HOME": str(tmp_path / "home")}
    said = run(sys.executable, "-m", "fanlight", "demo", "--no-serve", cwd=tmp_path, env=env)
    assert "services within 3 clicks" in said
    where = run(sys.executable, "-c", "import fanlight; print(fanlight.__file__)", cwd=tmp_path, env=env)
    assert str(tmp_path) in where
