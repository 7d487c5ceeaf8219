"""The plain forms: what a spreadsheet says becomes services; what it gets wrong is told with its line."""

import json
import resource
import time
from decimal import Decimal

import pytest

from fanlight.catalog.exchange import plain, plain_writing
from fanlight.catalog.rules import Catalogue, FileFault, Provider, Wrong, check_record


def read_csv(tmp_path, text):
    file = tmp_path / "file.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return plain.read_csv(file)


def read_jsonl(tmp_path, *lines):
    file = tmp_path / "file.jsonl"
    file.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines))
    return plain.read_jsonl(file)


def only(reading):
    assert reading.rejected == []
    (one,) = reading.incoming
    check_record(one.record)
    return one.record


def test_id_and_name_suffice(tmp_path):
    service = only(read_csv(tmp_path, "id,name\n1,Library card\n"))
    assert (service.id, service.name, service.identifiers[0].value) == ("1", {"en": "Library card"}, "1")
    assert service.is_programme


@pytest.mark.parametrize(
    "source_id", ["10.550", "A/B 12", " padded ", "ñandú", "日本", "UPPER", "a" * 500, "..", "<b>", "1e5", "007"]
)
def test_an_id_is_kept_to_the_letter(tmp_path, source_id):
    service = only(read_csv(tmp_path, f'id,name\n"{source_id}",x\n'))
    assert [(i.scheme, i.value) for i in service.identifiers] == [("source", source_id)]
    assert only(read_jsonl(tmp_path, {"id": source_id, "name": "x"})) == service


def test_a_number_as_an_id_keeps_its_zeros(tmp_path):
    ids = [only(read_jsonl(tmp_path, f'{{"id": {n}, "name": "x"}}')).identifiers[0].value for n in ("10.550", "1" * 40)]
    assert ids == ["10.550", "1" * 40]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"], ids=["plain", "byte-order mark"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=repr)
def test_marks_line_ends_and_byte_order_marks(tmp_path, mark, start, end):
    text = f'ID{mark}Name{mark}summary{end}1{mark}"One{mark} two"{mark}"a{end}b"{end}'
    service = only(read_csv(tmp_path, start + text.encode()))
    assert service.name == {"en": f"One{mark} two"}


def test_languages_lists_and_what_is_named(tmp_path):
    text = (
        "id,name_es,name,topics,topics_es,provider,provider_es,words,language,summary_pt-br\n"
        "1,Tarjeta,Card,Reading|Money,Lectura | Dinero,County Library,Biblioteca,get a card|card,en,Cartão\n"
    )
    reading = read_csv(tmp_path, text)
    service = only(reading)
    assert service.name == {"en": "Card", "es": "Tarjeta"}
    assert service.summary == {"pt-BR": "Cartão"}
    assert (service.topics, service.provider) == (["reading", "money"], "county-library")
    assert service.words == {"en": ["get a card", "card"]}
    named = {record.id: record.name for record in reading.supporting}
    assert named["money"] == {"en": "Money", "es": "Dinero"}
    assert named["county-library"] == {"en": "County Library", "es": "Biblioteca"}
    assert isinstance(reading.supporting[0], Provider)


def test_a_row_may_be_in_spanish(tmp_path):
    assert only(read_csv(tmp_path, "id,name,language\n1,Tarjeta,es\n")).name == {"es": "Tarjeta"}


@pytest.mark.parametrize(
    ("cost", "amount", "words"),
    [
        ("free", Decimal(0), {}), ("Gratis", Decimal(0), {}), ("0", Decimal(0), {}), ("$12.50", Decimal("12.5"), {}),
        ("1,250", Decimal(1250), {}), ("From $5", None, {"en": "From $5"}), ("12.345", None, {"en": "12.345"}),
    ],
)  # fmt: skip
def test_a_cost_is_an_amount_or_words(tmp_path, cost, amount, words):
    (found,) = only(read_csv(tmp_path, f'id,name,cost\n1,x,"{cost}"\n')).costs
    assert (found.amount, found.name) == (amount, words)


def test_hours_are_never_lost(tmp_path):
    header = "id,name,url,phone,address,hours\n1,x,"
    for cells in ("https://a.gov,,,9 to 5", ",711|712,,9 to 5", ",,Main St,9 to 5"):
        assert all(
            channel.hours == {"en": "9 to 5"} for channel in only(read_csv(tmp_path, header + cells + "\n")).channels
        )


@pytest.mark.parametrize(
    ("column", "value", "says"),
    [
        ("url", "javascript:alert(1)", "`url` must be a web address"),
        ("url", "www.example.gov", "`url` must be a web address"),
        ("url", "https://a.gov|https://b.gov", "`url` takes one value"),
        ("phone", "call us", "`phone` must be a telephone number"),
        ("provider", "A|B", "`provider` takes one value"),
        ("language", "english", "`language` must be a code"),
        ("name_en", "Again", "`name` and `name_en` both give the text in en"),
    ],
)  # fmt: skip
def test_a_wrong_value_rejects_its_row_alone(tmp_path, column, value, says):
    reading = read_csv(tmp_path, f"id,name,{column}\n1,x,{value}\n2,y,\n")
    assert [one.record.id for one in reading.incoming] == ["2"]
    assert (reading.rejected[0].place, reading.rejected[0].id) == ("file.csv, line 2", "1")
    assert says in reading.rejected[0].reason


def test_lines_are_right_after_cells_of_several_lines(tmp_path):
    reading = read_csv(tmp_path, 'id,name,summary\n1,a,"one\ntwo\nthree"\n\n,b,\n3,,\n4,c\n5,d,e\n')
    assert [(r.place, r.id) for r in reading.rejected] == [
        ("file.csv, line 8", "4"), ("file.csv, line 6", ""), ("file.csv, line 7", "3"),
    ]  # fmt: skip
    assert "has 2 cells where the header has 3" in reading.rejected[0].reason
    assert [one.place for one in reading.incoming] == ["file.csv, line 2", "file.csv, line 9"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "file.csv, line 1: is empty"),
        ("id,name\n", "holds no record"),
        ("name,summary\nx,y\n", "line 1: must name the columns `id` and `name`"),
        ("id,name,name\n1,x,y\n", "names the column `name` twice"),
        ("id,name,colour\n1,x,red\n", "names the column `colour`, which is none of"),
        ("id,name,\n1,x,\n", "has no name for column 3"),
        ("id,name,phone_es\n1,x,711\n", "`phone_es`, which is none of"),
        ("id,name,summary\n1,x,y\n2,z", "line 3: is the last row and breaks off"),
        ('id,name\n1,x\n2,"open\n3,y\n', "line 3: cannot be read as CSV"),
        ('id,name\n1,"a" b\n', "line 2: cannot be read as CSV"),
        ("id,name\n1,caf\xe9\n".encode("latin-1"), "line 2: is not UTF-8"),
        ("id,name\n1,x\n".encode("utf-16"), "line 1: is not UTF-8"),
        ("id,name\n1,x\n".encode("utf-16-le"), "line 1: holds NUL"),
        (b"id,name\n1,a\x00b\n", "line 2: holds NUL"),
        (b"PK\x03\x04\x14\x00", "is a compressed file or a spreadsheet"),
        (b"\x1f\x8b\x08\x00", "is a compressed file or a spreadsheet"),
        (b"%PDF-1.7", "is a compressed file or a spreadsheet"),
        ('{"id": 1, "name": "x"}\n', "must name the columns"),
    ],
)  # fmt: skip
def test_a_broken_csv_is_refused_whole(tmp_path, text, says):
    with pytest.raises(FileFault) as fault:
        read_csv(tmp_path, text)
    assert says in str(fault.value)


def test_fifty_megabytes_whose_last_row_is_broken(tmp_path):
    row = '{n},"A service with a name, and a comma","{words}",https://example.gov/{n},"topic one|topic two"\n'
    text = "id,name,summary,url,topics\n" + "".join(row.format(n=n, words="words " * 25) for n in range(210_000))
    file = tmp_path / "large.csv"
    for end, says in (('x,"open', "line 210002: cannot be read as CSV"), ("x,short", "line 210002: is the last row")):
        file.write_text(text + end)
        assert file.stat().st_size > 50_000_000
        start, before = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        with pytest.raises(FileFault, match=says):
            plain.read_csv(file)
        assert time.process_time() - start < 20
        # Kilobytes: a dozen times the file would be a leak, not a table.
        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 600_000


def test_json_lines_with_languages_and_lists(tmp_path):
    service = only(
        read_jsonl(
            tmp_path,
            {
                "id": 7, "name": {"en": "Card", "es": "Tarjeta"}, "words": {"en": ["get | card"]}, "topics": ["Money"],
                "phone": ["711", "712"], "summary": "a | b", "cost": 0,
            },
        )
    )  # fmt: skip
    assert service.name == {"en": "Card", "es": "Tarjeta"}
    assert service.words == {"en": ["get | card"]}
    assert [channel.number for channel in service.channels] == ["711", "712"]
    assert service.summary == {"en": "a | b"}


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('{"id": "1", "id": "2", "name": "x"}', "names 'id' twice"),
        ("[1, 2]", "is not an object"),
        ("7", "is not an object"),
        ('{"id": "1", "name": "half \\ud800"}', "holds half of a character"),
        ('{"name": "x"}', "`id` is missing"),
        ('{"id": true, "name": "x"}', "`id` is missing"),
        ('{"id": "1"}', "`name` is missing"),
        ('{"id": "1", "name": true}', "`name` must be a text"),
        ('{"id": "1", "name": "x", "topics": [["a"]]}', "holds a list within a list"),
        ('{"id": "1", "name": "x", "phone": {"en": "711"}}', "`phone` must be a text"),
        ('{"id": "1", "name": "x", "colour": "red"}', "`colour` is no field of this form: the fields are address"),
    ],
)  # fmt: skip
def test_a_wrong_object_is_rejected_alone(tmp_path, line, says):
    reading = read_jsonl(tmp_path, '{"id": "ok", "name": "x"}', line)
    assert [one.record.id for one in reading.incoming] == ["ok"]
    assert reading.rejected[0].place == "file.jsonl, line 2"
    assert says in reading.rejected[0].reason


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ([""], "holds no record"),
        (['{"id": "1", "name": "x"}', '{"id": "2", "na'], "line 2: is not JSON"),
        (["id,name", "1,x"], "line 1: is not JSON"),
        (["[" * 100_000], "nested too deep"),
        (['{"id": "1", "name": "x"}', '{"id": nan}'], "line 2: is not JSON"),
    ],
)  # fmt: skip
def test_broken_json_lines_are_refused_whole(tmp_path, lines, says):
    with pytest.raises(FileFault) as fault:
        read_jsonl(tmp_path, *lines)
    assert says in str(fault.value)


def test_marks_that_only_look_like_line_ends_stay_in_a_text(tmp_path):
    assert only(read_jsonl(tmp_path, '{"id": "1", "name": "a\u2028b\x85c"}')).name == {"en": "a\u2028b\x85c"}


@pytest.mark.parametrize(("write", "read"), [("write_csv", "read_csv"), ("write_jsonl", "read_jsonl")])
def test_the_plain_form_goes_out_and_comes_in(tmp_path, write, read):
    reading = read_csv(
        tmp_path,
        "id,name,name_es,summary,url,phone,address,hours,words,topics,provider,cost,related\n"
        'A/1,Card,Tarjeta,"a, ""b""\nc",https://a.gov,711|712,Main St,9 to 5,one|two,Money,Library,12.50,\n',
    )
    service = only(reading)
    getattr(plain_writing, write)(Catalogue(services=[service]), tmp_path / "out")
    assert only(getattr(plain, read)(tmp_path / "out")) == service


def test_writing_replaces_a_file_whole_and_refuses_a_folder(tmp_path):
    (tmp_path / "out.csv").write_text("old")
    plain_writing.write_csv(Catalogue(), tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_text().strip() == "id,name"
    with pytest.raises(FileFault, match="is a folder"):
        plain_writing.write_csv(Catalogue(), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]


def test_a_language_that_is_no_code_is_told(tmp_path):
    (one,) = read_jsonl(tmp_path, {"id": "1", "name": {"not a code": "x"}}).incoming
    with pytest.raises(Wrong, match="where a language code such as en or es must stand"):
        check_record(one.record)
