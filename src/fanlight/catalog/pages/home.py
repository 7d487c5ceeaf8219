"""The home page and the pages of life events."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ..rules import AudienceKind, EventFor, LifeEvent, Service, Status, text_date
from ..rules.shelves import MOST_LINKS
from .context import Speaker
from .lists import Lists
from .values import AllServicesPage, HomePage, LifeEventPage, Link, LinkGroup, Said, StepView

_TASKS, _EVENTS, _PEOPLE, _ORGANISATIONS, _PAUSED, _SEARCHES = 8, 15, 10, 6, 4, 4
#: A longer search does not fit on a button.
_SHORT_SEARCH = 30


def home_page(lists: Lists, speaker: Speaker) -> HomePage:
    """Say what the front page offers. Topics are the way to everything, so they come first when room is counted."""
    whole = speaker.whole
    topics = lists.topic_links(speaker)
    areas = [link for link, topic in zip(topics, whole.open_topics, strict=False) if topic.area]
    events = sorted(whole.catalogue.life_events, key=lambda event: (event.order or 999, event.id))
    # Some links are the page's own: to all life events and agencies, and the searches that people often make.
    room = MOST_LINKS - 3 - _SEARCHES - len(topics)
    for_people = [speaker.event(each) for each in events if each.event_for is not EventFor.BUSINESS]
    for_business = [speaker.event(each) for each in events if each.event_for is EventFor.BUSINESS]
    for_people, room = _fit(for_people, _EVENTS, room)
    for_business, room = _fit(for_business, _EVENTS - len(for_people), room)
    tasks = sorted(
        (each for each in whole.services.values() if each.top_task), key=lambda each: (each.top_task, each.id)
    )
    task_links, room = _fit([speaker.service(each, by_provider=True) for each in tasks], _TASKS, room)
    paused = [speaker.service(each) for each in whole.services.values() if each.status_on(whole.today) is Status.PAUSED]
    paused, room = _fit(paused, _PAUSED, room)
    audiences, room = _fit(lists.audience_links(speaker, AudienceKind.PEOPLE), _PEOPLE, room)
    organisations, room = _fit(lists.audience_links(speaker, AudienceKind.ORGANISATIONS), _ORGANISATIONS, room)
    return HomePage(
        title=Said(_("What do you need help with?")),
        life_events=for_people,
        business_events=for_business,
        areas=areas,
        tasks=task_links,
        topics=[link for link in topics if link not in areas],
        audiences=audiences + organisations,
        paused=paused,
        searches=_searches(tasks, speaker),
    )


def _searches(tasks: list[Service], speaker: Speaker) -> list[Said]:
    """What people say for the top tasks, short enough to stand on a button."""
    said = (
        next((words for words in task.words.get(speaker.lang, []) if len(words) <= _SHORT_SEARCH), "") for task in tasks
    )
    return [Said(words) for words in said if words][:_SEARCHES]


def _fit(links: list[Link], most: int, room: int) -> tuple[list[Link], int]:
    kept = links[: max(0, min(most, room))]
    return kept, room - len(kept)


def life_event_page(event: LifeEvent, speaker: Speaker) -> LifeEventPage:
    """Say a life event with its steps in order, and who does each."""
    whole = speaker.whole
    in_steps = {service.id for step in event.steps for service in whole.resolved(step.services)}
    also = [
        speaker.service(service)
        for service in whole.services.values()
        if event.id in service.life_events and service.id not in in_steps
    ]
    title, summary = speaker.say(event.name), speaker.say(event.summary)
    return LifeEventPage(
        id=event.id,
        title=title,
        summary=summary,
        trail=[Link(speaker.href("/life-events"), Said(_("Life events")))],
        sample=event.sample,
        description=speaker.say(event.description),
        have_ready=[speaker.say(text) for text in event.have_ready],
        steps=[
            StepView(
                anchor=step.id,
                name=speaker.say(step.name),
                summary=speaker.say(step.summary),
                when=speaker.say(step.when),
                can_wait=step.can_wait,
                services=[speaker.service(each, by_provider=True) for each in whole.resolved(step.services)],
            )
            for step in event.steps
        ],
        also=also,
        event_for=str(event.event_for),
        fallback_date=text_date(event, "name", title.lang) if title.lang or summary.lang else None,
    )


def all_services_page(lists: Lists, speaker: Speaker) -> AllServicesPage:
    """List every service under the topic at the top that it stands under first, to look things up in."""
    whole = speaker.whole
    groups: dict[str, list[Link]] = {topic.id: [] for topic in whole.open_topics}
    groups[""] = []
    for service in sorted(whole.services.values(), key=speaker.sort_key):
        top = next((found for key in service.topics if (found := whole.top_of(key))), "")
        link = speaker.service(service)
        groups[top if top in groups else ""].append(Link(link.href, link.name))
    return AllServicesPage(
        title=Said(_("All services")),
        groups=[
            LinkGroup(speaker.say(whole.topics[key].name) if key else Said(_("Other services")), links)
            for key, links in groups.items()
            if links
        ],
    )
