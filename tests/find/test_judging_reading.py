"""Judged queries in every shape, whole and broken. A broken line costs that line alone, and says why."""

import gzip
import json

import pytest

from fanlight.find.judging.asking import read_run
from fanlight.find.judging.reading import LONGEST_LINE, JudgedFault, read_judged

LANGUAGES = ("en", "es")


@pytest.fixture
def read(tmp_path):
    def reading(name, content):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_judged(path, LANGUAGES)

    return reading


def _only(reading):
    assert not reading.rejected
    (judged,) = reading.queries
    return judged


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ('{"query": "luz", "relevant": ["10.551"], "kind": "plain", "lang": "es"}', {"10.551": 1}),
        ('{"query": "luz", "relevant": "snap"}', {"snap": 1}),
        ('{"query": "luz", "relevant": [10.550]}', {"10.550": 1}),
        ('{"query": "luz", "relevant": {"a": 3, "b": 0.5, "c": 0}}', {"a": 3, "b": 0.5}),
        ('{"query": " luz ", "relevant": ["a", "b", "a"], "note": 7}', {"a": 1, "b": 1}),
    ],
)
def test_lines_of_json(read, line, wanted):
    judged = _only(read("x.jsonl", f"\ufeff\n{line}\r\n\n"))
    assert judged.query == "luz"
    assert judged.wanted == wanted


def test_kind_and_language_are_kept_or_empty(read):
    whole, bare = read(
        "x.jsonl", '{"query":"a","relevant":["x"],"kind":"typo","lang":"es"}\n{"query":"a","relevant":["x"]}'
    ).queries
    assert (whole.kind, whole.lang) == ("typo", "es")
    assert (bare.kind, bare.lang) == ("", "")


@pytest.mark.parametrize(
    "content",
    [
        "query,link,score\ntax,/a,3\ntax,/b,\ntax,/a,1\n",
        "Query;LINK;score_description;score\ntax;/a;3 perfect;3\ntax;/b;;1\n",
        "query\tlink\tscore\ntax\t/a\t3\ntax\t/b\n",
        '\ufeff"query","link","score","note"\r\n"tax","/a","3","1,000"\r\n"tax","/b",1\r\n',
    ],
)
@pytest.mark.parametrize("pack", [False, True])
def test_rows_of_csv_with_one_query_are_one_judged_query(read, content, pack):
    data = gzip.compress(content.encode()) if pack else content
    judged = _only(read("x.csv.gz" if pack else "x.csv", data))
    assert (judged.query, judged.wanted) == ("tax", {"/a": 3, "/b": 1})


def test_the_form_is_known_without_the_name_of_the_file(read):
    assert _only(read("queries", "query,link\ntax,/a")).wanted == {"/a": 1}
    assert _only(read("queries.txt", '{"query":"tax","relevant":["/a"]}')).wanted == {"/a": 1}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"query": "a", "relevant": ["x"]', "is no JSON"),
        (b"[" * 5000, "is no JSON"),
        (b'["a"]', "no JSON object"),
        (b'{"relevant": ["x"]}', "`query` is missing"),
        (b'{"query": "  ", "relevant": ["x"]}', "`query` is missing"),
        (b'{"query": ["a"], "relevant": ["x"]}', "`query` must be text"),
        (b'{"query": "a"}', "`relevant` is missing"),
        (b'{"query": "a", "relevant": []}', "`relevant` is missing"),
        (b'{"query": "a", "relevant": [null]}', "must hold ids"),
        (b'{"query": "a", "relevant": {"x": "good"}}', "`score` must be a number"),
        (b'{"query": "a", "relevant": {"x": -1}}', "`score` must be a number"),
        (b'{"query": "a", "relevant": {"x": NaN}}', "`score` must be a number"),
        (b'{"query": "a", "relevant": {"x": 1e999}}', "`score` must be a number"),
        (b'{"query": "a", "relevant": {"x": 0}}', "no answer has a score above 0"),
        (b'{"query": "a", "relevant": ["x"], "lang": "tlh"}', "`lang` must be one of en, es"),
        (b'{"query": "caf\xe9", "relevant": ["x"]}', "is not UTF-8"),
        (b'{"query": "\\ud800", "relevant": ["x"]}', "`query` is missing"),
    ],
)
def test_a_broken_line_of_json_is_rejected_alone(read, line, reason):
    reading = read("x.jsonl", b'{"query": "good", "relevant": ["x"]}\n' + line + b'\n{"query": "z", "relevant": ["x"]}')
    assert [judged.query for judged in reading.queries] == ["good", "z"]
    (rejected,) = reading.rejected
    assert rejected.place == "x.jsonl, line 2"
    assert reason in rejected.reason


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b",/a,1", "`query` is missing"),
        (b"tax,,1", "`link` is missing"),
        (b"tax", "`link` is missing"),
        (b"tax,/a,good", "`score` must be a number"),
        (b"tax,/a,nan", "`score` must be a number"),
        (b"tax, with a comma,/a,1", "4 values for 3 columns"),
        (b'"tax,/a,1', "cannot be read as columns"),
        (b"imp\xf4t,/a,1", "is not UTF-8"),
        (b"wrong,/a,0", "no answer has a score above 0"),
    ],
)
def test_a_broken_row_of_csv_is_rejected_alone(read, line, reason):
    reading = read("x.csv", b"query,link,score\ngood,/a,1\n" + line + b"\nz,/a,1\n")
    assert [judged.query for judged in reading.queries] == ["good", "z"]
    (rejected,) = reading.rejected
    assert rejected.place == "x.csv, line 3"
    assert reason in rejected.reason


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("x.csv", b"question,answer\na,b\n", "must name the columns `query` and `link`"),
        ("x.csv", b"qu\xe9ry,link\n", "must name the columns"),
        ("x.csv", b'"query,link\n', "must name the columns"),
        ("x.jsonl.gz", gzip.compress(b'{"query": "a", "relevant": ["x"]}\n' * 999)[:-20], "damaged"),
        ("x.jsonl.gz", b"\x1f\x8bnot packed at all", "damaged"),
        ("x.jsonl", b"x" * (LONGEST_LINE + 1), "is longer than"),
        ("x", b"a plain text\nof two lines\n", "must name the columns"),
    ],
)
def test_a_file_that_is_none_is_a_sentence(read, name, content, reason):
    with pytest.raises(JudgedFault, match=reason):
        read(name, content)


def test_an_empty_file_holds_nothing(read):
    assert read("x.jsonl", b"\n\n").queries == []


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "holds no run"),
        (b'{"format": "fanlight judged run 1", "edition": "x"}\n', "holds no run"),
        (b'{"format": "fanlight judged run 9", "edition": "x"}\n', "another version"),
        (b'{"query": "a", "relevant": ["x"]}\n', "not of a run"),
        (b'{"format": "fanlight judged run 1", "edition": "x"}\n{"query": "a"}\n', "line 2"),
        (b'{"format": "fanlight judged run 1", "edition": "x"}\n\xff\n', "line 2"),
    ],
)
def test_a_kept_run_that_is_none_is_a_sentence(tmp_path, content, reason):
    path = tmp_path / "run.jsonl"
    path.write_bytes(content)
    with pytest.raises(JudgedFault, match=reason):
        read_run(path)


def test_the_judgements_of_gov_uk_and_the_inventory_are_read_whole(test_data):
    judgements, invariants = test_data("govuk-search-judgements"), test_data("govuk-search-invariants")
    for path in (
        test_data("fpi-queries/dev.jsonl"),
        judgements / "clickstream-dev.csv.gz",
        judgements / "misspellings-dev.csv",
        judgements / "publications_with_parts.csv.gz",
        invariants / "pairs-dev.csv",
        invariants / "top_1000_pages_with_titles.csv",
    ):
        reading = read_judged(path, ["en"])
        assert len(reading.queries) > 40, path.name
        odd = [each for each in reading.rejected if "score above 0" not in each.reason]
        assert len(odd) <= 3, (path.name, odd)
    lines = [json.loads(line) for line in test_data("fpi-queries/dev.jsonl").read_text().splitlines()]
    read = read_judged(test_data("fpi-queries/dev.jsonl"), ["en"]).queries
    assert [(j.query, list(j.wanted)) for j in read] == [(line["query"], line["relevant"]) for line in lines]
