"""Narrowing results: by the page, by the API, and by nothing that leads astray."""

import html
import re
import urllib.parse

import pytest

from fanlight.edition.rules import SearchDoc
from fanlight.find.filters import PARAMETERS, Chosen, Filters, Printed, print_filters, read_chosen

RESULT = re.compile(r'<li><h2><a href="([^"]+)">')
OPTION = re.compile(r'<option value="([^"]+)"[^>]*>[^<]*\((\d+)\)</option>')


def ask(door, **given):
    return door.ask(f"/api/search?{urllib.parse.urlencode(given, doseq=True)}")


def ids(answer):
    return [each["id"] for each in answer.json["results"]]


def options(page, parameter):
    found = re.search(rf'<select[^>]*name="{parameter}">(.*?)</select>', page, re.DOTALL)
    return dict(OPTION.findall(found[1])) if found else {}


def shown(door, query, lang="en", **chosen):
    prefix = "" if lang == "en" else f"/{lang}"
    return door.ask(f"{prefix}/search?{urllib.parse.urlencode({'q': query, **chosen}, doseq=True)}")


def test_every_parameter_narrows_and_the_api_says_by_what(door):
    everything = ask(door, q="benefits", limit=100).json
    assert "filters" not in everything
    for parameter, value in {
        "for": "veterans", "by": "va", "topic": "health", "via": "phone", "in": "US-TX", "status": "active",
    }.items():  # fmt: skip
        answer = ask(door, q="benefits", limit=100, **{parameter: value})
        assert answer.status == 200
        assert answer.json["filters"] == {parameter: [value]}
        assert 0 < answer.json["total"] <= everything["total"]
    assert ask(door, q="benefits", **{"for": "veterans"}).json["total"] < everything["total"]


def test_a_provider_holds_for_those_below_it_and_a_topic_for_its_parts(door):
    catalogue = {"irs": "treasury"}
    for below, above in catalogue.items():
        of_below = set(ids(ask(door, q="tax", by=below, limit=100)))
        assert of_below
        assert of_below <= set(ids(ask(door, q="tax", by=above, limit=100)))


def test_choices_are_all_held_together(door):
    both = set(ids(ask(door, q="help", limit=100, via="phone", **{"for": ["veterans", "survivors"]})))
    assert both
    for one in ({"for": "veterans"}, {"for": "survivors"}, {"via": "phone"}):
        assert both <= set(ids(ask(door, q="help", limit=100, **one)))


def test_in_a_place_one_can_use_what_is_there_and_what_is_open_to_everyone(door):
    answer = ask(door, q="death certificate", limit=100, **{"in": "US-TX"})
    assert "order-a-death-certificate" in ids(answer)
    assert "report-a-death-to-social-security" in ids(ask(door, q="tell social security death", **{"in": "US-TX"}))
    scores = [each["score"] for each in answer.json["results"]]
    assert scores == sorted(scores, reverse=True)
    assert len(ids(answer)) == len(set(ids(answer))) == min(answer.json["total"], 100)


def test_only_values_that_occur_are_offered_and_their_number_is_what_choosing_gives(door):
    page = shown(door, "widow benefits").text
    total = int(re.search(r"(\d+) results", page)[1])
    assert total <= 100, "the numbers are exact as long as everything found can be looked at"
    for parameter in ("for", "by", "topic", "via"):
        offered = options(page, parameter)
        assert offered, parameter
        for value, count in list(offered.items())[:6]:
            assert 0 < int(count) < total
            assert ask(door, q="widow benefits", **{parameter: value}).json["total"] == int(count), (parameter, value)


@pytest.mark.parametrize("lang", ["en", "es"])
def test_narrowed_results_are_an_address_to_share_and_each_choice_can_be_taken_back(door, lang):
    page = shown(door, "money for a home", lang, **{"for": "veterans", "via": "phone"}).text
    prefix = "" if lang == "en" else "/es"
    links = [html.unescape(link) for link in re.findall(r'href="([^"]*search\?[^"]*)"', page)]
    assert f"{prefix}/search?q=money+for+a+home&for=veterans" in links
    assert f"{prefix}/search?q=money+for+a+home&via=phone" in links
    assert f"{prefix}/search?q=money+for+a+home&for=veterans&via=phone&page=2" in links
    # The other language of the same results.
    other = "/es" if lang == "en" else ""
    assert f"{other}/search?q=money+for+a+home&for=veterans&via=phone" in links
    second = door.ask(f"{prefix}/search?q=money+for+a+home&for=veterans&via=phone&page=2").text
    assert RESULT.findall(second)
    assert not set(RESULT.findall(page)) & set(RESULT.findall(second))
    # What was chosen is carried by the form, and is not offered again.
    assert '<input type="hidden" name="for" value="veterans">' in page
    assert "veterans" not in options(page, "for")
    assert {"en": "Veterans and service members", "es": "Veteranos y militares"}[lang] in page


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize(
    "value",
    ["wizards", "<script>alert(1)</script>", "everywhere", "VETERANS", "x" * 500, "\x00", "va' OR 1=1 --", "😀"],
)
@pytest.mark.parametrize("parameter", PARAMETERS)
def test_a_value_that_is_not_known_is_a_sentence(door, parameter, value, lang):
    answer = shown(door, "benefits", lang, **{parameter: value})
    assert answer.status == 200
    words = {"en": "Part of the address was left out", "es": "Se dejó fuera una parte de la dirección"}[lang]
    assert words in answer.text
    assert "<script>alert" not in answer.text
    assert RESULT.findall(answer.text) == RESULT.findall(shown(door, "benefits", lang).text)
    refused = ask(door, q="benefits", **{parameter: value})
    assert refused.status == 400
    assert refused.json == {"error": f"Nothing here has that value of `{parameter}`. Leave it out, or take its id."}


def test_empty_values_as_a_form_sends_them_are_no_choice(door):
    answer = shown(door, "rent", **dict.fromkeys(PARAMETERS, ""))
    assert "left out" not in answer.text
    assert RESULT.findall(answer.text) == RESULT.findall(shown(door, "rent").text)


def test_a_hundred_choices_are_no_crash(door):
    answer = door.ask("/search?q=rent&" + "&".join(["for=veterans", "via=phone", "in=US-TX", "in=US-TN"] * 30))
    assert answer.status == 200


# The values alone.


def made():
    docs = [
        SearchDoc("a", "service", {}, {}, {}, [], facets=["area:everywhere", "audience:x", "topic:t"]),
        SearchDoc("b", "service", {}, {}, {}, [], facets=["area:P1", "audience:x"]),
        SearchDoc("c", "service", {}, {}, {}, [], facets=["area:P2", "topic:t"]),
    ]
    import msgspec

    names = {"audience:x": {"en": "X-men", "es": "Equis"}, "topic:t": {"es": "Tema"}, "area:P1": {"en": "Place 1"}}
    return Filters(msgspec.json.decode(print_filters(docs, names), type=Printed))


def test_names_fall_back_with_their_language():
    filters = made()
    assert filters.name("audience:x", "es") == ("Equis", "")
    assert filters.name("topic:t", "en") == ("Tema", "es")
    assert filters.name("area:P2", "en") == ("P2", "")


def test_what_all_of_the_results_bear_is_not_offered():
    offered = made().options(["a", "b"], Chosen(), "en")
    assert {key: [(each.value, each.count) for each in found] for key, found in offered.items()} == {
        "topic": [("t", 1)],
    }
    # In P1 both can be used, in P2 only what is open to everyone and what is there.
    offered = made().options(["a", "b", "c"], Chosen(), "en")
    assert [(each.value, each.count) for each in offered["in"]] == [("P2", 2), ("P1", 2)]


def test_an_address_is_read_without_repeats_and_with_one_area():
    chosen, unknown = read_chosen(
        [("for", ["x", "x", " "]), ("in", ["P1", "P2"]), ("topic", ["t", "no", "nor this"]), ("q", ["for"])], made()
    )
    assert chosen.pairs == (("for", "x"), ("in", "P1"), ("topic", "t"))
    assert unknown == ["topic"]
    assert chosen.without(("in", "P1")).area == ""
    assert made().bears("a", Chosen((("in", "P1"), ("topic", "t"))))
    assert not made().bears("c", Chosen((("in", "P1"),)))
