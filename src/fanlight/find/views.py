"""The live pages of the door: search results, and what to do when an address leads nowhere."""

from __future__ import annotations

import logging
import sys
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from fanlight.edition.queries import Edition
from fanlight.edition.rules import address_of

from .door import UNREADABLE, where
from .live import Visit
from .pages import Shown, show
from .queries import MOST_RESULTS, Results, asked
from .queries import search as find

log = logging.getLogger("fanlight.door")
_ON_A_PAGE = 10
_LAST_PAGE = MOST_RESULTS // _ON_A_PAGE
_NEAREST = 5
#: Every life event of a large catalogue, and a handful of top tasks.
_SUGGESTED = 20


def search(request: HttpRequest, lang: str = "") -> HttpResponse:
    """Show the services that answer a query best, ten on a page."""
    if refused := _refused(request):
        return refused
    visit = Visit(request, lang)
    if visit.edition is None:
        return problem(request, 503)
    if lang and visit.prefix() != f"/{lang}":
        return problem(request, 404)
    query = asked(request.GET.get("q", ""))
    number = _number(request.GET.get("page", "1"))
    first = (number - 1) * _ON_A_PAGE
    results = find(visit.edition, query, visit.lang, _ON_A_PAGE, first)
    hits = _shown(visit.edition, results)
    here = address_of(visit.prefix(), "/search")
    last = min(results.total, MOST_RESULTS)
    values = {
        "query": query,
        "total": results.total,
        "hits": hits,
        "first": first + 1,
        "previous_href": f"{here}?{urlencode({'q': query, 'page': number - 1})}" if number > 1 else "",
        "next_href": f"{here}?{urlencode({'q': query, 'page': number + 1})}" if first + _ON_A_PAGE < last else "",
        "suggestions": [] if hits else [show(card) for card in visit.edition.featured(visit.lang)[:_SUGGESTED]],
    }
    with translation.override(visit.lang):
        title = f"{query} – {_('Search')}" if query else _("Search")
    tail = f"?{urlencode({'q': query})}" if query else ""
    return visit.page("find/results.html", title, values, tail=tail, at="/search")


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
    return (words, _shown(edition, find(edition, words, visit.lang, _NEAREST))) if words else ("", [])


def _shown(edition: Edition, results: Results) -> list[Shown]:
    cards = edition.cards([each.id for each in results.results], results.lang)
    return [show(cards[each.id]) for each in results.results]


def request_words(path: str, lang: str) -> list[str]:
    """Return the words of an address that say what was looked for."""
    parts = [part for part in path.strip("/").split("/") if part not in (lang, "services", "topics", "providers")]
    text = parts[-1] if parts else ""
    return "".join(char if char.isalnum() or char == "." else " " for char in text)[:80].split()


def _number(text: str) -> int:
    return min(max(int(text), 1), _LAST_PAGE) if text.isascii() and text.isdigit() and len(text) < 6 else 1
