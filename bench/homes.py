"""The sites that are measured, each in a folder of its own: filled, printed and changed by Fanlight's own commands."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from fanlight.edition.queries import Edition, current_address

from .machine import plain_environment

ROOT = Path(__file__).parents[1]
_DATA = Path(os.environ.get("FANLIGHT_TEST_DATA") or ROOT / ".." / "shared" / "data")
#: So many programmes the Federal Program Inventory holds; without it as many services are made up.
SERVICES = 2_648


class Home:
    """One site. `folder` becomes its FANLIGHT_HOME, and is emptied first."""

    def __init__(self, folder: Path) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        self.folder = folder
        self.environment = {"FANLIGHT_HOME": str(folder), "PYTHONPATH": str(ROOT)}

    def fill(self, services: int) -> str:
        """Store a catalogue: the real one where it is there and as large as asked for, else one from the seed.

        Returns what was stored, in words.
        """
        inventory = _DATA / "federal-program-inventory"
        if services == SERVICES and inventory.is_dir():
            self.fanlight("import", "--format", "fpi", str(inventory))
            return f"the {services:,} programmes of the Federal Program Inventory"
        self._run("bench.stored", "seeded", str(services))
        return f"{services:,} services from a seeded vocabulary"

    def change(self, number: int) -> None:
        """Change the summary of one service."""
        self._run("bench.stored", "change", str(number))

    def fanlight(self, *words: str) -> dict[str, Any]:
        """Run a command of Fanlight with `--json`, and return its answer with `wall`, the seconds it took in all."""
        started = time.monotonic()
        answer: dict[str, Any] = json.loads(self._run("fanlight", *words, "--json"))
        return answer | {"wall": round(time.monotonic() - started, 3)}

    def forget_editions(self) -> None:
        """Remove what was printed, so that the next printing starts from nothing."""
        shutil.rmtree(self.folder / "editions", ignore_errors=True)

    def edition(self) -> Edition:
        """Open the current edition."""
        editions = self.folder / "editions"
        return Edition(editions / current_address(editions))

    def _run(self, module: str, *words: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", module, *words],
            env=plain_environment() | self.environment, cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"{module} {' '.join(words)} failed: {(done.stderr or done.stdout)[-2000:]}")
        return done.stdout
