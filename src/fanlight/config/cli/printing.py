"""Commands about editions: print, check, editions, rollback, mirror, notice."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from fanlight.edition import actions, learning, queries
from fanlight.edition.thesaurus import ThesaurusFault, load
from fanlight.find.bets import read_bets
from fanlight.find.notice import read_notice
from fanlight.find.suggesting import packaged_never, read_never

from .. import environment
from ..site import load_site
from .speaking import end_progress, progress, say_json, set_up

if TYPE_CHECKING:
    from fanlight.press.actions import Outcome

_SHOWN = 30


def editions_folder() -> Path:
    """Return the folder of the editions."""
    return environment.home() / "editions"


def run_press(*, only_check: bool = False, quiet: bool = False) -> Outcome:
    """Print an edition of what is stored, or only check it."""
    from fanlight.find.pages import Searched
    from fanlight.press.actions import Job, print_edition

    workers = environment.get("FANLIGHT_PRINT_WORKERS")
    now = dt.datetime.now(dt.UTC)
    try:
        concepts = load(environment.home() / "thesaurus.yaml")
        learned = learning.load(environment.home() / learning.LEARNED)
    except (ThesaurusFault, learning.LearnedFault) as fault:
        raise click.ClickException(str(fault)) from fault
    job = Job(
        site=load_site(),
        concepts=concepts,
        learned=learned,
        search=Searched(
            never=packaged_never() + read_never(environment.home() / "never_suggest.yaml"),
            bets=read_bets(environment.home() / "best_bets.yaml"),
        ),
        editions=editions_folder(),
        today=now.date(),
        now=now,
        workers=environment.number("FANLIGHT_PRINT_WORKERS") if workers else 0,
        keep=environment.number("FANLIGHT_KEEP_EDITIONS"),
    )
    if not quiet:
        job.progress = progress()
    outcome = print_edition(job, only_check=only_check)
    end_progress()
    return outcome


@click.command(name="print")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def print_(as_json: bool) -> None:
    """Print everything that is live as an edition, and open it to the public.

    An edition that would break a promise is refused: a service further than three clicks from the home page, a dead
    link, a page missing in a language.
    """
    set_up()
    _tell(run_press(), as_json, "printed")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def check(as_json: bool) -> None:
    """Say whether an edition could be printed, and what would refuse it. Nothing is printed."""
    set_up()
    _tell(run_press(only_check=True), as_json, "checked")


def _tell(outcome: Outcome, as_json: bool, done: str) -> None:
    if as_json:
        say_json(outcome)
    else:
        _tell_in_words(outcome, done)
    if outcome.refused:
        raise SystemExit(1)


def _tell_in_words(outcome: Outcome, done: str) -> None:
    for refusal in outcome.refused[:_SHOWN]:
        way = f"\n    shortest way found: {' → '.join(refusal.path)}" if refusal.path else ""
        click.echo(f"  {refusal.reason}{way}")
    for note in outcome.notes:
        click.echo(f"  {note}")
    if outcome.refused:
        kinds = Counter(refusal.kind for refusal in outcome.refused)
        listed = ", ".join(f"{count:,} {kind}" for kind, count in kinds.most_common())
        click.echo(f"Not printed: {len(outcome.refused):,} faults ({listed}). The current edition stays as it is.")
        return
    click.echo(
        f"{outcome.pages:,} pages {done} in {outcome.seconds:.1f} s ({outcome.rendered:,} rendered, "
        f"{outcome.copied:,} copied): {outcome.services:,} services, {outcome.programmes:,} programmes."
    )
    for lang, groups in outcome.clicks.items():
        for group, counted in groups.items():
            if counted.of:
                clicks = ", ".join(f"{count:,} in {number}" for number, count in counted.by_clicks.items())
                ways = ", ".join(f"{way} {share:.0%}" for way, share in counted.by_way.items() if share)
                click.echo(
                    f"  {lang}: {counted.reached:,} of {counted.of:,} {group} within 3 clicks ({clicks}); {ways}"
                )
    if outcome.edition:
        click.echo(f"Edition {outcome.edition} is open{' already' if outcome.unchanged else ''}.")


@click.group(invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
@click.pass_context
def editions(ctx: click.Context, as_json: bool) -> None:
    """List the editions, newest first; `verify` and `prune` are below."""
    if ctx.invoked_subcommand:
        return
    current = queries.current_address(editions_folder())
    found = queries.listed(editions_folder())
    if as_json:
        keys = ("address", "printed_at", "fanlight", "languages", "counts")
        say_json([{key: getattr(m, key) for key in keys} | {"current": m.address == current} for m in found])
    elif not found:
        click.echo("No edition has been printed yet. `fanlight print` makes one.")
    else:
        for manifest in found:
            mark = "*" if manifest.address == current else " "
            counts = ", ".join(f"{count:,} {what.replace('_', ' ')}" for what, count in manifest.counts.items())
            click.echo(f"{mark} {manifest.address}  {manifest.printed_at}  {counts}")


@editions.command()
@click.argument("address", required=False)
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def verify(address: str | None, as_json: bool) -> None:
    """Compare every file of the editions (or of one) with what was printed."""
    # All folders, for one whose manifest is damaged is not listed.
    addresses = [address] if address else queries.folders(editions_folder())
    faults = {each: queries.verify(editions_folder() / each) for each in addresses}
    if as_json:
        say_json(faults)
    else:
        for each, found in faults.items():
            click.echo(f"{each}: " + ("whole" if not found else "; ".join(found)))
    if any(faults.values()):
        raise SystemExit(1)


@editions.command()
@click.option("--keep", type=click.IntRange(min=1), help="How many to keep, the current one included.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def prune(keep: int | None, as_json: bool) -> None:
    """Remove old editions. The current one always stays."""
    folder = editions_folder()
    addresses = [manifest.address for manifest in queries.listed(folder)]
    keep = keep or environment.number("FANLIGHT_KEEP_EDITIONS")
    gone = actions.prune(folder, keep, addresses, queries.current_address(folder))
    if as_json:
        say_json({"removed": gone})
    else:
        click.echo(f"{len(gone)} editions removed.")


@click.command()
@click.argument("address", required=False)
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def rollback(address: str | None, as_json: bool) -> None:
    """Open the edition before the current one again, or the one named."""
    folder = editions_folder()
    current = queries.current_address(folder)
    addresses = [manifest.address for manifest in queries.listed(folder)]
    if address is None:
        older = addresses[addresses.index(current) + 1 :] if current in addresses else addresses
        if not older:
            raise click.ClickException("There is no earlier edition to go back to. `fanlight editions` lists them.")
        address = older[0]
    if faults := queries.verify(folder / address):
        raise click.ClickException(f"The edition {address} cannot be opened: {faults[0]}")
    actions.point_at(folder, address)
    if as_json:
        say_json({"edition": address, "before": current})
    else:
        click.echo(f"Edition {address} is open now. The one before, {current or 'none'}, is kept.")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def mirror(folder: Path, as_json: bool) -> None:
    """Write the current edition as plain files into FOLDER, for any web server. Search needs the door."""
    from fanlight.edition.mirror import write_mirror

    current = queries.current_address(editions_folder())
    if not current:
        raise click.ClickException("No edition has been printed yet. `fanlight print` makes one.")
    written = write_mirror(queries.Edition(editions_folder() / current), folder)
    if as_json:
        say_json({"edition": current, "files": written, "folder": str(folder)})
    else:
        click.echo(f"{written:,} files written to {folder}.")


@click.command()
@click.argument("texts", nargs=-1, metavar="[LANGUAGE=TEXT]...")
@click.option("--clear", is_flag=True, help="Take the notice down.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def notice(texts: tuple[str, ...], clear: bool, as_json: bool) -> None:
    """Put an emergency notice on every page of every door, within a minute, without printing.

    For example: fanlight notice "en=Offices are closed today." "es=Las oficinas están cerradas hoy."
    """
    path = editions_folder() / "notice.json"
    if clear:
        path.unlink(missing_ok=True)
    elif texts:
        pairs = [text.partition("=") for text in texts]
        if any(not sign or len(lang) > 8 for lang, sign, _ in pairs):
            raise click.UsageError('Name the language of each text: "en=…" "es=…".')
        content = msgspec.json.encode({lang.strip(): text for lang, _, text in pairs})
        read_notice(content)
        path.parent.mkdir(parents=True, exist_ok=True)
        new = path.with_suffix(".new")
        new.write_bytes(content)
        new.replace(path)
    showing = read_notice(path.read_bytes()) if path.exists() else {}
    if as_json:
        say_json({"notice": showing})
    elif showing:
        for lang, text in showing.items():
            click.echo(f"{lang}: {text}")
    else:
        click.echo("There is no notice.")


COMMANDS = (print_, check, editions, rollback, mirror, notice)
