"""Gathers every page, card, redirect and search document of the catalogue."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import msgspec
from django.utils import translation

from fanlight.edition.rules import Card, Page, Redirect, SearchDoc

from ..rules import AudienceKind, Catalogue, ChannelKind, LifeEvent, Record, Service, Status, Text
from .context import Speaker, Whole, short
from .facets import event_facets, facet_names, service_facets
from .home import all_services_page, home_page, life_event_page
from .lists import Lists
from .service import gone_page, service_page
from .subjects import with_subjects

_TEMPLATE = "catalog/{}.html"


class Printing(msgspec.Struct):
    """What the catalogue gives to one edition. `starts` says of each service page what it must show: `start` for a
    service that can be used now, `turn` for a programme and for one that cannot."""

    pages: list[Page] = []
    redirects: list[Redirect] = []
    cards: list[tuple[str, Card]] = []
    docs: list[SearchDoc] = []
    facet_names: dict[str, Text] = {}
    starts: dict[str, str] = {}
    programmes: set[str] = set()


def gather(catalogue: Catalogue, languages: list[str], base: str, today: dt.date) -> Printing:
    """Make everything of the catalogue that an edition holds.

    `languages` are the site's, its own first; `base` is the site's address; `today` decides what is in season.
    """
    catalogue = with_subjects(catalogue, languages[0])
    whole = Whole(catalogue, today)
    lists = Lists(whole)
    printing = Printing()
    for service in whole.services.values():
        if service.is_programme:
            printing.programmes.add(service.id)
    for lang in languages:
        speaker = Speaker(whole, lang, languages)
        with translation.override(lang):
            printing.pages += _pages(lists, speaker, base, printing.starts)
        printing.redirects += _redirects(speaker)
        printing.cards += [(lang, card) for card in _cards(speaker)]
    people = {each.id for each in catalogue.audiences if each.kind is AudienceKind.PEOPLE}
    printing.docs = [
        search_doc(service, people, today, service_facets(service, whole)) for service in whole.services.values()
    ]
    printing.docs += [_event_doc(event, event_facets(event, whole)) for event in catalogue.life_events]
    printing.facet_names = facet_names(whole)
    return printing


def _pages(lists: Lists, speaker: Speaker, base: str, starts: dict[str, str]) -> Iterator[Page]:
    whole, lang = speaker.whole, speaker.lang

    def page(at: str, kind: str, template: str, value: object, **more: object) -> Page:
        return Page(at=at, lang=lang, kind=kind, template=_TEMPLATE.format(template), value=value, **more)  # type: ignore[arg-type]

    yield page("/", "home", "home", home_page(lists, speaker))
    for event in whole.catalogue.life_events:
        yield page(f"/life-events/{event.id}", "life-event", "life_event", life_event_page(event, speaker))
    for listed in lists.pages(speaker):
        yield page(listed.at, listed.kind, "list", listed.value)
    yield page("/services", "all-services", "all_services", all_services_page(lists, speaker), steps=False)
    for service in whole.services.values():
        value = service_page(service, speaker, base)
        starts[service.id] = "start" if value.start else "turn"
        yield page(f"/services/{service.id}", "service", "service", value, subject=service.id)
    for service in whole.all_services.values():
        if service.retired and not service.duplicate_of and whole.resolve(service.id) is None:
            value_gone = gone_page(service, speaker)
            yield page(f"/services/{service.id}", "gone", "gone", value_gone, status=410, indexed=False, steps=False)


def _redirects(speaker: Speaker) -> Iterator[Redirect]:
    whole = speaker.whole
    for service in whole.all_services.values():
        if service.id not in whole.services and (now := whole.resolve(service.id)):
            yield Redirect(speaker.href(f"/services/{service.id}"), speaker.href(f"/services/{now.id}"))
    for old, into in whole.merged.items():
        yield Redirect(speaker.href(f"/providers/{old}"), speaker.href(f"/providers/{into}"))


def source_ids(record: Record) -> list[str]:
    """Return a record's names in other systems, to the letter; its own id where it has none."""
    return [identifier.value for identifier in record.identifiers] or [record.id]


def _cards(speaker: Speaker) -> Iterator[Card]:
    whole = speaker.whole
    for service in whole.services.values():
        name, summary = speaker.say(service.name), short(speaker.say(service.summary), 240)
        provider = whole.providers.get(service.provider)
        yield Card(
            id=service.id,
            kind="programme" if service.is_programme else "service",
            name=name.text,
            href=speaker.href(f"/services/{service.id}"),
            summary=summary.text,
            provider=speaker.say(provider.name).text if provider else "",
            source_ids=source_ids(service),
            name_lang=name.lang,
            summary_lang=summary.lang,
            status="" if (status := service.status_on(whole.today)) is Status.ACTIVE else str(status),
            rank=service.top_task,
            phone=_phone(service) or (provider.phone if provider else ""),
        )
    for event in whole.catalogue.life_events:
        name, summary = speaker.say(event.name), speaker.say(event.summary)
        yield Card(
            id=_event_id(event),
            kind="life-event",
            name=name.text,
            href=speaker.href(f"/life-events/{event.id}"),
            summary=summary.text,
            source_ids=[event.id],
            name_lang=name.lang,
            summary_lang=summary.lang,
        )


def _phone(service: Service) -> str:
    """The number to call, the one that starts a service before one that only informs."""
    phones = [channel for channel in service.channels if channel.kind is ChannelKind.PHONE and channel.number]
    return next((channel.number for channel in phones if channel.starts), phones[0].number if phones else "")


def _event_id(event: LifeEvent) -> str:
    # A life event and a service may bear one id; in search both stand side by side.
    return f"life-events/{event.id}"


def search_doc(service: Service, people: set[str], today: dt.date, facets: list[str] | None = None) -> SearchDoc:
    """What the search index knows of a service; `people` are the audiences that are people, `facets` what results can
    be narrowed to it by."""
    names: dict[str, list[str]] = {lang: [text] for lang, text in service.name.items()}
    for lang, others in service.other_names.items():
        names.setdefault(lang, []).extend(others)
    texts: dict[str, list[str]] = {}
    for text in (service.summary, service.description, service.what_you_get, service.eligibility):
        for lang, words in text.items():
            texts.setdefault(lang, []).append(words)
    return SearchDoc(
        id=service.id,
        kind="programme" if service.is_programme else "service",
        names=names,
        words=service.words,
        says={lang: [line for lines in hands.values() for line in lines] for lang, hands in service.people_say.items()},
        texts=texts,
        codes=[identifier.value for identifier in service.identifiers],
        # Where nobody has said who a service is for, it may be for people.
        for_people=not service.audiences or not people.isdisjoint(service.audiences),
        # Out of its season a service can still be read up on; what is paused or closed cannot be had.
        active=service.status_on(today) in (Status.ACTIVE, Status.SEASONAL),
        rank=service.top_task,
        facets=facets or [],
    )


def _event_doc(event: LifeEvent, facets: list[str]) -> SearchDoc:
    texts: dict[str, list[str]] = {}
    for text in (event.summary, event.description, *(step.name for step in event.steps)):
        for lang, words in text.items():
            texts.setdefault(lang, []).append(words)
    return SearchDoc(
        id=_event_id(event),
        kind="life-event",
        names={lang: [text] for lang, text in event.name.items()},
        words=event.words,
        texts=texts,
        codes=[event.id],
        facets=facets,
    )
