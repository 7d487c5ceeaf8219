"""A shell with an empty site, and one with a small catalogue that is printed already."""

import pytest

from tests.config.commands import Shell

ROWS = "id,name,url,topics\n1,Library card,https://library.example.gov/card,Reading\n"


@pytest.fixture
def shell(tmp_path):
    return Shell(tmp_path / "home")


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A site that is only read by the tests of one file."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "rows.csv").write_text(ROWS)
    shell = Shell(folder / "home")
    assert shell("import", "--format", "csv", folder / "rows.csv").status == 0
    assert shell("print").status == 0
    return shell


@pytest.fixture
def rows(tmp_path):
    (tmp_path / "rows.csv").write_text(ROWS)
    return tmp_path / "rows.csv"
