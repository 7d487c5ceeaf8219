"""Our own words for programmes that people look for, from ``../fpi_data``: the inventory has only official ones.

``words.yaml`` holds short terms. Each file of ``people_say/`` is one hand: lines as one writer, who had not read the
others, thought that people would say them. A programme is named as the inventory names it (``10.551``, ``TC.163``).
"""

from __future__ import annotations

from functools import cache

import msgspec

from fanlight.catalog.rules import Says, Words

from .data import folder, load


@cache
def hands() -> dict[str, dict[str, Words]]:
    """The lines: by hand, by programme, by language."""
    files = sorted((folder() / "people_say").iterdir(), key=lambda file: file.name)
    return {
        file.name.removesuffix(".yaml"): msgspec.convert(load(f"people_say/{file.name}"), dict[str, Words])
        for file in files
        if file.name.endswith(".yaml")
    }


@cache
def _words() -> dict[str, Words]:
    return msgspec.convert(load("words.yaml"), dict[str, Words])


def words_for(programme: str) -> Words:
    """The short terms for a programme; none where it is not one that people look for."""
    return _words().get(programme, {})


def lines_for(programme: str) -> Says:
    """The lines for a programme, by language and by hand."""
    found: Says = {}
    for hand, programmes in hands().items():
        for lang, lines in programmes.get(programme, {}).items():
            found.setdefault(lang, {})[hand] = lines
    return found
