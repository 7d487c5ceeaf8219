"""The commands about editions and the door say what is wrong with what they are given."""

import socket

import pytest


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("rollback",), "There is no earlier edition"),
        (("rollback", "none"), "cannot be opened"),
        (("editions", "prune", "--keep", "0"), "not in the range"),
        (("mirror", "/proc/none/here"), "/proc/none"),
        (("notice", "no language"), "Name the language of each text"),
        (("search",), "Give one query, or --batch"),
        (("search", "x", "--batch", __file__), "Give one query, or --batch"),
        (("search", "--batch", "/no/such/file"), "does not exist"),
        (("search", "x", "--lang", "xx"), "--lang must be one of en, es"),
        (("search", "x", "--limit", "0"), "not in the range"),
        (("serve", "--port", "99999"), "not in the range"),
        (("serve", "--workers", "0"), "not in the range"),
        (("serve", "--only", "desk"), "is not"),
        (("serve", "--only", "door", "--host", "192.0.2.1"), "cannot be listened on"),
        (("nothing",), "No such command"),
    ],
)  # fmt: skip
def test_a_wrong_argument_is_a_sentence(site, args, says):
    assert says in site.fails(*args)


@pytest.mark.parametrize("args", [("search", "x"), ("mirror", "out"), ("rollback",)])
def test_without_an_edition_the_way_to_one_is_told(shell, args):
    assert "fanlight " in shell.fails(*args)


def test_a_port_in_use_is_told(site):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        for args in (("serve", "--only", "door"), ("serve",), ("demo",)):
            assert f"127.0.0.1:{port} cannot be listened on" in site.fails(*args, "--port", port)


@pytest.mark.parametrize(
    ("name", "value", "args"),
    [
        ("FANLIGHT_KEEP_EDITIONS", "many", ("print",)),
        ("FANLIGHT_KEEP_EDITIONS", "²", ("editions", "prune")),
        ("FANLIGHT_PRINT_WORKERS", "-1", ("print",)),
        ("FANLIGHT_PAGE_MEMORY", "48 MB", ("serve", "--only", "door")),
    ],
)
def test_a_setting_that_is_no_number_is_told(site, name, value, args):
    assert f"{name} must be a whole number; it is {value!r}." in site.fails(*args, **{name: value})


def test_a_batch_answers_each_line_once_whatever_stands_in_it(site, tmp_path):
    lines = ["library", "", "a\u2028b", "x\x85y", "tab\there", '"quoted"', "last"]
    (tmp_path / "queries").write_bytes("\r\n".join(lines).encode() + b"\r\n")
    answer = site("search", "--batch", tmp_path / "queries", "--json")
    assert len(answer.out.rstrip("\n").split("\n")) == len(lines)
    (tmp_path / "queries").write_bytes(b"caf\xe9\n")
    assert "is not UTF-8" in site.fails("search", "--batch", tmp_path / "queries")


@pytest.mark.parametrize("args", [("check",), ("print",), ("editions",), ("notice",), ("search", "library"), ("editions", "verify")])  # fmt: skip
def test_json_stands_alone_on_stdout(site, args):
    answer = site(*args, "--json")
    assert answer.status == 0
    assert answer.json is not None
