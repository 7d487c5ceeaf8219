"""`/api/text`: the answer to a text message, for a gateway that sends it on."""

from __future__ import annotations

import msgspec
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, QueryDict

from ..door import UNREADABLE
from ..live import Visit, answer
from ..notice import NoticeFault, read_notice
from .reply import MOST_ANSWERS, Message, reply

_JSON, _TEXT = "application/json; charset=utf-8", "text/plain; charset=utf-8"


def text(request: HttpRequest) -> HttpResponse:
    """Answer `/api/text?q=&lang=&n=&previous=&plain=`, as JSON or, where the client would rather, one part a line.

    A fault of the request is status 400 with a sentence. Whatever else a gateway sends along is not read.
    """
    if request.method not in ("GET", "HEAD"):
        response = _say(request, {"error": "Use GET."}, "Use GET.", 405)
        response.headers["Allow"] = "GET, HEAD"
        return response
    if request.environ.get(UNREADABLE):
        return _refuse(request, 400, "The address is too long or is no UTF-8 text. Send a shorter `q`.")
    try:
        given = request.GET
    except SuspiciousOperation:
        return _refuse(request, 400, "The address has too many parts. Send `q` and what goes with it alone.")
    return _answer(request, given)


def _answer(request: HttpRequest, given: QueryDict) -> HttpResponse:
    visit = Visit(request)
    if visit.edition is None:
        return _refuse(request, 503, "No edition has been printed yet. Try again in a minute.")
    if fault := _fault(visit.edition.languages, given.get("lang", ""), given.get("n", "")):
        return _refuse(request, 400, fault)
    message = Message(
        text=given.get("q", ""),
        lang=given.get("lang", ""),
        n=int(given.get("n") or 0),
        previous=given.get("previous"),
        plain=given.get("plain") == "1",
    )
    made = reply(visit.edition, message, lambda lang: _notice(visit, lang))
    return _say(request, made, "\n".join(made.parts))


def _fault(languages: list[str], lang: str, n: str) -> str:
    if lang and lang not in languages:
        return f"`lang` must be one of {', '.join(languages)}, or left out."
    if n and n not in {str(number) for number in range(1, MOST_ANSWERS + 1)}:
        return f"`n` must be a whole number from 1 to {MOST_ANSWERS}, or left out."
    return ""


def _notice(visit: Visit, lang: str) -> str:
    try:
        texts = read_notice((visit.door.current.editions / "notice.json").read_bytes())
    except (OSError, NoticeFault):
        # The door itself tells its operator of a notice that cannot be shown.
        return ""
    return texts.get(lang) or next(iter(texts.values()))


def _refuse(request: HttpRequest, status: int, reason: str) -> HttpResponse:
    return _say(request, {"error": reason}, reason, status)


def _say(request: HttpRequest, data: object, words: str, status: int = 200) -> HttpResponse:
    if wants_text(request.headers.get("Accept", "")):
        response = answer(request, words.encode(), _TEXT, status)
    else:
        response = answer(request, msgspec.json.encode(data), _JSON, status)
    response.headers["Vary"] = "Accept, Accept-Encoding"
    return response


def wants_text(accept: str) -> bool:
    """Whether an `Accept` header (RFC 9110, 12.5.1) puts plain text before JSON; where both are alike JSON it is."""
    return _quality(accept, "text", "plain") > _quality(accept, "application", "json")


def _quality(accept: str, kind: str, sort: str) -> float:
    """Return the quality of a media type; the most exact range that names it decides."""
    found = {}
    for part in accept.lower().split(","):
        name, *parameters = (each.strip() for each in part.split(";"))
        weight = next((each[2:].strip() for each in parameters if each.startswith("q=")), "1")
        try:
            found[name] = float(weight)
        except ValueError:
            found[name] = 0.0
    return next((found[name] for name in (f"{kind}/{sort}", f"{kind}/*", "*/*") if name in found), 0.0)
