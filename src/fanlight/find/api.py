"""The door's data: search as JSON, the same object as the command gives, and suggestions while somebody types."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, QueryDict

from fanlight.edition.queries import Edition

from .door import UNREADABLE
from .filters import filters_of, read_chosen
from .live import Visit, answer
from .queries import MOST_RESULTS, asked
from .queries import search as find
from .suggesting import suggestions_of

_JSON = "application/json; charset=utf-8"
#: Suggestions hold nothing about a person and are asked for again and again: a browser may keep them for a while.
_BRIEFLY = "public, max-age=300"
#: Nobody types a longer beginning before they look at what is suggested.
_LONGEST_BEGINNING = 100


def search(request: HttpRequest) -> HttpResponse:
    """Answer `/api/search?q=&lang=&limit=`, narrowed as the page is. A fault of the request is status 400 with a
    sentence under `error`."""
    return _given(request, _search)


def suggest(request: HttpRequest) -> HttpResponse:
    """Answer `/suggest?q=&lang=`: at most eight searches that begin as `q` does. Nothing of it is written down."""
    return _given(request, _suggest)


def _given(request: HttpRequest, then: Callable[[HttpRequest, Edition, QueryDict], HttpResponse]) -> HttpResponse:
    """Answer a request by `then`, if it can be read and there is an edition to answer from."""
    if request.method not in ("GET", "HEAD"):
        response = _error(request, 405, "Use GET.")
        response.headers["Allow"] = "GET, HEAD"
        return response
    try:
        given = request.GET
    except SuspiciousOperation:
        return _error(request, 400, "The address has too many parts. Send `q`, `lang` and `limit` alone.")
    if request.environ.get(UNREADABLE):
        return _error(request, 400, "The address is too long or is no UTF-8 text. Send a shorter `q`.")
    edition = Visit(request).edition
    if edition is None:
        return _error(request, 503, "No edition has been printed yet. Try again in a minute.")
    if given.get("lang", edition.languages[0]) not in edition.languages:
        return _error(request, 400, f"`lang` must be one of {', '.join(edition.languages)}.")
    return then(request, edition, given)


def _search(request: HttpRequest, edition: Edition, given: QueryDict) -> HttpResponse:
    limit = given.get("limit", "10")
    if not (limit.isascii() and limit.isdigit() and len(limit) < 6 and 1 <= int(limit) <= MOST_RESULTS):
        return _error(request, 400, f"`limit` must be a whole number from 1 to {MOST_RESULTS}.")
    chosen, unknown = read_chosen(given.lists(), filters_of(edition))
    if unknown:
        return _error(request, 400, f"Nothing here has that value of `{unknown[0]}`. Leave it out, or take its id.")
    results = find(edition, given.get("q", ""), given.get("lang", ""), int(limit), chosen=chosen)
    return answer(request, msgspec.json.encode(results), _JSON)


def _suggest(request: HttpRequest, edition: Edition, given: QueryDict) -> HttpResponse:
    query, lang = asked(given.get("q", ""))[:_LONGEST_BEGINNING], given.get("lang", edition.languages[0])
    body = {"query": query, "lang": lang, "suggestions": suggestions_of(edition).find(query, lang)}
    return answer(request, msgspec.json.encode(body), _JSON, keep=_BRIEFLY)


def _error(request: HttpRequest, status: int, reason: str) -> HttpResponse:
    return answer(request, msgspec.json.encode({"error": reason}), _JSON, status)
