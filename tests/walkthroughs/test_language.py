"""Every text is in the language that its page says it is in: no English leaks into Spanish pages, nor the other way.

The rule. A text is what stands in one block of a page (a paragraph, a list item, a heading, a title), or in an attribute
that is read aloud; where an element bears a `lang` of its own, its words are a text by themselves in that language.
Addresses, numbers and marks are taken out, for they are in no language. Of what is left, the text as a whole and each of
its sentences of more than 20 characters must be what the page says: English or Spanish, as py3langid tells them apart.
What says that it is Spanish must be found Spanish. What says that it is English is believed until Spanish is found with
a likelihood of 0.8, for English law is full of Latin names ("Omnibus Territories Act" is found Spanish with 0.68, while
short Spanish sentences are found with 0.95 and more).
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable

import msgspec
import pytest

from .doors import Door
from .kinds import KINDS, in_language, shelf_of
from .reading import LONGEST_UNCHECKED, Said, bare, language_of, parsed, texts

_SENTENCES = re.compile(r"(?<=[.:;!?])\s+|\s[–—|]\s|[()“”\"]")

#: What is taken out of a text before it is read, with the reason.
EXCEPTIONS = {
    r"– Fanlight$": "the site's name stands at the end of every title, and a name is in no language",
    r"“[^”]*”": "what somebody searched for is said back to her in her own words",
    r"^hausing asistance – |^housing assistance\??$|\bhousing assistance\?": "so are a query in a title, and what it was mended to",
    r"«[^»]*»": "in quotes stands what a button or an office says in English, which a person has to find there",
    r"Address Confidentiality Program|America the Beautiful|Global Entry|IRS Free File|Military OneSource"
    r"|MySBA Certifications|(?:Retirement )?Services Online|Student Support Services|Talent Search|TSA PreCheck|PreCheck"
    r"|Upward Bound": "names that stand so on the agency's own Spanish pages or cards",
    r"US Department of Justice.* DC 20530": "the mail carrier reads an address in English",
}

#: How sure the finding must be, by the language that the page says, before a text counts as a stranger.
SURE = {"es": 0.5, "en": 0.8}

_SAMPLE, _SEED = 200, 20261122


def strangers(said: Iterable[Said]) -> list[str]:
    """The texts that are not in the language that the page says."""
    found = []
    for text in said:
        words = text.words
        for pattern in EXCEPTIONS:
            words = re.sub(pattern, "", words)
        for part in [words, *_SENTENCES.split(words)]:
            letters = bare(part)
            if len(letters) <= LONGEST_UNCHECKED:
                continue
            language, sure = language_of(letters)
            if language != text.lang and sure >= SURE.get(text.lang, 0):
                found.append(f"{text.element} says it is in {text.lang or 'no language'}: {part[:160]}")
                break
    return found


def leaks(door: Door, paths: Iterable[str]) -> list[str]:
    """The strangers of many pages, each with its page."""
    return [f"{path}: {stranger}" for path in paths for stranger in strangers(texts(parsed(door.html(path))))]


@pytest.mark.parametrize("lang", ["en", "es"])
def test_every_printed_page_speaks_its_language(lang, door):
    paths = [page.path for page in door.pages() if page.lang == lang]
    assert len(paths) > 100
    assert leaks(door, paths) == []


@pytest.mark.parametrize("lang", ["en", "es"])
def test_pages_of_the_inventory_speak_their_language(lang, inventory_door):
    paths = sorted(page.path for page in inventory_door.pages() if page.lang == lang)
    sample = random.Random(_SEED).sample(paths, _SAMPLE)
    # The pages that lead everywhere are read in any case.
    whole = [path for path in paths if path.count("/") <= (2 if lang == "es" else 1)]
    assert leaks(inventory_door, {*sample, *whole}) == []


@pytest.mark.parametrize("lang", ["en", "es"])
def test_what_the_door_makes_itself_speaks_its_language(lang, door):
    live = [
        (path, status) for path, status in KINDS.values() if "?" in path or path == "/search" or status in (400, 404)
    ]
    found = []
    for path, status in live:
        answer = door.asked(in_language(path, lang))
        assert answer.status == status
        assert f'<html lang="{lang}"' in answer.text
        found += [f"{path}: {stranger}" for stranger in strangers(texts(parsed(answer.text)))]
    assert found == []


def test_the_starter_catalogue_is_whole_in_spanish(door):
    """No service of ours falls back to English: what stands in English is a law, a source's name, or the way to English."""
    catalogue = msgspec.json.decode(door.edition.catalogue())
    allowed = {"English"}
    for service in catalogue["services"]:
        allowed |= {law["text"] for law in service.get("legal_basis", ())}
        allowed |= {service["source"]["name"]} if service.get("source") else set()
    fallen = [
        f"{page.path}: {text.words}"
        for page in door.pages()
        if page.lang == "es" and "made-up" not in page.path
        for text in texts(parsed(door.html(page.path)))
        if text.lang == "en" and text.words not in allowed and "(made up)" not in text.words
    ]
    untranslated = "What to do when you come to live in the county."
    assert [each for each in fallen if untranslated not in each and "It is not translated yet" not in each] == []


def test_a_page_that_is_not_translated_says_so_in_its_own_language(door):
    page = texts(parsed(door.html("/es/services/made-up-library-card")))
    notes = [text for text in page if "en español" in text.words and text.lang == "es"]
    assert notes, "nothing tells the reader why there is English on a Spanish page"
    english = [text.words for text in page if text.lang == "en"]
    assert "You can borrow ten books at a time and keep them for four weeks." in english


# What finds leaks must find one.


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("/es/about", "</h1>", "</h1><p>Find what you need in one to three clicks</p>"),
        ("/es/about", "</h1>", "</h1><p>Un texto en español. Then a sentence that nobody translated.</p>"),
        ("/es/about", "<main", '<img alt="A window over a front door" src="/x"><main'),
        ("/about", "</h1>", "</h1><p>Vuelva a intentarlo en un minuto</p>"),
        ("/about", "</h1>", '</h1><p lang="es">This is no Spanish sentence at all</p>'),
    ],
)
def test_a_planted_leak_is_found(path, old, new, door):
    page = door.html(path)
    assert strangers(texts(parsed(page))) == []
    assert len(strangers(texts(parsed(page.replace(old, new, 1))))) == 1


def test_a_shelf_is_read_too(door):
    assert leaks(door, [shelf_of(door), f"/es{shelf_of(door)}"]) == []
