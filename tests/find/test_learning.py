"""`fanlight learn` over the sample site, as an operator runs it: what it keeps, refuses, changes and forgets."""

import gzip
import json
import shutil
import subprocess
import sys

import pytest

from fanlight.edition.queries import Edition, current_address, verify
from fanlight.find.learning import keep

from .conftest import fanlight, settings

HEAD = "query,link,count\n"
#: What people call food stamps here, and no record says.
ODD = "zzgrubcard"


@pytest.fixture
def learn(home, tmp_path):
    """Run the command on a copy of the site; give what it said, and the folder of the copy."""
    copy = tmp_path / "home"
    shutil.copytree(home, copy, symlinks=True)

    def run(content, *words, name="clicks.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return subprocess.run(
            [sys.executable, "-m", "fanlight", "learn", "--clicks", str(path), *words],
            env=settings(copy), capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip

    run.home = copy
    return run


def _learned(home):
    path = home / "learned.json"
    return {each["query"]: each["choices"] for each in json.loads(path.read_bytes())} if path.exists() else {}


def test_counts_become_shares_and_the_report_says_what_comes_first_now(learn):
    done = learn(f"{HEAD}{ODD},snap,900\n{ODD.upper()},/es/services/snap,99\n{ODD},wic,30\nsnap,wic,5000\n", "--json")
    said = json.loads(done.stdout)
    assert said["changed"] == [{"query": ODD, "before": "", "after": "snap"}]
    assert (said["lines"], said["learned"], said["rejected"]) == (4, 2, [])
    kept = _learned(learn.home)
    assert kept[ODD]["snap"] == 1.0
    assert 0.4 < kept[ODD]["wic"] < 0.6


def test_an_exact_name_stays_first_though_all_chose_another(learn):
    said = json.loads(learn(f"{HEAD}snap,wic,1000000\nfafsa,wic,1000000\n", "--json").stdout)
    assert said["learned"] == 2
    assert said["changed"] == []


def test_nothing_rare_is_kept(learn):
    done = learn(f"{HEAD}{ODD},snap,5\n{ODD},wic,4\nmy neighbor john doe,snap,4\n")
    assert "fewer than 5 times: 2 pairs; 1 queries had no other" in done.stdout
    assert _learned(learn.home) == {ODD: {"snap": 1.0}}
    assert b"john" not in (learn.home / "learned.json").read_bytes()
    learn(f"{HEAD}{ODD},snap,5\nfood money,snap,12\n", "--floor", "10")
    assert list(_learned(learn.home)) == ["food money"]


@pytest.mark.parametrize("query", ["jane@example.org snap", "my number is 123-45-6789", "call 202 555 0143"])
def test_what_may_name_a_person_is_refused_and_not_repeated(learn, query):
    done = learn(f"{HEAD}{query},snap,5000\n{ODD},snap,9\n")
    assert "clicks.csv, line 2: the query may name a person" in done.stdout
    assert query not in done.stdout + done.stderr
    assert list(_learned(learn.home)) == [ODD]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("food,nowhere,9", "names no record"),
        ("food,,9", "names no record"),
        ("?!,snap,9", "holds no word"),
        ("food,snap,many", "whole number above 0"),
        ("food,snap,0", "whole number above 0"),
        ("food,snap,-3", "whole number above 0"),
        ("food,snap," + "9" * 6000, "whole number above 0"),
        ("food,snap", "2 values for 3 columns"),
        ('food,"snap,9', "cannot be read"),
    ],
)
def test_a_broken_line_is_rejected_with_its_place_and_the_others_count(learn, line, reason):
    done = learn(f"{HEAD}{line}\n{ODD},snap,9\n")
    assert done.returncode == 0, done.stderr
    told = next(told for told in done.stdout.splitlines() if "clicks.csv, line 2: " in told)
    assert reason in told
    assert list(_learned(learn.home)) == [ODD]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("question,link,count\na,snap,9\n", "`query` is not there"),
        (b"\xff\xfe\x00", "must name the columns"),
        (gzip.compress(b"query,link,count\n" + b"food,snap,9\n" * 2000)[:-9], "damaged"),
        ("", "can be learned"),
        (f"{HEAD}food,snap,1\n", "can be learned"),
    ],
)
def test_a_file_of_which_nothing_can_be_learned_leaves_what_was_learned_before(learn, content, said):
    learn(f"{HEAD}{ODD},snap,9\n")
    done = learn(content)
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert list(_learned(learn.home)) == [ODD]


def test_the_next_edition_knows_it_and_forgets_it_again(learn):
    editions = learn.home / "editions"
    fanlight(learn.home, "demo", "--no-serve")
    before = current_address(editions)
    assert learn(gzip.compress(f"{HEAD}{ODD},snap,9\n".encode()), name="clicks.csv.gz").returncode == 0
    fanlight(learn.home, "print")
    after = current_address(editions)
    assert after != before
    assert Edition(editions / after).search(ODD, "en", 3)[0][0].id == "snap"
    assert Edition(editions / before).search(ODD, "en", 3)[0] == []
    assert verify(editions / after) == []
    fanlight(learn.home, "learn", "--forget")
    fanlight(learn.home, "print")
    assert current_address(editions) == before
    assert "Nothing was learned yet" in fanlight(learn.home, "learn", "--forget").stdout


def test_either_counts_or_forgetting(learn):
    done = learn(f"{HEAD}{ODD},snap,9\n", "--forget")
    assert done.returncode == 2
    assert "either --clicks FILE or --forget" in done.stderr


def test_a_query_keeps_its_ten_most_chosen():
    kept = keep({"q": {f"r{n:02}": n + 1 for n in range(30)}}, 5)
    assert len(kept.learned[0].choices) == 10
    assert kept.learned[0].choices["r29"] == 1.0
    assert (kept.rare_pairs, kept.rare_queries) == (4, 0)
