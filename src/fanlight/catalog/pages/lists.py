"""The pages of lists: topics, audiences, providers, their shelves, and the lists of all of them.

No list offers more links than a person can look through. A longer one is split into shelves by meaning; a topic below
a topic that needs shelves has them on the page above as well, so that nothing moves a click further away.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import msgspec
from django.utils import formats
from django.utils.translation import gettext as _

from ..rules import AudienceKind, Identity, Record, Service, Topic, text_date
from ..rules.shelves import SHELF, Shelf, shelve
from .context import OTHER, Speaker, Whole
from .values import Link, LinkGroup, ListPage, Said

#: A page lists this many services itself before it hands them to shelves.
_DIRECT = 40
_FEW = 20


class Listed(msgspec.Struct):
    """A list page on its way: its address, kind and value."""

    at: str
    kind: str
    value: ListPage


class Shelves:
    """How the services of one list are split, worked out once for all languages."""

    def __init__(self, whole: Whole, at: str, members: list[Service], splitters: Sequence[str]) -> None:
        self.at = at
        self.members = members
        self.ready = [service for service in members if not service.is_programme]
        programmes = [service for service in members if service.is_programme]
        if len(members) <= _DIRECT:
            self.direct, self.shelves = members, []
        elif len(self.ready) <= _FEW:
            self.direct = self.ready
            self.shelves = shelve([whole.shelved(each) for each in programmes], splitters)
        else:
            self.direct = []
            self.shelves = shelve([whole.shelved(each) for each in members], splitters)

    @property
    def links(self) -> int:
        """How many links the list needs on its page."""
        return len(self.direct) + len(self.shelves)


class Lists:
    """All list pages of a catalogue, in whatever language they are asked for."""

    def __init__(self, whole: Whole) -> None:
        self.whole = whole
        self.by_topic: dict[str, list[Service]] = defaultdict(list)
        self.by_audience: dict[str, list[Service]] = defaultdict(list)
        self.by_provider: dict[str, list[Service]] = defaultdict(list)
        for service in whole.services.values():
            for key in dict.fromkeys(service.topics) or [OTHER]:
                self.by_topic[key].append(service)
            for key in dict.fromkeys(service.audiences):
                self.by_audience[key].append(service)
            self.by_provider[service.provider].append(service)
        by_agency = ("agency", "provider", "reader")
        self.topics = {
            key: Shelves(whole, f"/topics/{key}", members, by_agency)
            for key, members in self.by_topic.items()
            if key in whole.topics or key == OTHER
        }
        self.audiences = {
            key: Shelves(whole, f"/audiences/{key}", members, ("topic", "agency", "subtopic"))
            for key, members in self.by_audience.items()
            if key in whole.audiences
        }
        self.providers = {
            key: Shelves(whole, f"/providers/{key}", members, ("topic", "subtopic", "reader"))
            for key, members in self.by_provider.items()
            if key in whole.providers
        }

    @property
    def has_other(self) -> bool:
        """Whether a service has no topic at all."""
        return OTHER in self.topics

    def children(self, topic_id: str) -> list[Topic]:
        """The topics right below a topic that hold a service."""
        below = [topic for topic in self.whole.topics.values() if topic.parent == topic_id and topic.id in self.topics]
        return sorted(below, key=lambda topic: (topic.order or 999, topic.id))

    def pages(self, speaker: Speaker) -> list[Listed]:
        """Every list page in one language."""
        found: list[Listed] = []
        for topic in self.whole.topics.values():
            if topic.id in self.topics or self.children(topic.id):
                found.append(self._topic(topic, speaker))
        if self.has_other:
            found.append(self._other(speaker))
        for key in self.audiences:
            found.append(self._audience(key, speaker))
        found += self._providers(speaker)
        for name, shelves in (("topic", self.topics), ("audience", self.audiences), ("provider", self.providers)):
            for key, split in shelves.items():
                found += self._shelf_pages(name, key, split, speaker)
        return [*found, *self._indexes(speaker)]

    def _topic(self, topic: Topic, speaker: Speaker) -> Listed:
        groups, small = [], []
        for child in self.children(topic.id):
            split = self.topics[child.id]
            if split.shelves:
                groups.append(LinkGroup(speaker.say(child.name), _shelf_links(split, speaker, direct=True), "topic"))
            else:
                small.append(
                    Link(
                        speaker.href(f"/topics/{child.id}"),
                        speaker.say(child.name),
                        speaker.say(child.summary),
                        len(split.members),
                    )
                )
        if small:
            groups.insert(0, LinkGroup(Said(_("More on this topic")), small, "topic"))
        if topic.id in self.topics:
            groups = _service_groups(self.topics[topic.id], speaker) + groups
        trail = []
        if parent := self.whole.topics.get(topic.parent):
            trail = [Link(speaker.href(f"/topics/{parent.id}"), speaker.say(parent.name))]
        value = ListPage(
            what="topic",
            id=topic.id,
            title=speaker.say(topic.name),
            summary=speaker.say(topic.summary),
            trail=trail,
            groups=groups,
            sample=topic.sample,
        )
        return Listed(f"/topics/{topic.id}", "topic", _dated(value, topic, speaker))

    def _other(self, speaker: Speaker) -> Listed:
        value = ListPage(
            what="topic",
            id=OTHER,
            title=Said(_("Other services")),
            summary=Said(_("Services that have no topic yet.")),
            groups=_service_groups(self.topics[OTHER], speaker),
        )
        return Listed(f"/topics/{OTHER}", "topic", value)

    def _audience(self, key: str, speaker: Speaker) -> Listed:
        audience = self.whole.audiences[key]
        value = ListPage(
            what="audience",
            id=key,
            title=speaker.say(audience.name),
            summary=speaker.say(audience.summary),
            groups=_service_groups(self.audiences[key], speaker),
        )
        return Listed(f"/audiences/{key}", "audience", _dated(value, audience, speaker))

    def _providers(self, speaker: Speaker) -> list[Listed]:
        return [
            Listed(f"/providers/{provider.id}", "provider", self._provider_value(provider.id, speaker))
            for provider in self.whole.providers.values()
            if provider.id not in self.whole.merged
        ]

    def _provider_value(self, key: str, speaker: Speaker) -> ListPage:
        provider = self.whole.providers[key]
        parent = self.whole.providers.get(provider.parent)
        children = [
            each for each in self.whole.providers.values() if each.parent == key and each.id not in self.whole.merged
        ]
        groups = _service_groups(self.providers[key], speaker) if key in self.providers else []
        if children:
            links = [
                Link(
                    speaker.href(f"/providers/{child.id}"),
                    speaker.say(child.name),
                    count=len(self.by_provider.get(child.id, [])),
                )
                for child in sorted(children, key=lambda child: (child.order or 999, speaker.say(child.name).text))
            ]
            groups.append(LinkGroup(Said(_("Offices")), links, "provider"))
        trail = [Link(speaker.href(f"/providers/{parent.id}"), speaker.say(parent.name))] if parent else []
        value = ListPage(
            what="provider",
            id=key,
            title=speaker.say(provider.name),
            trail=trail,
            description=speaker.say(provider.description),
            groups=groups,
            url=speaker.say(provider.url).text,
            phone=provider.phone,
            formerly=[self._formerly(identity, speaker) for identity in provider.identities if identity.end],
            parent=speaker.provider(parent),
            ended=provider.ended,
            sample=provider.sample,
        )
        return _dated(value, provider, speaker)

    def _formerly(self, identity: Identity, speaker: Speaker) -> Said:
        name, above = speaker.say(identity.name), self.whole.providers.get(identity.parent)
        words = {
            "name": name.text,
            "date": formats.date_format(identity.end, "DATE_FORMAT"),
            "parent": speaker.say(above.name).text if above else "",
        }
        told = _("%(name)s, part of %(parent)s, until %(date)s") if above else _("%(name)s, until %(date)s")
        return Said(told % words, name.lang)

    def _shelf_pages(self, what: str, key: str, split: Shelves, speaker: Speaker) -> list[Listed]:
        if key == OTHER:
            owner = Said(_("Other services"))
        elif what == "topic":
            owner = speaker.say(self.whole.topics[key].name)
        elif what == "audience":
            owner = speaker.say(self.whole.audiences[key].name)
        else:
            owner = speaker.say(self.whole.providers[key].name)
        pages = []
        for shelf in split.shelves:
            members = [self.whole.services[member] for member in shelf.members]
            name = _shelf_name(shelf, speaker)
            lang = owner.lang or name.lang
            value = ListPage(
                what="shelf",
                id=f"{key}/{shelf.id}",
                title=Said(f"{owner.text}: {name.text}", lang),
                trail=[Link(speaker.href(split.at), owner)],
                groups=[LinkGroup(Said(""), _service_links(members, speaker))],
            )
            pages.append(Listed(f"{split.at}/{shelf.id}", what, value))
        return pages

    def _indexes(self, speaker: Speaker) -> list[Listed]:
        whole = self.whole
        events: dict[str, list[Link]] = defaultdict(list)
        for event in sorted(whole.catalogue.life_events, key=lambda event: (event.order or 999, event.id)):
            events[str(event.event_for)].append(speaker.event(event))
        names = {"people": _("For people"), "business": _("For businesses"), "other": _("Other events")}
        return [
            Listed(
                "/life-events",
                "life-event",
                ListPage(
                    what="life-events",
                    title=Said(_("Life events")),
                    summary=Said(_("What to do, in order, when something happens in your life.")),
                    groups=[LinkGroup(Said(names[key]), events[key]) for key in names if events.get(key)],
                ),
            ),
            Listed(
                "/topics",
                "topic",
                ListPage(
                    what="topics", title=Said(_("Topics")), groups=[LinkGroup(Said(""), self.topic_links(speaker))]
                ),
            ),
            Listed("/audiences", "audience", self._audience_index(speaker)),
            Listed("/providers", "provider", self._provider_index(speaker)),
        ]

    def topic_links(self, speaker: Speaker) -> list[Link]:
        """Links to the topics at the top, and to what has no topic."""
        links = [
            Link(speaker.href(f"/topics/{topic.id}"), speaker.say(topic.name), speaker.say(topic.summary))
            for topic in self.whole.open_topics
        ]
        if self.has_other:
            links.append(Link(speaker.href(f"/topics/{OTHER}"), Said(_("Other services"))))
        return links

    def audience_links(self, speaker: Speaker, kind: AudienceKind) -> list[Link]:
        """Links to the audiences of one kind that a service is for, in their order."""
        audiences = [a for a in self.whole.audiences.values() if a.kind is kind and a.id in self.audiences]
        return [
            Link(speaker.href(f"/audiences/{a.id}"), speaker.say(a.name), speaker.say(a.summary))
            for a in sorted(audiences, key=lambda a: (a.order or 999, a.id))
        ]

    def _audience_index(self, speaker: Speaker) -> ListPage:
        groups = [
            LinkGroup(Said(name), links)
            for name, kind in ((_("People"), AudienceKind.PEOPLE), (_("Organizations"), AudienceKind.ORGANISATIONS))
            if (links := self.audience_links(speaker, kind))
        ]
        return ListPage(what="audiences", title=Said(_("Who services are for")), groups=groups)

    def _provider_index(self, speaker: Speaker) -> ListPage:
        gone = self.whole.merged
        top = [p for p in self.whole.providers.values() if not p.parent and not p.ended and p.id not in gone]
        counts: dict[str, int] = defaultdict(int)
        for service in self.whole.services.values():
            counts[self.whole.agency_of(service.provider)] += 1
        links = [
            Link(speaker.href(f"/providers/{each.id}"), speaker.say(each.name), count=counts[each.id])
            for each in sorted(top, key=lambda each: (each.order or 999, speaker.say(each.name).text.casefold()))
        ]
        return ListPage(what="providers", title=Said(_("Agencies")), groups=[LinkGroup(Said(""), links)])


def _dated(value: ListPage, record: Record, speaker: Speaker) -> ListPage:
    """Date the fallback of a list page whose record is not in this language."""
    if value.title.lang or value.summary.lang or value.description.lang:
        return msgspec.structs.replace(value, fallback_date=text_date(record, "name", value.title.lang))
    return value


def _service_links(services: list[Service], speaker: Speaker) -> list[Link]:
    return [speaker.service(service) for service in sorted(services, key=speaker.sort_key)]


def _service_groups(split: Shelves, speaker: Speaker) -> list[LinkGroup]:
    groups = []
    if split.direct:
        groups.append(LinkGroup(Said(_("Services")), _service_links(split.direct, speaker), "service"))
    if split.shelves:
        name = _("More programs, by agency") if split.at.startswith("/topics") else _("More programs, by subject")
        groups.append(LinkGroup(Said(name), _shelf_links(split, speaker), "provider"))
    return groups


def _shelf_links(split: Shelves, speaker: Speaker, *, direct: bool = False) -> list[Link]:
    links = _service_links(split.direct, speaker) if direct else []
    return links + [
        Link(speaker.href(f"{split.at}/{shelf.id}"), _shelf_name(shelf, speaker), count=len(shelf.members))
        for shelf in split.shelves
    ]


def _shelf_name(shelf: Shelf, speaker: Speaker) -> Said:
    """Name a shelf by its keys, the broad one first; an agency stands for itself only when no office of it follows."""
    path = list(shelf.path)
    names = [_key_name(splitter, key, speaker) for splitter, key in path]
    if len(path) > 1 and path[0][0] in ("agency", "topic") and path[1][0] in ("provider", "subtopic"):
        names = names[1:] if path[1][1] != OTHER else [names[0], *names[2:]]
    lang = next((name.lang for name in names if name.lang), "")
    return Said(": ".join(name.text for name in names), lang)


def _key_name(splitter: str, key: str, speaker: Speaker) -> Said:
    whole = speaker.whole
    if splitter in ("agency", "provider"):
        return speaker.say(whole.providers[key].name) if key in whole.providers else Said(_("Other agencies"))
    if splitter in ("topic", "subtopic"):
        return speaker.say(whole.topics[key].name) if key in whole.topics else Said(_("Other topics"))
    if splitter == "reader":
        known = {"people": _("For people"), "organisations": _("For organizations")}
        return Said(known.get(key, _("For anyone")))
    if key == OTHER:
        return Said(_("Other subjects"))
    # A subject is a word of the names themselves, in the language that they are in.
    original = speaker.languages[0]
    title = key.replace("-", ", ")
    return Said(title[:1].upper() + title[1:], "" if original == speaker.lang else original)


__all__ = ["SHELF", "Listed", "Lists"]
