"""The live pages of the door: search results, and what to do when an address leads nowhere."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from fanlight.edition.queries import Edition
from fanlight.edition.rules import address_of

from .door import UNREADABLE, where
from .filters import Chosen, filters_of, read_chosen
from .live import Visit
from .narrowing import address, choices, groups, labels
from .pages import Shown, show
from .queries import MOST_RESULTS, NOTHING_CHOSEN, Found, asked, cards_of, look_up, nearest

log = logging.getLogger("fanlight.door")
_ON_A_PAGE = 10
_LAST_PAGE = MOST_RESULTS // _ON_A_PAGE
_NEAREST = 5
#: Every life event of a large catalogue, and a handful of top tasks.
_SUGGESTED = 20


def search(request: HttpRequest, lang: str = "") -> HttpResponse:
    """Show the services that answer a query best, ten on a page, and what they can be narrowed by."""
    if refused := _refused(request):
        return refused
    visit = Visit(request, lang)
    if visit.edition is None:
        return problem(request, 503)
    if lang and visit.prefix() != f"/{lang}":
        return problem(request, 404)
    query, number = asked(request.GET.get("q", "")), _number(request.GET.get("page", "1"))
    filters = filters_of(visit.edition)
    chosen, unknown = read_chosen(request.GET.lists(), filters)
    # All that can be paged to is looked up, for what it can be narrowed by; only ten are shown.
    found = look_up(visit.edition, query, visit.lang, MOST_RESULTS, chosen)
    here = address_of(visit.prefix(), "/search")
    with translation.override(visit.lang):
        title = f"{query} – {_('Search')}" if query else _("Search")
        values = {
            "query": query,
            "total": found.total,
            "most": MOST_RESULTS if found.total > MOST_RESULTS else 0,
            "meant": found.meant,
            "meant_href": address(here, found.meant, chosen),
            "unknown": [labels()[name] for name in unknown],
            "choices": choices(filters, chosen, here, query, visit.lang),
            "chosen": chosen.pairs,
            "all_href": address(here, query, NOTHING_CHOSEN),
            "groups": groups(filters, [hit.id for hit in found.hits], chosen, visit.lang),
            **_one_page(visit.edition, found, number, lambda page: address(here, query, chosen, page=page)),
        }
    if not values["hits"]:
        values |= _no_results(visit, visit.edition, found, chosen)
    return visit.page("find/results.html", title, values, tail=address("", query, chosen), at="/search")


def _one_page(edition: Edition, found: Found, number: int, href: Callable[[int], str]) -> dict[str, Any]:
    first = (number - 1) * _ON_A_PAGE
    return {
        "hits": [
            show(card, recommended=card.id in found.recommended)
            for card in cards_of(edition, found.hits[first : first + _ON_A_PAGE], found.lang)
        ],
        "first": first + 1,
        "previous_href": href(number - 1) if number > 1 else "",
        "next_href": href(number + 1) if first + _ON_A_PAGE < min(found.total, MOST_RESULTS) else "",
    }


def _no_results(visit: Visit, edition: Edition, found: Found, chosen: Chosen) -> dict[str, Any]:
    """Say what helps when nothing was found: what comes nearest, every life event, the top tasks, and whom to call."""
    near = nearest(edition, found, _NEAREST, chosen) if found.query and not found.hits else []
    contact = visit.site.contact if visit.site else None
    helper = next(iter(edition.cards([contact.service], visit.lang).values()), None) if contact else None
    return {
        "nearest": [show(card) for card in cards_of(edition, near, visit.lang)],
        "suggestions": [show(card) for card in edition.featured(visit.lang)[:_SUGGESTED]],
        "phone": (contact.phone if contact else "") or (helper.phone if helper else ""),
        "helper": show(helper) if helper else None,
    }


def nothing_here(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer an address that no printed page stands at, with search and the nearest pages."""
    return _refused(request) or problem(request, 404)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer a request that cannot be read."""
    return problem(request, 400)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer when a live page failed."""
    if fault := sys.exc_info()[1]:
        log.error("A live page failed: %s", where(fault))
    return problem(request, 500)


def problem(request: HttpRequest, status: int) -> HttpResponse:
    """Show an error page: what happened, whose fault it is not, and where to go."""
    visit = Visit(request)
    if visit.edition is None:
        return visit.page("find/error.html", "", {}, status=503)
    query, nearest = _nearest(visit, visit.edition) if status == 404 else ("", [])
    with translation.override(visit.lang):
        title = _title(status)
    response = visit.page(
        "find/error.html", title, {"status": status, "query": query, "nearest": nearest}, status=status
    )
    if status == 405:
        response.headers["Allow"] = "GET, HEAD"
    return response


def _title(status: int) -> str:
    titles = {
        400: _("This address cannot be read"),
        404: _("There is no page at this address"),
        405: _("This page cannot be used that way"),
        503: _("This site is busy or being renewed"),
    }
    return titles.get(status) or _("Something went wrong on our side")


def _refused(request: HttpRequest) -> HttpResponse | None:
    """Refuse what no page of the door answers: other methods, and addresses that are no text or far too long."""
    if request.method not in ("GET", "HEAD"):
        return problem(request, 405)
    if request.environ.get(UNREADABLE):
        return problem(request, 400)
    return None


def _nearest(visit: Visit, edition: Edition) -> tuple[str, list[Shown]]:
    """Find the pages nearest to an address that leads nowhere, by the words in it."""
    words = " ".join(request_words(visit.request.path_info, visit.lang))
    if not words:
        return "", []
    found = look_up(edition, words, visit.lang, _NEAREST)
    return words, [show(card) for card in cards_of(edition, found.hits, visit.lang)]


def request_words(path: str, lang: str) -> list[str]:
    """Return the words of an address that say what was looked for."""
    parts = [part for part in path.strip("/").split("/") if part not in (lang, "services", "topics", "providers")]
    text = parts[-1] if parts else ""
    return "".join(char if char.isalnum() or char == "." else " " for char in text)[:80].split()


def _number(text: str) -> int:
    return min(max(int(text), 1), _LAST_PAGE) if text.isascii() and text.isdigit() and len(text) < 6 else 1
