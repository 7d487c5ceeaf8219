"""Reads a printed page as a machine of another house does: strictly as HTML, and as words in languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from typing import Any, NamedTuple

from justhtml import JustHTML
from py3langid.langid import MODEL_FILE, LanguageIdentifier

#: Elements that part of a sentence can stand in. Every other element begins a text of its own.
_INLINE = frozenset("a abbr b bdi br cite code em i kbd mark q s small span strong sub sup time u wbr".split())
_NO_WORDS = frozenset("script style svg template code".split())
_ATTRIBUTES = ("alt", "aria-label", "placeholder", "title")
LONGEST_UNCHECKED = 20


class Said(NamedTuple):
    """A text of a page, the language that the page says it is in, and the element that it stands in."""

    words: str
    lang: str
    element: str


def parsed(html: str) -> JustHTML:
    """Parse a page, and note what is wrong with its HTML."""
    return JustHTML(html, collect_errors=True, sanitize=False)


def elements(node: Any) -> Iterator[Any]:
    """Every element of a page, in order."""
    for child in node.children or ():
        if not child.name.startswith(("#", "!")):
            yield child
            yield from elements(child)


class _Reader:
    """Goes through a page and gathers its texts. `_pieces` is the block that is being read, each piece with its language."""

    def __init__(self) -> None:
        self.found: list[Said] = []
        self._pieces: list[tuple[str, str]] = []

    def visit(self, node: Any, lang: str, block: str) -> None:
        """Read a node and what is in it."""
        if node.name == "#text":
            # Blanks between two texts of one language belong to no language.
            if node.data.strip() or (self._pieces and self._pieces[-1][1] == lang):
                self._pieces.append((node.data, lang))
        elif node.name.startswith(("#", "!")):
            self._inside(node, lang, block)
        elif node.name not in _NO_WORDS:
            self._element(node, (node.attrs or {}).get("lang") or lang, block)

    def _element(self, node: Any, lang: str, block: str) -> None:
        attrs = node.attrs or {}
        self.found += [Said(attrs[name], lang, f"{node.name} {name}") for name in _ATTRIBUTES if attrs.get(name)]
        if node.name == "meta" and attrs.get("name") == "description":
            self.found.append(Said(attrs["content"], lang, "meta description"))
        if node.name in _INLINE:
            self._inside(node, lang, block)
            return
        self._end(block)
        self._inside(node, lang, node.name)
        self._end(node.name)

    def _inside(self, node: Any, lang: str, block: str) -> None:
        for child in node.children or ():
            self.visit(child, lang, block)

    def _end(self, block: str) -> None:
        for lang, pieces in groupby(self._pieces, key=lambda piece: piece[1]):
            if whole := " ".join("".join(words for words, _ in pieces).split()):
                self.found.append(Said(whole, lang, block))
        self._pieces.clear()


def texts(document: JustHTML) -> list[Said]:
    """Every text of a page: what stands in one block is one text, parted only where another language begins."""
    reader = _Reader()
    reader.visit(document.root, "", "html")
    return reader.found


@cache
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(["en", "es"])
    return identifier


_NOT_WORDS = re.compile(
    r"(https?://|/)\S+|\S+@\S+|\b[\w-]+(\.[\w-]+)+(/\S*)?|[+(]?\d[\d() .,:%-]*|\$\S+|[^\w\s]", re.UNICODE
)


def bare(words: str) -> str:
    """The words alone: without addresses, numbers and marks, which are in no language."""
    return " ".join(_NOT_WORDS.sub(" ", words).split())


@cache
def language_of(words: str) -> tuple[str, float]:
    """Whether words are English or Spanish, and how sure that is, from 0.5 to 1."""
    language, sure = _identifier().classify(words)
    return str(language), float(sure)
