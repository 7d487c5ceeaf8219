"""The same pages in plain text: for a person's assistant, a phone line, or anyone without a screen.

The words are those of the templates, in the language that Django speaks at the moment. Nothing that a page shows is
left out, but for decoration; a link stands behind its name as the address it leads to.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from django.utils import formats
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from fanlight.theme.templatetags.fanlight import bare_host, channel_name, language_names, money

from .values import (
    AllServicesPage,
    ChannelView,
    GonePage,
    HomePage,
    Item,
    LifeEventPage,
    Link,
    LinkGroup,
    ListPage,
    PageValue,
    PlaceView,
    Said,
    ServicePage,
    StatusView,
)

_DAY_FORMATS = {"en": "F j, Y"}


def plain(value: PageValue) -> str:
    """Say a page as plain text: paragraphs parted by a blank line, each part of the page under its heading."""
    says: dict[type, Callable[[Any], list[str]]] = {
        ServicePage: _service,
        LifeEventPage: _life_event,
        ListPage: _list,
        AllServicesPage: _all_services,
        HomePage: _home,
        GonePage: _gone,
    }
    parts = [value.title.text, value.summary.text, *says[type(value)](value)]
    if value.sample:
        parts.append(_("Sample content, to be verified."))
    return "\n\n".join(part for part in parts if part)


def _service(page: ServicePage) -> list[str]:
    return [
        _status(page.status) if page.status else "",
        _start(page),
        _turn(page) if page.programme else "",
        _dated(page),
        _under(_("What it is"), page.description.text),
        _under(_("What you get"), page.what_you_get.text),
        _under(_("Who can get it"), page.eligibility.text, ", ".join(link.name.text for link in page.audiences)),
        _under(_("What you need"), *(_item(item) for item in page.documents)),
        _under(_("What it costs"), *([_("Free")] if page.free else [_item(item) for item in page.costs])),
        _under(_("How long it takes"), page.duration.text),
        _under(_("Where"), page.area_served.text),
        _under(_("Ways to reach this service"), *(_channel(view, view == page.start) for view in page.channels)),
        _under(_("The law behind it"), *(f"- {law.text} {law.href}".rstrip() for law in page.legal_basis)),
        _under(_("Who runs it"), *_provider(page)),
        _links(_("Part of a larger moment"), page.life_events),
        _links(_("Related services"), page.related),
        _links(_("Topics"), page.topics),
        _under(_("About these facts"), *_facts(page)),
    ]


def _status(status: StatusView) -> str:
    return "\n".join(line for line in (_standing(status), status.reason.text) if line)


def _standing(status: StatusView) -> str:
    since, until = bool(status.since), bool(status.until)
    if status.kind == "paused":
        words = {
            (True, True): _("Paused from %(since)s to %(until)s"),
            (True, False): _("Paused since %(since)s"),
            (False, True): _("Paused until %(until)s"),
        }.get((since, until), _("Paused now"))
    elif status.kind == "seasonal" and status.open:
        words = _("Open now, until %(until)s") if until else _("Open now, for a season")
    elif status.kind == "seasonal":
        shut = _("Not open now. It is open for a season each year")
        words = _("Not open now. It opens on %(since)s") if since else shut
    else:
        words = _("Closed since %(since)s") if since else _("Closed")
    return words % {"since": day(status.since), "until": day(status.until)}


def _start(page: ServicePage) -> str:
    """The one thing to do first, with its number or address in full."""
    start = page.start
    if start is None:
        return ""
    if start.places:
        where = _("Where you start depends on the place.") if start.label else ""
        where = where or _("Where you start depends on where you live.")
        return _under(where, start.label.text, *(_place(place) for place in start.places))
    name = start.label.text or _button(start.kind)
    if start.tel and start.kind in ("phone", "tty"):
        # A label says what the number is for; where there is none, "Call" says enough.
        name = start.label.text
        reach = _("Call %(number)s") % {"number": start.number}
    elif start.tel and start.kind == "text":
        name = start.label.text
        reach = _("Text %(number)s") % {"number": start.number}
    elif start.href:
        reach = start.href.removeprefix("mailto:")
    else:
        name = start.label.text or channel_name(start.kind)
        reach = "; ".join(part for part in (start.address.text.replace("\n", ", "), start.number) if part)
    return "→ " + ": ".join(part for part in (name, reach) if part)


def _button(kind: str) -> str:
    return {
        "in-person": _("Find an office"),
        "post": _("Get the form to mail"),
        "app": _("Get the app"),
        "email": _("Write an email"),
    }.get(kind, _("Start online"))


def _turn(page: ServicePage) -> str:
    lines = []
    if page.who_applies:
        lines.append(f"{_('Who applies')}: {page.who_applies.text}")
    if page.instead:
        lines.append(f"{_('What you can ask for')}: {page.instead.text}")
    if not lines:
        lines.append(_("People do not apply for this directly. Ask the agency below who gives it out near you."))
    if page.listing:
        host = {"host": bare_host(page.listing)}
        lines.append(f"{_('See the official listing on %(host)s') % host}: {page.listing}")
    return _under(_("Where to turn"), *lines)


def _channel(view: ChannelView, starts_here: bool) -> str:
    """One way in one line, with the notes below it. The places of the start have been told at the top."""
    reach = [view.number, view.href.removeprefix("mailto:") if view.href != f"mailto:{view.number}" else ""]
    reach += [" ".join(view.address.text.split("\n")), view.hours.text]
    if view.languages:
        reach.append(f"{_('In:')} {language_names(view.languages)}")
    head = f"- {view.label.text or channel_name(view.kind)}"
    told = "; ".join(part for part in reach if part)
    lines = [f"{head}: {told}" if told else head, *_indented(view.note.text)]
    if view.places and starts_here:
        lines.append(f"  {_('This depends on the place: see the list at the top of this page.')}")
    elif view.places:
        lines += [f"  {_place(place)}" for place in view.places]
    return "\n".join(lines)


def _place(place: PlaceView) -> str:
    return "- " + ": ".join(part for part in (place.name.text, " ".join([place.number, place.href]).strip()) if part)


def _item(item: Item) -> str:
    amount = money(item.amount, item.currency) if item.amount else ""
    name = " ".join(part for part in (amount, item.name.text) if part)
    if not item.required:
        name = f"{name} ({_('may be asked for')})"
    return "\n".join([f"- {name}", *_indented(item.note.text)])


def _provider(page: ServicePage) -> Iterable[str]:
    if page.provider:
        yield _link(page.provider)
    if page.provider_phone:
        yield f"{_('Phone')}: {page.provider_phone}"
    if page.provider_url:
        yield page.provider_url
    if page.languages:
        yield f"{_('Offered in')} {language_names(page.languages)}"


def _facts(page: ServicePage) -> Iterable[str]:
    if page.other_names:
        yield f"{_('Also called:')} {'; '.join(name.text for name in page.other_names)}"
    if page.source_name:
        yield f"{_('Facts from:')} {page.source_name} {page.source_url}".rstrip()
    if page.identifiers:
        yield f"{_('Known elsewhere as:')} {', '.join(page.identifiers)}"
    if page.assured:
        yield f"{_('Checked on')} {day(page.assured)}"


def _life_event(page: LifeEventPage) -> list[str]:
    steps = []
    for number, step in enumerate(page.steps, 1):
        when = [step.when.text, _("This can wait") if step.can_wait else ""]
        told = "; ".join(part for part in when if part)
        head = f"{number}. {step.name.text}" + (f" ({told})" if told else "")
        steps.append("\n".join([head, *_indented(step.summary.text), *(f"  {_link(each)}" for each in step.services)]))
    return [
        _dated(page),
        page.description.text,
        _under(_("Have ready"), *(f"- {text.text}" for text in page.have_ready)),
        _under(_("What to do, step by step"), *steps),
        _links(_("May also help"), page.also),
    ]


def _list(page: ListPage) -> list[str]:
    lines = [
        _("This agency ended on %(date)s.") % {"date": day(page.ended)} if page.ended else "",
        f"{_('Part of')}: {page.parent.name.text} {page.parent.href}" if page.parent else "",
        f"{_('Phone')}: {page.phone}" if page.phone else "",
        f"{_('Website')}: {page.url}" if page.url else "",
        f"{_('Before, called')}: {'; '.join(name.text for name in page.formerly)}" if page.formerly else "",
    ]
    parts = ["\n".join(line for line in lines if line), _dated(page), page.description.text]
    if not page.groups and not page.description:
        parts.append(_("Nothing is listed here yet."))
    return parts + [_group(group) for group in page.groups]


def _all_services(page: AllServicesPage) -> list[str]:
    return [_group(group) for group in page.groups]


def _home(page: HomePage) -> list[str]:
    often = "; ".join(words.text for words in page.searches)
    return [
        f"{_('People often look for:')} {often}" if often else "",
        _links(_("Start with what happened"), page.life_events),
        _links(_("For a business"), page.business_events),
        _links(_("Or choose a door"), page.areas),
        _links(_("What people do most"), page.tasks),
        _links(_("Paused now"), page.paused),
        _links(_("All topics"), page.topics),
        _links(_("Who it is for"), page.audiences),
        _links(_("Agencies"), page.providers),
    ]


def _gone(page: GonePage) -> list[str]:
    ended = _("This service has ended.")
    if page.retired:
        ended = _("This service ended on %(date)s.") % {"date": day(page.retired)}
    return [
        ended,
        page.reason.text,
        _links(_("Where to go now"), page.successors),
        _links(_("Who ran it"), [page.provider] if page.provider else []),
        _links(_("Look under these topics"), page.topics),
    ]


def _dated(page: ServicePage | LifeEventPage | ListPage) -> str:
    """Say that parts are in another language, or that a translation is older than its original."""
    lines = []
    if page.fallback_date:
        date = {"date": day(page.fallback_date)}
        if get_language() == "es":
            lines.append(_("Not all of this page is in Spanish yet. English text of %(date)s.") % date)
        else:
            lines.append(_("Parts of this page are not yet in English. Text in another language of %(date)s.") % date)
    if isinstance(page, ServicePage) and page.stale_since:
        date = {"date": day(page.stale_since)}
        lines.append(_("The original text changed on %(date)s. This translation does not show that change yet.") % date)
    return "\n".join(lines)


def day(date: dt.date | None) -> str:
    """Say a date in words, as people write it in the language that is spoken; nothing for none."""
    return formats.date_format(date, _DAY_FORMATS.get(get_language() or "en", "DATE_FORMAT")) if date else ""


def _links(heading: str, links: list[Link]) -> str:
    return _group(LinkGroup(Said(heading), links))


def _group(group: LinkGroup) -> str:
    return _under(group.name.text, *(_link(link) for link in group.links))


def _link(link: Link) -> str:
    name = f"{link.name.text} ({link.count})" if link.count else link.name.text
    note = f": {link.note.text}" if link.note else ""
    return f"- {name}{note} [{link.href}]"


def _under(heading: str, *lines: str) -> str:
    """Put lines under a heading; nothing where there are none."""
    told = [line for line in lines if line]
    return (
        "\n".join([f"{heading}:" if heading and heading[-1] not in ".?!:" else heading, *told]).strip() if told else ""
    )


def _indented(text: str) -> list[str]:
    return [f"  {line}" for line in text.split("\n") if line.strip()]
