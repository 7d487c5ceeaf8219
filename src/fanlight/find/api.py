"""The door's data: search as JSON, the same object as the command gives."""

from __future__ import annotations

import msgspec
from django.http import HttpRequest, HttpResponse

from .live import Visit, answer
from .queries import MOST_RESULTS
from .queries import search as find

_JSON = "application/json; charset=utf-8"


def search(request: HttpRequest) -> HttpResponse:
    """Answer `/api/search?q=&lang=&limit=`. A fault of the request is status 400 with a sentence under `error`."""
    if request.method not in ("GET", "HEAD"):
        response = _error(request, 405, "Use GET.")
        response.headers["Allow"] = "GET, HEAD"
        return response
    visit = Visit(request, "")
    if visit.edition is None:
        return _error(request, 503, "No edition has been printed yet. Try again in a minute.")
    query, lang = request.GET.get("q", ""), request.GET.get("lang", visit.edition.languages[0])
    limit = request.GET.get("limit", "10")
    if lang not in visit.edition.languages:
        return _error(request, 400, f"`lang` must be one of {', '.join(visit.edition.languages)}.")
    if not (limit.isascii() and limit.isdigit() and 1 <= int(limit[:6]) <= MOST_RESULTS):
        return _error(request, 400, f"`limit` must be a whole number from 1 to {MOST_RESULTS}.")
    results = find(visit.edition, query.replace("\x00", " "), lang, int(limit))
    return answer(request, msgspec.json.encode(results), _JSON)


def _error(request: HttpRequest, status: int, reason: str) -> HttpResponse:
    return answer(request, msgspec.json.encode({"error": reason}), _JSON, status)
