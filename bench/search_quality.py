"""Measures how well search answers, beside plain engines over the same texts, and prints a table of Markdown.

    python -m bench.search_quality [--write FILE] [--only inventory] [--judged inventory=queries.jsonl]

FANLIGHT_TEST_DATA names the folder of real data; a set whose data is not there is left out, and the page says so.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path

import msgspec

from fanlight.edition.queries import Edition
from fanlight.find.judging.asking import Asked, ask, save_run
from fanlight.find.judging.comparing import compare
from fanlight.find.judging.metrics import FIGURES, Estimate, Group, score, summarise
from fanlight.find.judging.naming import Names

from . import machine, search_learning
from .homes import ROOT, Home
from .progress import say
from .search_peers import OF_SOURCE, Engine, fts5, plain_tantivy, texts_of
from .search_sets import CATALOGUES, DATA, Set, all_sets

OURS = "Fanlight"
#: The peer with which differences are told pair by pair: the better of the plain ones knows the same texts.
_PEER = "FTS5"
_HEAD = ("success at 1", "success at 3", "recall at 10", "nDCG at 10", "MRR")


class Measured(msgspec.Struct, frozen=True):
    """One set asked of each engine, and the answers by engine."""

    set: Set
    answers: dict[str, list[Asked]]


def main(words: list[str] | None = None) -> None:
    """Print every catalogue that a set needs, ask every engine, and write the page."""
    asked = _parser().parse_args(words)
    out = asked.out.resolve()
    out.mkdir(parents=True, exist_ok=True)
    more: dict[str, list[Path]] = {}
    for pair in asked.judged:
        catalogue, _, path = pair.partition("=")
        if catalogue not in CATALOGUES or not path:
            raise SystemExit(f"--judged takes CATALOGUE=FILE, the catalogue one of {', '.join(CATALOGUES)}.")
        more.setdefault(catalogue, []).append(Path(path))
    sets = [each for each in all_sets(asked.data, more) if not asked.only or each.catalogue in asked.only]
    measured = []
    learning = None
    for catalogue, (said, fill) in CATALOGUES.items():
        if members := [each for each in sets if each.catalogue == catalogue]:
            say(f"printing {said}")
            home = Home(out / catalogue)
            fill(home, asked.data)
            home.fanlight("print")
            measured += measure(home.edition(), members, out)
            say(f"learning from use, on {said}")
            learning = search_learning.measure(home, members) or learning
    left_out = [name for name in CATALOGUES if name not in {each.set.catalogue for each in measured}]
    text = page(measured, left_out, learning)
    (out / "search.md").write_text(text, encoding="utf-8")
    if asked.write:
        asked.write.write_text(text, encoding="utf-8")
    print(text)


def measure(edition: Edition, sets: Sequence[Set], out: Path) -> list[Measured]:
    """Ask the queries of some sets of an edition and of the plain engines over its texts; keep each run in `out`."""
    names, texts = Names(edition), texts_of(edition)
    found = []
    with tempfile.TemporaryDirectory() as folder:
        peers = {
            "tantivy": plain_tantivy(texts, Path(folder)),
            _PEER: fts5(texts),
            "FTS5, the source's texts": fts5(texts, OF_SOURCE),
        }
        for each in sets:
            say(f"asking {each.name}: {len(each.queries):,} queries")
            ours = ask(edition, each.queries, names, "", lambda *_: None)
            answers = {OURS: ours} | {name: _asked_of(engine, ours) for name, engine in peers.items()}
            for name, answered in answers.items():
                save_run(out / f"{_file(each.name)}.{_file(name)}.jsonl", edition.address, answered)
            found.append(Measured(each, answers))
    return found


def _asked_of(engine: Engine, ours: Sequence[Asked]) -> list[Asked]:
    found = []
    for each in ours:
        results = engine(each.query)
        found.append(msgspec.structs.replace(each, results=results, scored=score(results, each.wanted)))
    return found


def _file(name: str) -> str:
    return "-".join("".join(char if char.isalnum() else " " for char in name.lower()).split())


def page(
    measured: Sequence[Measured], left_out: Sequence[str], learning: search_learning.Measured | None = None
) -> str:
    """Write the page."""
    about = machine.describe()
    lines = [
        "# How well search answers",
        "",
        f"Measured on {about['date']} by `python -m bench.search_quality`, in one run; commit {about['commit']}, "
        f"changed since: {about['changed since']}. Each figure with its 95 % bootstrap interval.",
        "",
        "FTS5 is SQLite's, with bm25, porter stems and any word; tantivy is plain, with English stems and any word. "
        "Both have all the texts that Fanlight has, words and lines included; the last one has the source's own texts "
        "alone.",
        "",
    ]
    for each in measured:
        lines += _section(each)
    if learning:
        lines += _of_learning(learning)
    lines += [f"Not measured, for the data is not there: {CATALOGUES[name][0]}.\n" for name in left_out]
    return "\n".join(lines).rstrip() + "\n"


def _section(measured: Measured) -> list[str]:
    ours = measured.answers[OURS]
    lines = [
        f"## {measured.set.name[:1].upper()}{measured.set.name[1:]}",
        "",
        f"{len(ours):,} queries of {CATALOGUES[measured.set.catalogue][0]}. {measured.set.note}".rstrip(),
        "",
        "| engine | n | " + " | ".join(_HEAD) + " |",
        "|---|---|" + "---|" * len(_HEAD),
    ]
    for name, answers in measured.answers.items():
        lines.append(_row(name, summarise([each.scored for each in answers])))
        if name == OURS and measured.set.by_kind:
            kinds = sorted({each.kind for each in answers} - {""})
            lines += [_row(f"· {kind}", summarise([a.scored for a in answers if a.kind == kind])) for kind in kinds]
    return [*lines, "", *_paired(ours, measured.answers[_PEER]), ""]


def _of_learning(learning: search_learning.Measured) -> list[str]:
    lines = [
        "## Learning from use",
        "",
        f"`fanlight learn` was given four fifths of the clickstream judgements: {learning.learned:,} queries, drawn by "
        "a seed, a judgement taken for ten times as many choices as one of a point less. For "
        f"{learning.changed:,} of these another result came first. No query below was learned.",
        "",
        "| asked | n | " + " | ".join(_HEAD) + " |",
        "|---|---|" + "---|" * len(_HEAD),
    ]
    for each in learning.sets:
        for when, answers in (("before", each.before), ("after", each.after)):
            lines.append(_row(f"{each.name}, {when}", summarise([one.scored for one in answers])))
    for each in learning.sets:
        lines += [
            "",
            f"{each.name[:1].upper()}{each.name[1:]}: {_difference(each.after, each.before, 'After less before')}",
        ]
    return [*lines, ""]


def _row(name: str, group: Group) -> str:
    return f"| {name} | {group.n:,} | " + " | ".join(_said(group.figures[figure]) for figure in FIGURES) + " |"


def _said(figure: Estimate) -> str:
    return f"{figure.value:.3f} ({figure.low:.3f} to {figure.high:.3f})"


def _paired(ours: Sequence[Asked], theirs: Sequence[Asked]) -> list[str]:
    said = _difference(ours, theirs, f"{OURS} less {_PEER}")
    return [said] if said else []


def _difference(ours: Sequence[Asked], theirs: Sequence[Asked], what: str) -> str:
    found = compare(ours, {(each.query, each.lang): each.results for each in theirs})
    if not found:
        return ""
    parts = []
    for figure, title in (("success_at_3", "success at 3"), ("ndcg_at_10", "nDCG at 10")):
        one = found.over_all.figures[figure]
        parts.append(
            f"{title} {one.mean.value:+.3f} ({one.mean.low:+.3f} to {one.mean.high:+.3f}), better on {one.wins:,} and "
            f"worse on {one.losses:,}"
        )
    return f"{what}, query by query: {'; '.join(parts)}."


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.search_quality", description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "bench" / "search", help="homes and kept runs")
    parser.add_argument("--write", type=Path, help="write the page here as well")
    parser.add_argument("--only", action="append", choices=list(CATALOGUES), help="measure this catalogue alone")
    parser.add_argument("--data", type=Path, default=DATA, help="the folder of real data")
    parser.add_argument("--judged", action="append", default=[], metavar="CATALOGUE=FILE", help="a set of one's own")
    return parser


if __name__ == "__main__":
    main()
