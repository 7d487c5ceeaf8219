"""How the commands speak: plain sentences, progress on long work, JSON when asked, a failing exit when they fail."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from typing import Any

import click
import msgspec


class Plain(click.Group):
    """A group whose commands turn every known fault into a sentence; a traceback is never a user's to read."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; say a fault of the user's world and leave with status 1."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            # The reader of a pipe has gone (`fanlight search … | head`): that is no fault.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(0)
        except known_faults() as fault:
            raise click.ClickException(sentence(fault)) from fault


def sentence(fault: BaseException) -> str:
    """Say a fault as a sentence with the way out."""
    said = str(fault).strip()
    if type(fault).__module__.startswith(("django.db", "sqlite3", "psycopg")):
        reason = said.splitlines()[0].rstrip(".") if said else type(fault).__name__
        return (
            f"The database cannot be used: {reason}. Nothing was changed. Check FANLIGHT_DATABASE_URL and "
            "FANLIGHT_HOME; the door goes on serving the current edition (`fanlight serve --only door`)."
        )
    if isinstance(fault, OSError) and fault.strerror and said.startswith("[Errno"):
        where = fault.filename or fault.filename2 or "A file"
        return f"{where}: {fault.strerror}. Check the path, who may write there, and that the disk has room."
    said = said or type(fault).__name__
    return said if said.endswith((".", "!", "?", ")")) else f"{said}."


def known_faults() -> tuple[type[BaseException], ...]:
    """Return the errors whose message is a sentence for the user."""
    from fanlight.catalog.rules import FileFault, Wrong
    from fanlight.config.environment import SettingFault
    from fanlight.edition.actions import Busy, NoRoom
    from fanlight.edition.rules import EditionFault
    from fanlight.find.bets import BetFault
    from fanlight.find.notice import NoticeFault
    from fanlight.find.suggesting import NeverFault
    from fanlight.theme.assets import AssetFault
    from fanlight.theme.rules import SiteFault

    faults: tuple[type[BaseException], ...] = (
        FileFault,
        Wrong,
        Busy,
        NoRoom,
        EditionFault,
        NoticeFault,
        NeverFault,
        BetFault,
        AssetFault,
        SiteFault,
        SettingFault,
        OSError,
    )
    # A command that never touched the database or the press has no need to load them now.
    if database := sys.modules.get("django.db"):
        faults = (*faults, database.Error)
    if printers := sys.modules.get("fanlight.press.printers"):
        faults = (*faults, printers.Stopped)
    return faults


def say_json(value: Any) -> None:
    """Write a value as JSON, indented, for programs and people alike."""
    click.echo(msgspec.json.format(msgspec.json.encode(value), indent=2).decode())


def progress() -> Callable[[str, int, int], None]:
    """Return what shows long work on stderr: one line that moves on a terminal, else a line every few seconds."""
    terminal = sys.stderr.isatty()
    last: dict[str, Any] = {"what": "", "at": 0.0}

    def show(what: str, done: int, of: int) -> None:
        now = time.monotonic()
        new = what != last["what"]
        if terminal:
            if new and last["what"]:
                click.echo("", err=True)
            click.echo(f"\r  {what} {done:,} of {of:,}   " if of > 1 else f"\r  {what}   ", err=True, nl=False)
        elif new or now - last["at"] > 5:
            click.echo(f"  {what} {done:,} of {of:,}" if of > 1 else f"  {what}", err=True)
            last["at"] = now
        last["what"] = what

    return show


def end_progress() -> None:
    """End the line that moved."""
    if sys.stderr.isatty():
        click.echo("", err=True)


def set_up() -> None:
    """Make Django and the database ready. Every command that needs the database migrates it by itself.

    Raises:
        ClickException: when the database cannot be reached, with the way out.
    """
    from fanlight.config import environment

    os.environ["DJANGO_SETTINGS_MODULE"] = "fanlight.config.settings.house"
    environment.home().mkdir(parents=True, exist_ok=True)
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import call_command
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        django.setup()
        executor = MigrationExecutor(connection)
        # Asking first is quicker: the command itself does much even where there is nothing to do.
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", verbosity=0, interactive=False)
    except (ImproperlyConfigured, environment.SettingFault) as fault:
        raise click.ClickException(f"{str(fault).strip().rstrip('.')}. Check the environment.") from fault
    except DatabaseError as fault:
        raise click.ClickException(sentence(fault)) from fault
