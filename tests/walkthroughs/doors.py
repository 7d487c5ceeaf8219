"""Prints editions and opens doors for the walkthroughs, as an installer does: by the command, in processes of their own."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from fanlight.edition.queries import Edition
from fanlight.edition.rules import HTML, Printed

FANLIGHT = Path(sys.executable).parent / "fanlight"
MADE_UP = Path(__file__).parent / "made_up"


@dataclass(frozen=True)
class Answer:
    """What a door answered: the status, the headers by their small names, and the text."""

    status: int
    headers: dict[str, str]
    text: str


@dataclass(frozen=True)
class Door:
    """An open door: where it stands, and the folder of the site that it serves."""

    address: str
    home: Path

    @cached_property
    def edition(self) -> Edition:
        """The edition that is served."""
        return Edition((self.home / "editions" / "current").resolve())

    def pages(self) -> list[Printed]:
        """What is known of every printed page that people read."""
        return [page for page in self.edition.pages() if page.type == HTML and page.path.rpartition("/")[2][:1] != "_"]

    def html(self, path: str) -> str:
        """The text of a printed page."""
        body = self.edition.body(path)
        assert body, f"{path} is not printed"
        return body.text().decode()

    def waits_to_answer(self) -> None:
        """Wait until the door answers: its address may be told a moment before."""
        until = time.monotonic() + 20
        while True:
            try:
                self.asked("/robots.txt")
            except OSError:
                assert time.monotonic() < until, f"{self.address} does not answer"
                time.sleep(0.05)
            else:
                return

    def asked(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """What the door answers over HTTP."""
        request = urllib.request.Request(f"{self.address}{path}", method=method, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=20) as response:
                return Answer(response.status, _small(response.headers.items()), response.read().decode())
        except urllib.error.HTTPError as refused:
            with refused:
                return Answer(refused.code, _small(refused.headers.items()), refused.read().decode())


def _small(headers: list[tuple[str, str]]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers}


def _environment(home: Path) -> dict[str, str]:
    # A site of its own, on SQLite: what the machine says of other sites must not reach it.
    own = {name: value for name, value in os.environ.items() if not name.startswith("FANLIGHT_")}
    return {**own, "FANLIGHT_HOME": str(home), "PYTHONUNBUFFERED": "1"}


def run(home: Path, *args: str) -> str:
    """Run one command on a site, and give what it said; a failure fails the test with its words."""
    done = subprocess.run([FANLIGHT, *args], env=_environment(home), capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"fanlight {' '.join(args)}: {done.stdout}{done.stderr}"
    return done.stdout


@contextlib.contextmanager
def serving(home: Path) -> Iterator[Door]:
    """Serve the door of a site on any free port, until the tests are through."""
    with (
        tempfile.TemporaryFile("w+") as said,
        subprocess.Popen(
            [FANLIGHT, "serve", "--only", "door", "--port", "0"],
            env=_environment(home), stdout=subprocess.PIPE, stderr=said, text=True, start_new_session=True,
        ) as server,
    ):  # fmt: skip
        try:
            assert server.stdout
            for line in server.stdout:
                if line.startswith("http://"):
                    opened = Door(line.strip().rstrip("/"), home)
                    opened.waits_to_answer()
                    yield opened
                    return
            said.seek(0)
            raise AssertionError(f"`fanlight serve` gave no address: {said.read()}")
        finally:
            _stop(server)


def _stop(server: subprocess.Popen[str]) -> None:
    """Ask a server to stop, as Ctrl-C does, and make sure that neither it nor a process of its own stays behind."""
    server.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        server.wait(timeout=10)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(server.pid, signal.SIGKILL)


def crowded_shelf() -> str:
    """Make ninety programmes of one topic, so many that they must stand on shelves. All made up, as JSON, which is YAML."""
    import json

    records = [
        {
            "id": f"made-up-arts-{number}",
            "name": {"en": f"Arts grant {number} (made up)", "es": f"Subsidio para las artes {number} (inventado)"},
            "written": "2026-11-01",
            "sample": True,
            "provider": "made-up-county",
            "summary": {"en": "Money for people who paint.", "es": "Dinero para las personas que pintan."},
            "who_applies": {"en": "Painters apply.", "es": "Lo solicitan los pintores."},
            "topics": ["arts"],
            "audiences": ["everyone" if number % 2 else "nonprofits"],
        }
        for number in range(1, 91)
    ]
    return json.dumps(records)
