"""docs/catalogue.md tells every field that there is and no other, and its examples can be taken in."""

import json
import re

import pytest

from fanlight.catalog.exchange import READERS, plain
from fanlight.catalog.rules import (
    Audience,
    Channel,
    ChannelKind,
    Cost,
    Document,
    LifeEvent,
    Location,
    Provider,
    Record,
    Service,
    Status,
    Step,
    Topic,
    check_record,
)
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "catalogue.md").read_text(encoding="utf-8")
COMMON = set(Record.__struct_fields__)


def table(heading):
    """The first column of the first table after a line that begins so."""
    after = PAGE.split(f"\n{heading}", 1)[1]
    rows = re.search(r"\|---\|---\|(?:---\|)?\n((?:\|.*\n)+)", after)[1]
    return {name for row in rows.splitlines() for name in re.findall(r"`([^`]+)`", row.split("|")[1])}


@pytest.mark.parametrize(
    ("heading", "fields"),
    [
        ("### Every record", COMMON),
        ("### Service", set(Service.__struct_fields__) - COMMON),
        ("### Provider", set(Provider.__struct_fields__) - COMMON),
        ("### Location", set(Location.__struct_fields__) - COMMON),
        ("### Topic", set(Topic.__struct_fields__) - COMMON),
        ("### Audience", set(Audience.__struct_fields__) - COMMON),
        ("### Life event", set(LifeEvent.__struct_fields__) - COMMON),
        ("A **channel** has", set(Channel.__struct_fields__)),
        ("| field of a document", set(Document.__struct_fields__)),
        ("| field of a cost", set(Cost.__struct_fields__)),
        ("| field of a step", set(Step.__struct_fields__)),
        ("## Status, retiring", {str(status) for status in Status}),
        ("## The format `csv`", set(plain.COLUMNS)),
    ],
)
def test_every_field_stands_in_its_table_and_no_other(heading, fields):
    assert table(heading) == fields


def test_every_kind_of_channel_is_named():
    row = next(line for line in PAGE.splitlines() if line.startswith("| `kind` | `web`"))
    assert set(re.findall(r"`([^`]+)`", row)) == {"kind", *ChannelKind}


def example(language, number=0):
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)[number]


@pytest.mark.parametrize(
    ("form", "file", "text", "count"),
    [("csv", "a.csv", example("csv"), 2), ("jsonl", "a.jsonl", example("json", 1), 1), ("fanlight", "services.yaml", example("yaml"), 1)],
)  # fmt: skip
def test_an_example_can_be_taken_in(tmp_path, form, file, text, count):
    (tmp_path / file).write_text(text)
    reading = READERS[form](tmp_path if form == "fanlight" else tmp_path / file)
    assert reading.rejected == []
    assert len(reading.incoming) == count
    for one in reading.incoming:
        check_record(one.record)


def test_the_report_that_is_shown_is_one():
    report = json.loads(example("json"))
    assert list(report) == ["accepted", "changed", "unchanged", "kept", "rejected", "repaired", "repairs"]
    assert report["repairs"][0]["new"] == plain.public_id(report["repairs"][0]["old"])
