"""The values of the catalogue's pages: exactly what a template shows, in one language, with every link resolved.

A page whose value is equal is not rendered again, so nothing stands here that no template shows. Defaults are written
out when a value is hashed: msgspec leaves a default out by identity, and equal values must give equal bytes.
"""

from __future__ import annotations

import datetime as dt

import msgspec


class Said(msgspec.Struct, frozen=True):
    """A text as it is said on a page. ``lang`` is set where the text is a fallback in another language."""

    text: str
    lang: str = ""

    def __bool__(self) -> bool:
        return bool(self.text)


class PageValue(msgspec.Struct, frozen=True, kw_only=True):
    """What the value of every page shares. ``title`` is the h1 and the first part of the document's title."""

    title: Said
    summary: Said = Said("")
    trail: list[Link] = []
    sample: bool = False


class Link(msgspec.Struct, frozen=True):
    """A link to another page of the edition, or out of it, with a line about what is there."""

    href: str
    name: Said
    note: Said = Said("")
    count: int = 0


class LinkGroup(msgspec.Struct, frozen=True):
    """Links under one heading. ``kind`` says by what they are grouped: topic, audience, provider, subject or ""."""

    name: Said
    links: list[Link]
    kind: str = ""


class StatusView(msgspec.Struct, frozen=True):
    """Why a service cannot be used now. ``kind`` is paused, seasonal, closed or retired; ``open`` is whether a
    seasonal service is in its season."""

    kind: str
    since: dt.date | None = None
    until: dt.date | None = None
    reason: Said = Said("")
    open: bool = False


class PlaceView(msgspec.Struct, frozen=True):
    """Where to start in one place."""

    name: Said
    href: str = ""
    number: str = ""
    tel: str = ""


class ChannelView(msgspec.Struct, frozen=True):
    """A way to reach a service. ``tel`` is the number as a ``tel:`` address; ``starts`` says whether one starts here.
    ``anchor`` is the id of its part of the page."""

    anchor: str
    kind: str
    label: Said = Said("")
    href: str = ""
    number: str = ""
    tel: str = ""
    address: Said = Said("")
    hours: Said = Said("")
    languages: list[str] = []
    note: Said = Said("")
    starts: bool = True
    places: list[PlaceView] = []


class Item(msgspec.Struct, frozen=True):
    """A named thing with a line about it: a document, a cost. ``required`` is false where it only may be asked for.
    ``amount`` is a decimal number as text."""

    anchor: str
    name: Said
    note: Said = Said("")
    required: bool = True
    amount: str = ""
    currency: str = ""


class CitationView(msgspec.Struct, frozen=True):
    """A law or rule, always in the language it is written in."""

    text: str
    href: str = ""


class ServicePage(PageValue, frozen=True):
    """A service, or a programme (``programme`` true), with its one start action.

    ``start`` is the channel of the big button, when it can be used now; ``channels`` are all, that one included.
    ``free`` is true when every cost is 0. ``fallback_date`` is set when parts are not yet in this language: the date
    of the text shown instead; ``stale_since`` when the translation is older than its original.
    """

    id: str
    programme: bool = False
    provider: Link | None = None
    provider_url: str = ""
    provider_phone: str = ""
    other_names: list[Said] = []
    status: StatusView | None = None
    start: ChannelView | None = None
    channels: list[ChannelView] = []
    description: Said = Said("")
    what_you_get: Said = Said("")
    audiences: list[Link] = []
    documents: list[Item] = []
    costs: list[Item] = []
    free: bool = False
    duration: Said = Said("")
    eligibility: Said = Said("")
    who_applies: Said = Said("")
    instead: Said = Said("")
    listing: str = ""
    area_served: Said = Said("")
    languages: list[str] = []
    legal_basis: list[CitationView] = []
    related: list[Link] = []
    topics: list[Link] = []
    life_events: list[Link] = []
    identifiers: list[str] = []
    assured: dt.date | None = None
    source_name: str = ""
    source_url: str = ""
    fallback_date: dt.date | None = None
    stale_since: dt.date | None = None
    json_ld: str = ""


class StepView(msgspec.Struct, frozen=True):
    """One step of a life event: its services, each with who does it (the link's note is the provider)."""

    anchor: str
    name: Said
    summary: Said = Said("")
    when: Said = Said("")
    can_wait: bool = False
    services: list[Link] = []


class LifeEventPage(PageValue, frozen=True):
    """A life event with its steps in order. ``also`` are services that may help beside the steps."""

    id: str
    description: Said = Said("")
    have_ready: list[Said] = []
    steps: list[StepView] = []
    also: list[Link] = []
    event_for: str = "people"
    fallback_date: dt.date | None = None


class ListPage(PageValue, frozen=True):
    """A topic, audience, provider, or a shelf of one: services and further pages, grouped by meaning.

    ``what`` is topic, audience, provider, shelf, life-events or providers (the lists of all). ``facts`` are lines
    about a provider.
    """

    what: str
    id: str = ""
    description: Said = Said("")
    groups: list[LinkGroup] = []
    url: str = ""
    phone: str = ""
    formerly: list[Said] = []
    parent: Link | None = None
    ended: dt.date | None = None
    fallback_date: dt.date | None = None


class AllServicesPage(PageValue, frozen=True):
    """Every service by name: an index to look things up in, which counts as no step of the three clicks."""

    groups: list[LinkGroup] = []


class HomePage(PageValue, frozen=True):
    """The front page. ``areas`` are the featured topics, ``tasks`` the top tasks, ``paused`` what is closed for now."""

    life_events: list[Link] = []
    business_events: list[Link] = []
    areas: list[Link] = []
    tasks: list[Link] = []
    topics: list[Link] = []
    audiences: list[Link] = []
    providers: list[Link] = []
    paused: list[Link] = []
    searches: list[Said] = []


class GonePage(PageValue, frozen=True):
    """A retired service that has no single successor: what became of it and where to go now (status 410)."""

    id: str
    retired: dt.date | None = None
    reason: Said = Said("")
    successors: list[Link] = []
    provider: Link | None = None
    topics: list[Link] = []
