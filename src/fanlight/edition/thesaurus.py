"""The thesaurus: concepts that lead from people's words to the government's, in any language. Pure but for its file.

One entry names a concept, the words that people use for it, and the words that official names and texts use. It is one
reviewed file, ``thesaurus.yaml`` beside this module; a site may have its own instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from importlib import resources
from pathlib import Path

import msgspec
import yaml

Words = dict[str, list[str]]
#: Turns a text into the stems of its words, in one language.
Stem = Callable[[str], list[str]]


class Concept(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What people mean: `people` and `government` are phrases by language."""

    id: str
    people: Words = {}
    government: Words = {}


class ThesaurusFault(ValueError):
    """A thesaurus that cannot be read. The message names the entry and the way out."""


def packaged() -> list[Concept]:
    """The thesaurus that comes with the package."""
    return read((resources.files("fanlight.edition") / "thesaurus.yaml").read_text("utf-8"), "the packaged thesaurus")


def load(path: Path | None) -> list[Concept]:
    """The thesaurus of a site: its own file where it has one, else the packaged one.

    Raises:
        ThesaurusFault: when the file cannot be read.
    """
    if path is None or not path.is_file():
        return packaged()
    try:
        return read(path.read_text(encoding="utf-8"), path.name)
    except UnicodeDecodeError as fault:
        raise ThesaurusFault(f"{path.name} is not UTF-8 text; save it again as UTF-8") from fault


def read(text: str, name: str) -> list[Concept]:
    """Read concepts from YAML: a list of ``id``, ``people`` and ``government``.

    Raises:
        ThesaurusFault: with the entry and the way out.
    """
    try:
        entries = yaml.load(text, Loader=yaml.CBaseLoader)
    except yaml.YAMLError as fault:
        raise ThesaurusFault(f"{name} is not YAML: {fault}. Mend that line") from fault
    if not isinstance(entries, list):
        raise ThesaurusFault(f"{name} must be a list of concepts, each with `id`, `people` and `government`")
    concepts: list[Concept] = []
    seen: set[str] = set()
    for number, entry in enumerate(entries, 1):
        try:
            concept = msgspec.convert(entry, Concept)
        except msgspec.ValidationError as fault:
            raise ThesaurusFault(f"{name}, entry {number}: {fault}. Give `id`, and phrases by language") from fault
        if concept.id in seen:
            raise ThesaurusFault(f"{name}, entry {number}: the id {concept.id!r} stands there already; give another")
        seen.add(concept.id)
        concepts.append(concept)
    return concepts


class Matcher:
    """Finds the concepts that a query speaks of: phrases on stems, the longest first."""

    def __init__(self, concepts: Sequence[Concept], stems: dict[str, Stem]) -> None:
        self._stems = stems
        self._phrases: dict[str, dict[str, list[tuple[tuple[str, ...], int]]]] = {}
        for number, concept in enumerate(concepts):
            for lang, phrases in concept.people.items():
                if lang in stems:
                    self._add(lang, phrases, number)
        for by_first in self._phrases.values():
            for found in by_first.values():
                found.sort(key=lambda each: -len(each[0]))

    def _add(self, lang: str, phrases: Iterable[str], number: int) -> None:
        for phrase in phrases:
            stems = tuple(self._stems[lang](phrase))
            if stems:
                self._phrases.setdefault(lang, {}).setdefault(stems[0], []).append((stems, number))

    def find(self, words: Sequence[str]) -> dict[int, int]:
        """Return the concepts in the words of a query, each with the number of words of its longest phrase there."""
        found: dict[int, int] = {}
        for lang, by_first in self._phrases.items():
            stems = [stem for word in words for stem in self._stems[lang](word)[:1]]
            at = 0
            while at < len(stems):
                fits = [
                    (phrase, number)
                    for phrase, number in by_first.get(stems[at], [])
                    if tuple(stems[at : at + len(phrase)]) == phrase
                ]
                longest = len(fits[0][0]) if fits else 0
                for phrase, number in fits:
                    if len(phrase) == longest:
                        found[number] = max(found.get(number, 0), longest)
                at += max(longest, 1)
        return found
