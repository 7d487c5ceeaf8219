"""Commands about the door: search, serve, demo."""

from __future__ import annotations

import datetime as dt
import os
import socket
import sys
import threading
import time
from pathlib import Path

import click
import msgspec

from fanlight.edition.queries import Edition, current_address
from fanlight.find.explaining import Explained, explain
from fanlight.find.queries import MOST_RESULTS, Results
from fanlight.find.queries import search as find

from .. import environment
from ..site import load_site
from .printing import editions_folder, run_press
from .speaking import say_json, set_up

_STARTER = ("base", "us_federal")


def open_edition() -> Edition:
    """Open the current edition.

    Raises:
        ClickException: when none has been printed.
    """
    address = current_address(editions_folder())
    if not address:
        raise click.ClickException("No edition has been printed yet. Run `fanlight print` (or `fanlight demo`) first.")
    return Edition(editions_folder() / address)


@click.command()
@click.argument("query", required=False)
@click.option("--batch", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A file, one query a line.")
@click.option("--lang", default="", help="The language of the answer; the site's own if not given.")
@click.option("--limit", type=click.IntRange(1, MOST_RESULTS), default=10, show_default=True, help="How many results.")
@click.option("--explain", "explained", is_flag=True, help="Say why each result stands where it does.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON; with --batch, one object a line.")
def search(query: str | None, batch: Path | None, lang: str, limit: int, explained: bool, as_json: bool) -> None:
    """Find services by words, in the current edition."""
    edition = open_edition()
    if lang and lang not in edition.languages:
        raise click.UsageError(f"--lang must be one of {', '.join(edition.languages)}.")
    if (query is None) == (batch is None):
        raise click.UsageError("Give one query, or --batch with a file of queries.")
    if batch is not None:
        if explained:
            raise click.UsageError("--explain is for one query; leave out --batch.")
        _search_batch(edition, batch, lang, limit, as_json)
        return
    results = find(edition, query or "", lang, limit)
    reasons = explain(edition, results) if explained else None
    if as_json:
        say_json(reasons or results)
    elif not results.results:
        click.echo("Nothing found. Try other or fewer words.")
    else:
        _say(results, reasons)


def _say(results: Results, reasons: Explained | None) -> None:
    if reasons and reasons.meant != results.query:
        click.echo(f"Understood as: {reasons.meant}")
    for result in results.results:
        click.echo(
            f"{result.score:8.2f}  {result.id}  {result.name}" + (f" ({result.provider})" if result.provider else "")
        )
        for why in reasons.why[result.id] if reasons else []:
            click.echo(f"            {why.score:6.2f}  {why.reason}")


def _search_batch(edition: Edition, batch: Path, lang: str, limit: int, as_json: bool) -> None:
    try:
        text = batch.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise click.ClickException(
            f"{batch} is not UTF-8 text (byte {fault.start:,}). Save it again as UTF-8."
        ) from fault
    # Only a line feed ends a line: a query may hold any other mark.
    for line in text.removesuffix("\n").split("\n") if text else []:
        query = line.removesuffix("\r")
        results = find(edition, query, lang, limit)
        if as_json:
            # The line is given back as it came, so that answers can be matched with questions.
            sys.stdout.buffer.write(msgspec.json.encode(msgspec.structs.replace(results, query=query)) + b"\n")
        else:
            click.echo(query + "\t" + "\t".join(result.id for result in results.results))
    sys.stdout.flush()


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes any free one.")
@click.option("--workers", type=click.IntRange(min=1), default=1, show_default=True, help="How many processes.")
@click.option("--only", type=click.Choice(["door"]), help="Serve the door alone, without touching the database.")
def serve(host: str, port: int, workers: int, only: str | None) -> None:
    """Serve the current edition. A new edition is taken up by itself; the door never needs the database."""
    # Each process of the door reads this; a mistake in it should be told here, once.
    environment.number("FANLIGHT_PAGE_MEMORY")
    if only != "door":
        try:
            set_up()
        except click.ClickException as fault:
            # The public must not stand before a closed door because the database is down.
            click.echo(f"Warning: {fault.message}", err=True)
        become_door(host, port, workers)
    if not current_address(editions_folder()):
        click.echo("No edition has been printed yet: the door says so until `fanlight print` has made one.", err=True)
    run_server(host, port, workers)


def become_door(host: str, port: int, workers: int) -> None:
    """Go on as `fanlight serve --only door`, in this process's place.

    The server's workers are copies of the process that starts them. One that has loaded the settings of the house
    would make the door's live pages under them, with a database and a redirect to https.
    """
    os.environ.pop("DJANGO_SETTINGS_MODULE", None)
    sys.stdout.flush()
    sys.stderr.flush()
    where = ["--host", host, "--port", str(port), "--workers", str(workers)]
    os.execv(sys.executable, [sys.executable, "-m", "fanlight", "serve", "--only", "door", *where])


def run_server(host: str, port: int, workers: int) -> None:
    """Listen and answer until stopped.

    Raises:
        ClickException: when the address cannot be listened on.
    """
    from granian.constants import Interfaces
    from granian.server import Server

    port = _free(host, port)
    shown = f"[{host}]" if ":" in host else host
    server = Server(
        "fanlight.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=4,
        backpressure=256,
        log_access=False,
        log_enabled=False,
        respawn_failed_workers=True,
    )
    threading.Thread(target=_announce, args=(host, port, f"http://{shown}:{port}/"), daemon=True).start()
    server.serve()


def _announce(host: str, port: int, address: str) -> None:
    """Name the address once somebody answers there: the server's own hook comes before its workers are ready."""
    everywhere = {"0.0.0.0": "127.0.0.1", "::": "::1"}
    while True:
        try:
            socket.create_connection((everywhere.get(host, host), port), timeout=1).close()
            break
        except OSError:
            time.sleep(0.05)
    click.echo("Fanlight is open. Stop it with Ctrl-C. Its address:")
    click.echo(address)
    sys.stdout.flush()


def _free(host: str, port: int) -> int:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as fault:
            raise click.ClickException(
                f"{host}:{port} cannot be listened on ({fault.strerror}). Choose another with --port, or --port 0."
            ) from fault
        return int(probe.getsockname()[1])


@click.command()
@click.option("--no-serve", is_flag=True, help="Load and print only.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes any free one.")
@click.option("--json", "as_json", is_flag=True, help="With --no-serve: answer as JSON.")
def demo(no_serve: bool, host: str, port: int, as_json: bool) -> None:
    """Load the starter catalogue, print an edition of it, and serve it."""
    set_up()
    from fanlight.catalog.actions import take_in
    from fanlight.catalog.exchange import yaml_folder

    starter = Path(__file__).parents[2] / "catalog" / "starter"
    accepted = 0
    for name in _STARTER:
        reading = yaml_folder.read(starter / name)
        report = take_in(reading, format_name="fanlight", today=dt.date.today(), languages=load_site().languages)
        accepted += report.accepted
        for rejected in report.rejected:
            click.echo(f"  {name}/{rejected.place}: {rejected.id}: {rejected.reason}", err=True)
    outcome = run_press(quiet=as_json)
    if as_json:
        say_json(outcome)
    else:
        from .printing import _tell_in_words

        click.echo(f"{accepted} records of the starter catalogue are loaded.")
        _tell_in_words(outcome, "printed")
    if outcome.refused:
        raise SystemExit(1)
    if not no_serve:
        os.environ.setdefault("PYTHONUNBUFFERED", "1")
        become_door(host, port, 1)


COMMANDS = (search, serve, demo)
