"""The peer that prints nothing: a Django view that asks the database and renders a service page for each request.

It asks for the records that the page shows and for no others, by their ids; the template is compiled once and the
connection kept open. The bench sees that it answers with the printed page.
"""

from __future__ import annotations

import datetime as dt

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import get_template
from django.urls import path
from django.utils import translation

from fanlight.catalog.pages.context import Speaker, Whole
from fanlight.catalog.pages.service import service_page
from fanlight.catalog.queries import load
from fanlight.catalog.rules import Catalogue, Service
from fanlight.config.site import load_site
from fanlight.edition.rules import Page
from fanlight.press.render import Renderer

SITE = load_site()
_RENDERER = Renderer(SITE, "")
_TEMPLATE = get_template("catalog/service.html")


def _with_those_above(kind: str, ids: list[str]) -> list:
    """Return records and all that stand above them."""
    found: dict = {}
    while ids := [each for each in ids if each and each not in found]:
        records = load(kind, only=ids)
        found |= {record.id: record for record in records}
        ids = [record.parent for record in records]
    return list(found.values())


def _around(service: Service) -> Catalogue:
    """Return the part of the catalogue that one service's page shows."""
    places = [channel.location for channel in service.channels if channel.location]
    return Catalogue(
        providers=_with_those_above("providers", [service.provider]),
        locations=load("locations", only=places) if places else [],
        topics=_with_those_above("topics", service.topics),
        audiences=load("audiences", only=service.audiences) if service.audiences else [],
        life_events=load("life_events"),
        services=[service, *(load("services", only=service.related) if service.related else [])],
    )


def show(request: HttpRequest, key: str, lang: str = "") -> HttpResponse:
    """Answer with the page of one service."""
    lang = lang or SITE.languages[0]
    found = load("services", only=[key])
    if not found:
        raise Http404
    speaker = Speaker(Whole(_around(found[0]), dt.datetime.now(dt.UTC).date()), lang, SITE.languages)
    with translation.override(lang):
        value = service_page(found[0], speaker, SITE.address)
        at = _RENDERER.at(Page(at=f"/services/{key}", lang=lang, kind="service"))
        return HttpResponse(_TEMPLATE.render({"value": value, "page": at, "site": SITE}))


urlpatterns = [
    path("services/<str:key>", show),
    *(path(f"{code}/services/<str:key>", show, {"lang": code}) for code in SITE.languages[1:]),
]
