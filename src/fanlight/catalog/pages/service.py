"""The page of a service or programme, and of a retired one."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import msgspec

from ..rules import Channel, ChannelKind, Service, Status, stale_texts, text_date
from .context import Speaker
from .values import (
    ChannelView,
    CitationView,
    GonePage,
    Item,
    Link,
    PlaceView,
    Said,
    ServicePage,
    StatusView,
)


def service_page(service: Service, speaker: Speaker, base: str) -> ServicePage:
    """Say a service on its page. `base` is the site's address, for the data that search engines read."""
    whole = speaker.whole
    provider = whole.providers.get(service.provider)
    status = _status(service, speaker, whole.today)
    usable = status is None or status.open
    channels = [_channel(channel, speaker) for channel in service.channels]
    start = next((view for view in channels if view.starts), channels[0] if channels else None) if usable else None
    fallback, stale = _translation(service, speaker)
    page = ServicePage(
        id=service.id,
        title=speaker.say(service.name),
        summary=speaker.say(service.summary),
        trail=_trail(service, speaker),
        sample=service.sample,
        programme=service.is_programme,
        provider=speaker.provider(provider),
        provider_url=speaker.say(provider.url).text if provider else "",
        provider_phone=provider.phone if provider else "",
        other_names=_other_names(service, speaker),
        status=status,
        start=start,
        channels=channels,
        documents=[Item(d.id, speaker.say(d.name), speaker.say(d.note), d.required) for d in service.documents],
        costs=_costs(service, speaker),
        free=bool(service.costs) and all(cost.amount == 0 for cost in service.costs),
        listing=service.listing,
        languages=service.languages,
        legal_basis=[CitationView(citation.text, citation.url) for citation in service.legal_basis],
        # What came in by a plain file under an id of its own is no number that people know a service by.
        identifiers=[identifier.value for identifier in service.identifiers if identifier.scheme != "source"],
        assured=service.assured,
        source_name=service.source.name if service.source else "",
        source_url=service.source.url if service.source else "",
        fallback_date=fallback,
        stale_since=stale,
        **_texts(service, speaker),
        **_links(service, speaker),
    )
    return msgspec.structs.replace(page, json_ld=_json_ld(service, page, speaker, base))


#: The texts that a page says under the name that the record has for them.
_SAID = ("description", "what_you_get", "duration", "eligibility", "who_applies", "instead", "area_served")


def _texts(service: Service, speaker: Speaker) -> dict[str, Any]:
    texts = {field: speaker.say(getattr(service, field)) for field in _SAID}
    texts["description"] = _rest(texts["description"], speaker.say(service.summary).text)
    return texts


def _rest(description: Said, summary: str) -> Said:
    """Leave out of a description the summary that it begins with: the page has said it already."""
    if summary and description.text.startswith(summary):
        return msgspec.structs.replace(description, text=description.text[len(summary) :].strip())
    return description


def _links(service: Service, speaker: Speaker) -> dict[str, Any]:
    whole = speaker.whole
    return {
        "audiences": [
            Link(speaker.href(f"/audiences/{key}"), speaker.say(whole.audiences[key].name))
            for key in service.audiences
            if key in whole.audiences
        ],
        "related": [
            speaker.service(each)
            for each in whole.resolved([*whole.ways_in(service), *service.related])
            if each.id != service.id
        ],
        "topics": [
            Link(speaker.href(f"/topics/{key}"), speaker.say(whole.topics[key].name))
            for key in service.topics
            if key in whole.topics
        ],
        "life_events": [speaker.event(event) for event in whole.events_of.get(service.id, [])],
    }


def _costs(service: Service, speaker: Speaker) -> list[Item]:
    return [
        Item(
            cost.id,
            speaker.say(cost.name),
            speaker.say(cost.note),
            amount="" if cost.amount is None else f"{cost.amount:f}",
            currency=cost.currency,
        )
        for cost in service.costs
    ]


def gone_page(service: Service, speaker: Speaker) -> GonePage:
    """Say what became of a retired service and where to go now."""
    whole = speaker.whole
    return GonePage(
        id=service.id,
        title=speaker.say(service.name),
        summary=speaker.say(service.summary),
        retired=service.retired,
        reason=speaker.say(service.status_reason),
        successors=[speaker.service(each) for each in whole.resolved(whole.successors.get(service.id, []))],
        provider=speaker.provider(whole.providers.get(service.provider)),
        topics=[
            Link(speaker.href(f"/topics/{key}"), speaker.say(whole.topics[key].name))
            for key in service.topics
            if key in whole.topics and whole.topics[whole.top_of(key)] in whole.open_topics
        ],
    )


def tel(number: str) -> str:
    """Return a telephone number as the `tel:` address that a phone dials (RFC 3966).

    Ten digits, or eleven that begin with 1, are a number of the North American plan; others are dialled as written.
    """
    main = re.split(r"(?i)\s*(?:ext\.?|x)\s*", number)[0]
    digits = re.sub(r"[^\d+#*]", "", main)
    if re.fullmatch(r"\d{10}", digits):
        digits = f"+1{digits}"
    elif re.fullmatch(r"1\d{10}", digits):
        digits = f"+{digits}"
    return f"tel:{digits}"


def _status(service: Service, speaker: Speaker, today: dt.date) -> StatusView | None:
    if service.status_on(today) is Status.ACTIVE:
        return None
    since, until = service.status_from, service.status_until
    in_season = service.status is Status.SEASONAL and bool(since and until and since <= today <= until)
    return StatusView(str(service.status), since, until, speaker.say(service.status_reason), in_season)


def _channel(channel: Channel, speaker: Speaker) -> ChannelView:
    href = speaker.say(channel.url).text
    if channel.kind is ChannelKind.EMAIL and channel.number:
        href = f"mailto:{channel.number}"
    location = speaker.whole.locations.get(channel.location)
    return ChannelView(
        anchor=channel.id,
        kind=str(channel.kind),
        label=speaker.say(channel.label),
        href=href,
        number=channel.number,
        # A mail address stands where other channels have a number, and nobody can dial it.
        tel=tel(channel.number) if channel.number and channel.kind is not ChannelKind.EMAIL else "",
        address=speaker.say(channel.address) or (speaker.say(location.address) if location else Said("")),
        hours=speaker.say(channel.hours) or (speaker.say(location.hours) if location else Said("")),
        languages=channel.languages,
        note=speaker.say(channel.note),
        starts=channel.starts,
        places=[
            PlaceView(speaker.say(p.name), speaker.say(p.url).text, p.number, tel(p.number) if p.number else "")
            for p in channel.by_place
        ],
    )


def _other_names(service: Service, speaker: Speaker) -> list[Said]:
    if own := service.other_names.get(speaker.lang):
        return [Said(name) for name in own]
    for lang in speaker.languages:
        if names := service.other_names.get(lang):
            return [Said(name, lang) for name in names]
    return []


def _trail(service: Service, speaker: Speaker) -> list[Link]:
    """The way back: the home page is the template's; here the topic that the service is found under."""
    whole = speaker.whole
    for key in service.topics:
        if top := whole.top_of(key):
            return [Link(speaker.href(f"/topics/{top}"), speaker.say(whole.topics[top].name))]
    return []


def _translation(service: Service, speaker: Speaker) -> tuple[dt.date | None, dt.date | None]:
    """Return the date of the text that stands in for a missing translation, and since when one is out of date."""
    original = speaker.languages[0]
    missing = [
        text_date(service, path, next(iter(text)))
        for path, text in speaker.whole.texts(service)
        if speaker.lang not in text and any(text.values())
    ]
    stale = stale_texts(service, speaker.lang, original) if speaker.lang != original else []
    dates = [date for date in missing if date]
    return (max(dates) if dates else None), (max(date for _, date in stale) if stale else None)


def _json_ld(service: Service, page: ServicePage, speaker: Speaker, base: str) -> str:
    """Say the service as schema.org `GovernmentService`, safe to stand inside a script element."""
    data: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "GovernmentService",
        "@id": f"{base}{speaker.href(f'/services/{service.id}')}",
        "name": page.title.text,
        "inLanguage": page.title.lang or speaker.lang,
        "url": f"{base}{speaker.href(f'/services/{service.id}')}",
    }
    if page.summary:
        data["description"] = page.summary.text
    if page.other_names:
        data["alternateName"] = [name.text for name in page.other_names]
    if page.provider:
        data["provider"] = {
            "@type": "GovernmentOrganization",
            "name": page.provider.name.text,
            "url": f"{base}{page.provider.href}",
        }
    if page.area_served:
        data["areaServed"] = page.area_served.text
    if page.audiences:
        data["audience"] = [{"@type": "Audience", "audienceType": link.name.text} for link in page.audiences]
    if page.identifiers:
        data["identifier"] = page.identifiers
    channels = [ld for view in page.channels if (ld := _channel_ld(view))]
    if channels:
        data["availableChannel"] = channels
    encoded = msgspec.json.encode(data).decode()
    return encoded.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _channel_ld(view: ChannelView) -> dict[str, object] | None:
    channel: dict[str, object] = {"@type": "ServiceChannel"}
    if view.href.startswith("http"):
        channel["serviceUrl"] = view.href
    if view.tel:
        channel["servicePhone"] = {"@type": "ContactPoint", "telephone": view.tel.removeprefix("tel:")}
    if view.languages:
        channel["availableLanguage"] = view.languages
    return channel if len(channel) > 1 else None
