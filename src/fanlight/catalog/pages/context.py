"""What every builder of a page needs: the catalogue by id, one language, and how records are said and linked in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import cached_property

from fanlight.edition.rules import address_of

from ..rules import AudienceKind, Catalogue, LifeEvent, Provider, Service, Status, Text, Topic, said_in, texts_of
from ..rules.shelves import Shelved
from .values import Link, Said

_NOTHING = Said("")

#: The topic of what has none: it is no record, only a page.
OTHER = "other"


def telling_name(service: Service, lang: str) -> str:
    """Return a name to tell a service by: its own, and its ids elsewhere, for one name may be given many times."""
    name = service.name.get(lang) or next(iter(service.name.values()))
    return " ".join([name, *(identifier.value for identifier in service.identifiers)])


class Whole:
    """The catalogue as it is printed: everything public, by id, with links resolved to what took a record's place."""

    def __init__(self, catalogue: Catalogue, today: dt.date) -> None:
        self.catalogue = catalogue
        self.today = today
        self.all_services = {service.id: service for service in catalogue.services}
        self.providers = {provider.id: provider for provider in catalogue.providers}
        self.topics = {topic.id: topic for topic in catalogue.topics}
        self.audiences = {audience.id: audience for audience in catalogue.audiences}
        self.locations = {location.id: location for location in catalogue.locations}
        self.events = {event.id: event for event in catalogue.life_events}
        self._texts: dict[str, list[tuple[str, Text]]] = {}
        self._shelved: dict[str, Shelved] = {}
        self.successors: dict[str, list[str]] = {}
        for service in catalogue.services:
            for old in service.replaces:
                self.successors.setdefault(old, []).append(service.id)
        self.services = {
            service.id: service for service in catalogue.services if not service.retired and not service.duplicate_of
        }

    def resolve(self, service_id: str) -> Service | None:
        """Return the live service that stands for an id: itself, what it duplicates, or its one successor."""
        seen: set[str] = set()
        while service_id not in self.services:
            service = self.all_services.get(service_id)
            if service is None or service_id in seen:
                return None
            seen.add(service_id)
            successors = self.successors.get(service_id, [])
            if service.duplicate_of:
                service_id = service.duplicate_of
            elif len(successors) == 1:
                service_id = successors[0]
            else:
                return None
        return self.services[service_id]

    def resolved(self, ids: Iterable[str]) -> list[Service]:
        """Return the live services that stand for ids, once each, in order."""
        found = (self.resolve(each) for each in ids)
        return list({service.id: service for service in found if service}.values())

    @cached_property
    def events_of(self) -> dict[str, list[LifeEvent]]:
        """The life events of each service: those whose steps name it, and those that it names itself."""
        found: dict[str, dict[str, LifeEvent]] = {}
        for event in self.catalogue.life_events:
            for service in self.resolved(each for step in event.steps for each in step.services):
                found.setdefault(service.id, {})[event.id] = event
        for service in self.services.values():
            for event_id in service.life_events:
                if event_id in self.events:
                    found.setdefault(service.id, {})[event_id] = self.events[event_id]
        return {key: list(events.values()) for key, events in found.items()}

    def texts(self, service: Service) -> list[tuple[str, Text]]:
        """Every text of a service, gathered once for all languages."""
        if service.id not in self._texts:
            self._texts[service.id] = list(texts_of(service))
        return self._texts[service.id]

    @cached_property
    def merged(self) -> dict[str, str]:
        """The providers that went into one other, which stands at their address now."""
        into: dict[str, list[str]] = {}
        for provider in self.providers.values():
            for old in provider.replaces:
                into.setdefault(old, []).append(provider.id)
        found = {}
        for old, successors in into.items():
            now, seen = successors, {old}
            while len(now) == 1 and now[0] in into and now[0] not in seen:
                seen.add(now[0])
                now = into[now[0]]
            if len(now) == 1:
                found[old] = now[0]
        return found

    @cached_property
    def _by_identifier(self) -> dict[tuple[str, str], list[str]]:
        found: dict[tuple[str, str], list[str]] = {}
        for service in self.services.values():
            if not service.is_programme:
                for identifier in service.identifiers:
                    found.setdefault((identifier.scheme, identifier.value), []).append(service.id)
        return found

    def ways_in(self, service: Service) -> list[str]:
        """For a programme, the services that bear its number: where a person can start what it only lists."""
        if not service.is_programme:
            return []
        keys = ((identifier.scheme, identifier.value) for identifier in service.identifiers)
        return [found for key in keys for found in self._by_identifier.get(key, [])]

    @cached_property
    def open_topics(self) -> list[Topic]:
        """The topics at the top that hold a service, themselves or below, in their order."""
        used = {topic for service in self.services.values() for topic in service.topics}
        alive = {top for topic in used if (top := self.top_of(topic))}
        return sorted(
            (self.topics[key] for key in alive), key=lambda topic: (topic.area or 99, topic.order or 999, topic.id)
        )

    def shelved(self, service: Service) -> Shelved:
        """Say by what a service can be put on a shelf, worked out once for all lists."""
        if service.id not in self._shelved:
            agency = self.agency_of(service.provider)
            kinds = {self.audiences[key].kind for key in service.audiences if key in self.audiences}
            reader = "people" if AudienceKind.PEOPLE in kinds else "organisations" if kinds else ""
            keys = {
                "agency": agency,
                "provider": service.provider if service.provider != agency else "",
                "reader": reader,
                "topic": next((top for key in service.topics if (top := self.top_of(key))), ""),
                "subtopic": next((key for key in service.topics if key in self.topics), ""),
            }
            self._shelved[service.id] = Shelved(service.id, telling_name(service, next(iter(service.name), "")), keys)
        return self._shelved[service.id]

    def top_of(self, topic_id: str) -> str:
        """Return the topic at the top above a topic, "" if it is not known."""
        seen: set[str] = set()
        while (topic := self.topics.get(topic_id)) and topic.parent and topic_id not in seen:
            seen.add(topic_id)
            topic_id = topic.parent
        return topic_id if topic_id in self.topics else ""

    def agency_of(self, provider_id: str) -> str:
        """Return the provider at the top above a provider."""
        seen: set[str] = set()
        while (provider := self.providers.get(provider_id)) and provider.parent and provider_id not in seen:
            seen.add(provider_id)
            provider_id = provider.parent
        return provider_id


class Speaker:
    """Says records in one language."""

    def __init__(self, whole: Whole, lang: str, languages: list[str]) -> None:
        self.whole = whole
        self.lang = lang
        self.languages = languages
        self.prefix = "" if lang == languages[0] else f"/{lang}"
        self._links: dict[tuple[str, str], Link] = {}

    def say(self, text: Text) -> Said:
        """Say a text in this language, or the fallback, marked with the language it is in."""
        if not text:
            return _NOTHING
        if own := text.get(self.lang):
            return Said(own)
        words, lang = said_in(text, self.lang, self.languages)
        return Said(words, "" if lang == self.lang else lang)

    def href(self, at: str) -> str:
        """Return the address of a page in this language."""
        return address_of(self.prefix, at)

    def service(self, service: Service, *, by_provider: bool = False) -> Link:
        """Link to a service, with its summary, or with who provides it."""
        key = ("provider" if by_provider else "service", service.id)
        if key not in self._links:
            provider = self.whole.providers.get(service.provider)
            note = (self.say(provider.name) if provider else Said("")) if by_provider else self.say(service.summary)
            self._links[key] = Link(self.href(f"/services/{service.id}"), self.say(service.name), short(note))
        return self._links[key]

    def provider(self, provider: Provider | None) -> Link | None:
        """Link to a provider."""
        return Link(self.href(f"/providers/{provider.id}"), self.say(provider.name)) if provider else None

    def event(self, event: LifeEvent) -> Link:
        """Link to a life event."""
        return Link(self.href(f"/life-events/{event.id}"), self.say(event.name), self.say(event.summary))

    def sort_key(self, service: Service) -> tuple[int, int, str, str]:
        """Order services as people look for them: top tasks, what can be used, then by name."""
        closed = service.status_on(self.whole.today) in (Status.CLOSED, Status.PAUSED)
        return (service.top_task or 999_999, closed, self.say(service.name).text.casefold(), service.id)


def short(said: Said, longest: int = 180) -> Said:
    """Cut a text for a list at the end of a word, with an ellipsis."""
    if len(said.text) <= longest:
        return said
    return Said(said.text[:longest].rsplit(" ", 1)[0].rstrip(",;:.") + "…", said.lang)
