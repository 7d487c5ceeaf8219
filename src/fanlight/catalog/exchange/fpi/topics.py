"""Which topics and audiences a programme has, by the rules in ``../fpi_data``."""

from __future__ import annotations

import re
from functools import cache

from .data import Rules, audiences, pattern, topic_rules, topic_words, topics, types
from .rows import Row


def topics_of(row: Row, agencies: list[str]) -> list[str]:
    """The topics of a mended row, one at least; ``agencies`` are its provider and those above it, nearest first.

    First what its agency's rules say of a word in the name, else of all the rest (under some agencies its category
    comes before that), else what its types tell. Then its category and words of the name and of the objective add
    topics, each only where none of the same subject stands there yet.
    """
    words = topic_words()
    name = f"{row.name or ''} {row.popular_name or ''}"
    said, rest = _by_agency(name, agencies)
    by_category = [words.categories[key] for key in _categories(row) if key in words.categories]
    early = by_category if words.category_first & set(agencies) else []
    found = said or early or rest or by_category
    found = found or [words.types[kind] for kind in row.assistance_types or [] if kind in words.types]
    found = list(dict.fromkeys(found or words.otherwise))
    more = by_category + _matches("name", name) + _matches("objective", row.objective or "")
    for topic in more:
        if len(found) < words.most and _subject(topic) not in {_subject(one) for one in found}:
            found.append(topic)
    return found[: words.most]


def audiences_of(row: Row) -> list[str]:
    """The audiences of a mended row, in the order of the starter catalogue; none where the row names no type."""
    named = (row.beneficiary_types or []) + (row.applicant_types or [])
    meant = types()
    found = {audience for name in named for audience in meant.audiences.get(name, [])}
    if not any(audiences()[audience].kind == "people" for audience in found):
        found |= {audience for name in named for audience in meant.weak.get(name, [])}
    if named and not found:
        found.add("other-organisations")
    return [audience for audience in audiences() if audience in found]


def with_parents(found: set[str]) -> list[str]:
    """Topics with those above them, what is above first."""
    known = topics()
    above = {known[topic].parent for topic in found} - {""}
    return sorted(found | above, key=lambda topic: (bool(known[topic].parent), topic))


def _by_agency(name: str, agencies: list[str]) -> tuple[list[str], list[str]]:
    rules: Rules = next((topic_rules()[agency] for agency in agencies if agency in topic_rules()), [])
    rest: list[str] = []
    for words, found in rules:
        if words is None:
            rest = found
        elif words.search(name):
            return found, rest
    return [], rest


def _categories(row: Row) -> list[str]:
    return [key for whole in row.categories or [] for key in (whole, whole.split(" - ")[0])]


@cache
def _patterns(where: str) -> list[tuple[re.Pattern[str], str]]:
    words = topic_words()
    pairs = words.name_words if where == "name" else words.objective_words
    return [(pattern(text), topic) for text, topic in pairs]


def _matches(where: str, text: str) -> list[str]:
    return [topic for words, topic in _patterns(where) if words.search(text)]


def _subject(topic: str) -> str:
    return topics()[topic].parent or topic
