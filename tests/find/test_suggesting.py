"""Suggestions while somebody types: what is suggested, what never is, and how the door answers."""

import time
import urllib.parse

import msgspec
import pytest

from fanlight.edition.rules import Card, SearchDoc
from fanlight.edition.understanding import words_of
from fanlight.find.suggesting import (
    Never,
    NeverFault,
    Suggestions,
    packaged_never,
    print_suggestions,
    read_never,
    suggestions_of,
)

from .asking import until
from .conftest import fanlight


def suggested(door, query, lang="en"):
    answer = door.ask(f"/suggest?{urllib.parse.urlencode({'q': query, 'lang': lang})}")
    assert answer.status == 200
    return [each["text"] for each in answer.json["suggestions"]]


def card(id_, name, **more):
    return Card(id_, more.pop("kind", "service"), name, f"/services/{id_}", **more)


def doc(id_, names, words=(), **more):
    return SearchDoc(id_, more.pop("kind", "service"), {"en": list(names)}, {"en": list(words)}, {}, [], **more)


def of(docs, cards, never=()):
    printed = print_suggestions(docs, [("en", each) for each in cards], ["en", "es"], Never(never))
    return Suggestions(msgspec.json.decode(printed))


@pytest.mark.parametrize(
    ("lang", "query", "among"),
    [
        ("en", "soc", "Social Security for the family of someone who died"),
        ("en", "passp", "Renew your passport"),
        ("en", "PASSPORT CA", "passport card"),
        ("en", "sna", "SNAP"),
        ("en", "someone cl", "Someone close to me died"),
        ("es", "defunc", "Pida copias del acta de defunción"),
        ("es", "DEFUNCIÓ", "Pida copias del acta de defunción"),
        ("es", "murio", "Murió un ser querido"),
    ],
)
def test_names_words_and_life_events_are_suggested_by_how_their_words_begin(door, lang, query, among):
    assert among in suggested(door, query, lang)


def test_what_begins_so_comes_first_then_what_has_it_inside_and_the_language_asked_in_before_the_other(door):
    for lang, query in (("en", "food"), ("es", "seguro"), ("en", "vivienda"), ("es", "snap"), ("en", "c"), ("es", "p")):
        answer = door.ask(f"/suggest?q={query}&lang={lang}").json
        found = answer["suggestions"]
        assert 0 < len(found) <= 8
        languages = [each.get("lang", "") for each in found]
        assert languages == sorted(languages), "those of the language asked in have no `lang`, and stand first"
        begins = [words_of(each["text"])[0].startswith(query) for each in found if "lang" not in each]
        assert begins == sorted(begins, reverse=True)
        assert all(any(word.startswith(query) for word in words_of(each["text"])) for each in found)


def test_lines_as_people_say_them_are_never_suggested(door, edition):
    suggestions = suggestions_of(edition)
    for line in ("who do i call", "idk which office", "dont know which office", "no se a que oficina"):
        assert suggestions.find(line, "en") == []


@pytest.mark.parametrize("query", ["how to ki", "kill my", "como mat", "comprar ven", "make a b", "suicide met"])
def test_ways_to_hurt_are_never_suggested_but_help_is(door, query):
    assert suggested(door, query) == []
    assert "988 Suicide & Crisis Lifeline" in suggested(door, "suicid")


def test_nothing_of_the_catalogue_is_held_back_by_mistake(edition):
    # The packaged list must not hide the name of a service.
    never = Never(packaged_never())
    names = [card.name for lang in ("en", "es") for card in _cards(edition, lang)]
    assert len(names) > 300
    assert [name for name in names if never.forbids(name)] == []


def _cards(edition, lang):
    subjects = [page.subject for page in edition.pages() if page.kind == "service" and page.lang == lang]
    return edition.cards(subjects, lang).values()


@pytest.mark.parametrize(
    ("phrase", "text", "forbidden"),
    [
        ("how to die", "How to die", True),
        ("how to die", "Where and how to die well", True),
        ("how to die", "How to diet", False),
        ("how to kill*", "how to killing", True),
        ("método*", "METODOS", True),
        ("spic", "spices", False),
        ("spic", "A Spic.", True),
    ],
)
def test_a_phrase_forbids_whole_words(phrase, text, forbidden):
    assert Never([phrase]).forbids(text) is forbidden


def test_no_list_forbids_nothing():
    assert not Never([]).forbids("anything")


def test_what_is_forbidden_is_left_out_at_printing():
    docs = [doc("a", ["Bad word office", "Other bad word"], ["bad word", "good word"])]
    texts = of(docs, [card("a", "Bad word office")], never=["bad word"])
    assert [each.text for each in texts.find("word", "en")] == ["good word"]


def test_events_and_top_tasks_come_before_services_and_these_before_programmes():
    cards = [
        card("p", "Tax programme", kind="programme"), card("s", "Tax service"), card("t", "Tax task", rank=2),
        card("u", "Tax top", rank=1), card("e", "Tax event", kind="life-event"), card("c", "Tax closed", status="closed"),
    ]  # fmt: skip
    found = of([], cards).find("tax", "en")
    assert [each.text for each in found] == [
        "Tax event", "Tax top", "Tax task", "Tax service", "Tax closed", "Tax programme",
    ]  # fmt: skip


def test_words_keep_room_beside_many_names_and_the_same_words_come_once():
    cards = [card(str(n), f"Food thing {n}") for n in range(20)]
    found = of([doc("a", ["Food thing 1", "food stamps"], ["FOOD thing 1", "a very long line of food words"])], cards)
    texts = [each.text for each in found.find("food", "en")]
    assert len(texts) == 8
    assert "food stamps" in texts
    assert len({text.casefold() for text in texts}) == 8
    assert "a very long line of food words" not in texts


def test_a_name_that_is_not_translated_is_suggested_in_its_own_language():
    cards = [("en", card("a", "Dog tag")), ("es", card("a", "Dog tag", name_lang="en"))]
    printed = print_suggestions([], cards, ["en", "es"], Never([]))
    found = Suggestions(msgspec.json.decode(printed)).find("dog", "es")
    assert [(each.text, each.lang) for each in found] == [("Dog tag", "en")]


def test_the_answer_is_cacheable_for_a_while_and_holds_nothing_else(door):
    answer = door.ask("/suggest?q=pass&lang=es")
    assert answer.headers["cache-control"] == "public, max-age=300"
    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    assert set(answer.json) == {"query", "lang", "suggestions"}
    assert "set-cookie" not in answer.headers


def test_without_a_language_the_sites_own_is_meant(door):
    assert door.ask("/suggest?q=passp").json["lang"] == "en"


@pytest.mark.parametrize(
    "query", ["", " ", "x" * 1500, "'; DROP TABLE--", ".*", "(", "\\", "😀", "שלום", "\u202e", "%00", "\n"]
)
def test_whatever_is_typed_gets_an_answer(door, query):
    started = time.monotonic()
    assert len(suggested(door, query)) <= 8
    assert time.monotonic() - started < 1


@pytest.mark.parametrize("lang", ["fr", "", "<script>"])
def test_a_language_that_is_not_offered_is_a_sentence(door, lang):
    answer = door.ask(f"/suggest?{urllib.parse.urlencode({'q': 'x', 'lang': lang})}")
    assert (answer.status, answer.json) == (400, {"error": "`lang` must be one of en, es."})


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_other_methods_are_refused(door, method):
    answer = door.ask("/suggest?q=rent", method, Content_Length="0")
    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD")


def test_nothing_that_is_typed_is_written_down(door):
    suggested(door, "quetzalcoatlsuggested")
    suggested(door, "quetzalcoatlsuggested", "es")
    assert not until(0.5, lambda: any("quetzalcoatlsuggested" in line for line in door.said))


# The site's own list.


@pytest.mark.parametrize(
    ("content", "phrases"),
    [
        ("- one\n- two words\n", ["one", "two words"]),
        ("en: [no, 10.551]\nes: ['año*']\n", ["no", "10.551", "año*"]),
        ("", []),
        ("# only a comment\n", []),
    ],
)
def test_a_list_is_read(tmp_path, content, phrases):
    path = tmp_path / "never_suggest.yaml"
    path.write_text(content, encoding="utf-8")
    assert read_never(path) == phrases


def test_no_file_is_no_list(tmp_path):
    assert read_never(tmp_path / "never_suggest.yaml") == []


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"- [", "is not YAML"),
        (b"just words", "must hold a list"),
        (b"en: {a: b}", "must hold a list"),
        (b"- [a, b]", "must hold a list"),
        (b"- '***'", "has no word in it"),
        (b"\xff\xfe\x00", "is not YAML in UTF-8"),
        (b"- x\n" * 100_000, "Shorten it"),
    ],
)
def test_a_list_that_cannot_be_used_is_a_sentence_with_its_place(tmp_path, content, says):
    path = tmp_path / "never_suggest.yaml"
    path.write_bytes(content)
    with pytest.raises(NeverFault, match=says) as fault:
        read_never(path)
    assert str(path) in str(fault.value)


def test_the_sites_own_list_counts_at_the_next_printing(tmp_path):
    fanlight(tmp_path, "demo", "--no-serve")
    (tmp_path / "never_suggest.yaml").write_text("- passport card\n", encoding="utf-8")
    fanlight(tmp_path, "print")
    from fanlight.edition.queries import Edition, current_address

    edition = Edition(tmp_path / "editions" / current_address(tmp_path / "editions"))
    texts = [each.text for each in suggestions_of(edition).find("passport", "en")]
    assert "passport renewal" in texts
    assert "passport card" not in texts
