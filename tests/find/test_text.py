"""Text messages: a message in, short parts out, in both languages, with nothing kept between two messages."""

import json
import shutil
import urllib.parse

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanlight.find.text.parts import fits, is_gsm, length, parted, simpler
from fanlight.find.text.reply import Message, reply, sentence, shortened, spoken
from fanlight.find.text.urgent import URGENT, urgent_in
from fanlight.find.text.view import wants_text

from .conftest import fanlight


def ask(door, q=None, accept="", **given):
    query = given if q is None else {"q": q, **given}
    return door.ask(f"/api/text?{urllib.parse.urlencode(query)}", **({"Accept": accept} if accept else {}))


# How long a message may be: 3GPP TS 23.038.


@pytest.mark.parametrize(
    ("text", "gsm", "places"),
    [
        ("", True, 0), ("abc", True, 3), ("ñéüà¿¡ÑÉ", True, 8), ("[x]", True, 5), ("€", True, 2), ("~{}\\^|", True, 12),
        ("á", False, 1), ("`", False, 1), ("ç", False, 1), ("Ç", True, 1), ("niño", True, 4), ("día", False, 3),
        ("😀", False, 2), ("a😀", False, 3), ("مرحبا", False, 5), ("\t", False, 1),
    ],
)  # fmt: skip
def test_characters_take_the_places_that_the_standard_says(text, gsm, places):
    assert (is_gsm(text), length(text)) == (gsm, places)


@pytest.mark.parametrize(
    ("text", "sizes"),
    [
        ("a" * 160, [160]), ("a" * 161, [160, 1]), ("€" * 80, [160]), ("€" * 81, [160, 2]), ("a" * 159 + "€", [159, 2]),
        ("á" * 70, [70]), ("á" * 71, [70, 1]), ("😀" * 35, [70]), ("😀" * 36, [70, 2]), ("", []), ("  \n ", []),
        ("a" * 100 + " " + "b" * 59, [160]), ("a" * 100 + " " + "b" * 60, [100, 60]), ("a" * 100 + " á", [100, 1]),
    ],
)  # fmt: skip
def test_a_text_is_parted_between_words(text, sizes):
    assert [length(part) for part in parted(text)] == sizes


@given(st.text(max_size=600))
def test_no_part_is_too_long_and_no_word_is_lost(text):
    parts = parted(text)
    assert all(part and fits(part) for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


@given(st.text(max_size=300))
def test_plain_text_is_all_in_the_alphabet(text):
    assert is_gsm(simpler(text, plain=True))


def test_marks_of_print_do_not_halve_a_message():
    assert simpler("“Rent” – it’s…\u00a0due") == '"Rent" - it\'s... due'
    assert simpler("Murió el niño: ¿qué día?", plain=True) == "Murio el niño: ¿qué dia?"


# What a message says.


@pytest.mark.parametrize(
    ("text", "previous", "n", "query"),
    [
        ("food", None, 1, "food"), ("2 food", None, 2, "food"), ("3. food", None, 3, "food"), ("2) food", None, 2, "food"),
        ("2", "food", 2, "food"), ("3", "2 food", 3, "food"), ("2 kids need food", None, 1, "2 kids need food"),
        ("2 2 kids need food", None, 2, "2 kids need food"), ("3 hijos sin comida", None, 1, "3 hijos sin comida"),
        ("10.551", None, 1, "10.551"), ("211", None, 1, "211"), ("rent", "food", 1, "rent"), ("2 rent", "food", 2, "rent"),
    ],
)  # fmt: skip
def test_a_number_before_the_words_asks_for_that_answer(edition, text, previous, n, query):
    made = reply(edition, Message(text, previous=previous))
    assert (made.n, made.query) == (n, query)


def test_the_next_message_leads_from_answer_to_answer(edition):
    seen, message = [], "help with rent"
    while message:
        made = reply(edition, Message(message))
        seen.append(made.result.id)
        assert any(f"send: {made.next}" in part for part in made.parts) == bool(made.next)
        message = made.next
    assert len(seen) == len(set(seen)) == 9


def test_the_best_answer_comes_first_with_name_sentence_and_phone(edition):
    made = reply(edition, Message("snap food stamps"))
    told = " ".join(made.parts)
    assert (made.kind, made.result.id, made.result.phone) == ("answer", "snap", "211")
    assert told.startswith("Get money each month for food (SNAP). A card that pays at most food stores.")
    assert "Call 211." in told


def test_an_answer_is_in_the_language_of_the_message(edition):
    assert reply(edition, Message("mi esposo murió")).lang == "es"
    assert reply(edition, Message("my husband died")).lang == "en"
    assert reply(edition, Message("mi esposo murió", lang="en")).lang == "en"
    assert "/es/" in reply(edition, Message("comida para mi hijo", lang="es")).result.address


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("", "en"), ("SNAP", "en"), ("ayuda", "es"), ("ALTO", "es"), ("necesito pagar la luz", "es"), ("perdi mi trabajo", "es"),
        ("cant pay my rent", "en"), ("i lost my job", "en"), ("😀", "en"), ("acta de nacimiento de mi hija", "es"),
    ],
)  # fmt: skip
def test_the_language_of_a_message_is_guessed(text, lang):
    assert spoken(text, ["en", "es"]) == lang
    assert spoken(text, ["es"]) == "es"


@pytest.mark.parametrize(
    ("text", "kind", "lang"),
    [
        ("HELP", "help", "en"), ("Ayuda", "help", "es"), ("?", "help", "en"), ("", "help", "en"), ("   ", "help", "en"),
        ("STOP", "stop", "en"), ("stop.", "stop", "en"), ("ALTO", "stop", "es"), ("2", "number", "en"),
        ("zzqqxxyy", "nothing", "en"), ("9 zzqqxxyy", "nothing", "en"), ("stop my eviction", "answer", "en"),
        ("help with rent", "answer", "en"), ("ayuda con la renta", "answer", "es"),
    ],
)  # fmt: skip
def test_words_of_the_line_itself_are_answered_plainly(edition, text, kind, lang):
    made = reply(edition, Message(text))
    assert (made.kind, made.lang) == (kind, lang)
    assert made.parts
    assert made.sample


def test_help_says_how_and_whom_to_call_in_an_emergency(edition):
    assert "In an emergency call 911." in " ".join(reply(edition, Message("help")).parts)
    assert "En una emergencia llame al 911." in " ".join(reply(edition, Message("ayuda")).parts)


# A life in danger.


@pytest.mark.parametrize(
    ("text", "lang", "number"),
    [
        ("i want to die", "en", "988"), ("I don't want to live anymore", "en", "988"), ("suicidal", "en", "988"),
        ("me quiero morir", "es", "988"), ("ya no quiero vivir", "es", "988"), ("pienso en el suicidio y tengo miedo", "es", "988"),
        ("My husband HITS me", "en", "1-800-799-7233"), ("mi esposo me pega", "es", "1-800-799-7233"),
        ("domestic violence", "en", "1-800-799-7233"), ("i was raped", "en", "1-800-656-4673"),
        ("mi hijo tomo una sobredosis", "es", "911"), ("my dad is having a heart attack", "en", "911"),
    ],
)  # fmt: skip
def test_a_life_in_danger_comes_before_any_service(edition, text, lang, number):
    made = reply(edition, Message(text))
    assert (made.kind, made.lang, made.n, made.result) == ("urgent", lang, 1, None)
    assert number in made.parts[0]
    assert "911" in made.parts[0]
    assert len(made.parts) == 1
    after = reply(edition, Message(made.next))
    assert (after.kind, after.n) == ("answer", 2)


@pytest.mark.parametrize(
    "text",
    ["funeral costs", "cut my heating bill", "van a cortarme la luz", "kill weeds on my farm", "infraccion de transito",
     "substance abuse treatment", "my cat died", "quiero mudarme", "grapes", "rapeseed", "emergency rental help"],
)  # fmt: skip
def test_other_words_are_no_danger(text):
    assert urgent_in(text, "US") is None


def test_each_reviewed_sentence_is_one_message_in_both_languages():
    for urgent in URGENT["US"]:
        assert set(urgent.says) == {"en", "es"}
        assert all(is_gsm(text) and fits(text) and "911" in text for text in urgent.says.values())
        assert len(set(urgent.words)) == len(urgent.words)


def test_another_country_is_not_given_numbers_of_this_one():
    assert urgent_in("i want to die", "DE") is None


# Over HTTP.


def test_the_door_answers_a_gateway(door):
    answer = ask(door, "mi esposo murió")
    assert (answer.status, answer.headers["content-type"]) == (200, "application/json; charset=utf-8")
    assert set(answer.json) == {"query", "lang", "n", "kind", "parts", "next", "result", "sample"}
    assert set(answer.json["result"]) == {"id", "name", "address", "phone"}
    assert answer.json["next"] == "2 mi esposo murió"
    assert all(fits(part) for part in answer.json["parts"])
    assert answer.headers["cache-control"] == "no-store"
    assert "set-cookie" not in answer.headers


def test_plain_text_is_one_part_a_line(door):
    told = ask(door, "food", "text/plain")
    assert told.headers["content-type"] == "text/plain; charset=utf-8"
    assert told.headers["vary"] == "Accept, Accept-Encoding"
    assert told.text.split("\n") == ask(door, "food").json["parts"]


@pytest.mark.parametrize(
    ("accept", "text"),
    [
        ("", False), ("*/*", False), ("text/plain", True), ("application/json", False), ("text/*", True), ("text/html", False),
        ("text/plain, application/json", False), ("text/plain;q=0.9, */*;q=0.1", True), ("text/plain;q=x", False),
        ("application/json;q=0.2, text/plain;q=0.8", True), (",;,", False),
    ],
)  # fmt: skip
def test_what_the_client_would_rather_have(accept, text):
    assert wants_text(accept) is text


def test_what_a_gateway_can_send_along(door):
    assert ask(door, "food", n="2").json["result"] == ask(door, "2 food").json["result"]
    assert ask(door, "2", previous="food").json["result"] == ask(door, "2 food").json["result"]
    assert ask(door, "food", previous="").json["parts"][-1].endswith("For the next answer send 2.")
    assert ask(door, "food", **{"from": "+12025550123", "to": "211"}).json == ask(door, "food").json
    assert is_gsm("".join(ask(door, "mi esposo murió", plain="1").json["parts"]))


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"lang": "fr"}, "`lang` must be one of en, es, or left out."),
        ({"n": "0"}, "`n` must be a whole number from 1 to 9, or left out."),
        ({"n": "10"}, "`n` must be a whole number from 1 to 9, or left out."),
        ({"n": "٣"}, "`n` must be a whole number from 1 to 9, or left out."),
        ({"n": "1" * 400}, "`n` must be a whole number from 1 to 9, or left out."),
    ],
)  # fmt: skip
def test_a_fault_of_the_request_is_a_sentence(door, given, error):
    answer = ask(door, "food", **given)
    assert (answer.status, answer.json) == (400, {"error": error})
    assert ask(door, "food", "text/plain", **given).text == error


@pytest.mark.parametrize(
    "query",
    ["x" * 10_000, "the and of", "😀" * 50, "אני צריך עזרה", "'; DROP TABLE pages; --", "(a+)+$", ".*", "\x00", "%00", "&" * 900,
     "1", "0", "99", "2 ", "2 2 2 2", "²", "٣ food", "\u202e food", "9 " * 500, "\ud83d".encode("utf-8", "surrogatepass")],
)  # fmt: skip
def test_no_message_is_an_error_of_ours(door, query):
    answer = ask(door, query)
    assert answer.status in (200, 400)
    assert answer.json.get("parts") or answer.json["error"].endswith(".")
    assert all(fits(part) for part in answer.json.get("parts", []))


@given(st.text(max_size=400), st.text(max_size=40))
def test_any_message_has_an_answer(edition, text, previous):
    made = reply(edition, Message(text, previous=previous))
    assert made.parts
    assert all(part and fits(part) for part in made.parts)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_other_methods_are_a_sentence(door, method):
    answer = door.ask("/api/text?q=rent", method, Content_Length="0")
    assert (answer.status, answer.headers["allow"], answer.json) == (405, "GET, HEAD", {"error": "Use GET."})


def test_what_people_text_is_nowhere_written(door):
    ask(door, "quetzal-unlikely-word", previous="another-unlikely-word")
    said = "".join(door.said)
    assert "unlikely" not in said
    written = [path for path in door.home.rglob("*") if path.is_file() and b"unlikely-word" in path.read_bytes()]
    assert written == []


def test_an_emergency_notice_goes_out_first(home, serve, tmp_path):
    shutil.copytree(home / "editions", tmp_path / "editions", symlinks=True)
    fanlight(
        tmp_path, "notice", f"en=Leave the valley now. {'Take the upper road. ' * 20}", "es=Salga del valle ahora."
    )
    serving = serve(tmp_path, "--only", "door")
    first = ask(serving, "food").json["parts"][0]
    assert first.startswith("Leave the valley now.")
    assert fits(first)
    assert ask(serving, "comida para mi hijo").json["parts"][0] == "Salga del valle ahora."


def test_before_the_first_printing_it_says_so(serve, tmp_path):
    answer = ask(serve(tmp_path, "--only", "door"), "food")
    assert (answer.status, json.loads(answer.body)) == (
        503,
        {"error": "No edition has been printed yet. Try again in a minute."},
    )


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("One. Two.", "One."), ("No end", "No end"), ("From the U.S. Treasury. More.", "From the U.S. Treasury."),
        ("¿Qué? ¡Sí!", "¿Qué?"), ("It costs 1.50 a day. More", "It costs 1.50 a day."), ("", ""),
    ],
)  # fmt: skip
def test_the_first_sentence(text, first):
    assert sentence(text) == first


def test_a_long_name_is_cut_at_a_word():
    assert shortened("a short one", 20) == "a short one"
    assert shortened("a name that is far too long", 16) == "a name that..."
