"""The county walk: the five commands of docs/county.md, taken from the document and run for real."""

import csv
import json
import os
import re
import shlex
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.house.house import ROOT

COUNTY = ROOT / "docs" / "county.md"
CSV = ROOT / "examples" / "county" / "services.csv"


def commands() -> list[str]:
    """The lines of every `sh` block of the walk, joined where they end in a backslash."""
    text = COUNTY.read_text(encoding="utf-8").split("## The five commands")[1].split("\n## ")[0]
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    return [line for block in blocks for line in block.replace("\\\n", " ").strip().splitlines()]


def rows() -> list[dict[str, str]]:
    with CSV.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def get(url: str) -> str:
    with urllib.request.urlopen(url, timeout=20) as answer:
        return answer.read().decode("utf-8")


def wait_for(address: str) -> None:
    """Wait until the server takes requests: it names its address a moment before."""
    for _ in range(100):
        try:
            get(f"{address}/robots.txt")
        except urllib.error.URLError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"nothing answers at {address} after ten seconds")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment in which the commands keep everything in a new folder."""
    env = {**os.environ, "FANLIGHT_HOME": str(tmp_path_factory.mktemp("county")), "PYTHONUNBUFFERED": "1"}
    # The walk starts with nothing set, as on a new machine.
    for name in ("DJANGO_SETTINGS_MODULE", "FANLIGHT_DATABASE_URL"):
        env.pop(name, None)
    return env


@pytest.fixture(scope="module")
def said(home: dict[str, str]) -> list[str]:
    """What the first four commands say, one after another."""
    said = []
    for command in commands()[:4]:
        done = subprocess.run(
            shlex.split(command), cwd=ROOT, env=home, capture_output=True, text=True, timeout=300, check=False
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
        said.append(done.stdout)
    return said


@pytest.fixture(scope="module")
def site(home: dict[str, str], said: list[str]):
    """The address of the county's site, served by the fifth command on a free port."""
    server = subprocess.Popen(
        [*shlex.split(commands()[4]), "--port", "0"], cwd=ROOT, env=home, stdout=subprocess.PIPE, text=True
    )
    try:
        assert server.stdout is not None
        address = next(line.strip() for line in server.stdout if line.startswith("http://")).rstrip("/")
        wait_for(address)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=20)
        server.stdout.close()


def test_there_are_five_commands_and_none_is_python() -> None:
    assert len(commands()) == 5
    assert [command for command in commands() if "python" in command] == []


def test_the_county_is_plainly_made_up() -> None:
    assert len(rows()) == 30
    for row in rows():
        assert re.search(r"\b555-01\d\d\b", row["phone"])
        assert row["url"].startswith("https://www.example.gov/")
        assert row["name_es"]
        assert row["summary_es"]


def test_the_commands_say_what_they_did(said: list[str]) -> None:
    assert "This is now the site of Example County, in en, es." in said[1]
    assert "30 records accepted: 30 new" in said[2]
    assert "en: 30 of 30 services within 3 clicks" in said[3]
    assert "es: 30 of 30 services within 3 clicks" in said[3]


def test_every_page_says_whose_site_it_is(site: str) -> None:
    for path, name in (("/", "Example County"), ("/es", "Condado de Ejemplo"), ("/es/services/dog-license", "Condado")):
        page = get(site + path)
        assert name in page
        assert "Sample site" not in page
        assert "Sitio de muestra" not in page


def test_every_service_is_there_in_both_languages(site: str) -> None:
    for row in rows():
        assert row["name"] in get(f"{site}/services/{row['id']}").replace("&#x27;", "'")
        spanish = get(f"{site}/es/services/{row['id']}")
        assert row["name_es"] in spanish
        assert row["summary_es"] in spanish


def test_topics_have_their_spanish_names(site: str) -> None:
    page = get(f"{site}/es")
    names = {name.strip() for row in rows() for name in row["topics_es"].split("|")}
    assert {name for name in names if name not in page} == set()


def test_a_neighbor_finds_the_dog_license_in_her_own_language(site: str) -> None:
    answer = json.loads(get(f"{site}/api/search?q=perro&lang=es&limit=3"))
    assert answer["results"][0]["id"] == "dog-license"
    assert "Saque la licencia de su perro" in get(f"{site}/es/search?q=licencia+perro")


def test_the_door_s_document_shows_what_search_answers_here(site: str, home: dict[str, str]) -> None:
    text = (ROOT / "docs" / "door.md").read_text(encoding="utf-8")
    command = re.search(r"```sh\n(.*fanlight search.*)\n```", text)[1]
    shown = json.loads(re.search(r"```json\n(.*?)```", text, re.DOTALL)[1])
    done = subprocess.run(shlex.split(command), cwd=ROOT, env=home, capture_output=True, text=True, check=True)
    said = json.loads(done.stdout)
    from_api = json.loads(get(f"{site}/api/search?q=perro&lang=es&limit=1"))
    assert said == from_api
    for answer in (shown, said):
        # A score may change with the index; what else is shown may not.
        answer["results"][0].pop("score")
    assert shown == said


def test_a_corrected_row_changes_that_service_alone(home: dict[str, str], said: list[str], tmp_path: Path) -> None:
    mended = tmp_path / "services.csv"
    mended.write_text(CSV.read_text(encoding="utf-8").replace("$60", "$65"), encoding="utf-8")
    command = [*shlex.split(commands()[2])[:-1], str(mended), "--dry-run"]
    done = subprocess.run(command, cwd=ROOT, env=home, capture_output=True, text=True, check=True)
    assert "0 new, 1 changed, 29 unchanged" in done.stdout


def test_spanish_names_of_topics_can_come_later(home: dict[str, str], tmp_path: Path) -> None:
    """A clerk who began in English adds the Spanish column, and every topic has its name with the next import."""
    env = {**home, "FANLIGHT_HOME": str(tmp_path / "later")}
    fanlight = shlex.split(commands()[2])[0]

    def run(*words: str) -> str:
        done = subprocess.run([fanlight, *words], cwd=ROOT, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    columns = [column for column in rows()[0] if column not in ("topics_es", "provider_es", "audiences_es")]
    with (tmp_path / "english.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows())
    run("import", "--format", "csv", str(tmp_path / "english.csv"))
    assert "Mascotas y animales" not in run("show", "pets-and-animals")

    assert "13 topics" in run("import", "--format", "csv", str(CSV))
    assert "es: Mascotas y animales" in run("show", "pets-and-animals")
    assert "es: Servicios de Animales" in run("show", "animal-services")
    # And once more has no effect.
    assert "topics" not in run("import", "--format", "csv", str(CSV))
