"""Finds every word of the interface: in the templates of all rooms by Django's own parser, in Python by Babel."""

from __future__ import annotations

from pathlib import Path

from babel.messages.extract import extract_from_file
from django.template import Engine
from django.templatetags.i18n import BlockTranslateNode, TranslateNode

import fanlight

PACKAGE = Path(fanlight.__file__).parent
LIBRARIES = {
    "i18n": "django.templatetags.i18n",
    "fanlight": "fanlight.theme.templatetags.fanlight",
}


def templates() -> list[Path]:
    """Every template of every room."""
    return sorted(PACKAGE.glob("*/templates/**/*.html"))


def words_of(template: Path) -> set[str]:
    """The msgids of one template."""
    nodes = Engine(libraries=LIBRARIES).from_string(template.read_text()).nodelist
    found = {str(node.filter_expression.var.literal) for node in nodes.get_nodes_by_type(TranslateNode)}
    for node in nodes.get_nodes_by_type(BlockTranslateNode):
        found.add(node.render_token_list(node.singular)[0])
        if node.plural:
            found.add(node.render_token_list(node.plural)[0])
    return found


def words_of_python(path: Path) -> set[str]:
    """The msgids of one Python file that says ``gettext`` and its kin."""
    keywords = {
        "gettext": None,
        "gettext_lazy": None,
        "_": None,
        "pgettext": ((1, "c"), 2),
        "ngettext": (1, 2),
    }
    found: set[str] = set()
    for _, message, _, _ in extract_from_file("python", path, keywords=keywords):
        found |= {message} if isinstance(message, str) else {part for part in message if part}
    return found - {"list of languages"}


def all_words() -> set[str]:
    """Every msgid of the interface."""
    found: set[str] = set()
    for template in templates():
        found |= words_of(template)
    for path in sorted(PACKAGE.rglob("*.py")):
        found |= words_of_python(path)
    return found - {""}
