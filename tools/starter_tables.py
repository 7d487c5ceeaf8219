"""Writes the tables of `docs/starter.md` that say what the starter catalogue covers, from its records.

Run with `python -m tools.starter_tables` after a change of the starter catalogue; a test holds the page to it. What
stands between `<!-- tables -->` and `<!-- end of tables -->` is replaced, the rest of the page is written by people.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import msgspec
import yaml

from fanlight.catalog.rules import LifeEvent, Provider, Record, Service, Topic

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "starter.md"
STARTER = ROOT / "src" / "fanlight" / "catalog" / "starter"
BEGIN, END = "<!-- tables -->\n", "<!-- end of tables -->"


def records(path: str, kind: type[Record]) -> list[Any]:
    """Read the records of one file of the starter catalogue, or of all files of a folder, in order of their files."""
    place = STARTER / path
    found: list[Any] = []
    for file in sorted(place.glob("*.yaml")) if place.is_dir() else [place]:
        content = yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader)  # every scalar is text
        found += content if isinstance(content, list) else [content]
    return [msgspec.convert(one, kind, strict=False) for one in found]


def tables() -> str:
    """Make the tables: by area, by life event and by provider, each with its services."""
    services: list[Service] = records("us_federal/services", Service)
    topics: list[Topic] = records("base/topics.yaml", Topic)
    events: list[LifeEvent] = records("us_federal/life_events", LifeEvent)
    providers: list[Provider] = records("us_federal/providers.yaml", Provider)
    areas = sorted((topic for topic in topics if topic.area), key=lambda topic: topic.area)
    others = [topic for topic in topics if not topic.area]
    parts = [
        f"{len(services)} services, {len(events)} life events, {len(providers)} providers.\n",
        "### By area\n\n| area | services | |\n|---|--:|---|\n" + "".join(_topic(topic, services) for topic in areas),
        "### By other topic\n\n| topic | services |\n|---|--:|\n"
        + "".join(f"| {topic.name['en']} | {len(_under(topic, services))} |\n" for topic in others),
        "### By life event\n\n| life event | steps | services | providers |\n|---|--:|--:|--:|\n"
        + "".join(_event(event, services) for event in events),
        "### By provider\n\n| provider | of | services |\n|---|---|--:|\n" + _providers(providers, services),
    ]
    return "\n".join(parts)


def _under(topic: Topic, services: list[Service]) -> list[Service]:
    return [service for service in services if topic.id in service.topics]


def _topic(topic: Topic, services: list[Service]) -> str:
    found = _under(topic, services)
    return f"| {topic.name['en']} | {len(found)} | {', '.join(f'`{service.id}`' for service in found)} |\n"


def _event(event: LifeEvent, services: list[Service]) -> str:
    named = {one for step in event.steps for one in step.services}
    offering = {service.provider for service in services if service.id in named}
    return f"| {event.name['en']} | {len(event.steps)} | {len(named)} | {len(offering)} |\n"


def _providers(providers: list[Provider], services: list[Service]) -> str:
    offered = Counter(service.provider for service in services)
    names = {provider.id: provider.name["en"] for provider in providers}
    return "".join(f"| {one.name['en']} | {names.get(one.parent, '')} | {offered[one.id]} |\n" for one in providers)


def main() -> None:
    """Write the tables into the page."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    PAGE.write_text(before + BEGIN + "\n" + tables() + "\n" + END + after, encoding="utf-8")


if __name__ == "__main__":
    main()
