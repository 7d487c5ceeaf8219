"""What machine this is, and the two tools that the bench borrows from it: nginx, a peer, and wrk, which asks."""

from __future__ import annotations

import datetime as dt
import os
import platform
import shutil
import subprocess
from importlib import metadata
from pathlib import Path

TOOLS = ("wrk", "nginx")
_PACKAGES = ("fanlight", "django", "granian", "tantivy", "msgspec", "brotli")


def missing_tools(*, install: bool) -> list[str]:
    """Return the tools that are not there. With `install`, and as root on Debian, they are installed first."""
    missing = [name for name in TOOLS if not shutil.which(name)]
    if missing and install and os.geteuid() == 0 and shutil.which("apt-get"):
        for command in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *missing]):
            subprocess.run(
                ["apt-get", *command],
                check=False, stdout=subprocess.DEVNULL, env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
            )  # fmt: skip
        missing = [name for name in TOOLS if not shutil.which(name)]
    return missing


def plain_environment() -> dict[str, str]:
    """Return the environment without any setting of Fanlight, so that no real site or database is touched."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("FANLIGHT_", "DJANGO_"))}


def cores() -> list[int]:
    """Return the processor cores that this process may use."""
    return sorted(os.sched_getaffinity(0))


def split_cores() -> tuple[set[int], set[int]]:
    """Return the core that a server gets for itself, and those that the load comes from; the same on a single core."""
    there = cores()
    return ({there[0]}, set(there[1:])) if len(there) > 1 else ({there[0]}, {there[0]})


def describe() -> dict[str, str]:
    """Say what was measured on, and with what."""
    return {
        "date": dt.datetime.now(dt.UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "cores": str(len(cores())),
        "processor": _field("/proc/cpuinfo", "model name") or platform.processor() or "unknown",
        "memory": f"{int(_field('/proc/meminfo', 'MemTotal').split()[0] or 0) / 1_048_576:.0f} GiB",
        "kernel": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "packages": ", ".join(f"{name} {metadata.version(name)}" for name in _PACKAGES),
        "nginx": _version(["nginx", "-v"]),
        "wrk": _version(["wrk", "-v"]),
        "commit": _version(["git", "rev-parse", "--short", "HEAD"]),
        "changed since": "yes" if _version(["git", "status", "--porcelain", "--", "src"]) else "no",
    }


def load_average() -> float:
    """Return how many processes wanted a core, on average over the last minute."""
    return os.getloadavg()[0]


def _field(file: str, name: str) -> str:
    for line in Path(file).read_text(encoding="utf-8").splitlines():
        key, _, value = line.partition(":")
        if key.strip() == name:
            return value.strip()
    return ""


def _version(command: list[str]) -> str:
    if not shutil.which(command[0]):
        return ""
    # wrk and nginx say their version on stderr, and wrk leaves with a fault for it.
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parent)
    first = (done.stdout + done.stderr).strip().partition("\n")[0]
    return first.split(" [")[0].removeprefix("nginx version: ")
