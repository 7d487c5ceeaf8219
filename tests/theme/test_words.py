"""The interface in Spanish: every word that a template or a page says is translated."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from fanlight.theme import assets
from tests.theme.words import all_words, templates

PO = Path(assets.__file__).parent / "locale" / "es" / "LC_MESSAGES" / "django.po"


def entries() -> list[tuple[str, str, bool]]:
    with PO.open("rb") as file:
        catalog = read_po(file, locale="es")
    found = []
    for message in catalog:
        if not message.id:
            continue
        ids = (message.id,) if isinstance(message.id, str) else message.id
        strings = (message.string,) if isinstance(message.string, str) else message.string
        found += [(one, other, message.fuzzy) for one, other in zip(ids, strings, strict=True)]
    return found


def test_every_word_of_the_interface_is_in_spanish() -> None:
    translated = {one for one, other, fuzzy in entries() if other.strip() and not fuzzy}
    assert sorted(all_words() - translated) == []


def test_nothing_is_translated_that_nobody_says() -> None:
    assert sorted({one for one, _, _ in entries()} - all_words()) == []


def test_translations_keep_their_gaps_to_be_filled() -> None:
    gaps = re.compile(r"%\(\w+\)[sd]")
    for one, other, _ in entries():
        assert sorted(gaps.findall(one)) == sorted(gaps.findall(other)), one


def test_spanish_speaks_to_people_as_usted() -> None:
    familiar = re.compile(r"\b(tú|tu|tus|puedes|necesitas|tienes|eres|busca tu|haz|elige)\b", re.IGNORECASE)
    assert [other for _, other, _ in entries() if familiar.search(other)] == []


@pytest.mark.parametrize("template", templates(), ids=lambda path: path.name)
def test_no_template_says_words_that_are_not_translated(template: Path) -> None:
    bare = re.sub(
        r"\{#.*?#\}|\{%\s*blocktranslate.*?endblocktranslate\s*%\}|\{%.*?%\}|\{\{.*?\}\}", " ", template.read_text()
    )
    bare = re.sub(r"<!--.*?-->|<[^>]*>", " ", bare, flags=re.DOTALL)
    words = set(re.findall(r"[^\W\d_]{3,}", bare)) - {"TTY", "nbsp", "amp", "api", "search", "help", "lang", "limit"}
    assert words == set()


@pytest.mark.parametrize("template", templates(), ids=lambda path: path.name)
def test_no_template_holds_style_or_script_that_the_policy_forbids(template: Path) -> None:
    text = template.read_text()
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", text)
    own = '<script src="{% asset "suggest.js" %}" defer></script>'
    assert not re.search(r"<script(?! type=\"application/ld\+json\")", text.replace(own, ""))
    assert not re.search(r"(src|href)=\"(https?:)?//", text)
