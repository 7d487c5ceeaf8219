"""Runs the bench and writes its table and figures: `make bench`, or `make bench ARGS="--write docs/benchmarks.md"`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import msgspec

from . import machine, printing, report, serving
from .homes import ROOT, SERVICES, Home
from .progress import say

_LARGE = 20_000


def main(words: list[str] | None = None) -> None:
    """Measure what is asked for, and write it down."""
    asked = _parser().parse_args(words)
    out = asked.out.resolve()
    out.mkdir(parents=True, exist_ok=True)
    before = machine.load_average()
    missing = [] if asked.only and "serving" not in asked.only else machine.missing_tools(install=not asked.no_install)
    measured: dict[str, Any] = {"missing": [], "seconds": asked.seconds}
    wanted = asked.only or ["printing", "serving", "memory", "large"]
    if set(wanted) & {"printing", "serving", "memory"}:
        _usual(asked, out, wanted, missing, measured)
    if "large" in wanted:
        home = Home(out / "large")
        say(f"making {asked.large:,} services")
        home.fill(asked.large)
        what = f"{asked.large:,} services from a seeded vocabulary, two languages"
        measured["large"] = printing.measure(home, what, whole=1, changes=min(asked.changes, 2))
    measured["machine"] = machine.describe()
    measured["load"] = [before, machine.load_average()]
    measured["aims"] = report.aims(measured)
    (out / "figures.json").write_bytes(msgspec.json.format(msgspec.json.encode(measured), indent=2) + b"\n")
    text = report.page(measured)
    for path in (out / "benchmarks.md", asked.write):
        if path:
            path.write_text(text, encoding="utf-8")
    print(text)
    say(f"written to {out / 'figures.json'}" + (f" and {asked.write}" if asked.write else ""))


def _usual(
    asked: argparse.Namespace, out: Path, wanted: list[str], missing: list[str], measured: dict[str, Any]
) -> None:
    home = Home(out / "home")
    measured["catalogue"] = home.fill(asked.services)
    say(f"measuring with {measured['catalogue']}")
    what = f"{measured['catalogue']}, two languages"
    told = printing.measure(home, what, whole=asked.whole, changes=asked.changes if "printing" in wanted else 0)
    if "printing" in wanted:
        measured["printing"] = told
    if "serving" in wanted and missing:
        measured["missing"].append(
            f"serving, for {' and '.join(missing)} cannot be found. On Debian and Ubuntu: "
            f"apt-get install {' '.join(missing)}"
        )
        say(measured["missing"][-1])
    elif "serving" in wanted:
        measured["serving"] = serving.measure(home, out / "nginx", runs=asked.runs, seconds=asked.seconds)
    if "memory" in wanted:
        measured["memory"] = serving.memory(home)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "bench", help="the folder of homes and results")
    parser.add_argument("--write", type=Path, help="write the page here as well: docs/benchmarks.md")
    parser.add_argument("--only", action="append", choices=["printing", "serving", "memory", "large"])
    parser.add_argument("--runs", type=int, default=5, help="runs of each server, in turn")
    parser.add_argument("--seconds", type=float, default=4, help="seconds of each run")
    parser.add_argument("--services", type=int, default=SERVICES, help="the usual catalogue")
    parser.add_argument("--large", type=int, default=_LARGE, help="the large one")
    parser.add_argument("--whole", type=int, default=3, help="whole printings")
    parser.add_argument("--changes", type=int, default=5, help="printings after one change")
    parser.add_argument("--no-install", action="store_true", help="do not install wrk and nginx, even as root")
    return parser


if __name__ == "__main__":
    main()
