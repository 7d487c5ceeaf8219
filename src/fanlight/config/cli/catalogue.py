"""Commands about the catalogue: init, import, export, show."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import click
import msgspec

from fanlight.theme.assets import check_logo
from fanlight.theme.rules import Contact, Site, SiteFault, check_site

from .. import environment
from ..site import SAMPLE, load_site, save_site
from .speaking import end_progress, progress, say_json, set_up

FORMATS_IN = ("fanlight", "csv", "jsonl", "fpi")
FORMATS_OUT = ("fanlight", "csv", "jsonl")
_SHOWN = 20
#: What the report of an import says as JSON.
_REPORT = ("accepted", "changed", "unchanged", "kept", "rejected", "repaired", "repairs")


def _by_language(values: tuple[str, ...], languages: list[str], what: str) -> dict[str, str]:
    texts: dict[str, str] = {}
    for value in values:
        lang, sign, text = value.partition("=")
        if sign and lang in languages:
            texts[lang] = text.strip()
        elif sign and len(lang) <= 3 and lang.isalpha():
            raise click.UsageError(f"{what} {value!r} names the language {lang!r}, which is not among {languages}.")
        else:
            texts.setdefault(languages[0], value.strip())
    return texts


@click.command()
@click.option("--name", multiple=True, help='The government\'s name; with languages: --name "en=…" --name "es=…".')
@click.option("--languages", help="Codes with commas, the site's own first: en,es.")
@click.option("--country", help="The country's code of two letters: US.")
@click.option("--address", help="Where the site will stand: https://services.example.gov.")
@click.option("--phone", help="A telephone number for questions about the site.")
@click.option("--email", help="A mail address for questions about the site.")
@click.option("--contact-url", help="A page for questions about the site.")
@click.option("--help-service", help="The id of the service to offer where search finds nothing.")
@click.option("--colour", "--color", help="The site's own colour, #rrggbb; white words must be readable on it.")
@click.option("--logo", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="An .svg or .png file.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def init(name: tuple[str, ...], languages: str | None, logo: Path | None, as_json: bool, **given: str | None) -> None:
    """Say who the site is. What is not given is asked for on a terminal, else kept as it is."""
    site = _site_so_far()
    if sys.stdin.isatty() and not name:
        languages, name = _ask_name(site, languages)
        _ask(site, given)
    codes = [code.strip() for code in languages.split(",") if code.strip()] if languages else site.languages
    if not name and site == SAMPLE:
        raise click.UsageError('Say who the site is: --name "County of Example".')
    new = msgspec.structs.replace(
        site,
        name=_by_language(name, codes, "--name") if name else site.name,
        languages=codes,
        country=_or(given["country"], site.country).upper(),
        contact=Contact(
            phone=_or(given["phone"], site.contact.phone),
            email=_or(given["email"], site.contact.email),
            url=_or(given["contact_url"], site.contact.url),
            service=_or(given["help_service"], site.contact.service),
        ),
        colour=_or(given["colour"], site.colour),
        logo=f"logo{logo.suffix.lower()}" if logo else site.logo,
        address=_or(given["address"], site.address).rstrip("/"),
        sample=False,
    )
    _keep(new, logo)
    set_up()
    if as_json:
        say_json(new)
    else:
        _tell_site(new)


def _ask_name(site: Site, languages: str | None) -> tuple[str, tuple[str, ...]]:
    languages = languages or str(click.prompt("Languages, the site's own first", default=",".join(site.languages)))
    codes = languages.replace(" ", "").split(",")
    return languages, tuple(f"{code}={click.prompt(f'Name of the government ({code})')}" for code in codes)


def _ask(site: Site, given: dict[str, str | None]) -> None:
    """Ask for what was not given, on a terminal."""
    given["country"] = given["country"] or click.prompt("Country", default=site.country)
    given["phone"] = given["phone"] or _may_stay_empty("Telephone for questions")
    given["email"] = given["email"] or _may_stay_empty("Email for questions")
    given["address"] = given["address"] or click.prompt("Address of the site", default=site.address)
    given["colour"] = given["colour"] or _may_stay_empty("Colour as #rrggbb")


def _tell_site(site: Site) -> None:
    from fanlight.catalog.queries import count_samples

    click.echo(f"This is now the site of {site.called(site.languages[0])[0]}, in {', '.join(site.languages)}.")
    if samples := count_samples():
        click.echo(
            f"The catalogue holds {samples} sample services of the demo, which would stand among your own. To begin "
            "with none, use a folder of its own: set FANLIGHT_HOME to a new one and run `fanlight init` again."
        )
    click.echo("Next: `fanlight import --format csv FILE`, then `fanlight print` and `fanlight serve`.")


def _or(given: str | None, kept: str) -> str:
    return kept if given is None else given


def _may_stay_empty(question: str) -> str:
    answer: str = click.prompt(f"{question} (may stay empty)", default="", show_default=False)
    return answer


def _site_so_far() -> Site:
    try:
        return load_site()
    except SiteFault as fault:
        # This command is the way out of a damaged file, so it must not stop at it.
        click.echo(f"{fault} What is not given now is as in a new site.", err=True)
        return SAMPLE


def _keep(site: Site, logo: Path | None) -> None:
    """Keep the site and its logo, but neither before both are found good."""
    check_site(site)
    if logo:
        body = logo.read_bytes()
        check_logo(logo.name, body)
        kept = environment.home() / site.logo
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(body)
    save_site(site)


@click.command(name="import")
@click.option("--format", "format_name", type=click.Choice(FORMATS_IN), required=True, help="What PATH is.")
@click.option("--json", "as_json", is_flag=True, help="Give the report as JSON.")
@click.option("--dry-run", is_flag=True, help="Say what would happen, and change nothing.")
@click.option("--strict", is_flag=True, help="Take all or nothing: any fault changes nothing.")
@click.argument("path", type=click.Path(path_type=Path))
def import_(format_name: str, as_json: bool, dry_run: bool, strict: bool, path: Path) -> None:
    """Take a catalogue in. A record with a fault is rejected alone and listed; a broken file changes nothing."""
    set_up()
    from fanlight.catalog.actions import Refused, take_in
    from fanlight.catalog.exchange import READERS

    show = progress()
    show("reading", 0, 1)
    reading = READERS[format_name](path)
    try:
        report = take_in(
            reading,
            format_name=format_name,
            today=dt.date.today(),
            languages=load_site().languages,
            dry_run=dry_run,
            strict=strict,
            progress=show,
        )
        refused = ""
    except Refused as fault:
        report, refused = fault.report, str(fault)
    end_progress()
    if as_json:
        say_json({key: getattr(report, key) for key in _REPORT})
    else:
        _tell(report)
    if refused:
        raise click.ClickException(f"{refused} Nothing was changed.")


def _tell(report: object) -> None:
    from fanlight.catalog.actions import Report

    assert isinstance(report, Report)
    new = report.accepted - report.changed - report.unchanged
    done = "would be " if report.dry_run else ""
    click.echo(
        f"{report.accepted:,} records {done}accepted: {new:,} new, {report.changed:,} changed, "
        f"{report.unchanged:,} unchanged."
    )
    for kind, count in report.also.items():
        click.echo(f"  and {count:,} {kind.replace('_', ' ')} that they name")
    for kind, count in report.repaired.items():
        click.echo(f"  {count:,} repaired: {kind.replace('_', ' ')}")
    for kept in report.kept[:_SHOWN]:
        click.echo(f"  kept {kept.id}: {kept.field}, as an editor changed it; offered was {kept.offered[:100]}")
    if report.rejected:
        click.echo(f"{len(report.rejected):,} records were rejected:")
    for rejected in report.rejected:
        click.echo(f"  {rejected.place}: {rejected.id or '(no id)'}: {rejected.reason}")


@click.command()
@click.option("--format", "format_name", type=click.Choice(FORMATS_OUT), required=True, help="What to write.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
@click.argument("path", type=click.Path(path_type=Path))
def export(format_name: str, as_json: bool, path: Path) -> None:
    """Write the catalogue out: `fanlight` keeps everything, `csv` and `jsonl` the plain form of services."""
    set_up()
    from fanlight.catalog.exchange import WRITERS
    from fanlight.catalog.queries import catalogue

    count = WRITERS[format_name](catalogue(), path)
    if as_json:
        say_json({"format": format_name, "path": str(path), "records": count})
    else:
        click.echo(f"{count:,} records written to {path}.")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
@click.argument("record_id", metavar="ID")
def show(record_id: str, as_json: bool) -> None:
    """Show one record of the catalogue, as it is stored."""
    set_up()
    from fanlight.catalog.exchange.yaml_folder import dump
    from fanlight.catalog.queries import find_record

    found = find_record(record_id)
    if not found:
        raise click.ClickException(f"There is no record {record_id!r}. `fanlight search` finds records by words.")
    kind, record = found
    if as_json:
        say_json({"kind": kind, **msgspec.to_builtins(record)})
    else:
        click.echo(f"# {kind}\n{dump(record)}", nl=False)


COMMANDS = (init, import_, export, show)
