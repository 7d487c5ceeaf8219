"""Mending a row: what is put right on the way in, and the account of it.

A repair is counted once for a record and kind. Where several values of a record are mended in one way, they stand in
one repair: ``field`` names the fields, and ``old`` and ``new`` hold one value a line. That is the unit in which the
inventory has 641 records with an applicant label, 988 with HTML entities, 101 with repeats and 13 with an empty name.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import msgspec

from fanlight.catalog.rules import Repair

from .data import Types, agencies
from .rows import Authorization, Row

_ENTITY = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);")
_SPACES = re.compile(r"[\t \u00a0\u2000-\u200b\u202f\u3000\ufeff]+")
_BREAK = re.compile(r"\r\n?|[\u0085\u2028\u2029\x0b\x0c]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_BULLET = re.compile(r"^[ \t]*[•·▪●\uf0a7\uf0b7][ \t]*", re.MULTILINE)
#: Longest piece of a text that a repair shows; of a longer one it shows the first place that changed.
_SHOWN = 200


class Mended(msgspec.Struct):
    """A row put right, and what was done to it."""

    row: Row
    repairs: list[Repair]


class _Ledger:
    """Gathers what changed in one record, kind by kind."""

    def __init__(self, row_id: str) -> None:
        self._id = row_id
        self._found: dict[str, list[tuple[str, str, str]]] = {}

    def note(self, kind: str, field: str, old: str, new: str) -> None:
        """Write down one value, if it changed."""
        if old != new:
            self._found.setdefault(kind, []).append((field, *_shown(old, new)))

    def repairs(self) -> list[Repair]:
        """One repair for each kind."""
        return [
            Repair(
                self._id,
                ", ".join(dict.fromkeys(field for field, _, _ in found)),
                kind,
                "\n".join(old for _, old, _ in found),
                "\n".join(new for _, _, new in found),
            )
            for kind, found in self._found.items()
        ]


def mend(row: Row, row_id: str, types: Types) -> Mended:
    """Put a row right. The row itself is not changed."""
    ledger = _Ledger(row_id)
    mended = msgspec.structs.replace(row)
    _mend_entities(mended, ledger)
    _mend_bullets(mended, ledger)
    _mend_spacing(mended, ledger)
    _mend_names(mended, ledger, types)
    _mend_types(mended, ledger, types)
    _mend_citations(mended, ledger)
    return Mended(mended, ledger.repairs())


def decoded(text: str) -> str:
    """The text with its HTML entities turned into what they stand for."""
    return _ENTITY.sub(lambda found: html.unescape(found.group()), text) if "&" in text else text


def spaced(text: str) -> str:
    """The text with single spaces, plain line breaks and no control characters."""
    text = _CONTROL.sub(" ", _BREAK.sub("\n", text))
    return "\n".join(_SPACES.sub(" ", line).strip() for line in text.split("\n")).strip()


def uncapitalised(text: str) -> str:
    """A name that is all capitals (but for its small words), in the capitals of a title; any other as it is."""
    words = agencies()
    large = [word for word in text.split(" ") if word not in words.small_words]
    if len(large) < 2 or not " ".join(large).isupper():
        return text
    told = []
    for number, word in enumerate(text.split(" ")):
        bare = word.strip("(),;:")
        if bare in words.keep_capitals or (word.startswith("(") and word.endswith(")")):
            told.append(word)
        elif bare.lower() in words.small_words and number:
            told.append(word.lower())
        else:
            told.append("-".join(part.capitalize() for part in word.split("-")))
    return " ".join(told)


def _mend_entities(row: Row, ledger: _Ledger) -> None:
    for field in ("name", "popular_name", "objective", "top_agency_name", "sub_agency_name", "rules_regulations"):
        _change(row, field, "entity", decoded, ledger)
    cited = []
    for law in row.authorizations or []:
        text = law.text or ""
        ledger.note("entity", "authorizations", text, decoded(text))
        cited.append(Authorization(decoded(text), law.url))
    row.authorizations = cited
    for result in row.results or []:
        told = result.description or ""
        ledger.note("entity", "results", told, decoded(told))


def _mend_bullets(row: Row, ledger: _Ledger) -> None:
    _change(row, "objective", "bullet", lambda text: _BULLET.sub("- ", text), ledger)


def _mend_spacing(row: Row, ledger: _Ledger) -> None:
    for field in ("name", "popular_name"):
        _change(row, field, "spacing", lambda text: spaced(text).replace("\n", " ").replace("  ", " "), ledger)
    for field in ("objective", "top_agency_name", "sub_agency_name"):
        _change(row, field, "spacing", spaced, ledger)
    for law in row.authorizations or []:
        old = law.text or ""
        law.text = spaced(old).replace("\n", " ")
        ledger.note("spacing", "authorizations", old, law.text)


def _mend_names(row: Row, ledger: _Ledger, types: Types) -> None:
    popular = row.popular_name or ""
    if popular and (popular.strip(" .").lower() in types.no_name or not popular.strip(" .-")):
        ledger.note("empty_name", "popular_name", popular, "")
        row.popular_name = ""
    _change(row, "popular_name", "brackets", _unbracketed, ledger)
    _change(row, "name", "capitals", uncapitalised, ledger)


def _mend_types(row: Row, ledger: _Ledger, types: Types) -> None:
    for field in ("assistance_types", "beneficiary_types", "applicant_types"):
        old: list[str] = getattr(row, field) or []
        new = list(dict.fromkeys(old))
        ledger.note("duplicate", field, "; ".join(old), "; ".join(new))
        setattr(row, field, new)
    labels = row.assistance_types or []
    wrong = [label for label in labels if label in types.labels]
    right = [types.labels[label] for label in wrong]
    ledger.note("assistance_label", "assistance_types", "; ".join(wrong), "; ".join(right))
    row.assistance_types = list(dict.fromkeys(types.labels.get(label, label) for label in labels))


def _mend_citations(row: Row, ledger: _Ledger) -> None:
    old = row.authorizations or []
    new = list({(law.text, law.url): law for law in old}.values())
    ledger.note("repeated_citation", "authorizations", _cited(old), _cited(new))
    row.authorizations = new


def _cited(laws: list[Authorization]) -> str:
    return "; ".join(law.text or "" for law in laws)


def _change(row: Row, field: str, kind: str, how: Callable[[str], str], ledger: _Ledger) -> None:
    old = getattr(row, field)
    if not old:
        return
    new = how(old)
    ledger.note(kind, field, old, new)
    setattr(row, field, new)


def _unbracketed(name: str) -> str:
    inner = name[1:-1]
    return inner.strip() if name.startswith("(") and name.endswith(")") and not set(inner) & set("()") else name


def _shown(old: str, new: str) -> tuple[str, str]:
    if len(old) <= _SHOWN and len(new) <= _SHOWN:
        return old, new
    first = next((at for at, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), len(new))
    start = max(0, first - 40)
    before = "…" if start else ""
    return f"{before}{old[start : start + 80]}…", f"{before}{new[start : start + 80]}…"
