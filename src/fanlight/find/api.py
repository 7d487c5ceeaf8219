"""The door's data: search as JSON, the same object as the command gives."""

from __future__ import annotations

import msgspec
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse

from .door import UNREADABLE
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
    try:
        given = request.GET
    except SuspiciousOperation:
        return _error(request, 400, "The address has too many parts. Send `q`, `lang` and `limit` alone.")
    if request.environ.get(UNREADABLE):
        return _error(request, 400, "The address is too long or is no UTF-8 text. Send a shorter `q`.")
    edition = Visit(request).edition
    if edition is None:
        return _error(request, 503, "No edition has been printed yet. Try again in a minute.")
    lang, limit = given.get("lang", edition.languages[0]), given.get("limit", "10")
    if fault := _fault(edition.languages, lang, limit):
        return _error(request, 400, fault)
    return answer(request, msgspec.json.encode(find(edition, given.get("q", ""), lang, int(limit))), _JSON)


def _fault(languages: list[str], lang: str, limit: str) -> str:
    if lang not in languages:
        return f"`lang` must be one of {', '.join(languages)}."
    if not (limit.isascii() and limit.isdigit() and len(limit) < 6 and 1 <= int(limit) <= MOST_RESULTS):
        return f"`limit` must be a whole number from 1 to {MOST_RESULTS}."
    return ""


def _error(request: HttpRequest, status: int, reason: str) -> HttpResponse:
    return answer(request, msgspec.json.encode({"error": reason}), _JSON, status)
