"""Every page is valid HTML: the parser of the standard finds no error, and the parts are put together as they must be."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from .kinds import KINDS, in_language
from .reading import elements, parsed

_SAMPLE, _SEED = 200, 20261122

#: What may stand right inside a list, and where a heading or a term belongs.
_CHILDREN = {
    "ul": {"li"},
    "ol": {"li"},
    "dl": {"div", "dt", "dd"},
}
_LANGUAGE_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_FORBIDDEN = {"style", "font", "center", "iframe", "object", "embed", "marquee"}


def faults(html: str, lang: str) -> list[str]:
    """What is wrong with the HTML of a page in `lang`, in words; nothing if it is valid."""
    document = parsed(html)
    found = [f"parser: {error.code} in line {error.line}" for error in document.errors]
    every = list(elements(document.root))
    for check in (_structure, _ids, _headings, _names, _script):
        found += check(every)
    root = every[0]
    if root.attrs.get("lang") != lang:
        found.append(f"the page says it is in {root.attrs.get('lang')!r}, not in {lang!r}")
    return found


def _structure(every: list[Any]) -> Iterator[str]:
    counts = Counter(element.name for element in every)
    for name in ("title", "main", "h1", "header", "footer"):
        if counts[name] != 1:
            yield f"{counts[name]} elements {name}, and one is right"
    yield from (f"an element {name}" for name in _FORBIDDEN & set(counts))
    for element in every:
        if allowed := _CHILDREN.get(element.name):
            inside = {child.name for child in element.children if not child.name.startswith("#")}
            yield from (f"{name} right inside {element.name}" for name in inside - allowed)
            if any(child.name == "#text" and child.data.strip() for child in element.children):
                yield f"words right inside {element.name}"
        if element.name == "a" and any(e.name in ("a", "button", "input", "summary") for e in elements(element)):
            yield "a control inside a link"
        if "style" in element.attrs or any(name.startswith("on") for name in element.attrs):
            yield f"a style or script in an attribute of {element.name}: the policy forbids it"
        if (tag := element.attrs.get("lang")) is not None and not _LANGUAGE_TAG.fullmatch(tag):
            yield f"lang={tag!r} is no language"


def _ids(every: list[Any]) -> Iterator[str]:
    ids = Counter(element.attrs["id"] for element in every if "id" in element.attrs)
    yield from (f"the id {key!r} {count} times" for key, count in ids.items() if count > 1)
    yield from (f"an id with a blank: {key!r}" for key in ids if not key or re.search(r"\s", key))
    for element in every:
        href = element.attrs.get("href") or ""
        if href.startswith("#") and href[1:] not in ids:
            yield f"a link to {href}, which is nowhere on the page"
        for name in ("for", "aria-labelledby", "aria-describedby"):
            yield from (
                f"{name}={key!r} is nowhere" for key in (element.attrs.get(name) or "").split() if key not in ids
            )


def _headings(every: list[Any]) -> Iterator[str]:
    level = 0
    for element in every:
        if re.fullmatch("h[1-6]", element.name):
            if int(element.name[1]) > level + 1:
                yield f"{element.name} {element.to_text()[:40]!r} after h{level}"
            level = int(element.name[1])
            if not element.to_text().strip():
                yield f"an empty {element.name}"


def _names(every: list[Any]) -> Iterator[str]:
    labelled = {element.attrs.get("for") for element in every if element.name == "label"}
    navs = Counter(element.attrs.get("aria-label") for element in every if element.name == "nav")
    yield from (f"{count} navigations called {name!r}" for name, count in navs.items() if count > 1 or not name)
    for element in every:
        if element.name == "img" and "alt" not in element.attrs:
            yield f"an image without alt: {element.attrs.get('src')}"
        if element.name == "svg" and element.attrs.get("aria-hidden") != "true":
            yield "a drawing that is neither named nor hidden from a screen reader"
        asked = element.name in ("input", "select", "textarea") and element.attrs.get("type") != "hidden"
        if asked and element.attrs.get("id") not in labelled:
            yield f"a {element.name} without a label"
        if element.name in ("a", "button", "summary") and not element.to_text().strip():
            yield f"a {element.name} without words: {element.attrs}"
        if element.name == "a" and not element.attrs.get("href"):
            yield f"a link that leads nowhere: {element.to_text()[:40]!r}"


def _script(every: list[Any]) -> Iterator[str]:
    for element in every:
        if element.name == "script":
            if re.fullmatch(r"/assets/suggest\.[0-9a-f]{8}\.js", element.attrs.get("src") or ""):
                continue
            if element.attrs.get("type") != "application/ld+json":
                yield "a script of its own: only the asset may run"
                continue
            data = json.loads("".join(child.data for child in element.children))
            if data.get("@type") != "GovernmentService":
                yield f"data of the type {data.get('@type')!r}"


def test_every_printed_page_is_valid(door):
    found = {page.path: wrong for page in door.pages() if (wrong := faults(door.html(page.path), page.lang))}
    assert found == {}


def test_pages_of_the_inventory_are_valid(inventory_door):
    pages = sorted(inventory_door.pages(), key=lambda page: page.path)
    # All services at once is the largest page; the rest is a sample.
    sample = random.Random(_SEED).sample(pages, _SAMPLE) + [page for page in pages if page.at in ("/", "/services")]
    found = {page.path: wrong for page in sample if (wrong := faults(inventory_door.html(page.path), page.lang))}
    assert found == {}


@pytest.mark.parametrize("lang", ["en", "es"])
def test_pages_that_the_door_makes_itself_are_valid(lang, door):
    for path, status in KINDS.values():
        answer = door.asked(in_language(path, lang))
        assert answer.status == status, path
        assert faults(answer.text, lang) == [], path
    refused = door.asked(in_language("/services", lang), method="POST")
    assert refused.status == 405
    assert faults(refused.text, lang) == []


@pytest.mark.parametrize("words", ["<b>bold</b>", "\"quoted\" & 'so'", "</title><h1>x", "𝔘nicode ñ \u202e", "x" * 280])
def test_what_somebody_searches_for_cannot_break_the_page(words, door):
    from urllib.parse import quote

    answer = door.asked(f"/search?q={quote(words)}")
    assert answer.status == 200
    assert faults(answer.text, "en") == []


def test_the_page_that_says_that_nothing_is_printed_yet_is_valid(tmp_path):
    from .doors import serving

    with serving(tmp_path) as empty:
        answer = empty.asked("/")
    assert answer.status == 503
    assert [fault for fault in faults(answer.text, "en") if "header" not in fault and "footer" not in fault] == []


# What finds faults must find each.


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("<main", "<div id=main></div><main", "the id 'main' 2 times"),
        ("</h1>", "</h1><h3>Too deep</h3>", "h3 'Too deep' after h1"),
        ("</h1>", "</h1><h1>Again</h1>", "2 elements h1"),
        ("</h1>", '</h1><p><img src="/x.png"></p>', "an image without alt"),
        ("</h1>", "</h1><input name=x>", "a input without a label"),
        ("</h1>", "</h1><ul><a href=/>x</a></ul>", "a right inside ul"),
        ("</h1>", "</h1><p><div>x</div></p>", "parser"),
        ("</h1>", '</h1><a href="#nowhere">x</a>', "nowhere on the page"),
        ("</h1>", '</h1><p style="color:red">x</p>', "the policy forbids it"),
        ("</h1>", "</h1><script>1</script>", "a script of its own"),
        ('lang="en"', 'lang="es"', "the page says it is in 'es'"),
    ],
)
def test_a_planted_fault_is_found(old, new, fault, door):
    page = door.html("/how")
    assert any(fault in each for each in faults(page.replace(old, new, 1), "en"))
