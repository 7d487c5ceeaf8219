"""Best bets: read, checked at printing, shown first while their dates hold."""

import datetime as dt
import re
import subprocess

import pytest

from fanlight.edition.queries import Edition, current_address
from fanlight.find.bets import Bet, BetFault, Bets, bet_faults, expired, print_bets, read_bets
from fanlight.find.filters import Chosen
from fanlight.find.queries import look_up, search

from .conftest import fanlight

DAY = dt.date(2026, 11, 22)
_DAY = dt.timedelta(days=1)
RESULT = re.compile(r'<li><h2><a href="([^"]+)">')


def bet(record="a", start=None, until=None, **more):
    return Bet(record, more.pop("phrases", {"en": ["storm damage"]}), more.pop("reason", "why"), start, until)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("storm damage", True), ("My STORM, damage!", True), ("stórm damage to a roof", True), ("damage storm", False),
        ("storm", False), ("storm damages", False), ("", False), ("brainstorm damage", False),
    ],
)  # fmt: skip
def test_a_best_bet_holds_for_a_query_with_its_phrase_word_for_word(query, found):
    assert Bets([bet()]).find((query, ""), DAY) == (["a"] if found else [])


def test_a_mended_query_counts_too():
    assert Bets([bet()]).find(("strom damage", "storm damage"), DAY) == ["a"]


@pytest.mark.parametrize(
    ("start", "until", "holds"),
    [
        (None, None, True), (DAY, DAY, True), (DAY, None, True), (None, DAY, True), (DAY + _DAY, None, False),
        (None, DAY - _DAY, False),
    ],
)  # fmt: skip
def test_its_first_and_its_last_day_count(start, until, holds):
    assert bool(Bets([bet(start=start, until=until)]).find(("storm damage",), DAY)) is holds


def test_at_most_three_stand_first_each_once_in_the_order_of_the_file():
    assert Bets([bet(each) for each in "bacbd"]).find(("storm damage",), DAY) == ["b", "a", "c"]


@pytest.mark.parametrize(
    ("made", "says"),
    [
        (bet("gone"), "no live record of this id"),
        (bet(start=DAY, until=DAY - _DAY), "ends on 2026-11-21, before it begins on 2026-11-22"),
        (bet(phrases={"fr": ["tempête"]}), "does not speak fr. It speaks en, es."),
        (bet(phrases={"en": []}), "no phrase"),
        (bet(phrases={"en": ["?!"]}), "“?!” has no word in it"),
        (bet(reason=" "), "say the reason"),
    ],
)
def test_what_is_wrong_is_a_sentence_with_its_place(made, says):
    faults = bet_faults([bet(), made], {"a"}, ["en", "es"])
    assert len(faults) == 1
    record, sentence = faults[0]
    assert record == made.record
    assert sentence.startswith(f"best_bets.yaml, best bet 2 ({made.record}): ")
    assert says in sentence


def test_one_that_is_over_is_told_and_refuses_nothing():
    over = bet(until=DAY - _DAY)
    assert bet_faults([over], {"a"}, ["en"]) == []
    assert expired([bet(until=DAY), over], DAY) == [
        "best_bets.yaml: the best bet on a ended on 2026-11-21. Take it out, or give it a new date."
    ]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"a: b", "must hold a list"),
        (b"- [", "line 2: this is not YAML"),
        (b"\xff", "not YAML in UTF-8"),
        (b"- record: a\n", "best bet 1: Object missing required field"),
        (b"- {record: a, phrases: {en: [x]}, reason: y, till: 2026-01-01}", "unknown field"),
        (b"- {record: a, phrases: {en: [x]}, reason: y, until: soon}", "written as 2026-11-30"),
        (b"- {record: a, phrases: x, reason: y}", "a list for each language"),
        (b"- words\n", "best bet 1"),
        (b"# " + b"x" * 1_000_001, "Shorten it"),
    ],
)
def test_a_file_that_cannot_be_read_is_a_sentence_with_its_place(tmp_path, content, says):
    path = tmp_path / "best_bets.yaml"
    path.write_bytes(content)
    with pytest.raises(BetFault, match=re.escape(says)) as fault:
        read_bets(path)
    assert str(path) in str(fault.value)


def test_no_file_and_an_empty_one_hold_none(tmp_path):
    assert read_bets(tmp_path / "best_bets.yaml") == []
    (tmp_path / "best_bets.yaml").write_text("# none yet\n", encoding="utf-8")
    assert read_bets(tmp_path / "best_bets.yaml") == []


def test_a_file_is_read_and_printed_whole(tmp_path):
    path = tmp_path / "best_bets.yaml"
    path.write_text(
        "- record: a\n  phrases: {en: [no, 10.551], es: [huracán]}\n  reason: why\n  from: 2026-06-01\n  until: 2026-11-30\n",
        encoding="utf-8",
    )
    bets = read_bets(path)
    assert bets == [
        Bet("a", {"en": ["no", "10.551"], "es": ["huracán"]}, "why", dt.date(2026, 6, 1), dt.date(2026, 11, 30))
    ]
    assert b'"from":"2026-06-01"' in print_bets(bets)


# On a site of its own.

_FILE = """
- record: va-pension
  phrases: {en: [cheese], es: [queso]}
  reason: To be seen
- record: life-events/death-of-a-loved-one
  phrases: {en: [passport]}
  reason: To be seen
  until: 2099-01-01
- record: unclaimed-money
  phrases: {en: [passport]}
  reason: It is over
  until: 2020-01-01
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bets")
    fanlight(folder, "demo", "--no-serve")
    (folder / "best_bets.yaml").write_text(_FILE, encoding="utf-8")
    said = fanlight(folder, "check").stdout
    fanlight(folder, "print")
    return folder, said


@pytest.fixture(scope="module")
def edition(site):
    return Edition(site[0] / "editions" / current_address(site[0] / "editions"))


def test_check_tells_of_one_that_is_over(site):
    assert "the best bet on unclaimed-money ended on 2020-01-01" in site[1]


def test_a_best_bet_stands_first_marked_and_once(edition):
    results = search(edition, "passport", "en", 100)
    assert [each.id for each in results.results if each.recommended] == ["life-events/death-of-a-loved-one"]
    ids = [each.id for each in results.results]
    assert ids[0] == "life-events/death-of-a-loved-one"
    assert len(ids) == len(set(ids)) == min(results.total, 100)
    assert "unclaimed-money" not in ids[:3]


@pytest.mark.parametrize("query", ["cheese", "queso", "Chese, please", "QUESO"])
def test_one_that_matches_nothing_else_is_found_and_counted(edition, query):
    results = search(edition, query, "es")
    assert results.results[0].id == "va-pension"
    assert results.total >= 1


def test_the_day_decides(edition):
    over = look_up(edition, "passport", "en", 10, today=dt.date(2099, 1, 2))
    assert over.recommended == frozenset()
    early = look_up(edition, "passport", "en", 10, today=dt.date(2019, 1, 1))
    assert early.recommended == {"life-events/death-of-a-loved-one", "unclaimed-money"}


def test_what_is_narrowed_to_something_else_has_no_best_bet(edition):
    assert search(edition, "cheese", "en", chosen=Chosen((("for", "veterans"),))).results[0].id == "va-pension"
    assert all(
        each.id != "va-pension" for each in search(edition, "cheese", "en", chosen=Chosen((("by", "irs"),))).results
    )


@pytest.mark.parametrize(("lang", "words"), [("en", "Recommended"), ("es", "Recomendado")])
def test_the_page_marks_it(site, serve, lang, words):
    answer = serve(site[0], "--only", "door").search("passport", lang)
    first = answer.text.partition('<ol class="fl-results"')[2].partition("</li>")[0]
    assert words in first
    assert "death-of-a-loved-one" in RESULT.findall(answer.text)[0]
    assert answer.text.count(words) == 1


def test_a_wrong_one_refuses_the_printing_with_its_sentence(site):
    folder, _ = site
    kept = (folder / "best_bets.yaml").read_text(encoding="utf-8")
    before = current_address(folder / "editions")
    (folder / "best_bets.yaml").write_text(kept.replace("va-pension", "va-penison"), encoding="utf-8")
    try:
        with pytest.raises(subprocess.CalledProcessError) as fault:
            fanlight(folder, "print")
        assert "best bet 1 (va-penison): there is no live record of this id" in fault.value.stdout
        (folder / "best_bets.yaml").write_text("- nonsense", encoding="utf-8")
        with pytest.raises(subprocess.CalledProcessError) as fault:
            fanlight(folder, "check")
        assert "best_bets.yaml, best bet 1" in fault.value.stderr
        assert "Traceback" not in fault.value.stderr
    finally:
        (folder / "best_bets.yaml").write_text(kept, encoding="utf-8")
    assert current_address(folder / "editions") == before
