"""The bench of search judges what it says, on the catalogues that it says. Nothing of what it prints is held here."""

import json
import os
import subprocess
import sys

import pytest
from bench import govuk
from bench.search_peers import FIELDS, OF_SOURCE, fts5, plain_tantivy, texts_of
from bench.search_sets import CATALOGUES, all_sets

from fanlight.catalog.exchange import READERS
from fanlight.find.judging.asking import read_run
from fanlight.find.judging.naming import Names
from tests.house.house import ROOT


@pytest.fixture
def data(tmp_path):
    """A small GOV.UK: four pages, one of which has a title, and one query for it in each set."""
    for name in ("govuk-search-judgements", "govuk-search-invariants"):
        (tmp_path / name).mkdir()
    (tmp_path / govuk.PATHS).write_text(
        "/vehicle-tax\n/government/publications/change-the-register-ap1\n/sign-in\nhttps://www.police.uk/\n"
    )
    (tmp_path / govuk.TITLES).write_text("query,link\nTax your vehicle,/vehicle-tax\n")
    rows = "query,link,score\nap1,/government/publications/change-the-register-ap1,3\ncar tax,/vehicle-tax,2\n"
    (tmp_path / "govuk-search-judgements" / "clickstream-dev.csv.gz").write_text(rows)
    (tmp_path / "govuk-search-invariants" / "best_bets.json").write_text(
        '{"shared": {"car": "/vehicle-tax", "police": ["https://www.police.uk/", "/gone"]}}'
    )
    return tmp_path


def test_pages_are_named_by_their_titles_or_the_words_of_their_paths(data):
    found = {record["id"]: record for record in govuk.records(data)}
    assert len(found) == 4
    assert found["/vehicle-tax"]["name"] == "Tax your vehicle"
    assert found["/vehicle-tax"]["other_names"] == ["Vehicle tax"]
    ap1 = found["/government/publications/change-the-register-ap1"]
    assert (ap1["name"], ap1["summary"]) == ("Change the register ap1", "Government · Publications.")
    assert ap1["url"].endswith(ap1["id"])
    assert found["https://www.police.uk/"]["url"] == "https://www.police.uk/"


def test_the_catalogue_of_pages_can_be_taken_in_whole(data, tmp_path):
    assert govuk.write(data, tmp_path / "out.jsonl") == 4
    reading = READERS["jsonl"](tmp_path / "out.jsonl")
    assert not reading.rejected
    assert len(reading.incoming) == 4


def test_sets_are_those_whose_data_is_there(data):
    sets = {each.name: each for each in all_sets(data, {})}
    assert {each.catalogue for each in sets.values()} == {"starter", "govuk"}
    assert [judged.query for judged in sets["GOV.UK numbers of forms"].queries] == ["ap1"]
    bets = sets["GOV.UK best bets of its editors"].queries
    assert bets[1].wanted == {"https://www.police.uk/": 1, "/gone": 1}


def test_the_real_sets_are_as_large_as_the_issue_says(test_data):
    sets = {each.name: each for each in all_sets(test_data("fpi-queries").parent, {})}
    assert {each.catalogue for each in sets.values()} == set(CATALOGUES)
    assert sum(len(judged.wanted) for judged in sets["popular names to programmes"].queries) == 1_711
    assert all(each.queries for each in sets.values())


TEXTS = {
    "heating": {"names": "Heating help", "words": "lights off", "says": "", "texts": "Pay the bill.", "codes": "93.568"},
    "dogs": {"names": "Dog license", "words": "perro", "says": "my dogs", "texts": "A tag for a dog.", "codes": "dogs"},
}  # fmt: skip


@pytest.mark.parametrize(
    ("query", "first"), [("heating", "heating"), ("dogs", "dogs"), ("93.568 OR -x", "heating"), ("perro", "dogs")]
)
def test_plain_engines_answer_any_word_of_a_query(tmp_path, query, first):
    for engine in (fts5(TEXTS), plain_tantivy(TEXTS, tmp_path)):
        assert engine(query)[0] == first


@pytest.mark.parametrize("query", ["", '"', "AND", "NEAR(", "🙂", "zzz", "' OR 1=1 --", "^*()"])
def test_plain_engines_take_any_query(tmp_path, query):
    for engine in (fts5(TEXTS), plain_tantivy(TEXTS, tmp_path)):
        assert engine(query) == []


def test_the_source_s_own_texts_leave_out_what_the_project_added():
    assert fts5(TEXTS, OF_SOURCE)("perro") == []


def test_the_plain_engines_have_the_texts_of_every_record(edition):
    texts = texts_of(edition)
    names = Names(edition)
    assert set(FIELDS) == set(texts["snap"])
    assert "food stamps" in " ".join(texts["snap"].values()).lower()
    assert all(
        names.name(record, "en") in held["names"] for record, held in texts.items() if names.ids_of(record) == [record]
    )


def test_one_command_prints_the_tables(tmp_path):
    out, written = tmp_path / "out", tmp_path / "search.md"
    one = tmp_path / "own.jsonl"
    one.write_text(json.dumps({"query": "snap", "relevant": ["snap"], "kind": "name"}))
    done = subprocess.run(
        [
            sys.executable, "-m", "bench.search_quality", "--out", str(out), "--write", str(written),
            "--only", "starter", "--judged", f"starter={one}",
        ],
        cwd=ROOT, env=os.environ | {"FANLIGHT_TEST_DATA": str(tmp_path)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    page = written.read_text(encoding="utf-8")
    assert page.strip() == done.stdout.strip()
    assert "## Our own judged queries, es" in page
    assert "| Fanlight | 1 | 1.000 (1.000 to 1.000) |" in page
    assert page.count("| FTS5 |") == page.count("| tantivy |") == page.count("Fanlight less FTS5") == 3
    assert "Not measured, for the data is not there: the Federal Program Inventory" in page
    assert len(read_run(out / "own-jsonl.fanlight.jsonl")) == 1
