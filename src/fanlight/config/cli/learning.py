"""The command that learns from use: learn."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from fanlight.edition.learning import LEARNED, save
from fanlight.find.judging.naming import Names
from fanlight.find.judging.reading import JudgedFault
from fanlight.find.learning import FLOOR, Change, Counts, Kept, changes, keep, read_counts

from .. import environment
from .door import open_edition
from .speaking import end_progress, progress, say_json

_SHOWN = 20


@click.command()
@click.option(
    "--clicks", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Counts: csv of query, link, count."
)
@click.option(
    "--floor", type=click.IntRange(1), default=FLOOR, show_default=True, help="What was chosen less often is not kept."
)
@click.option("--forget", is_flag=True, help="Forget all that was learned.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def learn(clicks: Path | None, floor: int, forget: bool, as_json: bool) -> None:
    """Learn from counts of what people asked and then chose; the next `fanlight print` takes it into search.

    The counts take the place of those learned before. Rare choices are not kept, and an exact name, number or form
    stays first whatever was chosen.
    """
    if forget == (clicks is not None):
        raise click.UsageError("Give either --clicks FILE or --forget.")
    path = environment.home() / LEARNED
    if clicks is None:
        there = path.exists()
        save(path, [])
        said = (
            "All that was learned is forgotten at the next `fanlight print`." if there else "Nothing was learned yet."
        )
        say_json({"forgotten": there}) if as_json else click.echo(said)
        return
    edition = open_edition()
    show = progress()
    show("reading", 0, 1)
    names = Names(edition)
    try:
        counts = read_counts(clicks, names)
    except JudgedFault as fault:
        raise click.ClickException(str(fault)) from fault
    kept = keep(counts.by_query, floor)
    show("asking", 0, 1)
    changed = changes(edition, kept.learned)
    end_progress()
    if kept.learned:
        save(path, kept.learned)
    if as_json:
        say_json(_as_json(counts, kept, changed, floor))
    else:
        _tell(counts, kept, changed, floor, names)
    if not kept.learned:
        raise click.ClickException(f"Nothing in {clicks} can be learned, so what was learned before stays as it is.")


def _as_json(counts: Counts, kept: Kept, changed: Sequence[Change], floor: int) -> dict[str, object]:
    numbers = {"lines": counts.lines, "learned": len(kept.learned), "floor": floor}
    rare = {"rare_queries": kept.rare_queries, "rare_pairs": kept.rare_pairs}
    return numbers | rare | {"rejected": counts.rejected, "changed": changed}


def _tell(counts: Counts, kept: Kept, changed: Sequence[Change], floor: int, names: Names) -> None:
    if counts.rejected:
        click.echo(f"{len(counts.rejected):,} lines were rejected:")
    for each in counts.rejected:
        click.echo(f"  {each.place}: {each.reason}")
    click.echo(
        f"Not kept, for they were chosen fewer than {floor:,} times: {kept.rare_pairs:,} pairs; {kept.rare_queries:,} "
        "queries had no other."
    )
    click.echo(f"{len(kept.learned):,} queries learned. Another result comes first for {len(changed):,} of them:")
    for one in changed[:_SHOWN]:
        before, after = (names.name(record, "") if record else "nothing" for record in (one.before, one.after))
        click.echo(f"  {one.query[:80]}: {before[:80]} → {after[:80]}")
    if len(changed) > _SHOWN:
        click.echo(f"  and {len(changed) - _SHOWN:,} more (--json lists all)")
    if kept.learned:
        click.echo("The next `fanlight print` takes them into search.")


COMMANDS = (learn,)
