"""What the press does: check what is live, print it as an edition, and write an edition out as plain files."""

from __future__ import annotations

import contextlib
import datetime as dt
import gc
import gzip
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec

import fanlight
from fanlight.catalog.pages import Printing
from fanlight.catalog.pages import gather as gather_catalogue
from fanlight.catalog.queries import catalogue as stored_catalogue
from fanlight.catalog.rules import Catalogue, catalogue_faults
from fanlight.edition import actions as editions_actions
from fanlight.edition.index import build_index
from fanlight.edition.learning import Learned, only
from fanlight.edition.queries import current_address, is_whole, listed, read_manifest, size_of, verify
from fanlight.edition.rules import SCHEMA, Manifest, Page, Printed, edition_address
from fanlight.edition.thesaurus import Concept
from fanlight.find.pages import Searched, search_faults, search_notes
from fanlight.find.pages import gather as gather_find
from fanlight.theme.assets import assets
from fanlight.theme.assets import fingerprint as theme_fingerprint
from fanlight.theme.rules import Site

from .files import file_pages, sitemap_pages
from .printers import render_all
from .render import Renderer
from .rules import Counted, Refusal, Wanted, count_clicks, other_refusals

Progress = Callable[[str, int, int], Any]
KEEP_DEFAULT = 5


def _silent(what: str, done: int, of: int) -> None:
    """Tell nobody."""


class Job(msgspec.Struct, kw_only=True):
    """What a printing works from. `editions` is the folder that holds them; `today` decides what is in season."""

    site: Site
    editions: Path
    today: dt.date
    now: dt.datetime
    workers: int = 0
    keep: int = KEEP_DEFAULT
    progress: Progress = _silent
    concepts: list[Concept] = []
    learned: list[Learned] = []
    search: Searched = Searched()


class Outcome(msgspec.Struct, kw_only=True):
    """What a printing did. `edition` is empty when it was refused or only checked; `notes` refuse nothing."""

    edition: str = ""
    pages: int = 0
    rendered: int = 0
    copied: int = 0
    seconds: float = 0.0
    services: int = 0
    programmes: int = 0
    life_events: int = 0
    clicks: dict[str, dict[str, Counted]] = {}
    refused: list[Refusal] = []
    notes: list[str] = []
    pruned: list[str] = []
    unchanged: bool = False


class Gathered(msgspec.Struct, kw_only=True):
    """Everything that goes into an edition, before it is rendered."""

    catalogue: Catalogue
    printing: Printing
    searched: Searched
    pages: list[Page]
    redirects: dict[str, str]
    wanted: Wanted


def gather(job: Job) -> Gathered:
    """Gather every room's pages. The rooms give frozen values; nothing is rendered yet."""
    site = job.site
    catalogue = stored_catalogue()
    printing = gather_catalogue(catalogue, site.languages, site.address, job.today)
    searched = msgspec.structs.replace(
        job.search, docs=printing.docs, cards=printing.cards, facet_names=printing.facet_names
    )
    pages = printing.pages + gather_find(site, searched)
    pages += file_pages(site, assets(site))
    wanted = Wanted(
        prefixes={lang: site.prefix(lang) for lang in site.languages},
        services=printing.starts,
        programmes=frozenset(printing.programmes),
    )
    redirects = {redirect.path: redirect.to for redirect in printing.redirects}
    return Gathered(
        catalogue=catalogue, printing=printing, searched=searched, pages=pages, redirects=redirects, wanted=wanted
    )


def print_edition(job: Job, *, only_check: bool = False) -> Outcome:
    """Print what is live as an edition and make it the current one; or, with `only_check`, say what would refuse it.

    Pages whose inputs did not change since the current edition are copied. Stopping it at any moment leaves the
    current edition as it was.

    Raises:
        Busy: when another process prints.
        NoRoom: when the disk would not hold the edition twice.
    """
    started = time.monotonic()
    with editions_actions.printing(job.editions) as folder, _without_collector():
        base = _base(job)
        if not only_check:
            editions_actions.check_room(job.editions, size_of(base.parent) if base else 20_000_000)
        job.progress("gathering", 0, 1)
        gathered = gather(job)
        outcome = Outcome(
            services=len(gathered.wanted.services) - len(gathered.wanted.programmes),
            programmes=len(gathered.wanted.programmes),
            life_events=len(gathered.catalogue.life_events),
        )
        writer = editions_actions.Writer(folder, base)
        _render(job, gathered, writer, outcome)
        outcome.clicks, outcome.refused = _refusals(gathered, writer.facts())
        outcome.refused += [
            Refusal("best-bet", record, reason) for record, reason in search_faults(gathered.searched, job.site)
        ]
        outcome.notes = search_notes(gathered.searched, job.today)
        if not outcome.refused and not only_check:
            _finish(job, gathered, writer, folder, outcome)
        else:
            writer.close()
    outcome.seconds = round(time.monotonic() - started, 3)
    return outcome


@contextlib.contextmanager
def _without_collector() -> Iterator[None]:
    """Stop the collector of reference cycles while many lasting values are made: it would only walk them, over and
    over, for a third of the time, and find nothing."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _base(job: Job) -> Path | None:
    """Return the pages of the current edition, if they can be started from."""
    address = current_address(job.editions)
    path = job.editions / address / "pages.sqlite"
    manifests = {manifest.address: manifest for manifest in listed(job.editions)}
    # A page that only another version's code could have made has another fingerprint and so another key; a file of
    # another format cannot be started from at all, and `listed` leaves it out. Nor can a damaged one: its faults would
    # be copied, and vouched for.
    return path if address in manifests and is_whole(path.parent, path.name) else None


def _render(job: Job, gathered: Gathered, writer: editions_actions.Writer, outcome: Outcome) -> None:
    renderer = Renderer(job.site, _fingerprint(job.site))
    pages = gathered.pages + sitemap_pages(job.site, gathered.pages, renderer.path)
    had = writer.keys()
    wanted: dict[str, bytes] = {}
    fresh: list[tuple[Page, bytes]] = []
    twice: list[Refusal] = []
    for page, key in zip(pages, renderer.keys(pages), strict=True):
        path = renderer.path(page)
        if path in wanted:
            twice.append(Refusal("twice", path, f"Two pages claim the address {path}: change the id of one."))
            continue
        wanted[path] = key
        if had.get(path) != key:
            fresh.append((page, key))
    outcome.refused += twice
    writer.remove(set(had) - set(wanted))
    workers = job.workers or os.cpu_count() or 1
    for batch in render_all(fresh, renderer, workers, lambda done, of: job.progress("rendering", done, of)):
        writer.add(batch)
    writer.fill(gathered.redirects, gathered.printing.cards)
    outcome.pages, outcome.rendered = len(wanted), len(fresh)
    outcome.copied = outcome.pages - outcome.rendered


def _fingerprint(site: Site) -> str:
    # The site's own logo and colour are part of the look: they stand in the addresses of its assets.
    looks = " ".join(asset.address for asset in assets(site))
    return f"{fanlight.__version__}:{theme_fingerprint()}:{looks}:{msgspec.json.encode(site).decode()}"


def _refusals(gathered: Gathered, facts: list[Printed]) -> tuple[dict[str, dict[str, Counted]], list[Refusal]]:
    pages = {page.path: page for page in facts}
    clicks, refused = count_clicks(pages, gathered.redirects, gathered.wanted)
    refused += other_refusals(pages, gathered.redirects, gathered.wanted)
    refused += [
        Refusal("dangling", record, f"{kind} {record}: {reason}.")
        for kind, record, reason in catalogue_faults(gathered.catalogue)
    ]
    return clicks, refused


def _stands(home: Path) -> bool:
    """Whether an equal edition can stay: whole, and with an index of this version's making."""
    return not verify(home) and read_manifest(home).fanlight == fanlight.__version__


def _finish(job: Job, gathered: Gathered, writer: editions_actions.Writer, folder: Path, outcome: Outcome) -> None:
    data = msgspec.json.encode(gathered.catalogue)
    # A record that is gone since it was learned must not be found by it.
    learned = only(job.learned, frozenset(doc.id for doc in gathered.printing.docs))
    parts = (data, msgspec.json.encode(job.concepts), msgspec.json.encode(learned))
    address = edition_address(writer.digests(), gathered.redirects, *parts)
    writer.close()
    outcome.edition = address
    if address == current_address(job.editions) and _stands(job.editions / address):
        outcome.unchanged = True
        return
    job.progress("indexing", 0, 1)
    build_index(folder / "search", gathered.printing.docs, job.site.languages, job.concepts, learned)
    (folder / "catalogue.json.gz").write_bytes(gzip.compress(data, 3, mtime=0))
    (folder / "site.json").write_bytes(msgspec.json.encode(job.site))
    manifest = Manifest(
        schema=SCHEMA,
        address=address,
        printed_at=job.now.isoformat(timespec="milliseconds"),
        fanlight=fanlight.__version__,
        languages=job.site.languages,
        counts={
            "pages": outcome.pages,
            "services": outcome.services,
            "programmes": outcome.programmes,
            "life_events": outcome.life_events,
        },
        fingerprint=theme_fingerprint(),
        files={},
        clicks=msgspec.to_builtins(outcome.clicks),
    )
    job.progress("saving", 0, 1)
    editions_actions.finish(folder, job.editions, manifest)
    editions_actions.point_at(job.editions, address)
    addresses = [each.address for each in listed(job.editions)]
    outcome.pruned = editions_actions.prune(job.editions, job.keep, addresses, address)
