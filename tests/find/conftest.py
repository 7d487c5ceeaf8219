"""A real door for the tests of this room: a process of its own, under the door's settings, without a database.

The site is printed by a process of its own too; then its database is deleted, so that any reach for a table fails.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from fanlight.edition.queries import Edition, current_address

from .asking import Serving

#: Services beside the starter catalogue, retired in each way, and the ones that came after them.
_CHANNEL = "channels: [{id: web, kind: web, url: {en: https://example.gov/}}]\ntopics: [veterans]\n"
_MORE = {
    "twice-told": "name: {en: A record told twice}\nduplicate_of: va-pension\nretired: 2026-01-01\n",
    "old-pension": "name: {en: Old pension}\nretired: 2026-01-01\n",
    "split-service": "name: {en: A service that was split}\nretired: 2026-01-01\n",
    "ended-service": "name: {en: A service that ended}\nretired: 2026-01-01\n",
    "new-pension": "name: {en: New pension}\nreplaces: [old-pension]\n" + _CHANNEL,
    "first-half": "name: {en: First half}\nreplaces: [split-service]\n" + _CHANNEL,
    "second-half": "name: {en: Second half}\nreplaces: [split-service]\n" + _CHANNEL,
    "in-english-only": "name: {en: Told in one language}\nsummary: {en: Not translated yet.}\n" + _CHANNEL,
}


def settings(home: Path) -> dict[str, str]:
    """Return the environment of a site of its own."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("FANLIGHT_", "DJANGO_"))}
    return kept | {"FANLIGHT_HOME": str(home), "FANLIGHT_PRINT_WORKERS": "1", "PYTHONUNBUFFERED": "1"}


def fanlight(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a command of Fanlight to its end."""
    return subprocess.run(
        [sys.executable, "-m", "fanlight", *words],
        env=settings(home), capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[..., Serving]]:
    """Start doors of this session; each is stopped at its end."""
    running: list[Serving] = []

    def start(home: Path, *words: str) -> Serving:
        process = subprocess.Popen(
            [sys.executable, "-m", "fanlight", "serve", "--port", "0", *words],
            env=settings(home), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        said: list[str] = []
        known = threading.Event()

        def listen() -> None:
            for line in process.stdout or ():
                said.append(line)
                if line.startswith("http://"):
                    known.set()

        listener = threading.Thread(target=listen, daemon=True)
        listener.start()
        assert known.wait(30), "".join(said)
        address = next(line for line in said if line.startswith("http://")).strip().strip("/")
        running.append(Serving(process, int(address.rsplit(":", 1)[1]), said, home, listener))
        running[-1].wait_until_open()
        return running[-1]

    yield start
    for serving in running:
        serving.stop()


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with the starter catalogue and some retired services, printed; its database is deleted."""
    folder = tmp_path_factory.mktemp("door")
    services = folder / "more" / "services"
    services.mkdir(parents=True)
    for record, content in _MORE.items():
        (services / f"{record}.yaml").write_text(f"id: {record}\n{content}", encoding="utf-8")
    fanlight(folder, "demo", "--no-serve")
    fanlight(folder, "import", "--format", "fanlight", str(folder / "more"), "--strict")
    fanlight(folder, "print")
    return folder


@pytest.fixture(scope="session")
def edition(home: Path) -> Edition:
    """The edition that the door serves, read without it."""
    return Edition(home / "editions" / current_address(home / "editions"))


@pytest.fixture(scope="session")
def door(home: Path, serve: Callable[..., Serving]) -> Serving:
    """A door alone on that site, without a database."""
    for path in home.glob("db.sqlite3*"):
        path.unlink()
    return serve(home, "--only", "door")
