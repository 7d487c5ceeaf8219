"""Search as data: the same object as the command gives, and faults as sentences."""

import json
import urllib.parse

import pytest

from .conftest import fanlight

QUERIES = [
    ("en", "my husband died", "10"), ("es", "mi esposo murió", "3"), ("en", "retirment", "100"), ("en", "64.104", "1"),
    ("en", "nothing-at-all-xyzzyx", "10"), ("en", "", "10"), ("en", "  two\t spaces\n", "10"), ("es", "niño ☂ 😀 \"'<&", "5"),
    ("en", "long " * 300, "2"),
]  # fmt: skip


def ask(door, **given):
    return door.ask(f"/api/search?{urllib.parse.urlencode(given)}")


@pytest.mark.parametrize(("lang", "query", "limit"), QUERIES)
def test_the_api_and_the_command_give_the_same_object(door, home, lang, query, limit):
    answer = ask(door, q=query, lang=lang, limit=limit)
    said = fanlight(home, "search", query, "--lang", lang, "--limit", limit, "--json").stdout
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    assert answer.json == json.loads(said)


def test_an_answer_has_all_that_is_promised(door):
    answer = ask(door, q="va pension").json
    assert set(answer) == {"query", "lang", "total", "results"}
    first = answer["results"][0]
    assert set(first) == {"id", "source_ids", "name", "score", "kind", "summary", "provider", "href"}
    assert (first["id"], first["source_ids"], first["href"]) == ("va-pension", ["64.104"], "/services/va-pension")
    assert len(answer["results"]) == 10
    assert ask(door, q="va pension", lang="es").json["results"][0]["href"] == "/es/services/va-pension"


@pytest.mark.parametrize("limit", ["0", "-1", "101", "1" * 21, "x", "", "1.0", "٣", "²", "1e1", " 1", "\x00"])
def test_a_bad_limit_is_a_sentence(door, limit):
    answer = ask(door, q="rent", limit=limit)
    assert (answer.status, answer.json) == (400, {"error": "`limit` must be a whole number from 1 to 100."})


@pytest.mark.parametrize("lang", ["fr", "", "EN", "en-US", "<script>", "e" * 300])
def test_a_bad_language_is_a_sentence(door, lang):
    answer = ask(door, q="rent", lang=lang)
    assert (answer.status, answer.json) == (400, {"error": "`lang` must be one of en, es."})


@pytest.mark.parametrize(
    "path", [f"/api/search?q={'x' * 3000}", f"/api/search?{'&' * 1900}", "/api/search?q=a&q=b" + "&q=c" * 1000]
)
def test_an_endless_question_is_a_sentence(door, path):
    answer = door.ask(path)
    assert answer.status == 400
    assert answer.json["error"].endswith(".")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_other_methods_are_a_sentence(door, method):
    answer = door.ask("/api/search?q=rent", method, Content_Length="0")
    assert (answer.status, answer.headers["allow"], answer.json) == (405, "GET, HEAD", {"error": "Use GET."})
