"""Tells what was measured: a page of Markdown for people, JSON for programs, and whether each aim is met."""

from __future__ import annotations

from typing import Any

import msgspec

from .load import Figures

_HALF, _TIMES, _RESULTS, _CHANGE, _MANY, _MEMORY = 0.5, 2.5, 300, 2.0, 120.0, 150.0
#: A server that is asked as fast as it answers has all of its core, unless other work takes it.
_QUIET = 0.85


class Aim(msgspec.Struct, frozen=True):
    """One aim: what it asks, what was measured, and whether that meets it."""

    aim: str
    measured: str
    met: bool


def aims(measured: dict[str, Any]) -> list[Aim]:
    """Hold what was measured against the aims; what was not measured is left out."""
    found = []
    if serving := measured.get("serving"):
        door, nginx, results = (serving["figures"][name] for name in ("door", "nginx", "results page"))
        rate, cpu = door.middle("rate") / nginx.middle("rate"), door.middle("cpu") / nginx.middle("cpu")
        found += [
            # Rates flatter whoever had the quieter moment; on a core of its own a server's rate is one over its time.
            Aim(
                "printed pages at half of nginx's rate or more, one worker each",
                f"{rate:.2f} of it; {1 / cpu:.2f} by processor time",
                min(rate, 1 / cpu) >= _HALF,
            ),
            Aim("processor time a printed page at most 2.5 times nginx's", f"{cpu:.2f} times", cpu <= _TIMES),
            Aim(
                "results page 300 a second on one core",
                f"{results.middle('rate'):,.0f} a second",
                results.middle("rate") >= _RESULTS,
            ),
        ]
    if usual := measured.get("printing"):
        one = usual["change"]["median"]
        found.append(Aim("one change printed in under 2 seconds", f"{one:.2f} s", one < _CHANGE))
    if many := measured.get("large"):
        whole = many["whole"]["most"]
        services = f"{many['services']:,} services in two languages printed in under 2 minutes"
        found.append(Aim(services, f"{whole:.0f} s", whole < _MANY))
    if memory := measured.get("memory"):
        # What the machine gives up is PSS: a page of memory that both processes of the door share is there once.
        walked = memory["walked"]["pss"]
        found.append(Aim("the door under 150 MB at 2,648 services", f"{walked:.0f} MB", walked < _MEMORY))
    return found


def page(measured: dict[str, Any]) -> str:
    """Write the page."""
    machine = measured["machine"]
    lines = [
        "# Benchmarks",
        "",
        f"Measured on {machine['date']} by `make bench`, in one run on one machine. Nothing in the tests is timed.",
        "",
        *_aims(measured),
        *_noise(measured),
        "## Machine",
        "",
        f"- {machine['cores']} cores of {machine['processor']}, {machine['memory']} of memory, {machine['kernel']}",
        f"- Python {machine['python']}; {machine['packages']}",
        f"- peers and load: {machine['nginx'] or 'no nginx'}, {machine['wrk'] or 'no wrk'}",
        f"- code: commit {machine['commit'] or 'unknown'}; changed since: {machine['changed since']}",
        "- load average before and after (the bench itself wants two cores): "
        f"{measured['load'][0]:.1f}, {measured['load'][1]:.1f}",
        "",
        *_serving(measured),
        *_printing(measured),
        *_memory(measured),
        *(f"Not measured: {each}\n" for each in measured["missing"]),
    ]
    return "\n".join(lines).rstrip() + "\n"


def _aims(measured: dict[str, Any]) -> list[str]:
    rows = [f"| {each.aim} | {each.measured} | {'yes' if each.met else 'no'} |" for each in aims(measured)]
    return ["| aim | measured | met |", "|---|---|---|", *rows, ""] if rows else []


def _noise(measured: dict[str, Any]) -> list[str]:
    """Say so when the door did not have its core, for then every figure here is worse than the machine's best."""
    serving = measured.get("serving")
    share = serving["figures"]["door"].middle("share") if serving else 1.0
    if share >= _QUIET:
        return []
    return [
        f"The machine was not quiet: other work wanted its cores, and the door had {share:.0%} of its own (median). "
        "Rates and seconds are worse than they would be on a quiet machine; processor time suffers less.",
        "",
    ]


def _range(figures: Figures, field: str, digits: int = 0) -> str:
    least, most = figures.ends(field)
    return f"{figures.middle(field):,.{digits}f} ({least:,.{digits}f} to {most:,.{digits}f})"


def _serving(measured: dict[str, Any]) -> list[str]:
    serving = measured.get("serving")
    if not serving:
        return []
    figures: dict[str, Figures] = serving["figures"]
    runs = len(next(iter(figures.values())).runs)
    names = {
        "nginx": "nginx, the same compressed files",
        "door": "the door, printed pages",
        "Django view": "Django view",
    }
    return [
        "## Serving",
        "",
        f"{serving['paths']:,} service pages of {measured['catalogue']}, in two languages, asked for at random paths, "
        f"gzip for all. Median (least to most) of {runs} runs of {measured['seconds']:g} seconds each, the servers in "
        "turn. Each server has one worker on a core of its own; wrk asks over 32 kept connections from another core, "
        "on the loopback interface. Processor time is the server's, user and system, with its children, from "
        "`/proc`. The share says how much of its core the server had: below 1 it waited for wrk, or other work took "
        "the core. Processor time suffers less from such noise than the rate does.",
        "",
        "| server | requests a second | processor time a request, µs | share of core | bytes an answer | p99, ms |",
        "|---|---|---|---|---|---|",
        *(
            f"| {names.get(name, 'the door, search results')} | {_range(each, 'rate')} | {_range(each, 'cpu', 1)} | "
            f"{each.middle('share'):.2f} | {each.middle('size'):,.0f} | {each.middle('p99'):.1f} |"
            for name, each in figures.items()
        ),
        "",
        "nginx keeps open files in its cache and writes no log. The Django view asks the database for what its page "
        f"shows and renders it; {serving['same_pages']} of its pages, drawn at random, equalled the printed ones. The "
        "results page is asked for 500 different queries of one to four words, a fifth of them with a typo.",
        "",
    ]


def _printing(measured: dict[str, Any]) -> list[str]:
    rows = []
    for key in ("printing", "large"):
        if (one := measured.get(key)) is None:
            continue
        cells = [_seconds(one["whole"]), _seconds(one["change"])]
        rows.append(f"| {one['what']} | {one['pages']:,} | {cells[0]} | {cells[1]} | {one['change']['rendered']} |")
    if not rows:
        return []
    return [
        "## Printing",
        "",
        "Seconds of the whole command `fanlight print`, with the start of Python and Django and all checks, on all "
        "cores; median (least to most). After one change: the summary of one service was changed in its languages.",
        "",
        "| catalogue | pages | whole, s | after one change, s | pages rendered then |",
        "|---|---|---|---|---|",
        *rows,
        "",
    ]


def _seconds(part: dict[str, Any]) -> str:
    runs = f"{part['runs']} runs" if part["runs"] > 1 else "1 run"
    return (
        f"{part['median']:.2f} ({part['least']:.2f} to {part['most']:.2f}; {runs}), of it printing {part['within']:.2f}"
    )


def _memory(measured: dict[str, Any]) -> list[str]:
    memory = measured.get("memory")
    if not memory:
        return []
    return [
        "## Memory of the door",
        "",
        f"{measured['catalogue'][0].upper()}{measured['catalogue'][1:]}; one worker and the process that minds it, "
        "together. RSS counts what the two share twice, PSS once.",
        "",
        "| when | RSS, MB | PSS, MB |",
        "|---|---|---|",
        f"| just started | {memory['fresh']['rss']:.0f} | {memory['fresh']['pss']:.0f} |",
        f"| after all {memory['pages']:,} pages and {memory['searches']} searches | {memory['walked']['rss']:.0f} | "
        f"{memory['walked']['pss']:.0f} |",
        "",
    ]
