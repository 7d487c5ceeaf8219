"""What people say: every service and every programme that people look for has lines by many hands, each marked."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator

import pytest
from tools import starter_tables

from fanlight.catalog.exchange import fpi
from fanlight.catalog.exchange.fpi.people_say import hands, lines_for, words_for
from fanlight.catalog.rules import Says, Service
from tests.catalog.test_starter_content import _content

LANGUAGES = ("en", "es")
#: Of each record in each language: how many lines at least, and by how many hands.
LINES, HANDS, WORDS = 12, 5, 5
PROGRAMMES = 470

STARTER: list[Service] = starter_tables.records("us_federal/services", Service)
NUMBERS = sorted(set().union(*hands().values()))


def _said() -> Iterator[tuple[str, Says]]:
    yield from ((service.id, service.people_say) for service in STARTER)
    yield from ((number, lines_for(number)) for number in NUMBERS)


def test_every_service_and_programme_has_enough_lines_by_enough_hands() -> None:
    assert len(NUMBERS) >= PROGRAMMES
    for record, said in _said():
        assert tuple(said) == LANGUAGES, record
        for lang in LANGUAGES:
            lines = [line for by_hand in said[lang].values() for line in by_hand]
            assert len(set(lines)) >= LINES, f"{record}: {lang}"
            assert len(said[lang]) >= HANDS, f"{record}: {lang}"
            assert all(line == " ".join(line.split()) and len(line) <= 140 for line in lines), record


def test_leaving_any_hand_out_leaves_enough() -> None:
    for record, said in _said():
        for lang in LANGUAGES:
            most = max(len(lines) for lines in said[lang].values())
            assert sum(len(lines) for lines in said[lang].values()) - most >= LINES, f"{record}: {lang}"


def test_every_programme_has_words_too() -> None:
    for number in NUMBERS:
        for lang in LANGUAGES:
            words = words_for(number)[lang]
            assert len(set(words)) == len(words) >= WORDS, number


def test_no_hand_says_the_same_of_two_records() -> None:
    for hand in hands():
        for lang in LANGUAGES:
            # Names of one or two words may fit two records; a line may not.
            told = Counter(
                line.casefold() for _, said in _said() for line in said[lang].get(hand, []) if len(line.split()) > 4
            )
            assert [line for line, count in told.items() if count > 2] == [], f"{hand}: {lang}"
            assert sum(count - 1 for count in told.values()) <= len(told) / 100, f"{hand}: {lang}"


def test_hands_have_not_copied_each_other() -> None:
    for lang in LANGUAGES:
        by: dict[tuple[str, str], set[str]] = {}
        for record, said in _said():
            for hand, lines in said[lang].items():
                for line in lines:
                    if len(line.split()) > 4:
                        by.setdefault((record, line.casefold()), set()).add(hand)
        alike = sum(len(some) > 1 for some in by.values())
        assert alike <= len(by) / 100, f"{lang}: {alike} of {len(by)}"


def test_some_write_spanish_with_accents_and_some_without() -> None:
    marked = {}
    for hand in hands():
        lines = [line for _, said in _said() for line in said["es"].get(hand, [])]
        marked[hand] = sum(any(mark in line.casefold() for mark in "áéíóúñ") for line in lines) / len(lines)
    assert min(marked.values()) < 0.25
    assert max(marked.values()) > 0.5


def test_situations_come_before_the_words_of_programmes() -> None:
    first = [(record, next(iter(lines))) for record, said in _said() for lines in said["en"].values()]
    assert sum(len(line.split()) >= 4 for _, line in first) >= 0.9 * len(first)
    names = {service.id: {name.casefold() for name in service.name.values()} for service in STARTER}
    assert not [record for record, line in first if line.casefold() in names.get(record, ())]


def test_the_reader_gives_them_to_programmes(tmp_path) -> None:
    number = NUMBERS[0]
    row = {"id": number, "name": "A programme", "top_agency_name": "Department of Agriculture", "beneficiary_types": []}
    unknown = {**row, "id": "99.999"}
    (tmp_path / "fpi-programs.jsonl").write_text(f"{json.dumps(row)}\n{json.dumps(unknown)}\n", encoding="utf-8")
    with_lines, without = (one.record for one in fpi.read(tmp_path).incoming)
    assert isinstance(with_lines, Service)
    assert isinstance(without, Service)
    assert with_lines.people_say == lines_for(number)
    assert with_lines.words == words_for(number)
    assert (without.people_say, without.words) == ({}, {})


def test_every_number_is_one_of_the_inventory(test_data) -> None:
    lines = _content(test_data("federal-program-inventory/fpi-programs.jsonl.gz")).splitlines()
    assert set(NUMBERS) <= {json.loads(line)["id"] for line in lines}


@pytest.mark.parametrize("hand", sorted(hands()))
def test_every_hand_is_told_of(hand) -> None:
    assert f"| `{hand}` |" in starter_tables.PAGE.read_text(encoding="utf-8")
