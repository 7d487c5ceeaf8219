"""Live pages: results, suggestions, and what an address that leads nowhere answers."""

import html
import re

import pytest

from fanlight.find.views import request_words

RESULT = re.compile(r'<li><h2><a href="([^"]+)">')


@pytest.mark.parametrize(
    ("lang", "query", "first"),
    [
        ("en", "funerl help fema", "/services/fema-funeral-assistance"),
        ("en", "death certifcate", "/services/order-a-death-certificate"),
        ("en", "lost social security card", "/services/replace-social-security-card"),
        ("en", "64.104", "/services/va-pension"),
        ("en", "va-pension", "/services/va-pension"),
        ("en", "DD 214", "/services/get-military-records"),
        ("en", "seguro de inundación", "/services/flood-insurance-claim"),
        ("es", "acta de defuncion", "/es/services/order-a-death-certificate"),
        ("es", "lapida para un veterano", "/es/services/va-headstone-and-flag"),
        ("es", "dinero no reclamado", "/es/services/unclaimed-money"),
        ("es", "pasaporte perdido", "/es/services/report-a-lost-passport"),
        ("es", "flood insurance", "/es/services/flood-insurance-claim"),
    ],
)
def test_people_find_what_they_mean(door, lang, query, first):
    answer = door.search(query, lang)
    assert answer.status == 200
    assert RESULT.findall(answer.text)[0] == first


@pytest.mark.parametrize(
    ("lang", "query", "event"),
    [
        ("en", "retirment", "/life-events/approaching-retirement"),
        ("en", "retirement", "/life-events/approaching-retirement"),
        ("en", "my husband died", "/life-events/death-of-a-loved-one"),
        ("es", "jubilacion", "/es/life-events/approaching-retirement"),
        ("es", "jubilación", "/es/life-events/approaching-retirement"),
        ("es", "mi esposo murio", "/es/life-events/death-of-a-loved-one"),
    ],
)
def test_the_moment_itself_is_among_the_first_three(door, lang, query, event):
    assert event in RESULT.findall(door.search(query, lang).text)[:3]


def test_every_exact_name_comes_first(door, edition):
    for lang in ("en", "es"):
        names = {}
        for page in edition.pages():
            if page.kind == "service" and page.lang == lang:
                card = edition.cards([page.subject], lang)[page.subject]
                names.setdefault(card.name, []).append(card.href)
        assert len(names) > 30
        for name, hrefs in names.items():
            assert RESULT.findall(door.search(name, lang).text)[0] in hrefs, name


def test_results_are_never_kept_nor_indexed(door):
    answer = door.search("rent")
    assert answer.headers["cache-control"] == "no-store"
    assert '<meta name="robots" content="noindex">' in answer.text
    assert answer.headers["content-language"] == "en"
    assert "etag" not in answer.headers


def test_pages_of_results_follow_one_another(door):
    seen, number = [], 1
    while True:
        answer = door.search("help after a death or disaster", page=str(number))
        seen += RESULT.findall(answer.text)
        if 'rel="next"' not in answer.text:
            break
        assert f"page={number + 1}" in answer.text
        number += 1
    total = int(re.search(r"(\d+) results", answer.text)[1])
    assert number > 1
    assert len(seen) == len(set(seen)) == min(total, 100)


@pytest.mark.parametrize("page", ["0", "-1", "1e3", "٣", "²", "", "x", "10" * 20, "99999", "1.5", " 2", "%00"])
def test_a_bad_page_number_still_gets_a_page(door, page):
    assert door.search("rent", page=page).status == 200


@pytest.mark.parametrize("lang", ["en", "es"])
def test_when_nothing_is_found_life_events_are_offered(door, lang, edition):
    answer = door.search("xyzzyx qwrtzpsd", lang)
    prefix = "" if lang == "en" else "/es"
    assert RESULT.findall(answer.text) == []
    for event in ("death-of-a-loved-one", "approaching-retirement", "surviving-a-disaster"):
        assert f'href="{prefix}/life-events/{event}"' in answer.text
    tasks = [card.href for card in edition.featured(lang) if card.rank]
    assert tasks
    assert all(f'href="{href}"' in answer.text for href in tasks[:5])


@pytest.mark.parametrize(
    ("lang", "query", "words", "meant"),
    [
        ("en", "hausing asistance", "Did you mean", "housing assistance"),
        ("es", "acta de defuncoin", "¿Quiso decir", "acta de defuncion"),
    ],
)
def test_a_misspelt_query_is_asked_back_and_its_mended_form_is_a_link(door, lang, query, words, meant):
    page = door.search(query, lang).text
    prefix = "" if lang == "en" else "/es"
    assert f'{words} <a href="{prefix}/search?q={meant.replace(" ", "+")}">{meant}</a>?' in page
    assert RESULT.findall(page), "what it may have meant is found at once"
    assert words not in door.search(meant, lang).text


@pytest.mark.parametrize("query", ["hausing <b>asistance</b>", 'hausing "><img src=x>', "hausing & asistance"])
def test_what_was_meant_is_text_and_nothing_else(door, query):
    page = door.search(query).text
    assert "<b>" not in page
    assert "<img src=x" not in page


@pytest.mark.parametrize("query", ["rent", "64.104", "RENT", "  rent ", "zzxqvw", ""])
def test_a_query_that_is_not_misspelt_is_not_asked_back(door, query):
    assert "Did you mean" not in door.search(query).text


@pytest.mark.parametrize(
    ("lang", "words", "number"),
    [("en", "Ask a person", "1-844-872-4681"), ("es", "Pregunte a una persona", "1-844-872-4681")],
)
def test_when_nothing_is_found_a_person_can_be_called(door, lang, words, number):
    page = door.search("xyzzyx qwrtzpsd", lang).text
    prefix = "" if lang == "en" else "/es"
    assert words in page
    assert f'<a href="tel:+18448724681"><span class="fl-unbroken">{number}</span></a>' in page
    assert f'href="{prefix}/services/usagov-help"' in page
    assert words not in door.search("rent", lang).text


def test_when_choices_leave_nothing_the_nearest_services_and_all_results_are_offered(door):
    page = door.search("passport", **{"for": "farmers", "topic": "death"}).text
    assert RESULT.findall(page) == []
    assert '<a href="/search?q=passport">Look at all results, without what you chose</a>' in page
    nearest = page.partition("Nearest to what you asked")[2]
    assert 'href="/services/renew-passport' in nearest or "passport" in nearest.partition("</section>")[0]


@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_other_language_of_a_search_asks_the_same(door, lang):
    page = door.search('rent & "food"', lang).text
    assert 'href="/search?q=rent+%26+%22food%22"' in page
    assert 'href="/es/search?q=rent+%26+%22food%22"' in page


@pytest.mark.parametrize(
    "query",
    ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "'onmouseover='x", "</title><h1>x", "{{ 7*7 }}",
     "<!--fanlight:main-->", "<!--fanlight:notice-->", "/_other/es", "javascript:alert(1)"],
)  # fmt: skip
def test_what_people_type_is_text_and_nothing_else(door, query):
    for lang in ("en", "es"):
        page = door.search(query, lang).text
        assert f'value="{html.escape(query).replace("&#x27;", "&#39;")}"' in page.replace("&#x27;", "&#39;")
        assert not re.search(r"<(?:script|img)\b[^>]*(?:alert|onerror)", page)
        assert page.count("<h1>") == 1
        assert "49" not in re.search(r"<h1>.*?</h1>", page)[0]


@pytest.mark.parametrize(
    "path", ["/%3Cscript%3Ealert(1)%3C/script%3E", "/services/%22onload=%22x", "/%3C!--fanlight:main--%3E"]
)
def test_an_address_is_never_shown_as_anything_but_text(door, path):
    answer = door.ask(path)
    assert answer.status == 404
    assert not re.search(r'<script(?! src="/assets/)|"onload=', answer.text)
    assert answer.text.count("<h1>") == 1


@pytest.mark.parametrize(
    ("path", "near", "lang", "title"),
    [
        ("/services/va-pensions", "/services/va-pension", "en", "There is no page at this address"),
        ("/pension-va", "/services/va-pension", "en", "There is no page at this address"),
        ("/es/services/va-pensions", "/es/services/va-pension", "es", "No hay ninguna página en esta dirección"),
        ("/deth-certificate.html", "/services/order-a-death-certificate", "en", "There is no page at this address"),
    ],
)
def test_an_address_that_leads_nowhere_offers_search_and_the_nearest_pages(door, path, near, lang, title):
    answer = door.ask(path)
    assert answer.status == 404
    assert answer.headers["content-language"] == lang
    assert f"<title>{title} – " in answer.text
    assert f'<a href="{near}">' in answer.text
    assert 'type="search"' in answer.text
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", ["/", "/es", "/services/va-pension", "/search", "/nothing", "/api/search"])
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PURGE"])
def test_other_methods_are_refused_and_told_which_are_allowed(door, path, method):
    answer = door.ask(path, method, Content_Length="0")
    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD")
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("path", ["/fr/search", "/en/search", "/xx/search?q=rent"])
def test_a_language_that_is_not_offered_has_no_search(door, path):
    assert door.ask(path).status == 404


@pytest.mark.parametrize("status", [400, 404, 405])
def test_error_pages_speak_both_languages(door, status):
    path, method = {400: ("/%00", "GET"), 404: ("/nothing", "GET"), 405: ("/", "POST")}[status]
    said = {lang: door.ask(prefix + path, method).text for lang, prefix in (("en", ""), ("es", "/es"))}
    titles = {lang: re.search("<title>(.*?)</title>", text)[1] for lang, text in said.items()}
    headings = {lang: re.search("<h1>(.*?)</h1>", text)[1] for lang, text in said.items()}
    assert titles["en"] != titles["es"]
    assert headings["en"] != headings["es"]
    for lang, page in said.items():
        assert titles[lang].startswith(headings[lang])
        assert f'<html lang="{lang}">' in page


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/services/va-pensions", ["va", "pensions"]), ("/es/servicios/Ayuda_renta", ["Ayuda", "renta"]), ("/", []),
        ("/es", []), ("/services", []), ("/cfda/10.551", ["10.551"]), ("/" + "x" * 500, ["x" * 80]),
    ],
)  # fmt: skip
def test_the_words_of_an_address(path, words):
    assert request_words(path, "es") == words
