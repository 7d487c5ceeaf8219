"""The sets of judged queries that search is measured on, with the catalogue that each is asked of."""

from __future__ import annotations

import gzip
import html
import json
import os
import re
from collections.abc import Callable
from pathlib import Path

import msgspec

from fanlight.find.judging.reading import Judged, read_judged

from . import govuk
from .homes import ROOT, Home

#: The folder of real data.
DATA = Path(os.environ.get("FANLIGHT_TEST_DATA") or ROOT / ".." / "shared" / "data")
#: What stands in the inventory where a programme has no popular name.
_NO_NAME = re.compile(r"n/?a|none|not applicable", re.IGNORECASE)
#: A form's number: a few letters, then digits, perhaps one more letter.
FORM = re.compile(r"[a-z]{1,5}[ -]?\d+[a-z]?", re.IGNORECASE)
#: The set of queries with what people clicked.
CLICKED = "GOV.UK clickstream judgements"
#: Those of them that ask for a form by its number.
FORMS = "GOV.UK numbers of forms"
_LANGUAGES = ("en", "es")


class Set(msgspec.Struct, frozen=True):
    """One set: name, the catalogue it is asked of, its judged queries, whether kinds are told apart, what to know."""

    name: str
    catalogue: str
    queries: list[Judged]
    by_kind: bool = False
    note: str = ""


def inventory(home: Home, data: Path) -> None:
    """Take the Federal Program Inventory in."""
    home.fanlight("import", "--format", "fpi", str(data / "federal-program-inventory"))


def pages(home: Home, data: Path) -> None:
    """Take GOV.UK's pages in, by the format `jsonl`."""
    made = home.folder / "govuk.jsonl"
    govuk.write(data, made)
    home.fanlight("import", "--format", "jsonl", str(made))


def starter(home: Home, data: Path) -> None:
    """Take the sample catalogue in."""
    home.fanlight("demo", "--no-serve")


#: The catalogues by name: what each is in words, and what takes it in.
CATALOGUES: dict[str, tuple[str, Callable[[Home, Path], None]]] = {
    "starter": ("the sample catalogue", starter),
    "inventory": ("the Federal Program Inventory", inventory),
    "govuk": ("GOV.UK, paths and titles only", pages),
}


def all_sets(data: Path, more: dict[str, list[Path]]) -> list[Set]:
    """Return the sets for which the data is there. `more` names files of one's own by catalogue."""
    own = ROOT / "tests" / "find" / "judged"
    sets = [
        Set(f"our own judged queries, {lang}", "starter", _read(own / f"{lang}.jsonl"), True) for lang in _LANGUAGES
    ]
    listed = data / "federal-program-inventory" / "fpi-programs.jsonl.gz"
    sets += _where("inventory", "plain-language queries", data / "fpi-queries" / "dev.jsonl")
    if listed.is_file():
        sets.append(Set("popular names to programmes", "inventory", popular_names(listed)))
    sets += _govuk(data / "govuk-search-judgements", data / "govuk-search-invariants")
    sets += [Set(path.name, catalogue, _read(path), True) for catalogue, paths in more.items() for path in paths]
    return [each for each in sets if each.catalogue == "starter" or (data / _NEEDS[each.catalogue]).exists()]


def _govuk(judgements: Path, invariants: Path) -> list[Set]:
    clicked = _where("govuk", CLICKED, judgements / "clickstream-dev.csv.gz")
    forms = [
        Set(
            FORMS, each.catalogue, [one for one in each.queries if FORM.fullmatch(one.query)],
            note="Those of the clickstream judgements whose whole query is a form's number, such as sa100 or ch 2.",
        )
        for each in clicked
    ]  # fmt: skip
    return [
        *clicked,
        *forms,
        *_where("govuk", "GOV.UK misspellings", judgements / "misspellings-dev.csv"),
        *_where("govuk", "GOV.UK publications with parts", judgements / "publications_with_parts.csv.gz"),
        *_where("govuk", "GOV.UK queries that must find a page", invariants / "pairs-dev.csv"),
        *_where(
            "govuk", "GOV.UK titles of the thousand most visited pages", invariants / "top_1000_pages_with_titles.csv"
        ),
        *_best_bets(invariants / "best_bets.json"),
    ]


def _best_bets(path: Path) -> list[Set]:
    """Read the pages that GOV.UK's editors put first by hand: by group, each query with one page or several."""
    if not path.is_file():
        return []
    queries = [
        Judged(query, "", "", dict.fromkeys([links] if isinstance(links, str) else links, 1.0), path.name)
        for group in json.loads(path.read_bytes()).values()
        for query, links in group.items()
    ]
    note = "They are asked of an engine that does not know them. Pages that the data does not list count as not found."
    return [Set("GOV.UK best bets of its editors", "govuk", queries, note=note)]


_NEEDS = {"inventory": "federal-program-inventory", "govuk": govuk.PATHS}


def _where(catalogue: str, name: str, path: Path) -> list[Set]:
    return [Set(name, catalogue, _read(path))] if path.is_file() else []


def _read(path: Path) -> list[Judged]:
    return read_judged(path, _LANGUAGES).queries


def popular_names(listed: Path) -> list[Judged]:
    """Return the popular names of the inventory as queries: 1,711 pairs of name and programme.

    Programmes with one popular name are the right answers of one query.
    """
    wanted: dict[str, dict[str, float]] = {}
    with gzip.open(listed, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            name = html.unescape(record.get("popular_name") or "").strip()
            if name and not _NO_NAME.fullmatch(name):
                wanted.setdefault(name, {})[record["id"]] = 1.0
    return [Judged(name, "", "", scores, listed.name) for name, scores in wanted.items()]
