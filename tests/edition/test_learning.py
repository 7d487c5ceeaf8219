"""What was learned from use: it lifts what people chose, finds it for a like query, and never beats what is exact."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fanlight.edition.index import Index, build_index
from fanlight.edition.learning import Learned, LearnedFault, Memory, load, normal, only, save, strengths, triples
from fanlight.edition.rules import edition_address

from .making import doc

DOCS = [
    doc("tax", "Tax"),
    doc("tax-return", "Send a tax return", codes=["SA-100"]),
    doc("tax-refund", "Claim a tax refund"),
    doc("ch2", "Claim child benefit CH2"),
    doc("child", "Child tax credit", texts="ch2 child benefit claim"),
    doc("visa", "Travel papers"),
    doc("ninos", "Cuidado de niños", lang="es"),
]
LEARNED = [
    Learned("tax", {"tax-refund": 1.0, "tax-return": 0.9}),
    Learned("taxes back", {"tax-refund": 1.0}),
    Learned("sa100", {"tax-refund": 1.0}),
    Learned("sa 100", {"tax-refund": 1.0}),
    Learned("ch2", {"child": 1.0}),
    Learned("ch 2", {"child": 1.0}),
    Learned("claim a tax refund", {"tax-return": 1.0}),
    Learned("evisa", {"visa": 1.0}),
    Learned("guarderia", {"ninos": 1.0}),
    *[Learned(f"tax refund {n} times", {"tax-return": 1.0}) for n in ("two", "three", "four", "five")],
]


@pytest.fixture(scope="module")
def indexes(tmp_path_factory):
    folders = [tmp_path_factory.mktemp(name) for name in ("before", "after")]
    for folder, learned in zip(folders, ([], LEARNED), strict=True):
        build_index(folder, DOCS, ["en", "es"], (), learned)
    return [Index(folder, ["en", "es"]) for folder in folders]


def _firsts(indexes, query, lang="en"):
    return [hits[0].id if (hits := index.search(query, lang, 5)[0]) else None for index in indexes]


@pytest.mark.parametrize("query", ["tax", "TAX", "SA-100", "sa100", "sa 100", "form sa100", "ch2", "CH 2"])
def test_exact_names_numbers_and_forms_keep_first_place(indexes, query):
    before, after = _firsts(indexes, query)
    assert after == before
    assert before in ("tax", "tax-return", "ch2")


def test_an_exact_name_keeps_first_place_though_every_like_query_led_elsewhere(indexes):
    assert _firsts(indexes, "claim a tax refund") == ["tax-refund", "tax-refund"]


@pytest.mark.parametrize(
    ("query", "before", "after"),
    [
        ("taxes back", "tax", "tax-refund"),  # the query itself
        ("tax back", "tax", "tax-refund"),  # one like it
        ("evisa", None, "visa"),  # no word of it is in the record
        ("evisas", None, "visa"),
        ("guarderías", None, "ninos"),  # in any language, accents or not
        ("bread", None, None),
    ],
)
def test_what_was_chosen_comes_first(indexes, query, before, after):
    assert _firsts(indexes, query) == [before, after]


def test_explaining_tells_what_clicks_did(indexes):
    assert "chosen for such a query" in dict(indexes[1].explain("taxes back", "en", "tax-refund"))
    assert not [why for why, _ in indexes[0].explain("taxes back", "en", "tax-refund") if "chosen" in why]


@settings(max_examples=60, deadline=None)
@given(query=st.text(max_size=60))
def test_no_text_breaks_remembering(indexes, query):
    found = indexes[1].search(query, "en", 5)[0]
    assert all(hit.id in {each.id for each in DOCS} for hit in found)


def test_a_strength_is_between_0_and_1_and_a_memory_without_queries_is_silent(tmp_path, indexes):
    assert all(0 < choice.strength <= 1 for choice in indexes[1]._memory.recall("tax refund five times"))
    assert Memory(tmp_path).recall("tax") == []


def test_a_very_long_query_asks_for_few_triples():
    assert len(triples(normal("abcdefghij " * 2000 + "".join(map(chr, range(97, 123))) * 400))) <= 150


def test_strengths_are_shares_of_the_greatest_in_logarithms():
    assert strengths({"a": 999, "b": 9, "c": 0}) == {"a": 1.0, "b": pytest.approx(1 / 3, abs=1e-4)}
    assert normal("  Évisa, PLEASE! 10.551 ") == "evisa please 10.551"


def test_a_record_that_is_gone_is_forgotten():
    assert only(LEARNED[:1] + LEARNED[7:8], frozenset({"tax-return"})) == [Learned("tax", {"tax-return": 0.9})]


def test_kept_and_read_again(tmp_path):
    path = tmp_path / "learned.json"
    assert load(path) == []
    save(path, LEARNED)
    assert load(path) == LEARNED
    path.write_bytes(b"[{]")
    with pytest.raises(LearnedFault, match="--forget"):
        load(path)
    save(path, [])
    assert not path.exists()


def test_what_was_learned_is_part_of_the_address():
    plain = edition_address({}, {}, b"c", b"[1]")
    assert plain == edition_address({}, {}, b"c", b"[1]", b"[]")
    assert len({plain, edition_address({}, {}, b"c", b"[1]", b"[2]"), edition_address({}, {}, b"c", b"", b"[1]")}) == 3
