"""Makes the answer to one message. What it needs to know stands in the message or comes with it: nothing is kept."""

from __future__ import annotations

import re
from collections.abc import Callable

import msgspec
from django.utils import translation
from django.utils.translation import gettext as _

from fanlight.edition.index import words_of
from fanlight.edition.queries import Edition
from fanlight.edition.rules import Card
from fanlight.theme.rules import Site

from ..queries import asked
from ..queries import search as find
from .parts import fits, parted, simpler
from .urgent import EMERGENCY, said, urgent_in

#: Answers are numbered by one digit, as people send them.
MOST_ANSWERS = 9
_LONGEST_NAME, _LONGEST_SENTENCE, _LONGEST_ECHO = 90, 140, 40
#: With the address beside the phone number an answer should still be no longer than this.
_FEW_PARTS = 2

_HELP = frozenset("help info menu start unstop ayuda informacion inicio comenzar hola hello hi".split())
_STOP = frozenset(
    "stop stopall unsubscribe cancel end quit revoke optout alto parar pare baja cancelar salir detener".split()
)
_SPANISH_WORDS = frozenset("ayuda informacion inicio comenzar hola alto parar pare baja cancelar salir detener".split())
# A number before one of these counts something ("2 kids"); before any other word it asks for that answer.
_COUNTED = frozenset(
    """kid kids child children baby babies son sons daughter daughters boy boys girl girls person people adults
    day days week weeks month months year years hour hours job jobs bedroom bedrooms car cars dog dogs pet pets time
    nino ninos nina ninas hijo hijos hija hijas bebe bebes persona personas adultos dia dias semana semanas mes meses
    ano anos hora horas trabajo trabajos cuarto cuartos carro carros perro perros vez veces""".split()
)
# Small words that tell which of the two languages a message is in; those that are words of both are left out.
_ENGLISH = frozenset(
    """the a an my i is are to for how where what when need help want have get do can with and of im cant food rent
    job money lost pay husband wife""".split()
)
_SPANISH = frozenset(
    """el la los las un una mi mis de del que con para por como donde cuando necesito ayuda quiero tengo puedo y es
    estoy soy perdi murio comida renta trabajo dinero pagar esposo esposa""".split()
)


class Found(msgspec.Struct, frozen=True):
    """The record that an answer names. `phone` is empty where it has none."""

    id: str
    name: str
    address: str
    phone: str


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to one message.

    `kind` is answer, urgent, nothing, number (which words is it for?), help or stop. `parts` go out one by one.
    `next` is the message that asks for the next answer, empty where there is none; `query` is what `previous` takes.
    `sample` is true where the site is a sample and no government's.
    """

    query: str
    lang: str
    n: int
    kind: str
    parts: list[str]
    next: str = ""
    result: Found | None = None
    sample: bool = False


class Message(msgspec.Struct, frozen=True):
    """A message as a gateway hands it on. `previous` is the query of the message before, None where the gateway does
    not know it; `n` is 0 where only the text says which answer; `plain` asks for letters that all phones have."""

    text: str
    lang: str = ""
    n: int = 0
    previous: str | None = None
    plain: bool = False


def _no_notice(lang: str) -> str:
    return ""


def reply(edition: Edition, message: Message, notice: Callable[[str], str] = _no_notice) -> Reply:
    """Answer a message from an edition.

    `notice` gives the emergency notice in a language, "" where there is none; it goes out first, as one part.
    """
    site = msgspec.convert(edition.site, Site)
    number, query = _read(message)
    lang = message.lang or spoken(query, edition.languages)
    with translation.override(lang):
        made = _special(query, lang, site) or _numbered(edition, site, message, query, number, lang)
    parts = parted(simpler(made.text, plain=message.plain))
    if made.hint:
        # What is to be sent must be read in one piece.
        hint = simpler(made.hint, plain=message.plain)
        parts = [*parts[:-1], f"{parts[-1]} {hint}"] if fits(f"{parts[-1]} {hint}") else [*parts, *parted(hint)]
    if warning := notice(lang):
        parts = [_one_part(simpler(warning, plain=message.plain)), *parts]
    return Reply(
        query=query, lang=lang, n=made.n, kind=made.kind, parts=parts, next=made.next, result=made.result,
        sample=site.sample,
    )  # fmt: skip


class _Made(msgspec.Struct, frozen=True):
    kind: str
    n: int
    text: str
    next: str = ""
    hint: str = ""
    result: Found | None = None


def _read(message: Message) -> tuple[int, str]:
    """Take a message apart: which answer is asked for (0 if it does not say), and to which words."""
    text = asked(message.text)
    if re.fullmatch(r"[1-9][.)]?", text):
        number, query = int(text[0]), _split(asked(message.previous or ""))[1]
    else:
        number, query = _split(text)
    return message.n or number, query


def _split(text: str) -> tuple[int, str]:
    match = re.match(r"([1-9])(?:[.):]?\s+)(.+)", text)
    if match is None or next(iter(words_of(match[2])), "") in _COUNTED:
        return 0, text
    return int(match[1]), match[2]


def spoken(text: str, languages: list[str]) -> str:
    """Guess which language of the site a message is in; the site's own where nothing tells."""
    if not {"en", "es"} <= set(languages):
        return languages[0]
    words = words_of(text)
    spanish = sum(word in _SPANISH or word in _SPANISH_WORDS for word in words) + len(
        re.findall("[ñÑ¿¡áíóúÁÍÓÚ]", text)
    )
    english = sum(word in _ENGLISH for word in words)
    if spanish == english:
        return languages[0]
    return "es" if spanish > english else "en"


def _special(query: str, lang: str, site: Site) -> _Made | None:
    words = words_of(query)
    if len(words) == 1 and words[0] in _STOP:
        return _Made("stop", 0, _("Nothing is sent unless you write, and no number is kept. There is nothing to stop."))
    if query == "?" or (len(words) == 1 and words[0] in _HELP):
        return _Made("help", 0, _help(lang, site))
    return None


def _help(lang: str, site: Site) -> str:
    told = _(
        "Send what you need in a few words, such as: help with rent. For the second answer send: 2 help with rent."
    )
    emergency = said(EMERGENCY[site.country], lang) if site.country in EMERGENCY else ""
    return " ".join(part for part in (f"{site.called(lang)[0]}.", _sample(site), told, emergency) if part)


def _sample(site: Site) -> str:
    return f"{_('Sample site, not a government service')}." if site.sample else ""


def _numbered(edition: Edition, site: Site, message: Message, query: str, number: int, lang: str) -> _Made:
    if not query:
        if number:
            return _Made("number", number, _("Send the number with your words, for example: 2 food"))
        return _Made("help", 0, _help(lang, site))
    n = number or 1
    # Where a life may be in danger, the numbers to call are the first answer, alone; services follow from the second.
    urgent = urgent_in(query, site.country)
    place = n - 1 if urgent else n
    results = find(edition, query, lang, 1, max(place - 1, 0))
    last = min(results.total + bool(urgent), MOST_ANSWERS)
    following = f"{n + 1} {query}" if n < last else ""
    if urgent and not place:
        return _Made("urgent", 1, said(urgent.says, lang), following)
    card = (
        edition.cards([each.id for each in results.results], lang).get(results.results[0].id)
        if results.results
        else None
    )
    if card is None:
        told = _("There is no answer %(number)s. Send your words alone for the first.") % {"number": n}
        return _Made("nothing", n, told if results.total else _nothing(site))
    found = Found(card.id, card.name, _short(f"{site.address}{card.href}"), card.phone)
    return _Made("answer", n, _answer(card, found), following, _hint(message, query, n + 1) if following else "", found)


def _answer(card: Card, found: Found) -> str:
    status = {"paused": _("Paused now"), "closed": _("Closed")}.get(card.status, "")
    brief = shortened(sentence(card.summary), _LONGEST_SENTENCE)
    head = [_ended(shortened(card.name, _LONGEST_NAME)), _ended(status), brief]
    if not found.phone:
        return _joined(*head, found.address)
    call = _ended(_("Call %(number)s") % {"number": found.phone})
    whole = _joined(*head, call, found.address)
    return whole if len(parted(simpler(whole))) <= _FEW_PARTS else _joined(*head, call)


def _hint(message: Message, query: str, number: int) -> str:
    if message.previous is not None:
        return _("For the next answer send %(number)s.") % {"number": number}
    if len(query) > _LONGEST_ECHO:
        return _("For the next answer send %(number)s and the same words.") % {"number": number}
    return _("For the next answer send: %(message)s") % {"message": f"{number} {query}"}


def _nothing(site: Site) -> str:
    call = _ended(_("Call %(number)s") % {"number": site.contact.phone}) if site.contact.phone else ""
    return _joined(_("Nothing found. Try other words, or fewer."), call, _short(site.address))


def _short(address: str) -> str:
    return address.removeprefix("https://")


def _joined(*texts: str) -> str:
    return " ".join(text for text in texts if text)


def _ended(text: str) -> str:
    return text if not text or text[-1] in ".?!" else f"{text}."


def sentence(text: str) -> str:
    """Return the first sentence of a text; the point of an abbreviation (`U.S. `) ends none."""
    match = re.search(r"(?<![A-Z])[.?!](?=\s+[A-ZÁÉÍÓÚÑ¿¡\d])", text)
    return text[: match.end()] if match else text


def shortened(text: str, longest: int) -> str:
    """Cut a text at the end of a word, with three points; one that is short enough stays."""
    if len(text) <= longest:
        return text
    return text[: longest - 3].rsplit(" ", 1)[0].rstrip(",;:.") + "..."


def _one_part(text: str) -> str:
    """Return what of a text fits one message."""
    parts = parted(text)
    if len(parts) < 2:
        return text
    return parts[0] if parts[0].endswith((".", "!", "?")) else f"{parts[0][:-3].rsplit(' ', 1)[0]}..."
