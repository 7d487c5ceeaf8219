"""Nothing in the project names a registry's host, a machine's path, or asks a third party for anything."""

import re

import pytest

from tests.house.house import PACKAGE, project_files, relative

_REGISTRIES = ("py" + "pi.", "python" + "hosted", "npm" + "js.", "registry." + "yarn", "deb." + "debian")
_PATHS = re.compile(r"(?<![\w.])/(?:work|farm|root|home/\w+)/[\w.-]")
_TEXT = {".py", ".toml", ".md", ".txt", ".yaml", ".yml", ".html", ".scss", ".cfg", ".json", ".po", "", ".in"}


def _texts():
    return [p for p in project_files() if p.suffix in _TEXT and "theme/vendor" not in relative(p)]


def test_no_registry_is_named():
    named = [
        relative(path)
        for path in _texts()
        if any(host in path.read_text(encoding="utf-8", errors="replace") for host in _REGISTRIES)
    ]
    assert not named


def test_no_path_of_a_machine_is_named():
    named = [relative(p) for p in _texts() if _PATHS.search(p.read_text(encoding="utf-8", errors="replace"))]
    assert not named


@pytest.mark.parametrize("template", sorted(PACKAGE.rglob("templates/**/*.html")), ids=lambda p: p.name)
def test_a_template_asks_no_third_party_and_runs_no_script_but_the_one_asset(template):
    text = template.read_text(encoding="utf-8")
    assert not re.search(r"""(?:src|action|data-src)=["']https?:|<link[^>]+href=["']https?:|@import""", text)
    assert not re.search(r"\son\w+=|style=", text)
    scripts = re.findall(r"<script([^>]*)>", text)
    own = ' src="{% asset "suggest.js" %}" defer'
    assert all("application/ld+json" in script or script == own for script in scripts)


def test_nothing_built_is_in_git():
    built = [relative(p) for p in project_files() if "theme/built" in relative(p) or p.suffix in (".mo", ".pyc")]
    assert not built
