"""Servers that are measured: started on a core of their own, asked for their processor time and memory, and stopped."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

from .machine import plain_environment, split_cores

_TICKS = os.sysconf("SC_CLK_TCK")
_PATIENCE = 60.0


class Server:
    """One server under measurement, as a context manager. `probe` is a path that answers 200 once it is ready."""

    def __init__(self, name: str, command: list[str], port: int, probe: str, **environment: str) -> None:
        self.name = name
        self.port = port
        self._command = command
        self._probe = probe
        self._environment = environment

    def __enter__(self) -> Server:
        core, _ = split_cores()
        # A session of its own, so that stopping it stops its workers and nothing else.
        self._process = subprocess.Popen(
            self._command,
            env=plain_environment() | self._environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
            preexec_fn=lambda: os.sched_setaffinity(0, core),  # noqa: PLW1509  (the bench has no threads)
        )
        self._wait()
        return self

    def __exit__(self, *fault: object) -> None:
        os.killpg(self._process.pid, signal.SIGTERM)
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        assert self._process.stderr is not None
        self._process.stderr.close()

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    def _wait(self) -> None:
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until:
            if self._process.poll() is not None:
                assert self._process.stderr is not None
                said = self._process.stderr.read().decode(errors="replace")[-2000:]
                raise RuntimeError(f"{self.name} stopped before it answered: {said}")
            try:
                with urllib.request.urlopen(self.address + self._probe, timeout=5):
                    return
            except OSError:
                time.sleep(0.1)
        self.__exit__()
        raise RuntimeError(f"{self.name} did not answer {self._probe} within {_PATIENCE:.0f} seconds.")

    def cpu(self) -> float:
        """Return the processor time that it and its children have taken so far, in seconds."""
        total = 0
        for pid in self._pids():
            parts = _stat(pid)
            total += int(parts[11]) + int(parts[12]) if parts else 0
        return total / _TICKS

    def memory(self) -> dict[str, float]:
        """Return its memory with its children's, in MB: `rss` counts shared pages in each process, `pss` once."""
        rss = pss = 0
        for pid in self._pids():
            try:
                lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()[1:]
            except OSError:
                continue
            fields = {line.split(":")[0]: int(line.split()[1]) for line in lines}
            rss += fields["Rss"]
            pss += fields["Pss"]
        return {"rss": round(rss * 1024 / 1e6, 1), "pss": round(pss * 1024 / 1e6, 1)}

    def _pids(self) -> list[int]:
        parents = {int(path.name): _stat(int(path.name)) for path in Path("/proc").iterdir() if path.name.isdigit()}
        found = [self._process.pid]
        for pid in found:
            found += [child for child, parts in parents.items() if parts and int(parts[1]) == pid]
        return found


def _stat(pid: int) -> list[str]:
    """Return the fields of /proc/PID/stat after the name: state, parent, …"""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return []


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
