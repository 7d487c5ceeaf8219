"""Search over records made by hand: what comes first, in which languages, and what it withstands."""

import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fanlight.edition.index import Index, build_index

from .making import doc

LANGUAGES = ["en", "es"]
DOCS = [
    doc("rent-help", "Rental assistance", words="help with rent evicted", texts="Money for families who owe rent."),
    doc("retirement", "Retirement benefits", texts="A monthly payment when you stop working.", codes=["SSA-10"]),
    doc("retirement-law", "Laws on retirement benefits of agencies", texts="retirement retirement retirement"),
    doc("funeral", "Funeral assistance", texts="Costs of a funeral after a disaster."),
    doc("jubilacion", "Jubilación", lang="es", texts="Un pago mensual cuando deja de trabajar."),
    doc("nino", "Cuidado de niños", lang="es", words="guardería hijos"),
    doc("food", "Food boxes", codes=["10.565"], texts="For older people."),
    doc("other-food", "Food research", texts="It cites 10.565 and 10 565 at length: 10.565, 10.565.", for_people=False),
    doc("heating", "Low-income home energy", says="they cut my lights off tomorow and baby is cold"),
    doc("nursery", "Aulas de la primera infancia", lang="es", says="no tengo con quien dejar al bebé"),
    doc("passport", "Get a first travel book", texts="A passport."),
    doc("lost-passport", "Report a lost passport", words="stolen passport"),
    *[doc(f"twin-{n:02}", "Twin records", texts="alike") for n in range(60)],
]


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    folder = tmp_path_factory.mktemp("index")
    build_index(folder, reversed(DOCS), LANGUAGES)
    return Index(folder, LANGUAGES)


@pytest.mark.parametrize(
    ("lang", "query", "first"),
    [
        ("en", "renting", "rent-help"),  # stemming
        ("en", "RENT", "rent-help"),
        ("en", "retirement benefits", "retirement"),  # the exact name, before one that says more of it
        ("en", "retiremant benifits", "retirement"),  # the exact name, with a typing mistake in each word
        ("en", "funerl", "funeral"),
        ("en", "funreal", "funeral"),
        ("es", "jubilacion", "jubilacion"),  # accents left out
        ("es", "JUBILACIÓN", "jubilacion"),
        ("en", "jubilación", "jubilacion"),  # the other language of the site
        ("es", "jubilasion", "jubilacion"),
        ("es", "cuidado de ninos", "nino"),
        ("es", "niño", "nino"),
        ("es", "guarderias", "nino"),
        ("en", "10.565", "food"),  # the exact code, before a text that names it
        ("en", "program 10.565", "food"),
        ("en", "ssa-10", "retirement"),
        ("en", "SSA 10", "retirement"),
        ("en", "ssa10", "retirement"),
        ("en", "lost passport", "lost-passport"),  # an id that is a common word is no code
        ("en", "food", "food"),  # for people, before for organisations
        ("en", "gonna cut my lights", "heating"),  # what people say of it
        ("en", "cold babies", "heating"),
        ("es", "con quien dejo al bebe", "nursery"),
        ("en", "tomorrow", None),  # a slip in a line is no word to correct others by
        ("en", "the", None),
        ("en", "xyzzyx", None),
        ("en", "", None),
        ("en", "   ", None),
    ],
)
def test_what_comes_first(index, lang, query, first):
    hits, total = index.search(query, lang, 5)
    assert (hits[0].id if hits else None) == first
    assert (total == 0) == (first is None)


@pytest.mark.parametrize(
    "query",
    [
        'rent AND (NOT "', "rent^5 names_en:rent", "-rent +rent", '"rent', "rent*", "*", "???", "rent~2", "[a TO b]", "\\",
        "😀", "rent 😀", "ren\u0301t", "ﬁnance", "\u202erent", "日本語", "a" * 5000, "rent " * 500, "1" * 400, "10." * 200,
        "ß" * 200, "../../etc", "' OR 1=1 --", "<script>", "\x00", "\ud800",
    ],
)  # fmt: skip
def test_no_query_is_too_strange(index, query):
    hits, total = index.search(query, "en", 5)
    assert len(hits) <= 5
    assert total >= len(hits)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=80), st.sampled_from([*LANGUAGES, "fr", ""]))
def test_any_text_can_be_asked(index, query, lang):
    hits, total = index.search(query, lang, 10)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert total >= len(hits)


def test_equal_scores_are_ordered_by_id_on_every_page(index):
    twins = [f"twin-{n:02}" for n in range(60)]
    for limit in (1, 10, 20, 30, 59, 60, 100):
        hits, total = index.search("twin alike", "en", limit)
        assert [hit.id for hit in hits] == twins[:limit]
        assert total == 60


def test_two_builds_answer_alike(index, tmp_path):
    build_index(tmp_path, DOCS, LANGUAGES)
    again = Index(tmp_path, LANGUAGES)
    for query in ("retirement benefits", "food", "twin", "passport rent"):
        assert again.search(query, "en", 20) == index.search(query, "en", 20)


def test_several_threads_may_ask(index):
    expected = index.search("retirment benefits", "en", 5)
    answers = []
    threads = [
        threading.Thread(target=lambda: answers.extend(index.search("retirment benefits", "en", 5) for _ in range(50)))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [expected] * 200


def test_a_language_without_a_stemmer_is_searched_too(tmp_path):
    build_index(tmp_path, [doc("a", "Gwasanaeth", lang="cy")], ["cy"])
    assert [hit.id for hit in Index(tmp_path, ["cy"]).search("gwasanaeth", "cy", 5)[0]] == ["a"]
