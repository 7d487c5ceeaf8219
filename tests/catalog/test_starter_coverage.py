"""What the starter catalogue covers: the areas, life events, examples, commitments and providers of the order."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml
from tools import starter_tables

from fanlight.catalog.rules import Catalogue, LifeEvent, Provider, Service, Topic

PAGE = starter_tables.PAGE
LIFE_EVENTS = {
    "having-a-child", "early-childhood", "going-to-college", "starting-work", "losing-a-job-or-income",
    "moving-and-changing-your-name", "buying-a-home", "starting-a-business", "traveling-abroad", "becoming-a-citizen",
    "becoming-ill-or-disabled", "leaving-the-military", "surviving-a-disaster", "approaching-retirement",
    "death-of-a-loved-one",
}  # fmt: skip
#: What the order itself gives as examples of a service.
EXAMPLES = {
    "vaccine-safety", "airport-security", "farm-loan-status", "passport-renewal", "social-security-retirement",
    "tax-refund-status",
}  # fmt: skip


@pytest.fixture(scope="module")
def starter() -> Catalogue:
    return Catalogue(
        providers=starter_tables.records("us_federal/providers.yaml", Provider),
        topics=starter_tables.records("base/topics.yaml", Topic),
        services=starter_tables.records("us_federal/services", Service),
        life_events=starter_tables.records("us_federal/life_events", LifeEvent),
    )


@pytest.fixture(scope="module")
def page() -> str:
    return PAGE.read_text(encoding="utf-8")


def test_there_are_150_services_and_15_whole_life_events(starter: Catalogue) -> None:
    assert len(starter.services) >= 150
    assert {event.id for event in starter.life_events} >= LIFE_EVENTS
    provider = {service.id: service.provider for service in starter.services}
    for event in starter.life_events:
        assert len(event.steps) >= 5, event.id
        assert len(event.have_ready) >= 3, event.id
        assert any(step.can_wait for step in event.steps), event.id
        assert not all(step.can_wait for step in event.steps), event.id
        assert all(step.services and step.summary and step.when for step in event.steps), event.id
        assert len({provider[one] for step in event.steps for one in step.services}) >= 4, event.id


def test_every_area_of_the_order_has_services_to_show(starter: Catalogue) -> None:
    for topic in starter.topics:
        if topic.area:
            assert sum(topic.id in service.topics for service in starter.services) >= 8, topic.id


def test_the_examples_of_the_order_are_there(starter: Catalogue) -> None:
    assert {service.id for service in starter.services} >= EXAMPLES


def test_every_step_leads_to_somebody(starter: Catalogue) -> None:
    known = {provider.id for provider in starter.providers}
    offered = {service.id: service.provider for service in starter.services}
    for event in starter.life_events:
        for step in event.steps:
            assert all(offered[one] in known for one in step.services), f"{event.id}.{step.id}"


def test_the_tables_of_the_page_are_those_of_the_records(page: str) -> None:
    between = page.partition(starter_tables.BEGIN)[2].partition(starter_tables.END)[0]
    assert between.strip() == starter_tables.tables().strip(), "run `python -m tools.starter_tables`"


def _rows(page: str, heading: str) -> list[list[str]]:
    part = page.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    rows = [line for line in part.splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", row)[1:-1]] for row in rows]


def test_the_page_leads_from_all_36_commitments_to_services(starter: Catalogue, page: str) -> None:
    known = {service.id for service in starter.services}
    rows = _rows(page, "From the 36 commitments to services")
    assert [row[0] for row in rows] == [str(number) for number in range(1, 37)]
    for number, _section, _promise, services, why_not in rows:
        named = re.findall(r"`([a-z0-9-]+)`", services)
        assert set(named) <= known, number
        assert named or why_not, f"{number} has neither a service nor a reason"


def test_the_page_says_who_is_who(starter: Catalogue, page: str) -> None:
    known = {provider.id for provider in starter.providers}
    for name, provider, _note in _rows(page, "From the providers of the order to ours"):
        assert provider.strip("`") in known, name


def test_no_commitment_or_provider_of_the_data_is_left_out(page: str, test_data: Any) -> None:
    data = yaml.safe_load(test_data("eo14058-commitments.yaml").read_bytes())
    sections = {row[1] for row in _rows(page, "From the 36 commitments to services")}
    assert sections == {commitment["section"] for commitment in data["commitments"]}
    named = {row[0].strip("`") for row in _rows(page, "From the providers of the order to ours")}
    wanted = {provider["id"] for provider in data["hisps"]}
    for commitment in data["commitments"]:
        wanted |= {body["acronym"] for body in [commitment["agency"], *commitment["partners"]]}
    assert named == wanted
