"""The texts of a programme: what stands short, what stands whole, and what is said of applying."""

from __future__ import annotations

import re
from collections.abc import Iterable

from fanlight.catalog.rules import Text

from .data import Applying, Group, applying, pattern, types
from .rows import Row

#: Longest summary, in characters.
LONGEST_SUMMARY = 300
#: A sentence ends at a mark that a space and a capital follow, not after one of these.
_END = re.compile(r"(?<=[.!?])[\"”’)]*\s+(?=[\"“‘(]*[A-Z0-9])")
_NO_END = re.compile(
    r"(?:\b(?:U\.S|U\.S\.C|e\.g|i\.e|etc|vs|Sec|No|Nos|Inc|St|Dr|Jr|Sr|Mr|Mrs|Ms|Pub|L|P\.L|Stat|Art|Fed|Reg|Dept|D\.C|"
    r"Ph\.D|approx|Title|Part|Subt)|\b[A-Z]|(?:^|\s)\(?(?:[0-9]{1,2}|[a-z]|[ivx]{1,4}))\.[\"”’)]*\s*$"
)
_NEW_PARAGRAPH = re.compile(r"(?:- |\(?(?:[0-9]{1,2}|[a-zA-Z]|[ivx]{1,4})[.)]\s)")
_LANGUAGES = ("en", "es")


def flowing(text: str) -> str:
    """A text whose lines were cut to a width, with its paragraphs and lists kept and its lines joined."""
    blocks: list[list[str]] = [[]]
    for line in text.split("\n"):
        if not line:
            blocks.append([])
        elif line.startswith("- "):
            if blocks[-1] and not blocks[-1][-1].startswith("- "):
                blocks.append([])
            blocks[-1].append(line)
        elif blocks[-1] and not _NEW_PARAGRAPH.match(line) and blocks[-1][-1][-1] not in ".:;!?":
            blocks[-1][-1] += f" {line}"
        else:
            blocks.append([line])
    return "\n\n".join("\n".join(block) for block in blocks if block)


def summary_of(text: str) -> str:
    """The first sentence or two, at most ``LONGEST_SUMMARY`` characters."""
    first = text.split("\n\n", 1)[0].replace("\n- ", " ").removeprefix("- ")
    if len(first) < 40 or first.endswith(":"):
        first = text.replace("\n\n", " ").replace("\n- ", " ").removeprefix("- ")
    told = _sentences(first)
    summary = told[0]
    if len(told) > 1 and len(summary) + 1 + len(told[1]) <= LONGEST_SUMMARY:
        summary = f"{summary} {told[1]}"
    return summary if len(summary) <= LONGEST_SUMMARY else _cut(summary)


def what_you_get(row: Row) -> Text:
    """What the assistance types of a mended row mean, in plain words."""
    known = types().what_you_get
    told = [known[name] for name in row.assistance_types or [] if name in known]
    if not told:
        return {}
    return {lang: told[0][lang] if len(told) == 1 else _list(text[lang] for text in told) for lang in _LANGUAGES}


def who_applies(row: Row) -> Text:
    """Who applies for the programme of a mended row."""
    words = applying()
    own = words.own_kind.get(row.program_type or "")
    if own:
        return own.who_applies
    groups = _groups(row, words)
    if not groups:
        return words.who_unknown
    told = {lang: joined([group.name[lang] for group in groups], words.and_[lang]) for lang in _LANGUAGES}
    sentence = {lang: words.who_applies[lang].format(groups=told[lang]) for lang in _LANGUAGES}
    # An abbreviation at the end ("EE. UU.") brings the full stop with it.
    return {lang: re.sub(r"\.\.$", ".", text[0].upper() + text[1:]) for lang, text in sentence.items()}


def instead(row: Row, audiences: list[str]) -> Text:
    """What a person can ask for, or of whom, when the programme is not one to start by oneself."""
    words = applying()
    own = words.own_kind.get(row.program_type or "")
    if own:
        return own.instead
    groups = _groups(row, words)
    asked = [group for group in groups if group.ask["en"]][:3]
    key = _case(row, audiences, groups, asked)
    ask = {lang: joined([group.ask[lang] for group in asked], words.or_[lang]) for lang in _LANGUAGES}
    return {lang: words.instead[key][lang].format(ask=ask[lang]) for lang in _LANGUAGES}


def joined(parts: list[str], last: tuple[str, str]) -> str:
    """Several parts as one phrase: "a", "a and b", "a, b, and c"."""
    if len(parts) < 2:
        return "".join(parts)
    return ", ".join(parts[:-1]) + last[0 if len(parts) == 2 else 1] + parts[-1]


def _case(row: Row, audiences: list[str], groups: list[Group], asked: list[Group]) -> str:
    words = applying()
    helped = bool(words.helped & set(audiences) or words.helped_types & set(row.beneficiary_types or []))
    if not groups:
        return "unknown"
    if groups[0].id == "people":
        return "people" if len(groups) == 1 else "people_and_others"
    if helped and not pattern(words.work_for_all).search(row.name or ""):
        return "through" if asked else "through_unknown"
    return "public" if helped or "everyone" in audiences else "organisations"


def _groups(row: Row, words: Applying) -> list[Group]:
    named = set(row.applicant_types or [])
    kinds = {audience for name in named for audience in types().audiences.get(name, [])}
    return [group for group in words.groups if group.types & named or group.of & kinds]


def _sentences(text: str) -> list[str]:
    """The first two sentences, and no more."""
    found: list[str] = []
    start = 0
    for end in _END.finditer(text):
        piece = text[start : end.start()]
        if _NO_END.search(piece + text[end.start() : end.end()].rstrip() + " "):
            continue
        found.append(text[start : end.end()].strip())
        start = end.end()
        if len(found) == 2:
            return found
    rest = text[start:].strip()
    return [*found, rest] if rest else found


def _cut(sentence: str) -> str:
    piece = sentence[: LONGEST_SUMMARY - 2]
    at = max(piece.rfind(mark) for mark in ("; ", ": ", " ("))
    if at < LONGEST_SUMMARY // 3:
        at = max(piece.rfind(", "), piece.rfind(" ", 0, LONGEST_SUMMARY * 2 // 3))
    if at < LONGEST_SUMMARY // 3:
        at = piece.rfind(" ")
    return piece[:at].rstrip(" ,;:") + " …"


def _list(texts: Iterable[str]) -> str:
    return "\n".join(f"- {text}" for text in texts)
