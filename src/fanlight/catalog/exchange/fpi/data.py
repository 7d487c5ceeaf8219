"""The reader's rules and words, read from ``../fpi_data`` once."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

import msgspec
import yaml

from fanlight.catalog.rules import Audience, Text, Topic


class Agency(msgspec.Struct, forbid_unknown_fields=True):
    """What the data adds to an agency's name."""

    id: str = ""
    en: str = ""
    es: str = ""
    short: str = ""
    parts: dict[str, Agency] = {}


class Agencies(msgspec.Struct, forbid_unknown_fields=True):
    """All agencies, and how to clean a name that is not among them."""

    misspelt: dict[str, str]
    small_words: set[str]
    keep_capitals: set[str]
    agencies: dict[str, Agency]


class Types(msgspec.Struct, forbid_unknown_fields=True):
    """What the inventory's types mean."""

    placeholder: str
    no_name: set[str]
    labels: dict[str, str]
    what_you_get: dict[str, Text]
    audiences: dict[str, list[str]]
    weak: dict[str, list[str]]


class OwnKind(msgspec.Struct, forbid_unknown_fields=True):
    """What is said of programmes that nobody applies for."""

    who_applies: Text
    instead: Text


class Group(msgspec.Struct, forbid_unknown_fields=True):
    """Applicants that are spoken of together."""

    id: str
    of: set[str]
    name: Text
    ask: Text
    types: set[str] = set()


class Applying(msgspec.Struct, forbid_unknown_fields=True, rename={"and_": "and", "or_": "or"}):
    """What is said of who applies, and what one can do instead."""

    own_kind: dict[str, OwnKind]
    groups: list[Group]
    who_applies: Text
    who_unknown: Text
    and_: dict[str, tuple[str, str]]
    or_: dict[str, tuple[str, str]]
    helped: set[str]
    helped_types: set[str]
    work_for_all: str
    instead: dict[str, Text]


class Words(msgspec.Struct, forbid_unknown_fields=True):
    """Topics by category and by words."""

    most: int
    category_first: set[str]
    categories: dict[str, str]
    name_words: list[tuple[str, str]]
    objective_words: list[tuple[str, str]]
    types: dict[str, str]
    otherwise: list[str]


Rules = list[tuple[re.Pattern[str] | None, list[str]]]


def folder() -> Traversable:
    """The folder of the reader's data."""
    return resources.files("fanlight.catalog") / "exchange" / "fpi_data"


def load(name: str) -> Any:
    """One file of the reader's data, as plain data."""
    return _yaml(folder() / name)


def pattern(words: str) -> re.Pattern[str]:
    """A pattern of words, found where a word begins, in any case."""
    return re.compile(rf"(?<!\w)(?:{words})", re.IGNORECASE)


@cache
def agencies() -> Agencies:
    """The agencies."""
    return msgspec.convert(load("agencies.yaml"), Agencies)


@cache
def types() -> Types:
    """The meaning of types."""
    return msgspec.convert(load("types.yaml"), Types)


@cache
def applying() -> Applying:
    """What is said of applying."""
    return msgspec.convert(load("applying.yaml"), Applying)


@cache
def topic_words() -> Words:
    """Topics by category and by words."""
    return msgspec.convert(load("topics_by_words.yaml"), Words)


@cache
def topic_rules() -> dict[str, Rules]:
    """Topics by agency: for each, its patterns in order; the last, without a pattern, holds for all the rest."""
    raw: dict[str, list[tuple[str, list[str]]]] = {}
    for part in ("topics_by_agency_1.yaml", "topics_by_agency_2.yaml"):
        raw |= msgspec.convert(load(part), dict[str, list[tuple[str, list[str]]]])
    return {
        agency: [(pattern(words) if words else None, topics) for words, topics in rules]
        for agency, rules in raw.items()
    }


@cache
def topics() -> dict[str, Topic]:
    """Every topic that a rule can name: those of the starter catalogue, and this reader's sub-topics."""
    found = {topic.id: topic for topic in msgspec.convert(_starter("topics.yaml"), list[Topic])}
    parts = msgspec.convert(load("subtopics.yaml"), dict[str, tuple[str, str, str]])
    for order, (topic_id, (parent, english, spanish)) in enumerate(parts.items(), 1):
        found[topic_id] = Topic(id=topic_id, name={"en": english, "es": spanish}, parent=parent, order=order)
    return found


@cache
def audiences() -> dict[str, Audience]:
    """The audiences of the starter catalogue."""
    return {audience.id: audience for audience in msgspec.convert(_starter("audiences.yaml"), list[Audience])}


def _starter(name: str) -> Any:
    return _yaml(resources.files("fanlight.catalog") / "starter" / "base" / name)


def _yaml(file: Traversable) -> Any:
    return yaml.load(file.read_text("utf-8"), Loader=yaml.CSafeLoader)
