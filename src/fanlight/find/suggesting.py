"""Suggestions while somebody types: names, other names and short words of the edition, by how their words begin.

They are chosen at printing, the likeliest first, and kept as one text that is searched from its start: that takes
little memory, and never longer than reading the text once.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from weakref import WeakKeyDictionary

import msgspec
import yaml

from fanlight.edition.queries import Edition
from fanlight.edition.rules import Card, SearchDoc
from fanlight.edition.understanding import words_of

#: Where they are printed. Paths that begin with an underscore are never served as they are.
SUGGESTIONS = "/_suggestions"
MOST_SUGGESTIONS = 8
#: Words that people use are suggested where they are as short as a name; longer ones are for finding alone.
_MOST_WORDS, _LONGEST_WORDS, _LONGEST_NAME = 3, 32, 90
#: The tiers in which they are told: life events, top tasks, other services, programmes and what is closed; then other
#: names, and words. So many of those suggested are names of records, where there are words too.
_EVENT, _TASK, _SERVICE, _REST, _OTHER_NAME, _WORDS, _WORDS_OF_REST = range(7)
_MOST_NAMES = 5
_LARGEST = 200_000


class NeverFault(ValueError):
    """A list of what is never suggested that cannot be used. The message says where, and what to mend."""


class Suggestion(msgspec.Struct, frozen=True, omit_defaults=True):
    """Some words to search for. `lang` is their language where it is not the one asked in."""

    text: str
    lang: str = ""


class Never:
    """What is never suggested: words and phrases, each a whole word; one that ends in `*` also begins longer words."""

    def __init__(self, phrases: Iterable[str]) -> None:
        forms = sorted({_form(phrase) for phrase in phrases} - {" "})
        self._any = re.compile("|".join(re.escape(form) for form in forms)) if forms else None

    def forbids(self, text: str) -> bool:
        """Whether a text holds a word or phrase that is never suggested."""
        return bool(self._any and self._any.search(f" {' '.join(words_of(text))} "))


def _form(phrase: str) -> str:
    words = f" {' '.join(words_of(phrase))}"
    return words if phrase.rstrip().endswith("*") else f"{words} "


def packaged_never() -> list[str]:
    """Return the list that comes with Fanlight."""
    return read_never(Path(__file__).with_name("never_suggest.yaml"))


def read_never(path: Path) -> list[str]:
    """Read a file of what is never suggested: a YAML list of words and phrases, or one such list for each language.

    A file that is not there is an empty list.

    Raises:
        NeverFault: when it is no such file.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return []
    if len(content) > _LARGEST:
        raise NeverFault(f"{path} has {len(content):,} bytes; at most {_LARGEST:,} are read. Shorten it.")
    try:
        # Every scalar is text: `no` is a word here and nothing else.
        read = yaml.load(content.decode("utf-8-sig"), yaml.CBaseLoader)
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as fault:
        raise NeverFault(
            f"{path} is not YAML in UTF-8 ({_first_line(fault)}). Write one phrase a line: `- words`."
        ) from fault
    lists = list(read.values()) if isinstance(read, dict) else [read]
    if read in (None, ""):
        return []
    if not all(isinstance(each, list) and all(isinstance(one, str) for one in each) for each in lists):
        raise NeverFault(
            f"{path} must hold a list of words and phrases, or one such list for each language: `en: [one, two words]`."
        )
    phrases = [phrase for each in lists for phrase in each]
    for phrase in phrases:
        if not words_of(phrase):
            raise NeverFault(f"{path} holds “{phrase}”, which has no word in it. Take it out, or write the word.")
    return phrases


def _first_line(fault: BaseException) -> str:
    mark = getattr(fault, "problem_mark", None)
    said = str(getattr(fault, "problem", "") or type(fault).__name__)
    return f"line {mark.line + 1}: {said}" if mark else said


def print_suggestions(
    docs: Iterable[SearchDoc], cards: Iterable[tuple[str, Card]], languages: Sequence[str], never: Never
) -> bytes:
    """Return the suggestions of an edition as they are printed: for each language a list, the likeliest first."""
    found: dict[str, dict[str, tuple[int, int, str]]] = {lang: {} for lang in languages}

    def add(lang: str, text: str, worth: tuple[int, int]) -> None:
        text = " ".join(text.split())
        key = " ".join(words_of(text))
        if not key or never.forbids(text):
            return
        entry = (*worth, text)
        # The same words may come as a name and as words; the likelier one stands.
        found[lang][key] = min(found[lang].get(key, entry), entry)

    for lang, card in cards:
        if lang in found and not card.name_lang and len(card.name) <= _LONGEST_NAME:
            add(lang, card.name, _worth(card))
    for doc in docs:
        rest = not (doc.for_people and doc.active) or doc.kind == "programme"
        for lang in languages:
            for name in doc.names.get(lang, [])[1:]:
                if len(name) <= _LONGEST_NAME:
                    add(lang, name, (_WORDS_OF_REST if rest else _OTHER_NAME, 0))
            for words in doc.words.get(lang, []):
                if len(words) <= _LONGEST_WORDS and len(words.split()) <= _MOST_WORDS:
                    add(lang, words, (_WORDS_OF_REST if rest else _WORDS, 0))
    return msgspec.json.encode({lang: _shelves(entries.values()) for lang, entries in found.items()})


def _shelves(entries: Iterable[tuple[int, int, str]]) -> list[list[str]]:
    told = sorted(entries, key=_order)
    names = [text for tier, _, text in told if tier < _OTHER_NAME]
    return [names, [text for _, _, text in told[len(names) :]]]


def _order(entry: tuple[int, int, str]) -> tuple[int, int, int, str]:
    tier, rank, text = entry
    return tier, rank, len(text), text


def _worth(card: Card) -> tuple[int, int]:
    if card.kind == "life-event":
        return _EVENT, 0
    if card.rank:
        return _TASK, card.rank
    return (_REST, 0) if card.kind == "programme" or card.status in ("paused", "closed") else (_SERVICE, 0)


class _Shelf:
    """The suggestions of one language as one text: a line each, every word with a blank before it."""

    def __init__(self, texts: list[str]) -> None:
        self._texts = texts
        lines = [f"\n {' '.join(words_of(text))}" for text in texts]
        self._all = "".join(lines)
        self._starts = array("I")
        at = 0
        for line in lines:
            self._starts.append(at)
            at += len(line)

    def find(self, words: str, most: int) -> list[tuple[bool, str]]:
        """Return what begins with `words`, and then what has them further in (marked so), in the order of the shelf."""
        found: dict[int, bool] = {}
        for inside, needle in enumerate((f"\n {words}", f" {words}")):
            at = self._all.find(needle)
            while at >= 0 and len(found) < most:
                # The line break before a first word belongs to its own line.
                number = bisect_right(self._starts, at) - 1
                found.setdefault(number, bool(inside))
                at = self._all.find(needle, self._starts[number + 1]) if number + 1 < len(self._starts) else -1
        return [(inside, self._texts[number]) for number, inside in found.items()]


class Suggestions:
    """What an edition suggests, from lists of names and of other words by language."""

    def __init__(self, texts: Mapping[str, Iterable[list[str]]]) -> None:
        self._texts = texts

    @cached_property
    def _shelves(self) -> dict[str, list[_Shelf]]:
        return {lang: [_Shelf(texts) for texts in both] for lang, both in self._texts.items()}

    def find(self, query: str, lang: str, most: int = MOST_SUGGESTIONS) -> list[Suggestion]:
        """Return at most `most` suggestions for what somebody has typed so far, those in `lang` first."""
        words = " ".join(words_of(query))
        found: dict[str, Suggestion] = {}
        if not words:
            return []
        for code in sorted(self._shelves, key=lambda each: each != lang):
            names, others = (shelf.find(words, most) for shelf in self._shelves[code])
            # Names would else leave no room for the words that people use, or these for names.
            kept = names[: max(_MOST_NAMES, most - len(others))] + others
            for _, text in sorted(kept[:most], key=lambda each: each[0]):
                found.setdefault(text.casefold(), Suggestion(text, "" if code == lang else code))
        return list(found.values())[:most]


_opened: WeakKeyDictionary[Edition, Suggestions] = WeakKeyDictionary()


def suggestions_of(edition: Edition) -> Suggestions:
    """Return what an edition suggests; nothing for an edition that was printed without."""
    suggestions = _opened.get(edition)
    if suggestions is None:
        body = edition.body(SUGGESTIONS)
        try:
            texts = msgspec.json.decode(body.text(), type=dict[str, tuple[list[str], list[str]]]) if body else {}
        except msgspec.DecodeError:
            # Printed by another version: search goes on without suggestions until the next printing.
            texts = {}
        suggestions = _opened[edition] = Suggestions(texts)
    return suggestions
