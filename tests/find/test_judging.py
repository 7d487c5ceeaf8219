"""`fanlight judge` over the sample site, as an operator runs it: figures, misses, names, kept runs, broken files."""

import json
import subprocess
import sys

import pytest

from fanlight.find.judging.comparing import compare
from fanlight.find.judging.metrics import score
from fanlight.find.judging.naming import Names
from fanlight.find.queries import search

from .conftest import settings


@pytest.fixture
def judge(home, tmp_path):
    """Run the command on a file of lines; give its status, what it said, and what it said on the side."""

    def run(content, *words, name="queries.jsonl"):
        path = tmp_path / name
        lines = content if isinstance(content, str) else "".join(json.dumps(line) + "\n" for line in content)
        path.write_text(lines, encoding="utf-8")
        return subprocess.run(
            [sys.executable, "-m", "fanlight", "judge", str(path), *map(str, words)],
            env=settings(home), capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip

    return run


GOOD = [
    {"query": "snap", "relevant": ["snap"], "kind": "name", "lang": "en"},
    {"query": "mi esposo murió", "relevant": ["life-events/death-of-a-loved-one"], "kind": "situation", "lang": "es"},
]
HOPELESS = {"query": "passport", "relevant": ["fafsa"], "kind": "plain", "lang": "en"}


def test_the_figures_are_those_of_what_the_page_answers(judge, edition):
    done = judge([*GOOD, HOPELESS], "--json")
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    expected = [
        score([r.id for r in search(edition, q["query"], q["lang"], 10).results], dict.fromkeys(q["relevant"], 1.0))
        for q in (*GOOD, HOPELESS)
    ]
    whole = said["figures"]["over_all"]
    assert whole["n"] == said["queries"] == 3
    for name in ("success_at_1", "success_at_3", "recall_at_10", "ndcg_at_10", "mrr"):
        figure = whole["figures"][name]
        assert figure["value"] == pytest.approx(sum(getattr(each, name) for each in expected) / 3)
        assert figure["low"] <= figure["value"] <= figure["high"]
    assert said["figures"]["by_kind"]["name"]["n"] == 1
    assert said["figures"]["by_lang"]["es"]["n"] == 1
    assert said["edition"] == edition.address


def test_a_miss_says_what_was_wanted_and_what_came_by_name(judge, edition):
    done = judge([HOPELESS], "--worst", "1")
    names = Names(edition)
    came = search(edition, "passport", "en", 3).results
    assert f"{names.name('fafsa', 'en')} [fafsa]" in done.stdout
    assert all(f"{each.name} [{each.id}]" in done.stdout for each in came)
    assert "1 query judged" in done.stdout
    assert "wanted" not in judge([HOPELESS], "--worst", "0").stdout


def test_long_work_says_on_the_side_how_far_it_is(judge):
    done = judge([{"query": f"passport {n}", "relevant": ["passport"]} for n in range(60)], "--json")
    assert "asking 0 of 60" in done.stderr
    json.loads(done.stdout)


@pytest.mark.parametrize(
    ("link", "public_id"),
    [
        ("snap", "snap"),
        ("/services/snap", "snap"),
        ("/es/services/snap/", "snap"),
        ("https://services.example.gov/es/services/snap?from=here#top", "snap"),
        ("life-events/having-a-child", "life-events/having-a-child"),
        ("/es/life-events/having-a-child", "life-events/having-a-child"),
        ("having-a-child", "life-events/having-a-child"),
        ("old-pension", "new-pension"),
        ("/services/old-pension", "new-pension"),
        ("twice-told", "va-pension"),
        ("no-such-record", None),
        ("https://[broken", None),
        ("", None),
        ("/", None),
    ],
)
def test_a_record_is_named_by_id_or_address(edition, link, public_id):
    assert Names(edition).ids_of(link) == ([public_id] if public_id else [])


def test_an_address_that_many_records_name_names_none(edition):
    services = json.loads(edition.catalogue())["services"]
    named = {}
    for service in services:
        for channel in service.get("channels", []):
            for url in channel.get("url", {}).values():
                named.setdefault(url.rstrip("/"), set()).add(service["id"])
    # The first page of an agency is the channel of several of its services; a form's own page is that of one.
    shared = next(url for url, ids in named.items() if len(ids) > 2)
    alone = next(
        url for url, ids in named.items() if len(ids) == 1 and not any(url in other for other in named if other != url)
    )
    names = Names(edition)
    assert names.ids_of(shared) == []
    assert names.ids_of(alone) == names.ids_of(f"{alone}/") == list(named[alone])


def test_a_right_answer_that_is_not_there_is_listed_and_counts_as_not_found(judge):
    half = {"query": "snap", "relevant": ["snap", "no-such-record"], "kind": "name"}
    said = json.loads(judge([half, {**half, "query": "food stamps"}], "--json").stdout)
    assert said["unknown"] == [{"link": "no-such-record", "place": "queries.jsonl, line 1", "queries": 2}]
    assert said["figures"]["over_all"]["figures"]["recall_at_10"]["value"] == 0.5
    assert "queries.jsonl, line 1: no-such-record" in judge([half]).stdout


def test_every_broken_line_is_told_and_the_others_are_judged(judge):
    done = judge(json.dumps(GOOD[0]) + '\n{"query": \nno json\n')
    assert done.returncode == 0
    assert "2 lines were rejected" in done.stdout
    assert "queries.jsonl, line 2: is no JSON" in done.stdout
    assert "queries.jsonl, line 3: is no JSON" in done.stdout


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        ("", "x.jsonl", "can be judged"),
        ("no json\n", "x.jsonl", "can be judged"),
        ("query,link\n", "x.csv", "can be judged"),
        ("question\n", "x.csv", "must name the columns"),
        ("query,link\ntax,/no-such-page\n", "x.csv", "None of the right answers is in this edition"),
    ],
)
@pytest.mark.parametrize("form", [(), ("--json",)])
def test_where_nothing_is_left_the_command_fails_with_a_sentence(judge, content, name, says, form):
    done = judge(content, *form, name=name)
    assert done.returncode == 1
    assert says in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--lang", "xx"), "--lang must be one of en, es"),
        (("--against", "/no/such/file"), "does not exist"),
        (("--save", "/no/such/folder/run"), "there is no folder"),
        (("--worst", "-1"), "not in the range"),
    ],
)
def test_a_wrong_option_is_a_sentence(judge, words, says):
    done = judge(GOOD, *words)
    assert done.returncode == 2
    assert says in done.stderr


def test_a_query_that_is_an_attack_is_judged_as_any_other(judge):
    odd = ["x" * 10_000, "the of a", "🙂", "مساعدة", "' OR 1=1 --", "(a+)+$", "\u0000\u202e", "10.551"]
    done = judge([{"query": query, "relevant": ["snap"]} for query in odd], "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["queries"] == len(odd)


def test_the_language_asked_in_is_the_option_s_where_a_query_names_none(judge):
    bare = {"query": "pasaporte", "relevant": ["fafsa"]}
    assert json.loads(judge([bare], "--json").stdout)["misses"][0]["lang"] == "en"
    assert json.loads(judge([bare], "--json", "--lang", "es").stdout)["misses"][0]["lang"] == "es"


def test_a_kept_run_is_compared_query_by_query(judge, tmp_path):
    kept = tmp_path / "run.jsonl"
    assert judge([*GOOD, HOPELESS], "--save", kept).returncode == 0
    same = json.loads(judge([*GOOD, HOPELESS], "--against", kept, "--json").stdout)["against"]
    assert same["over_all"]["figures"]["mrr"] == {
        "mean": {"value": 0.0, "low": 0.0, "high": 0.0}, "wins": 0, "losses": 0, "ties": 3,
    }  # fmt: skip
    assert same["changed"] == []

    lines = kept.read_text(encoding="utf-8").splitlines()
    worse = [json.loads(line) | ({"results": ["fafsa"]} if "snap" in line else {}) for line in lines]
    kept.write_text("".join(json.dumps(line) + "\n" for line in worse), encoding="utf-8")
    said = judge([*GOOD, {**HOPELESS, "query": "new"}], "--against", kept).stdout
    assert "1 better, 0 worse, 1 the same" in said
    assert "none → 1" in said
    assert "1 are only in this run and 1 only in the one before" in said
    assert judge([{**HOPELESS, "query": "new"}], "--against", kept).returncode == 1


def _asked(name, wanted, results):
    from fanlight.find.judging.asking import Asked

    wanted = dict.fromkeys(wanted, 1.0)
    return Asked(name, "k", "en", wanted, list(results), score(results, wanted))


def test_a_paired_difference_is_seen_where_the_two_intervals_overlap():
    """Of 100 queries with half right, 8 more become right and none wrong: alone each interval is some 0.1 wide."""
    now = [_asked(str(n), "a", "a" if n < 58 else "b") for n in range(100)]
    then = {(str(n), "en"): ["a" if n < 50 else "b"] for n in range(100)}
    found = compare(now, then).over_all.figures["success_at_1"]
    assert (found.wins, found.losses, found.ties) == (8, 0, 92)
    assert found.mean.value == pytest.approx(0.08)
    assert 0.02 < found.mean.low < 0.05
    assert 0.11 < found.mean.high < 0.16


def test_an_earlier_run_is_scored_against_the_answers_of_today():
    now = [_asked("q", "ab", "ab")]
    assert compare(now, {("q", "en"): ["a", "b"]}).changed == []
    assert compare(now, {("other", "en"): ["a"]}) is None
