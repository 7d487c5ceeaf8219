"""The command that judges search: judge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from fanlight.find.judging.asking import Asked, Unknown, ask, read_run, save_run, unknown
from fanlight.find.judging.comparing import Comparison, Pairs, compare
from fanlight.find.judging.metrics import FIGURES, Estimate, Group, summarise
from fanlight.find.judging.naming import Names
from fanlight.find.judging.reading import JudgedFault, Rejected, read_judged

from .door import open_edition
from .speaking import end_progress, progress, say_json

_TITLES = {
    "success_at_1": "success at 1",
    "success_at_3": "success at 3",
    "recall_at_10": "recall at 10",
    "ndcg_at_10": "nDCG at 10",
    "mrr": "MRR",
}
_SHOWN = 20
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("file", type=_FILE)
@click.option(
    "--lang", default="", help="The language to ask in where a query names none; the site's own if not given."
)
@click.option("--worst", type=click.IntRange(0), default=10, show_default=True, help="How many misses to show.")
@click.option("--save", type=click.Path(dir_okay=False, path_type=Path), help="Keep this run in a file.")
@click.option("--against", type=_FILE, help="Compare with a kept run, query by query.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def judge(file: Path, lang: str, worst: int, save: Path | None, against: Path | None, as_json: bool) -> None:
    """Judge the search of the current edition by the queries in FILE, and say how well it answers.

    FILE is jsonl (query, relevant, kind, lang) or csv (query, link, score, kind, lang), also packed with gzip.
    """
    edition = open_edition()
    if lang and lang not in edition.languages:
        raise click.UsageError(f"--lang must be one of {', '.join(edition.languages)}.")
    if save and not save.parent.is_dir():
        raise click.UsageError(f"--save: there is no folder {save.parent}.")
    show = progress()
    show("reading", 0, 1)
    try:
        reading = read_judged(file, edition.languages)
        then = read_run(against) if against else None
    except JudgedFault as fault:
        raise click.ClickException(str(fault)) from fault
    names = Names(edition)
    missing = unknown(reading.queries, names)
    asked = ask(edition, reading.queries, names, lang, show)
    show("counting", 0, 1)
    groups = _groups(asked)
    compared = compare(asked, then) if then is not None else None
    end_progress()
    misses = _misses(asked, names, worst)
    if as_json:
        head = {"file": str(file), "edition": edition.address, "queries": len(asked)}
        parts = {"rejected": reading.rejected, "unknown": missing, "figures": groups, "misses": misses}
        say_json(head | parts | {"against": compared})
    else:
        _tell(asked, groups, misses, reading.rejected, missing)
        if compared:
            _tell_comparison(compared)
    if not asked:
        raise click.ClickException(f"Nothing in {file} can be judged. docs/judging.md shows both forms of such a file.")
    if not any(names.ids_of(link) for judged in reading.queries for link in judged.wanted):
        raise click.ClickException("None of the right answers is in this edition: is it of another catalogue?")
    if then is not None and compared is None:
        raise click.ClickException(f"{against} has no query of {file}, so nothing can be compared.")
    if save:
        save_run(save, edition.address, asked)
        if not as_json:
            click.echo(f"This run is kept in {save}: compare a later one by --against {save}.")


def _groups(asked: Sequence[Asked]) -> dict[str, Any]:
    """Return the figures over all, by kind, and by language where there are several."""
    if not asked:
        return {}
    kinds, languages = (sorted({getattr(each, name) for each in asked} - {""}) for name in ("kind", "lang"))
    return {
        "over_all": summarise([each.scored for each in asked]),
        "by_kind": {kind: summarise([each.scored for each in asked if each.kind == kind]) for kind in kinds},
        "by_lang": {code: summarise([each.scored for each in asked if each.lang == code]) for code in languages},
    }


def _misses(asked: Sequence[Asked], names: Names, most: int) -> list[dict[str, Any]]:
    """Return the queries with no right answer among the first three, the worst first."""
    missed = [each for each in asked if not each.scored.success_at_3]
    missed.sort(key=lambda each: (each.scored.mrr, each.scored.ndcg_at_10))

    def named(ids: Sequence[str], lang: str) -> list[dict[str, str]]:
        return [{"id": record, "name": names.name(record, lang)} for record in ids]

    return [
        {"query": each.query, "kind": each.kind, "lang": each.lang}
        | {"wanted": named(list(each.wanted), each.lang), "came": named(each.results[:3], each.lang)}
        for each in missed[:most]
    ]


def _tell(
    asked: Sequence[Asked],
    groups: Mapping[str, Any],
    misses: Sequence[Mapping[str, Any]],
    rejected: Sequence[Rejected],
    missing: Sequence[Unknown],
) -> None:
    if rejected:
        click.echo(f"{len(rejected):,} lines were rejected:")
    for each in rejected:
        click.echo(f"  {each.place}: {each.reason}")
    if missing:
        click.echo(f"{len(missing):,} right answers are not in this edition, and count as not found:")
    for absent in missing:
        more = f" and {absent.queries - 1:,} more queries" if absent.queries > 1 else ""
        click.echo(f"  {absent.place}{more}: {absent.link}")
    if not asked:
        return
    queries = "query" if len(asked) == 1 else "queries"
    click.echo(f"{len(asked):,} {queries} judged. Each figure with its 95 % interval:")
    rows = {"all": groups["over_all"], **groups["by_kind"]}
    if len(groups["by_lang"]) > 1:
        rows |= {f"in {code}": group for code, group in groups["by_lang"].items()}
    _table({name: _cells(group) for name, group in rows.items()})
    shown = f". The worst {len(misses):,}:" if misses else "."
    missed = sum(not each.scored.success_at_3 for each in asked)
    click.echo(f"Without a right answer among the first 3: {missed:,} of {len(asked):,}{shown}")
    for miss in misses:
        click.echo(f"  {miss['query'][:200]}  ({', '.join(filter(None, (miss['kind'], miss['lang'])))})")
        click.echo(f"    wanted: {_names(miss['wanted'])}")
        click.echo(f"    came:   {_names(miss['came']) or 'nothing'}")


def _names(records: Sequence[Mapping[str, str]]) -> str:
    said = "; ".join(f"{each['name'][:80]} [{each['id']}]" for each in records[:4])
    return f"{said}; and {len(records) - 4:,} more" if len(records) > 4 else said


def _cells(group: Group) -> list[str]:
    return [f"{group.n:,}", *(_said(group.figures[name]) for name in FIGURES)]


def _said(figure: Estimate, sign: str = "") -> str:
    # Zero has no sign, also where it was reached from below.
    value, low, high = (each if abs(each) >= 0.0005 else 0.0 for each in (figure.value, figure.low, figure.high))
    return f"{value:{sign}.3f} ({low:{sign}.3f} to {high:{sign}.3f})"


def _table(rows: Mapping[str, Sequence[str]]) -> None:
    lines = [["", "n", *_TITLES.values()], *([name[:24], *cells] for name, cells in rows.items())]
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    for first, *others in lines:
        cells = [first.ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True))]
        click.echo("  " + "  ".join(cells).rstrip())


def _tell_comparison(found: Comparison) -> None:
    click.echo(f"Against the run before, {found.over_all.n:,} queries in both; now less then, with 95 % intervals:")
    if found.only_now or found.only_then:
        click.echo(f"  {found.only_now:,} are only in this run and {found.only_then:,} only in the one before.")
    rows = {"all": found.over_all, **found.by_kind}
    _table({name: _paired_cells(pairs) for name, pairs in rows.items()})
    for name in FIGURES:
        one = found.over_all.figures[name]
        click.echo(f"  {_TITLES[name]}: {one.wins:,} better, {one.losses:,} worse, {one.ties:,} the same")
    if not found.changed:
        click.echo("No query changed.")
        return
    click.echo(f"{len(found.changed):,} queries changed: place of the first right answer, and nDCG, then and now")
    half = _SHOWN // 2
    shown = found.changed if len(found.changed) <= _SHOWN else [*found.changed[:half], *found.changed[-half:]]
    for each in shown:
        places = f"{each.place_then or 'none'} → {each.place_now or 'none'}"
        click.echo(f"  {places:>11}  {each.ndcg_then:.3f} → {each.ndcg_now:.3f}  {each.query[:200]}")
    if len(shown) < len(found.changed):
        click.echo(f"  (the {half} largest losses and gains; --json lists all)")


def _paired_cells(pairs: Pairs) -> list[str]:
    return [f"{pairs.n:,}", *(_said(pairs.figures[name].mean, "+") for name in FIGURES)]


COMMANDS = (judge,)
