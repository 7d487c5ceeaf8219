"""The printers: processes that render pages side by side, each with Django set up once."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any

from fanlight.edition.rules import Page, Printed
from fanlight.theme.rules import Site

from .render import Renderer

#: Fewer pages than this are rendered sooner than a process starts.
WORTH_A_PROCESS = 600
_BATCH = 100
_renderer: Renderer | None = None


class Stopped(Exception):
    """The printing could not be finished. The message says why and what to do."""


def _start(settings: str, site: Site, fingerprint: str) -> None:
    global _renderer  # noqa: PLW0603  (one for each process, made when it starts)
    import django

    threading.Thread(target=_go_with_the_parent, daemon=True).start()
    os.environ["DJANGO_SETTINGS_MODULE"] = settings
    django.setup()
    _renderer = Renderer(site, fingerprint)


def _go_with_the_parent() -> None:
    """End this process when the one that prints is gone: a killed one cannot tell its printers to stop."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _render(batch: list[tuple[Page, bytes]]) -> list[Printed]:
    assert _renderer is not None
    return [_renderer.render(page, key) for page, key in batch]


def render_all(
    pages: Sequence[tuple[Page, bytes]],
    renderer: Renderer,
    workers: int,
    progress: Callable[[int, int], Any] = lambda done, of: None,
) -> Iterator[list[Printed]]:
    """Render pages (each with its key) batch by batch, in order, with `workers` processes where there are enough.

    Raises:
        Stopped: when a process was ended from outside, as a machine does that runs out of memory.
    """
    batches = [list(pages[start : start + _BATCH]) for start in range(0, len(pages), _BATCH)]
    done = 0
    if workers < 2 or len(pages) < WORTH_A_PROCESS:
        for batch in batches:
            printed = [renderer.render(page, key) for page, key in batch]
            done += len(printed)
            progress(done, len(pages))
            yield printed
        return
    settings = os.environ["DJANGO_SETTINGS_MODULE"]
    # Fresh processes, not copies of this one: a copy would share its database connection and its locks.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, context, _start, (settings, renderer.site, renderer.fingerprint)) as pool:
        try:
            for printed in pool.map(_render, batches):
                done += len(printed)
                progress(done, len(pages))
                yield printed
        except BrokenProcessPool as fault:
            raise Stopped(
                "A process that renders pages was stopped from outside, perhaps for want of memory. The current "
                "edition is as it was. Print again with FANLIGHT_PRINT_WORKERS=1."
            ) from fault
