"""The project's own judged queries hold a floor: the sample catalogue, two languages, authors who knew no record's words.

The queries are never changed to fit the engine. When the engine gets better, raise the floors to a little under what
it reaches; `fanlight judge tests/find/judged/en.jsonl` says what that is.
"""

from pathlib import Path

import pytest

from fanlight.find.judging.asking import ask, unknown
from fanlight.find.judging.metrics import summarise
from fanlight.find.judging.naming import Names
from fanlight.find.judging.reading import read_judged

FILES = {lang: Path(__file__).parent / "judged" / f"{lang}.jsonl" for lang in ("en", "es")}
#: Least success at 3.
FLOORS = {"all": 0.945, "en": 0.95, "es": 0.93}
KINDS = {"plain", "situation", "typo", "name"}


@pytest.fixture(scope="module")
def asked(edition):
    names = Names(edition)
    found = {}
    for lang, path in FILES.items():
        reading = read_judged(path, edition.languages)
        assert not reading.rejected
        assert unknown(reading.queries, names) == []
        found[lang] = ask(edition, reading.queries, names, lang, lambda *_: None)
    return found | {"all": [each for asked in found.values() for each in asked]}


@pytest.mark.parametrize("which", FLOORS)
def test_the_right_answer_is_among_the_first_three(asked, which):
    found = summarise([each.scored for each in asked[which]]).figures["success_at_3"]
    missed = [each.query for each in asked[which] if not each.scored.success_at_3]
    assert found.value >= FLOORS[which], missed


def test_there_are_enough_of_each_kind_and_language(asked):
    assert len(asked["all"]) >= 300
    for lang in FILES:
        kinds = [each.kind for each in asked[lang]]
        assert set(kinds) == KINDS
        assert all(kinds.count(kind) >= 15 for kind in KINDS)
        assert {each.lang for each in asked[lang]} == {lang}
    assert len({(each.query.casefold(), each.lang) for each in asked["all"]}) == len(asked["all"])


def test_most_services_are_the_answer_to_some_query(asked):
    wanted = {record for each in asked["all"] for record in each.wanted}
    assert len(wanted) > 150
