"""Template tags for texts in languages, addresses, dates and the window, written to be quick: pages are many.

A tag that takes the context reads ``page`` (its ``lang`` and ``path``) and ``site``.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any, Protocol

from django import template
from django.template import Context
from django.utils import formats, translation
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, pgettext

from fanlight.theme.assets import asset_address, icon

register = template.Library()

# Django names languages, but not all that are spoken at the counters of the United States.
_MORE_LANGUAGES = {
    "en": {"am": "Amharic", "ase": "American Sign Language", "fil": "Filipino", "hmn": "Hmong", "ht": "Haitian Creole",
           "lo": "Lao", "nv": "Navajo", "so": "Somali", "tl": "Tagalog", "yi": "Yiddish", "zh": "Chinese"},
    "es": {"am": "amárico", "ase": "lengua de señas americana", "fil": "filipino", "hmn": "hmong",
           "ht": "criollo haitiano", "lo": "lao", "nv": "navajo", "so": "somalí", "tl": "tagalo", "yi": "yidis",
           "zh": "chino"},
}  # fmt: skip

# Django's English writes “Nov. 3”; whole words read more calmly.
_DAY_FORMATS = {"en": "F j, Y"}
_CURRENCY_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£"}


class Text(Protocol):
    """A text as pages get it: the words, and their language where it is not the page's."""

    @property
    def text(self) -> str:
        """The words."""

    @property
    def lang(self) -> str:
        """The code of their language, or nothing when it is the page's."""


@register.simple_tag
def said(words: Text | str | None) -> SafeString:
    """A text, escaped; in a span with its language where that is not the page's."""
    if not words:
        return SafeString()
    if isinstance(words, str):
        return conditional_escape(words)
    if words.lang:
        return mark_safe(f'<span lang="{escape(words.lang)}">{escape(words.text)}</span>')
    return mark_safe(escape(words.text))


@register.simple_tag
def attr_lang(words: Text | str | None) -> SafeString:
    """The attribute ``lang`` for an element whose text is not in the page's language; else nothing."""
    lang = getattr(words, "lang", "")
    return mark_safe(f' lang="{escape(lang)}"') if lang else SafeString()


@register.simple_tag
def paragraphs(words: Text | str | None) -> SafeString:
    """A longer text: a blank line parts paragraphs, lines that begin with ``- `` are a list."""
    if not words:
        return SafeString()
    text = words if isinstance(words, str) else words.text
    lang = "" if isinstance(words, str) else words.lang
    blocks = [_block(block) for block in text.replace("\r\n", "\n").split("\n\n")]
    attribute = f' lang="{escape(lang)}"' if lang else ""
    return mark_safe(f'<div class="fl-prose"{attribute}>{"".join(blocks)}</div>')


def _block(block: str) -> str:
    out: list[str] = []
    lines: list[str] = []
    items: list[str] = []
    for line in [*block.split("\n"), ""]:
        is_item = line.startswith("- ")
        if lines and (is_item or not line):
            out.append(f"<p>{escape(' '.join(lines))}</p>")
            lines = []
        if items and not is_item:
            out.append("<ul>" + "".join(f"<li>{escape(item)}</li>" for item in items) + "</ul>")
            items = []
        if is_item:
            items.append(line[2:].strip())
        elif line.strip():
            lines.append(line.strip())
    if lines:
        out.append(f"<p>{escape(' '.join(lines))}</p>")
    return "".join(out)


@register.simple_tag
def day(date: dt.date | None) -> SafeString:
    """A date in words, as people write it in the page's language."""
    if date is None:
        return SafeString()
    lang = translation.get_language() or "en"
    words = formats.date_format(date, _DAY_FORMATS.get(lang, "DATE_FORMAT"))
    return mark_safe(f'<time datetime="{date.isoformat()}">{escape(words)}</time>')


@register.simple_tag
def money(amount: str, currency: str = "USD") -> str:
    """An amount of money: ``$1,250`` in both languages of the United States; 0 is “Free”."""
    try:
        number = Decimal(amount)
    except InvalidOperation:
        return amount
    if number == 0:
        return gettext("Free")
    words = f"{number:,.2f}".removesuffix(".00")
    sign = _CURRENCY_SIGNS.get(currency)
    return f"{sign}{words}" if sign else f"{words} {currency}"


@register.simple_tag
def language_names(codes: Iterable[str]) -> str:
    """The names of languages in the page's language, as a list in words."""
    lang = translation.get_language() or "en"
    names = [_language_name(code, lang) for code in codes]
    if len(names) < 2:
        return "".join(names)
    return pgettext("list of languages", "%(most)s and %(last)s") % {"most": ", ".join(names[:-1]), "last": names[-1]}


@functools.lru_cache(maxsize=512)
def _language_name(code: str, lang: str) -> str:
    more = _MORE_LANGUAGES.get(lang, _MORE_LANGUAGES["en"])
    if code in more:
        return more[code]
    try:
        name = str(translation.get_language_info(code)["name_translated"])
        # Spanish writes languages small; Django's list begins each with a capital.
        return name if lang == "en" else name[:1].lower() + name[1:]
    except KeyError:
        return code


@register.filter
def own_name(code: str) -> str:
    """A language's name for itself, as in a switch between languages: “Español”."""
    try:
        name = str(translation.get_language_info(code)["name_local"])
    except KeyError:
        return code
    return name[:1].upper() + name[1:]


@register.simple_tag(takes_context=True)
def asset(context: Context, name: str) -> str:
    """The address of a file of the theme or the site, with its hash: ``{% asset "fanlight.css" %}``."""
    return asset_address(context["site"], name)


@register.simple_tag(takes_context=True)
def here(context: Context, path: str) -> str:
    """A path in the page's language: ``{% here "/search" %}`` gives ``/es/search`` on a Spanish page."""
    prefix: str = context["site"].prefix(context["page"].lang)
    return (prefix or "/") if path == "/" else prefix + path


@register.simple_tag(takes_context=True)
def nav(context: Context, path: str, words: str) -> SafeString:
    """A link of the main navigation, marked where it is the page itself or a page below it."""
    href = here(context, path)
    at = str(context["page"].path)
    current = ' aria-current="page"' if at == href else ' aria-current="true"' if at.startswith(href + "/") else ""
    return mark_safe(f'<a class="fl-nav__link" href="{escape(href)}"{current}>{escape(words)}</a>')


@register.simple_tag(takes_context=True)
def site_name(context: Context) -> SafeString:
    """The site's name, marked with its language where that is not the page's."""
    name, code = context["site"].called(context["page"].lang)
    if code != context["page"].lang:
        return mark_safe(f'<span lang="{escape(code)}">{escape(name)}</span>')
    return mark_safe(escape(name))


@register.simple_tag(takes_context=True)
def site_name_text(context: Context) -> str:
    """The site's name as bare words, for the document's title."""
    name: str = context["site"].called(context["page"].lang)[0]
    return name


@register.simple_tag(takes_context=True)
def site_hours(context: Context) -> str:
    """When the site's own contact can be reached, in the page's language where it is said."""
    hours: dict[str, str] = context["site"].hours
    return hours.get(context["page"].lang) or next(iter(hours.values()), "")


@register.filter
def default_address(alternates: Iterable[tuple[str, str, str]], site: Any) -> str:
    """The absolute address of a page in the site's default language, for ``hreflang="x-default"``."""
    return next((address for lang, address, _ in alternates if lang == site.languages[0]), "")


@register.simple_tag
def icon_for(kind: str) -> SafeString:
    """The icon of a way to reach a service, drawn inside the page."""
    names = {
        "web": "public",
        "app": "public",
        "phone": "phone",
        "tty": "hearing",
        "in-person": "location_on",
        "post": "mail",
        "text": "chat",
        "email": "alternate_email",
    }
    return mark_safe(icon(names.get(kind, kind)))


@register.simple_tag
def channel_name(kind: str) -> str:
    """What a way to reach a service is called when it has no label of its own."""
    return {
        "web": gettext("Online"),
        "phone": gettext("By phone"),
        "tty": gettext("By TTY"),
        "in-person": gettext("In person"),
        "post": gettext("By mail"),
        "app": gettext("In an app"),
        "text": gettext("By text message"),
        "email": gettext("By email"),
    }.get(kind, kind)


@register.filter
def tel(number: str) -> str:
    """A telephone number as the address that a phone dials. Ten digits are a number of North America."""
    digits = re.sub(r"[^\d+*#]", "", re.split(r"(?i)\s*(?:ext|x)", number)[0])
    if re.fullmatch(r"1?\d{10}", digits):
        digits = f"+1{digits[-10:]}"
    return f"tel:{digits}"


@register.filter
def unbroken(number: str) -> SafeString:
    """A telephone number that stays on one line: broken at a hyphen it cannot be read out."""
    return mark_safe(f'<span class="fl-unbroken">{escape(number)}</span>')


@register.filter
def sms(address: str) -> str:
    """The address that writes a text message, from the one that calls the same number."""
    return address.replace("tel:", "sms:", 1)


@register.filter
def bare_host(address: str) -> str:
    """The name of a website as people say it: ``ssa.gov`` for ``https://www.ssa.gov/apply?x=1``."""
    host = address.split("//", 1)[-1].split("/", 1)[0].split("?", 1)[0]
    return host.rsplit("@", 1)[-1].removeprefix("www.")


@register.filter
def first_letter_lower(words: str) -> str:
    """The words to stand in the middle of a sentence: “by phone”."""
    return words if words[:2].isupper() else words[:1].lower() + words[1:]


@register.filter
def json_script_text(text: str) -> SafeString:
    """JSON to stand in a script block. A closing tag inside a text must not end the block."""
    return mark_safe(text.replace("<", "\\u003c"))
