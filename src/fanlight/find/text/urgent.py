"""What comes before any service: the numbers to call when a message says that a life is in danger.

A short list; it holds for one country each, for its numbers do. Better one line too often than one too seldom. Words
are matched folded (small letters, no accents), as whole words; `*` stands for any ending.

No person has reviewed it yet: before real use it is to be checked against 988lifeline.org (988; in Spanish press 2, or
text AYUDA), thehotline.org (1-800-799-7233), rainn.org (1-800-656-4673) and 911.gov. Each sentence fits one message in
the GSM alphabet, so the Spanish ones use only the accents that it has.
"""

from __future__ import annotations

import re

import msgspec

from fanlight.edition.index import words_of


class Urgent(msgspec.Struct, frozen=True):
    """One kind of danger: the words it is told by, in any language, and what to answer, by language."""

    kind: str
    words: tuple[str, ...]
    says: dict[str, str]


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.strip().splitlines())


_SUICIDE = Urgent(
    "suicide",
    _lines(
        """suicid*
        suiside
        suicde
        kill myself
        killing myself
        end my life
        ending my life
        take my own life
        want to die
        wanna die
        wish i was dead
        wish i were dead
        better off dead
        no reason to live
        dont want to live
        don t want to live
        do not want to live
        dont want to be alive
        don t want to be alive
        hurt myself
        hurting myself
        cutting myself
        self harm
        me quiero morir
        quiero morir
        quiero morirme
        quisiera morir*
        no quiero vivir
        no quiero seguir viviendo
        sin ganas de vivir
        matarme
        me quiero matar
        me voy a matar
        quitarme la vida
        acabar con mi vida
        terminar con mi vida
        hacerme dano
        lastimarme"""
    ),
    {
        "en": "You are not alone. Call or text 988 now: free, day and night. If someone is in danger, call 911.",
        "es": "Hay ayuda gratis a toda hora. Llame al 988 y oprima el 2, o mande AYUDA por texto al 988. "
        "Si hay peligro, llame al 911.",
    },
)
_SEXUAL = Urgent(
    "sexual-violence",
    _lines(
        """rape
        raped
        sexual assault
        sexually assaulted
        sexual abuse
        sexually abused
        molest*
        abuso sexual
        agresion sexual
        violacion sexual
        me violaron
        me violo
        fui violad*"""
    ),
    {
        "en": "In danger now? Call 911. After sexual violence call 1-800-656-4673: free, day and night.",
        "es": "Si hay peligro, llame al 911. Por violencia sexual, llame gratis y a toda hora al 1-800-656-4673.",
    },
)
_VIOLENCE = Urgent(
    "violence",
    _lines(
        """violence
        violent
        violencia
        violento
        hits me
        hit me
        hitting me
        beats me
        beat me
        beating me
        hurts me
        choked me
        abuses me
        abusing me
        abusive
        battered
        stalking me
        kill me
        threatened to kill
        threatens me
        afraid of my husband
        afraid of my boyfriend
        afraid of my partner
        scared of my husband
        scared of my boyfriend
        scared of my partner
        me pega
        me pego
        me golpea
        me golpeo
        me maltrata
        maltrato
        me amenaza
        me amenazo
        me va a matar
        me quiere matar
        me hace dano
        me lastima
        abusa de mi
        miedo a mi esposo
        miedo de mi esposo
        miedo a mi pareja
        miedo de mi pareja"""
    ),
    {
        "en": "In danger now? Call 911. If someone close to you hurts or threatens you, call 1-800-799-7233: free, "
        "day and night.",
        "es": "Si hay peligro, llame al 911. Si alguien cercano le hace daño o le amenaza, llame gratis y a toda hora "
        "al 1-800-799-7233.",
    },
)
_MEDICAL = Urgent(
    "medical",
    _lines(
        """overdos*
        heart attack
        not breathing
        cant breathe
        can t breathe
        cannot breathe
        chest pain
        unconscious
        bleeding badly
        sobredosis
        ataque al corazon
        infarto
        no respira
        no puedo respirar
        no puede respirar
        dolor de pecho
        inconsciente"""
    ),
    {
        "en": "If someone cannot breathe, will not wake up, or has chest pain, call 911 now.",
        "es": "Si alguien no respira, no despierta o tiene dolor de pecho, llame al 911 ahora.",
    },
)

#: By country (ISO 3166), in the order in which they are looked for.
URGENT = {"US": (_SUICIDE, _SEXUAL, _VIOLENCE, _MEDICAL)}
#: What the answer to HELP ends with, by country.
EMERGENCY = {"US": {"en": "In an emergency call 911.", "es": "En una emergencia llame al 911."}}


def _pattern(urgent: Urgent) -> re.Pattern[str]:
    ways = (re.escape(words).replace(r"\*", r"\w*") for words in urgent.words)
    return re.compile(rf"\b(?:{'|'.join(ways)})\b")


_PATTERNS = {urgent.kind: _pattern(urgent) for all_of in URGENT.values() for urgent in all_of}


def urgent_in(message: str, country: str) -> Urgent | None:
    """Return the danger that a message speaks of, or None; only countries whose numbers are reviewed have any."""
    folded = " ".join(words_of(message))
    return next((each for each in URGENT.get(country, ()) if _PATTERNS[each.kind].search(folded)), None)


def said(texts: dict[str, str], lang: str) -> str:
    """Return a reviewed text in a language, in English where it has none."""
    return texts.get(lang) or texts["en"]
