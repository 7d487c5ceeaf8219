"""How long printing takes: a catalogue whole, and after one change of one service."""

from __future__ import annotations

from statistics import median
from typing import Any

from .homes import Home
from .progress import say


class Timed:
    """The seconds of some printings: of the whole command, and of the printing within it."""

    def __init__(self) -> None:
        self._walls: list[float] = []
        self._within: list[float] = []

    def add(self, printed: dict[str, Any]) -> None:
        """Take in what one printing told."""
        self._walls.append(printed["wall"])
        self._within.append(printed["seconds"])

    def told(self) -> dict[str, float]:
        """Return the median, least and most of the command, the median within it, and how many there were."""
        walls = self._walls or [0.0]
        return {
            "median": median(walls),
            "least": min(walls),
            "most": max(walls),
            "within": median(self._within or [0.0]),
            "runs": len(self._walls),
        }


def measure(home: Home, what: str, *, whole: int, changes: int) -> dict[str, Any]:
    """Print a home's catalogue whole and after one change, each some times; the last edition stays.

    Seconds are of the whole command, with the start of Python and Django.
    """
    wholes, ones = Timed(), Timed()
    printed: dict[str, Any] = {}
    for number in range(whole):
        home.forget_editions()
        printed = home.fanlight("print")
        wholes.add(printed)
        say(f"{what}: printed whole ({number + 1} of {whole}): {printed['wall']:.1f} s, {printed['pages']:,} pages")
    rendered = 0
    for number in range(changes):
        home.change(11 + 97 * number)
        again = home.fanlight("print")
        ones.add(again)
        rendered = max(rendered, again["rendered"])
        say(
            f"{what}: one change ({number + 1} of {changes}): {again['wall']:.2f} s, {again['rendered']} pages rendered"
        )
    return {
        "what": what,
        "services": printed["services"] + printed["programmes"],
        "pages": printed["pages"],
        "languages": len(printed["clicks"]),
        "whole": wholes.told(),
        "change": ones.told() | {"rendered": rendered},
    }
