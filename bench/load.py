"""Asks a server for random paths as fast as it answers, with wrk, over the loopback interface alone."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from pathlib import Path
from statistics import median

import msgspec

from .machine import split_cores
from .servers import Server

_CONNECTIONS = 32
# Every request is made beforehand, so that choosing one costs the asking side as little as can be.
_LUA = """
local requests = {}
function init(args)
  math.randomseed(tonumber(args[2]))
  for path in io.lines(args[1]) do
    requests[#requests + 1] = wrk.format("GET", path, {["Accept-Encoding"] = "gzip", ["Host"] = "localhost"})
  end
end
function request() return requests[math.random(#requests)] end
function done(summary, latency, each)
  local failed = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
  print(string.format('{"requests": %d, "microseconds": %d, "bytes": %d, "refused": %d, "failed": %d, "p99": %d}',
    summary.requests, summary.duration, summary.bytes, summary.errors.status, failed, latency:percentile(99)))
end
"""


class Run(msgspec.Struct, frozen=True):
    """One run: requests a second, server's processor time a request (µs), the share of a core that the server had,
    bytes an answer, and the 99th percentile of the time to an answer (ms)."""

    rate: float
    cpu: float
    share: float
    size: float
    p99: float


class Figures(msgspec.Struct):
    """The runs of one server, in order."""

    name: str
    runs: list[Run] = []

    def middle(self, field: str) -> float:
        """Return the median over the runs."""
        return median(getattr(run, field) for run in self.runs)

    def ends(self, field: str) -> tuple[float, float]:
        """Return the least and the most over the runs."""
        values = [getattr(run, field) for run in self.runs]
        return min(values), max(values)


def ask(server: Server, paths: list[str], seconds: float, seed: int) -> Run:
    """Ask a server for random paths of a list for some seconds.

    Raises:
        RuntimeError: when an answer was no success, for then the figure would mean nothing.
    """
    _, core = split_cores()
    with tempfile.TemporaryDirectory() as folder:
        script, listed = Path(folder, "random.lua"), Path(folder, "paths")
        script.write_text(_LUA, encoding="ascii")
        listed.write_text("\n".join(paths) + "\n", encoding="utf-8")
        before = server.cpu()
        said = subprocess.run(
            [
                "wrk", "-t1", f"-c{_CONNECTIONS}", f"-d{max(1, round(seconds))}s", "--timeout", "10s",
                "-s", str(script), server.address, "--", str(listed), str(seed),
            ],
            capture_output=True, text=True, check=True,
            preexec_fn=lambda: os.sched_setaffinity(0, core),
        ).stdout  # fmt: skip
        taken = server.cpu() - before
    told = json.loads(said.strip().splitlines()[-1])
    if told["refused"] or told["failed"] or not told["requests"]:
        raise RuntimeError(f"{server.name} did not answer every request: {told}")
    lasted = told["microseconds"] / 1e6
    return Run(
        rate=told["requests"] / lasted,
        cpu=taken * 1e6 / told["requests"],
        share=taken / lasted,
        size=told["bytes"] / told["requests"],
        p99=told["p99"] / 1000,
    )
