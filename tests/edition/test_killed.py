"""A kill at any moment of printing leaves the current edition whole and served."""

import json
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time

import pytest

from fanlight.edition import queries
from fanlight.find.door import Door

STAGES = ("gathering", "rendering", "indexing", "saving")
MOMENTS = 20


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("killed")
    _run(folder, "demo", "--no-serve").communicate(timeout=60)
    return folder


def test_twenty_seeded_kills_leave_the_current_edition_whole(home):
    editions = home / "editions"
    lengths = _stage_lengths(home)
    moments = [STAGES[n % len(STAGES)] for n in range(MOMENTS)]
    chance, killed_in, addresses = random.Random(20), [], set()
    for number, stage in enumerate(moments):
        before = queries.current_address(editions)
        _name_the_site(home, f"Moment {number}")
        if _print_and_kill(home, stage, chance.uniform(0, lengths[stage])):
            killed_in.append(stage)
        now = queries.current_address(editions)
        addresses.add(now)
        assert queries.verify(editions / now) == [], f"after a kill while {stage}"
        served = _front_page(editions)
        assert (f"Moment {number}" in served) == (now != before), f"after a kill while {stage}"
    assert len(killed_in) >= MOMENTS * 3 // 4, "most kills must come before printing ends, or they show nothing"
    assert set(killed_in) >= {"gathering", "rendering", "indexing"}

    _name_the_site(home, "At last")
    done = _run(home, "print", "--json")
    outcome = json.loads(done.communicate(timeout=60)[0])
    assert (done.returncode, outcome["refused"]) == (0, [])
    assert "At last" in _front_page(editions)
    left = {path.name for path in editions.iterdir()} - {"current", ".lock"}
    assert left == {manifest.address for manifest in queries.listed(editions)}
    assert all(queries.verify(editions / address) == [] for address in left)


def _run(home, *words):
    settings = {key: value for key, value in os.environ.items() if not key.startswith(("FANLIGHT_", "DJANGO_"))}
    settings |= {"FANLIGHT_HOME": str(home), "FANLIGHT_PRINT_WORKERS": "1", "FANLIGHT_KEEP_EDITIONS": "3"}
    return subprocess.Popen(
        [sys.executable, "-m", "fanlight", *words],
        env=settings, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def _name_the_site(home, name):
    # Every page bears the name, so every page is rendered again.
    (home / "site.json").write_text(json.dumps({"name": {"en": name, "es": name}, "languages": ["en", "es"]}))


def _stage_lengths(home):
    """Measure once how long each stage of printing takes, in seconds."""
    _name_the_site(home, "Measured")
    printing = _run(home, "print")
    began = [(line.split()[0], time.monotonic()) for line in printing.stderr if line.split()[:1][0] in STAGES]
    printing.communicate(timeout=60)
    assert printing.returncode == 0
    ends = [*[at for _, at in began[1:]], time.monotonic()]
    lengths = dict.fromkeys(STAGES, 0.0)
    for (stage, at), end in zip(began, ends, strict=True):
        lengths[stage] += end - at
    return lengths


def _print_and_kill(home, stage, after):
    """Print, and kill it some seconds after a stage began; return whether it was still at work."""
    printing = _run(home, "print")
    for line in printing.stderr:
        if line.split()[0] == stage:
            break
    # A killed printing must not be saved by a full pipe, so the rest is read on.
    reader = threading.Thread(target=printing.stderr.read)
    reader.start()
    time.sleep(after)
    printing.send_signal(signal.SIGKILL)
    reader.join(20)
    printing.communicate(timeout=20)
    return printing.returncode == -signal.SIGKILL


def _front_page(editions):
    """Ask a door that has just started for the front page."""
    answered = []
    door = Door(editions, lambda: None, 0)
    body = door(
        {"REQUEST_METHOD": "GET", "PATH_INFO": "/"}, lambda status, headers, fault=None: answered.append(status)
    )
    assert answered == ["200 OK"]
    return re.search(r"<title>.*</title>", b"".join(body).decode())[0]
