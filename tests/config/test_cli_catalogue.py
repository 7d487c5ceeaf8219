"""The commands about the catalogue, as a person types them: init, import, export, show."""

import json
import sqlite3
import time

import pytest

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 32


@pytest.mark.parametrize(
    ("args", "says"),
    [
        ((), "Say who the site is"),
        (("--name", "X", "--colour", "red"), "Write the colour as #"),
        (("--name", "X", "--colour", "#ffff00"), "too faint to read"),
        (("--name", "X", "--languages", "xx"), "not translated into “xx”"),
        (("--name", "X", "--languages", "en,en"), "names a language twice"),
        (("--name", "fr=X"), "names the language 'fr'"),
        (("--name", "X", "--country", "USA"), "code of two letters"),
        (("--name", "X", "--address", "example.gov"), "must begin with http"),
        (("--name", "X", "--contact-url", "javascript:alert(1)"), "must begin with http"),
        (("--name", "X", "--email", "nobody"), "name@example.gov"),
        (("--name", "X", "--phone", "call us"), "The telephone number may hold"),
        (("--name", "X", "--logo", "/no/such.svg"), "does not exist"),
        (("--what",), "No such option"),
    ],
)  # fmt: skip
def test_init_says_what_is_wrong_and_keeps_nothing(shell, args, says):
    assert says in shell.fails("init", *args)
    assert not (shell.home / "site.json").exists()


@pytest.mark.parametrize(
    ("name", "body", "says"),
    [
        ("logo.svg", b"<svg><script>alert(1)</script></svg>", "holds script"),
        ("logo.svg", b"<svg onload='x()'></svg>", "holds script"),
        ("logo.svg", b"<svg><a href='javascript:x()'/></svg>", "holds script"),
        ("logo.svg", b"<svg><image href='https://a.example/x.png'/></svg>", "loads from elsewhere"),
        ("logo.svg", PNG, "is no SVG drawing"),
        ("logo.png", b"<svg/>", "is no PNG file"),
        ("logo.gif", b"GIF89a", "must be an .svg or .png file"),
    ],
)
def test_a_logo_that_could_do_harm_is_refused_before_it_is_kept(shell, tmp_path, name, body, says):
    (tmp_path / name).write_bytes(body)
    assert says in shell.fails("init", "--name", "X", "--logo", tmp_path / name)
    assert not list(shell.home.glob("logo*"))


def test_init_keeps_what_is_not_given_again(shell, tmp_path):
    (tmp_path / "mark.png").write_bytes(PNG)
    assert shell("init", "--name", "en=Town", "--name", "es=Pueblo", "--logo", tmp_path / "mark.png").status == 0
    answer = shell("init", "--phone", "311", "--json")
    assert answer.json["name"] == {"en": "Town", "es": "Pueblo"}
    assert answer.json["logo"] == "logo.png"
    assert (shell.home / "logo.png").read_bytes() == PNG


def test_init_is_the_way_out_of_a_damaged_site(shell):
    shell.home.mkdir()
    for damage in (b'{"na', b'{"name": {"en": "\xff"}, "languages": ["en"]}', b'{"name": 7}'):
        (shell.home / "site.json").write_bytes(damage)
        assert "Run `fanlight init` again" in shell.fails("check")
        assert shell("init", "--name", "Town").status == 0
        assert shell("show", "x").err == "Error: There is no record 'x'. `fanlight search` finds records by words.\n"


def test_the_report_has_the_keys_that_are_promised_and_stdout_is_json_alone(shell, tmp_path):
    (tmp_path / "a.csv").write_text("id,name\nA 1,x\nb,\n")
    answer = shell("import", "--format", "csv", tmp_path / "a.csv", "--json")
    assert answer.json == {
        "accepted": 1, "changed": 0, "unchanged": 0, "kept": [],
        "rejected": [{"place": "a.csv, line 3", "id": "b", "reason": "`name` is missing: give the service a name"}],
        "repaired": {"public_id": 1},
        "repairs": [{"id": answer.json["repairs"][0]["id"], "field": "id", "kind": "public_id", "old": "A 1",
                     "new": answer.json["repairs"][0]["new"]}],
    }  # fmt: skip
    assert "reading" in answer.err
    assert answer.status == 0


def test_importing_twice_says_unchanged(shell, rows):
    assert "1 records accepted: 1 new" in shell("import", "--format", "csv", rows).out
    assert "1 records accepted: 0 new, 0 changed, 1 unchanged" in shell("import", "--format", "csv", rows).out


def test_a_dry_run_and_a_strict_refusal_change_nothing(shell, tmp_path):
    (tmp_path / "a.csv").write_text("id,name\na,x\nb,\n")
    assert "1 records would be accepted" in shell("import", "--format", "csv", tmp_path / "a.csv", "--dry-run").out
    answer = shell("import", "--format", "csv", tmp_path / "a.csv", "--strict", "--json")
    assert answer.status == 1
    assert [one["id"] for one in answer.json["rejected"]] == ["b"]
    assert "Nothing was changed" in answer.err
    assert "There is no record" in shell.fails("show", "a")


@pytest.mark.parametrize(
    ("form", "given", "says"),
    [
        ("csv", "folder", "is a folder"),
        ("csv", "a.yaml", "must name the columns"),
        ("jsonl", "a.csv", "line 1: is not JSON"),
        ("jsonl", "folder", "is a folder"),
        ("fanlight", "a.csv", "is no folder"),
        ("fanlight", "empty", "holds none of the files"),
        ("fpi", "a.csv", "line 1: this line is not JSON"),
        ("fpi", "empty", "empty"),
        ("csv", "missing", "is not there. Check the path"),
        ("jsonl", "missing", "is not there. Check the path"),
        ("fanlight", "missing", "is no folder"),
        ("fpi", "missing", "there is no such file"),
        ("xml", "a.csv", "'xml' is not one of"),
    ],
)
def test_a_file_that_is_not_what_its_format_says(shell, tmp_path, form, given, says):
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "services.yaml").write_text("- id: a\n  name: {en: x}\n")
    (tmp_path / "empty").mkdir()
    (tmp_path / "a.csv").write_text("id,name\n1,x\n")
    (tmp_path / "a.yaml").write_text("- id: a\n")
    assert says in shell.fails("import", "--format", form, tmp_path / given)


def test_export_and_import_of_the_starter_is_exact(shell, tmp_path):
    assert shell("demo", "--no-serve").status == 0
    assert shell("export", "--format", "fanlight", tmp_path / "one").status == 0
    assert "0 new, 0 changed" in shell("import", "--format", "fanlight", tmp_path / "one").out
    other = type(shell)(tmp_path / "other")
    assert other("import", "--format", "fanlight", tmp_path / "one", "--strict").status == 0
    assert other("export", "--format", "fanlight", tmp_path / "two").status == 0
    files = {path.relative_to(tmp_path / "one"): path.read_bytes() for path in (tmp_path / "one").rglob("*.yaml")}
    assert len(files) > 30
    assert files == {
        path.relative_to(tmp_path / "two"): path.read_bytes() for path in (tmp_path / "two").rglob("*.yaml")
    }


@pytest.mark.parametrize(("form", "path"), [("fanlight", "/proc/none/here"), ("csv", "/proc/none.csv"), ("csv", "."), ("fanlight", "rows.csv"), ("fanlight", ".")])  # fmt: skip
def test_export_to_where_it_cannot_is_told(site, tmp_path, rows, form, path):
    (tmp_path / "home").mkdir()
    said = site.fails("export", "--format", form, tmp_path / path)
    assert str(path).rpartition("/")[2].strip(".") in said


def test_show_tells_all_and_shows_json(site):
    assert "library.example.gov/card" in site("show", "1").out
    assert site("show", "1", "--json").json["kind"] == "services"
    assert "There is no record 'none'" in site.fails("show", "none")
    assert site.fails("show", "none", "--json")


def test_an_import_that_is_killed_half_way_leaves_the_old_state(shell, tmp_path, rows):
    """A second writer holds the database, so that the import waits within its transaction when the kill comes."""
    shell("import", "--format", "csv", rows)
    (tmp_path / "many.csv").write_text("id,name\n" + "".join(f"n{n},Name {n}\n" for n in range(3000)))
    database = sqlite3.connect(shell.home / "db.sqlite3", timeout=20)
    database.execute(
        "CREATE TRIGGER no BEFORE INSERT ON catalog_servicerow WHEN NEW.public_id = 'n2999' BEGIN SELECT RAISE(ABORT, 'the disk is gone'); END"
    )
    database.commit()
    said = shell.fails("import", "--format", "csv", tmp_path / "many.csv")
    assert "The database cannot be used: the disk is gone. Nothing was changed." in said
    assert database.execute("SELECT public_id FROM catalog_servicerow").fetchall() == [("1",)]
    database.close()


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"FANLIGHT_DATABASE_URL": "garbage"}, "FANLIGHT_DATABASE_URL must begin with sqlite:// or postgres://"),
        ({"FANLIGHT_DATABASE_URL": "mysql://u:secret@host/x"}, "FANLIGHT_DATABASE_URL must begin with"),
        ({"FANLIGHT_DATABASE_URL": "postgres://u:secret@127.0.0.1:1/x"}, "The database cannot be used: connection"),
        ({"FANLIGHT_HOME": "/proc/nobody/may/write"}, "/proc/nobody"),
        ({"FANLIGHT_HOME": __file__}, "test_cli_catalogue.py"),
    ],
)
def test_settings_that_cannot_be_used_are_a_sentence(shell, settings, says):
    start = time.monotonic()
    said = shell.fails("show", "x", **settings)
    assert says in said
    assert "secret" not in said
    assert time.monotonic() - start < 60


def test_a_database_that_is_none_is_a_sentence(shell, rows):
    shell.home.mkdir()
    (shell.home / "db.sqlite3").write_bytes(b"this is no database " * 100)
    for command in (("show", "x"), ("import", "--format", "csv", rows), ("print",), ("check",)):
        assert "The database cannot be used: file is not a database" in shell.fails(*command)


def test_a_damaged_database_is_a_sentence(shell, rows):
    shell("import", "--format", "csv", rows)
    path = shell.home / "db.sqlite3"
    body = bytearray(path.read_bytes())
    # The header stays whole, so that it opens; every page of data behind it is gone.
    body[8192:] = b"\xff" * (len(body) - 8192)
    path.write_bytes(bytes(body))
    assert "The database cannot be used" in shell.fails("export", "--format", "csv", rows.with_name("out.csv"))


def test_export_says_what_it_did_as_json(site, tmp_path):
    answer = site("export", "--format", "jsonl", tmp_path / "out.jsonl", "--json")
    assert answer.json == {"format": "jsonl", "path": str(tmp_path / "out.jsonl"), "records": 1}
    assert json.loads((tmp_path / "out.jsonl").read_text())["url"] == "https://library.example.gov/card"


def test_a_changed_original_is_told_on_the_translated_page(shell, tmp_path):
    for summary in ("Borrow books.", "Borrow books and films."):
        (tmp_path / "a.csv").write_text(
            "id,name,name_es,summary,summary_es,url,topics,topics_es\n"
            f"card,Card,Tarjeta,{summary},Pida libros prestados.,https://a.example.gov,Reading,Lectura\n"
        )
        assert shell("import", "--format", "csv", tmp_path / "a.csv").status == 0
        assert shell("print").status == 0
        assert shell("mirror", tmp_path / summary).status == 0
    before, after = (tmp_path / s / "es/services/card/index.html" for s in ("Borrow books.", "Borrow books and films."))
    assert "El texto original cambió" not in before.read_text()
    assert "El texto original cambió" in after.read_text()
