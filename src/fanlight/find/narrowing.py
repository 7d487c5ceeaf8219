"""What a page of results shows of its filters: what can be chosen, in words, and each choice with the way back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

import msgspec
from django.utils.translation import gettext as _

from fanlight.theme.templatetags.fanlight import channel_name

from .filters import PARAMETERS, Chosen, Filters, Option
from .pages import Title


class Group(msgspec.Struct, frozen=True):
    """One list to choose from: the parameter that it sets, what it is called, and its options."""

    parameter: str
    label: str
    options: list[Option]


class Choice(msgspec.Struct, frozen=True):
    """One thing that was chosen, and the address of the results without it."""

    label: str
    name: Title
    href: str


def labels() -> dict[str, str]:
    """Return what each parameter is called, in the language that is set."""
    return {
        "for": _("Who it is for"),
        "by": _("Agency"),
        "topic": _("Topic"),
        "via": _("How to reach it"),
        "in": _("Place"),
        "status": _("Open or closed"),
    }


def named(facet: str, filters: Filters, lang: str) -> tuple[str, str]:
    """Return what a facet is called, and the language of that where it is not the page's."""
    kind, _colon, value = facet.partition(":")
    if kind == "channel":
        return channel_name(value), ""
    if kind == "status":
        return _statuses().get(value, value), ""
    return filters.name(facet, lang)


def groups(filters: Filters, ids: Sequence[str], chosen: Chosen, lang: str) -> list[Group]:
    """Return what the results `ids` can still be narrowed by, in the language that is set."""
    made = []
    for parameter, options in filters.options(ids, chosen, lang).items():
        told = []
        for option in options:
            name, code = named(f"{PARAMETERS[parameter]}:{option.value}", filters, lang)
            told.append(msgspec.structs.replace(option, name=name, lang=code))
        made.append(Group(parameter, labels()[parameter], told))
    return made


def choices(filters: Filters, chosen: Chosen, here: str, query: str, lang: str) -> list[Choice]:
    """Return each choice with the address, below `here`, of the results of `query` without it."""
    made = []
    for pair in chosen.pairs:
        name, code = named(f"{PARAMETERS[pair[0]]}:{pair[1]}", filters, lang)
        made.append(Choice(labels()[pair[0]], Title(name, code), address(here, query, chosen.without(pair))))
    return made


def address(here: str, query: str, chosen: Chosen, **more: Any) -> str:
    """Return the address of results that can be shared: the query, what it is narrowed by, and what else is given."""
    parts = [("q", query)] if query else []
    whole = [*parts, *chosen.pairs, *more.items()]
    return f"{here}?{urlencode(whole)}" if whole else here


def _statuses() -> dict[str, str]:
    return {
        "active": _("Open now"),
        "seasonal": _("Open in its season"),
        "paused": _("Paused now"),
        "closed": _("Closed"),
    }
