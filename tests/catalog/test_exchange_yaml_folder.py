"""The format `fanlight`: what is written and read again is the identical catalogue; what cannot be read is said."""

import subprocess
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from fanlight.catalog.exchange import yaml_folder
from fanlight.catalog.exchange.yaml_text import dump, parse
from fanlight.catalog.rules import KINDS, Catalogue, FileFault, Provider, Record, Service, check_record
from tests.catalog.values import NASTY, catalogues


def whole(reading):
    groups = {kind: [] for kind in KINDS}
    for one in reading.incoming:
        groups[next(k for k, t in KINDS.items() if t is type(one.record))].append(one.record)
    return Catalogue(**groups)


def read_text(tmp_path, text, kind="services"):
    (tmp_path / f"{kind}.yaml").write_bytes(text if isinstance(text, bytes) else text.encode())
    return yaml_folder.read(tmp_path)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(catalogues)
def test_what_is_written_and_read_again_is_identical(catalogue):
    for kind in KINDS:
        for record in getattr(catalogue, kind):
            check_record(record)
    with tempfile.TemporaryDirectory() as folder:
        yaml_folder.write(catalogue, Path(folder) / "out")
        if not any(getattr(catalogue, kind) for kind in KINDS):
            return
        reading = yaml_folder.read(Path(folder) / "out")
    assert reading.rejected == []
    assert whole(reading) == catalogue


@pytest.mark.parametrize("text", NASTY, ids=repr)
def test_a_nasty_text_comes_back_to_the_letter(text):
    again = parse(dump(Record(id="x", name={"en": text}))).records[0]
    assert again == {"id": "x", "name": {"en": text}}


def test_files_are_named_by_id_and_dots_stay(tmp_path):
    yaml_folder.write(Catalogue(services=[Service(id="10.551", name={"en": "SNAP"})]), tmp_path / "out")
    assert [path.name for path in (tmp_path / "out" / "services").iterdir()] == ["10.551.yaml"]


def test_files_are_read_in_the_order_of_their_ids(tmp_path):
    for record_id in ("a.1", "a"):
        (tmp_path / "services").mkdir(exist_ok=True)
        (tmp_path / "services" / f"{record_id}.yaml").write_text(f"id: {record_id}\nname: {{en: A name}}\n")
    assert [one.record.id for one in yaml_folder.read(tmp_path).incoming] == ["a", "a.1"]


def test_writing_over_a_catalogue_leaves_nothing_of_the_old_one(tmp_path):
    out = tmp_path / "out"
    yaml_folder.write(Catalogue(services=[Service(id="old", name={"en": "Old"})]), out)
    (out / "README.md").write_text("mine")
    (out / ".git").mkdir()
    yaml_folder.write(Catalogue(providers=[Provider(id="new", name={"en": "New"})]), out)
    assert sorted(path.name for path in out.iterdir()) == [".git", "README.md", "providers.yaml"]


@pytest.mark.parametrize("name", ["taxes.xlsx", "services/notes.txt", "catalogue/x.yaml"])
def test_a_folder_with_something_else_is_refused_and_kept(tmp_path, name):
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("precious")
    with pytest.raises(FileFault, match="Name another folder"):
        yaml_folder.write(Catalogue(), tmp_path)
    assert (tmp_path / name).read_text() == "precious"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("- id: a\n  name: {en: x}\n  name: {en: y}\n", "line 3: `name` stands twice"),
        ("- id: a\n  name:\n\ten: x\n", "line 3: this is not YAML"),
        ("- id: a\n  name: 'x\n", "this is not YAML"),
        ("- id: a\n  name: {en: a\x07b}\n", "line 2: holds a control character"),
        ("- &a {id: a}\n- *a\n", "line 2: `*a` stands for another part"),
        ("a: &a [*a]\n", "line 1: `*a`"),
        ("id: a\n---\nid: b\n", "line 2: a second document"),
        ("[" * 200_000, "line 1: is nested more than 40"),
        ("- " * 200_000, "line 1: is nested more than 40"),
        ("\n".join(" " * n + "a:" for n in range(3000)), "line 41: is nested"),
        ("? {a: b}\n: c\n", "a mapping or a list stands where the name"),
        ("", "is empty"),
        ("- id: a\n  name: {en: caf\xe9}\n".encode("latin-1"), "line 2: is not UTF-8"),
        ("id: a\n".encode("utf-16"), "line 1: is not UTF-8"),
        (b"PK\x03\x04\xff", "is not UTF-8"),
    ],
)  # fmt: skip
def test_a_broken_file_is_a_sentence_with_the_line(tmp_path, text, says):
    with pytest.raises(FileFault) as fault:
        read_text(tmp_path, text)
    assert "services.yaml" in str(fault.value)
    assert says in str(fault.value)


def test_many_aliases_do_not_explode(tmp_path):
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"] + [
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)
    ]
    with pytest.raises(FileFault, match="write that part out"):
        read_text(tmp_path, "\n".join(lines))


def test_a_tag_makes_no_object(tmp_path):
    mark = tmp_path / "mark"
    reading = read_text(tmp_path, f"- id: a\n  name: {{en: !!python/object/apply:os.system ['touch {mark}']}}\n")
    assert not mark.exists()
    assert "must be a text" in reading.rejected[0].reason


@pytest.mark.parametrize(
    ("lines", "line", "says"),
    [
        ("  status: gone", 4, "`status` must be one of active, paused, seasonal, closed; it is 'gone'"),
        ("  colour: red", 4, "`colour` is no field: the fields are area_served"),
        ("  summary: words", 4, "`summary` must be a mapping"),
        ("  top_task: many", 4, "`top_task` must be a whole number"),
        ("  written: 22.11.2026", 4, "must be a date written as 2026-11-22"),
        ("  channels:\n    - id: web\n      kind: radio", 6, "must be one of web, phone"),
        ("  channels:\n    - id: web\n      kind: web\n      foo: 1", 7, "`foo` is no field in `channels[0]`: the fields are address"),
        ("  channels:\n    - id: web", 5, "`kind` is missing in `channels[0]`"),
        ("  costs:\n    - id: c\n      amount: lots", 6, "must be an amount written as 12.50"),
        ("  words: {en: one}", 4, "each value of `words` must be a list"),
        ("  name2: x\n", 4, "`name2` is no field"),
    ],
)  # fmt: skip
def test_a_wrong_field_rejects_its_record_alone_with_the_line(tmp_path, lines, line, says):
    reading = read_text(tmp_path, f"# a comment\n- id: a\n  name: {{en: A}}\n{lines}\n- id: b\n  name: {{en: B}}\n")
    assert [one.record.id for one in reading.incoming] == ["b"]
    (rejected,) = reading.rejected
    assert (rejected.place, rejected.id) == (f"services.yaml, line {line}", "a")
    assert says in rejected.reason


def test_ten_thousand_wrong_records_are_told_quickly(tmp_path):
    text = "".join(f"- id: a{n}\n  name: {{en: A}}\n  status: gone\n" for n in range(10_000))
    reading = read_text(tmp_path, text)
    assert reading.rejected[-1].place == "services.yaml, line 30000"


@pytest.mark.parametrize("name", ["service.yaml", "service/x.yaml"])
def test_a_name_that_is_no_kind_is_not_passed_over_in_silence(tmp_path, name):
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("id: x\n")
    with pytest.raises(FileFault, match="none of the kinds of record"):
        yaml_folder.read(tmp_path)


def test_what_is_no_catalogue_is_told(tmp_path):
    with pytest.raises(FileFault, match="holds none of the files"):
        yaml_folder.read(tmp_path)
    (tmp_path / "a.csv").write_text("id,name\n")
    with pytest.raises(FileFault, match="is no folder"):
        yaml_folder.read(tmp_path / "a.csv")


def test_a_full_disk_leaves_the_old_folder(tmp_path):
    out = tmp_path / "out"
    yaml_folder.write(Catalogue(services=[Service(id="old", name={"en": "Old"})]), out)
    broken = Catalogue(services=[Service(id="new", name={"en": "half \ud800"})])
    with pytest.raises(UnicodeEncodeError):
        yaml_folder.write(broken, out)
    assert subprocess.check_output(["ls", out / "services"], text=True) == "old.yaml\n"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
