"""Writes an edition out as plain files, for any web server or delivery network."""

from __future__ import annotations

import html
from pathlib import Path, PurePosixPath

from .queries import Edition
from .rules import HTML, EditionFault

_MOVED = (
    '<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{to}</title>'
    '<meta http-equiv="refresh" content="0; url={to}"><link rel="canonical" href="{to}"></head>'
    '<body><p><a href="{to}">{to}</a></p></body></html>\n'
)


def write_mirror(edition: Edition, folder: Path) -> int:
    """Write every page as a file, and each redirect as a page that leads on; return the number of files.

    A page at `/services/x` becomes `services/x/index.html`. A page of a retired service (410) is written like any
    other, as plain files have no status. Search, and the emergency notice, need a door.

    Raises:
        EditionFault: when the folder holds something already, for that would be mixed with the edition; and when the
            edition is damaged.
    """
    if folder.exists() and any(folder.iterdir()):
        raise EditionFault(f"{folder} is not empty. Name a new folder, or empty it first.")
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    for path in edition.paths():
        body = edition.body(path)
        if body is None or "/_" in path:
            continue
        _write(folder, path, body.text(), body.type == HTML)
        count += 1
    for path, target in edition.redirects().items():
        to = html.escape(target)
        lang = path.split("/")[1] if path.split("/")[1] in edition.languages else edition.languages[0]
        _write(folder, path, _MOVED.format(lang=lang, to=to).encode(), True)
        count += 1
    return count


def _write(folder: Path, path: str, content: bytes, page: bool) -> None:
    parts = [part for part in PurePosixPath(path).parts if part != "/"]
    if ".." in parts:
        raise EditionFault(f"The address {path} leads out of the folder: this edition is damaged. Print a new one.")
    target = folder.joinpath(*parts, "index.html") if page else folder.joinpath(*parts)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
