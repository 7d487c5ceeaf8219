"""Each room says what it owns, uses the agreed file names, and stands in the table of ARCHITECTURE.md."""

import ast
import re

import pytest

from tests.house.house import PACKAGE, ROOT, relative, rooms

#: The file names of DESIGN: a file (or a package) of one of them answers one question in every room.
AGREED = {
    "__init__", "rules", "models", "queries", "actions", "pages", "views", "forms", "urls", "api", "jobs",
    "wagtail_hooks", "management", "migrations", "apps", "templates", "templatetags", "locale",
}  # fmt: skip
#: Further files, each with the reason why it is none of the above.
REVIEWED = {
    "catalog/exchange": "formats in and out: values to files and back, without the database",
    "catalog/starter": "the starter catalogue: data",
    "edition/index": "the search index: the one place that knows tantivy",
    "edition/asking": "from a query to what the engine is asked",
    "edition/understanding": "what a query means, before any index is asked",
    "edition/sounds": "how words sound, for spelling",
    "edition/thesaurus": "concepts from people's words to the government's, and their file",
    "edition/learning": "what was learned from use, and its own small index",
    "edition/weights": "what is worth how much in a score",
    "edition/mirror": "an edition as plain files",
    "edition/spelling": "what a misspelt word may have been: words near it in the edition",
    "find/bets": "best bets: records that people put first, with dates",
    "find/filters": "what results can be narrowed by, as it is printed and as an address says it",
    "find/narrowing": "filters in the words of a page",
    "find/suggesting": "what is suggested while somebody types",
    "find/never_suggest": "what is never suggested: data",
    "find/explaining": "why a result stands where it does",
    "find/door": "the WSGI callable that answers before Django is entered",
    "find/judging": "how well search answers: judged queries, figures, comparisons; search knows nothing of it",
    "find/learning": "counts of query and choice to learned queries, and what they change",
    "find/live": "fills the printed shell for a live page",
    "find/notice": "the emergency notice, read by the door alone",
    "find/text": "answers for a text message: their words, their length, the numbers to call in danger",
    "press/render": "templates to bytes",
    "press/printers": "the processes that render side by side",
    "press/files": "robots.txt, sitemap.xml and assets as pages",
    "theme/assets": "the compiled look, under hashed names",
    "theme/art": "the drawings that the look is built from",
    "theme/built": "what the build made (ignored by git)",
    "theme/fonts": "the font",
    "theme/script": "the one script, which shows suggestions",
    "theme/scss": "the sources of the look",
    "theme/vendor": "the U.S. Web Design System's sources",
    "config/assistant": "the entry point of assistants: a Model Context Protocol server over the edition",
    "config/cli": "the fanlight command",
    "config/environment": "the settings of the environment",
    "config/settings": "Django's settings for each place",
    "config/site": "who the site is",
    "config/wsgi": "the entry point of the door",
}


@pytest.mark.parametrize("room", rooms(), ids=lambda room: room.name)
def test_a_room_says_what_it_owns(room):
    docstring = ast.get_docstring(ast.parse((room / "__init__.py").read_text(encoding="utf-8")))
    assert docstring
    assert len(docstring) > 40


@pytest.mark.parametrize("room", rooms(), ids=lambda room: room.name)
def test_a_room_uses_the_agreed_file_names(room):
    names = {path.stem for path in room.iterdir() if path.name != "__pycache__"}
    strange = {name for name in names - AGREED if f"{room.name}/{name}" not in REVIEWED}
    assert not strange, "agree on a name in DESIGN's table, or add it to REVIEWED with its reason"


def test_every_reviewed_name_is_still_there():
    gone = {name for name in REVIEWED if not list(PACKAGE.glob(f"{name}*")) and name != "theme/built"}
    assert not gone


@pytest.mark.parametrize("forbidden", ["services.py", "utils.py", "helpers.py", "exceptions.py"])
def test_no_drawer_for_everything(forbidden):
    assert not [relative(path) for path in PACKAGE.rglob(forbidden)]


def test_the_table_of_rooms_equals_the_folders():
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    told = set(re.findall(r"^\|\s*\d\s*\|\s*`(\w+)`\s*\|", text, re.MULTILINE))
    assert told == {room.name for room in rooms()}


def test_templates_extend_and_include_only_their_own_room_and_the_theme():
    strange = []
    for template in PACKAGE.rglob("templates/**/*.html"):
        room = template.relative_to(PACKAGE).parts[0]
        for name in re.findall(
            r"""{%\s*(?:extends|include)\s+["']([^"']+)["']""", template.read_text(encoding="utf-8")
        ):
            if name.split("/")[0] not in (room, "theme"):
                strange.append(f"{relative(template)}: {name}")
    assert not strange
