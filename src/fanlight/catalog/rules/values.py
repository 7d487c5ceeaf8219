"""The values of the catalogue: what a service, provider, life event or topic is, apart from how it is stored.

All are frozen. A text is a mapping from language code (BCP 47, such as ``en`` or ``es``) to plain text; a blank
line parts paragraphs, a line that begins ``- `` is an item of a list. Ids are stable, public and stand in addresses.
Field names follow the Core Public Service Vocabulary (CPSV-AP 3.2) and Open Referral (HSDS 3.0) where those have one.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from enum import StrEnum

import msgspec

Text = dict[str, str]
Words = dict[str, list[str]]
#: By language, then by hand (who wrote them): short lines as people say them when they look for something.
Says = dict[str, dict[str, list[str]]]


class Value(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True):
    """What every value of the catalogue shares: frozen, and short when written out."""


class Status(StrEnum):
    """Whether people can use a service now."""

    ACTIVE = "active"
    PAUSED = "paused"
    SEASONAL = "seasonal"
    CLOSED = "closed"


class ChannelKind(StrEnum):
    """The ways to reach a service."""

    WEB = "web"
    PHONE = "phone"
    TTY = "tty"
    IN_PERSON = "in-person"
    POST = "post"
    APP = "app"
    TEXT = "text"
    EMAIL = "email"


class EventFor(StrEnum):
    """Whom a life event happens to."""

    PEOPLE = "people"
    BUSINESS = "business"
    OTHER = "other"


class AudienceKind(StrEnum):
    """Whether an audience is people, or organisations that serve them."""

    PEOPLE = "people"
    ORGANISATIONS = "organisations"


class Source(Value, frozen=True):
    """Where the facts of a record come from, and when they were taken from there."""

    name: str
    url: str = ""
    retrieved: dt.date | None = None


class Identifier(Value, frozen=True):
    """A record's name in another system, kept to the letter (``assistance-listing``, ``10.551``)."""

    scheme: str
    value: str


class Citation(Value, frozen=True):
    """A law or rule that a service rests on, as lawyers cite it."""

    text: str
    url: str = ""


class PlaceStart(Value, frozen=True):
    """Where to start in one place, when the start depends on where a person lives."""

    place: str
    name: Text
    url: Text = {}
    number: str = ""


class Channel(Value, frozen=True):
    """One way to reach a service. Public id: ``<service>.<channel>``.

    ``url`` is a mapping, for a site may have another address in Spanish. ``starts`` is false where a channel only
    informs. ``by_place`` holds one start for each place, where the start depends on where a person lives.
    """

    id: str
    kind: ChannelKind
    label: Text = {}
    url: Text = {}
    number: str = ""
    address: Text = {}
    location: str = ""
    hours: Text = {}
    languages: list[str] = []
    note: Text = {}
    starts: bool = True
    by_place: list[PlaceStart] = []


class Document(Value, frozen=True):
    """A paper that a person has to have ready. Public id: ``<service>.<document>``."""

    id: str
    name: Text
    note: Text = {}
    required: bool = True


class Cost(Value, frozen=True):
    """What a person pays. An amount of 0 means free of charge; no amount means that the text says it."""

    id: str
    name: Text = {}
    amount: Decimal | None = None
    currency: str = "USD"
    note: Text = {}


class Spending(Value, frozen=True):
    """What the government spent on a programme in one fiscal year, in whole units of the currency."""

    year: int
    amount: float
    currency: str = "USD"


class Identity(Value, frozen=True):
    """The name under which a provider was known for a time, and the one above it then, where that was another.

    ``start`` is its first day; ``end`` is the day on which the next identity began.
    """

    name: Text
    parent: str = ""
    start: dt.date | None = None
    end: dt.date | None = None


class Record(Value, frozen=True):
    """What every record has.

    ``written`` is the day its texts were written. ``text_dates`` holds, under ``field.language``, a text's own date
    where it differs: for the original language the day it last changed, for any other the date of the original that
    it translates. ``sources`` names, by field, where a fact comes from when it is not ``source``; ``desk`` there
    marks what an editor changed, which an import never overwrites.
    """

    id: str
    name: Text
    written: dt.date | None = None
    text_dates: dict[str, dt.date] = {}
    source: Source | None = None
    sources: dict[str, str] = {}
    identifiers: list[Identifier] = []
    sample: bool = False


class Provider(Record, frozen=True):
    """An agency or office. ``parent`` is the one above it; ``replaces`` are those merged into it."""

    short_name: Text = {}
    parent: str = ""
    description: Text = {}
    url: Text = {}
    phone: str = ""
    identities: list[Identity] = []
    replaces: list[str] = []
    ended: dt.date | None = None
    order: int = 0


class Location(Record, frozen=True):
    """A place with a door: an office that people can go to."""

    provider: str = ""
    address: Text = {}
    place: str = ""
    hours: Text = {}
    phone: str = ""
    latitude: float | None = None
    longitude: float | None = None
    accessibility: Text = {}


class Topic(Record, frozen=True):
    """A subject to browse by. One with an ``area`` rank stands on the home page by name."""

    summary: Text = {}
    parent: str = ""
    area: int = 0
    order: int = 0
    words: Words = {}


class Audience(Record, frozen=True):
    """A kind of people or organisations that a service is for."""

    kind: AudienceKind = AudienceKind.PEOPLE
    summary: Text = {}
    order: int = 0


class Step(Value, frozen=True):
    """One step of a life event: what to do, when, and the services that do it. Public id: ``<event>.<step>``."""

    id: str
    name: Text
    summary: Text = {}
    when: Text = {}
    can_wait: bool = False
    services: list[str] = []


class LifeEvent(Record, frozen=True):
    """Something that happens to people or a business, with ordered steps that cross providers.

    ``eu_code`` is the last part of a concept's address in the EU's life-event or business-event vocabulary.
    """

    summary: Text = {}
    description: Text = {}
    event_for: EventFor = EventFor.PEOPLE
    eu_code: str = ""
    have_ready: list[Text] = []
    steps: list[Step] = []
    words: Words = {}
    order: int = 0


class Service(Record, frozen=True):
    """What a government offers people.

    With no channel it is a *programme*: a listing about something that others hand out; then ``who_applies`` and
    ``instead`` (what a person can ask for) and ``listing`` (its page in the source) say where to turn.
    ``people_say`` holds lines for search alone, each under the hand that wrote it: lines by one hand fit only that
    hand's way of speaking, so one can be left out to see what the others are worth.
    ``status_from`` and ``status_until`` date a pause, season or closing. ``top_task`` is a rank, 1 the highest;
    0 is none. A retired service keeps its address: those that ``replace`` it are its successors.
    """

    provider: str = ""
    other_names: Words = {}
    words: Words = {}
    people_say: Says = {}
    summary: Text = {}
    description: Text = {}
    what_you_get: Text = {}
    audiences: list[str] = []
    channels: list[Channel] = []
    documents: list[Document] = []
    costs: list[Cost] = []
    duration: Text = {}
    eligibility: Text = {}
    area_served: Text = {}
    languages: list[str] = []
    legal_basis: list[Citation] = []
    related: list[str] = []
    topics: list[str] = []
    life_events: list[str] = []
    top_task: int = 0
    status: Status = Status.ACTIVE
    status_from: dt.date | None = None
    status_until: dt.date | None = None
    status_reason: Text = {}
    retired: dt.date | None = None
    replaces: list[str] = []
    duplicate_of: str = ""
    owner: str = ""
    assured: dt.date | None = None
    next_review: dt.date | None = None
    listing: str = ""
    who_applies: Text = {}
    instead: Text = {}
    spending: Spending | None = None

    @property
    def is_programme(self) -> bool:
        """True for a record with no channel of its own: only a listing about it."""
        return not self.channels

    def status_on(self, day: dt.date) -> Status:
        """Return how the service stands on a day: a pause or closing that has not begun, or a pause that is over,
        leaves it active; out of its season it stays seasonal."""
        if self.status is Status.SEASONAL:
            return self.status
        begun = self.status_from is None or self.status_from <= day
        over = self.status is Status.PAUSED and self.status_until is not None and self.status_until < day
        return self.status if begun and not over else Status.ACTIVE


class Catalogue(Value, frozen=True):
    """Everything, each kind in order of id."""

    providers: list[Provider] = []
    locations: list[Location] = []
    topics: list[Topic] = []
    audiences: list[Audience] = []
    life_events: list[LifeEvent] = []
    services: list[Service] = []


#: The kinds of record, in the order in which they must be stored: what is pointed at comes first.
KINDS: dict[str, type[Record]] = {
    "providers": Provider,
    "locations": Location,
    "topics": Topic,
    "audiences": Audience,
    "services": Service,
    "life_events": LifeEvent,
}
