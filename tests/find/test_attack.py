"""Requests that no honest client sends: each gets an answer below 500, and nothing is said that it should not be."""

import random
import re

import pytest

FIRST = re.compile(rb"HTTP/1\.[01] (\d{3}) ")
CLOSE = b"Host: x\r\nConnection: close\r\n\r\n"
TRACES = (b"Traceback", b'File "', b"sqlite3.", b"django.", b"site-packages")


def ask(door, target: bytes, headers: bytes = b"", method: bytes = b"GET", body: bytes = b"") -> tuple[int, bytes]:
    got = door.raw(method + b" " + target + b" HTTP/1.1\r\n" + headers + CLOSE + body)
    found = FIRST.match(got)
    assert found, got[:200]
    assert not any(trace in got for trace in TRACES), got[:500]
    assert b"set-cookie" not in got.lower()
    return int(found[1]), got


@pytest.mark.parametrize(
    ("target", "status"),
    [
        (b"/%ff", 400), (b"/%c3%28", 400), (b"/es/%ff%fe", 400), (b"/%ed%a0%80", 400), (b"/%00", 400), (b"/a%00b", 400),
        (b"/search?q=" + b"x" * 3000, 400), (b"/" + b"x" * 3000, 400), (b"/" + b"%ff" * 700, 400),
        (b"/search?" + b"&" * 1900, 400), (b"*", 400),
        (b"/%e6%97%a5%e6%9c%ac", 404), (b"/ni%C3%B1o", 404), (b"/%F0%9F%98%80", 404), (b"/a%0d%0aSet-Cookie:%20x=1", 404),
        (b"/../../etc/passwd", 404), (b"/%2e%2e/%2e%2e/etc/passwd", 404), (b"/assets/../../secret-key", 404),
        (b"/assets/%2e%2e%2f%2e%2e%2fsecret-key", 404), (b"/..%5c..%5cwindows", 404), (b"//etc/passwd", 404),
        (b"/assets/", 404), (b"/current/manifest.json", 404), (b"/pages.sqlite", 404), (b"/%252e%252e/", 404),
        (b"/search?q=%ff%fe%00", 200), (b"/search?q[]=a&q=", 200), (b"/search?%", 200), (b"/search?q=%u1234", 200),
        (b"/?q=%3Cscript%3E", 200), (b"/%zz", 404), (b"http://other.example/services", 200),
    ],
)  # fmt: skip
def test_odd_addresses(door, target, status):
    found, got = ask(door, target)
    assert found == status
    assert b"root:" not in got


@pytest.mark.parametrize(
    "header",
    [
        b"Accept: ////;;;q=", b"Accept: application/xml;q=\xff", b"Accept-Encoding: \xff\xfe", b"Accept-Encoding: ;;;,,,=",
        b"Range: bytes=0-10", b"Range: bytes=99999999999999999999-1,-5,x", b"If-None-Match: \xff\xfe\"", b"If-Modified-Since: never",
        b"Accept-Language: " + b"es;q=0.1," * 500, b"Cookie: sessionid=1; csrftoken=2", b"Content-Type: \xff", b"X-Forwarded-Proto: \xff",
        b"X-Forwarded-Host: evil.example", b"Expect: 100-continue", b"Upgrade: h2c", b"Host: evil.example:99999",
        b"X-HTTP-Method-Override: DELETE", b"X: " + b"y" * 8000, b"Transfer-Encoding: gibberish", b"Content-Length: 5",
    ],
)  # fmt: skip
@pytest.mark.parametrize("target", [b"/", b"/search?q=rent", b"/nothing"])
def test_odd_headers(door, target, header):
    status, got = ask(door, target, header + b"\r\n")
    assert status < 500
    assert b"evil.example" not in got


def test_a_range_of_a_page_is_the_whole_page(door):
    status, got = ask(door, b"/", b"Range: bytes=0-10\r\n")
    assert status == 200
    assert got.endswith(b"</html>\n") or got.rstrip().endswith(b"</html>")


def test_bodies_and_methods_that_nobody_asked_for(door):
    for method in (b"POST", b"PUT", b"FOO", b"get", b"A" * 200):
        for headers, body in (
            (b"Content-Length: 5\r\n", b"a=b&c"),
            (b"Transfer-Encoding: chunked\r\n", b"5\r\na=b&c\r\n0\r\n\r\n"),
            (b"Content-Length: 99999999\r\n", b""),
            (b"Content-Type: multipart/form-data\r\nContent-Length: 2\r\n", b"--"),
        ):
            for target in (b"/", b"/search", b"/nothing"):
                got = door.raw(method + b" " + target + b" HTTP/1.1\r\n" + headers + CLOSE + body, wait=1)
                assert not got or int(FIRST.match(got)[1]) in (400, 405, 413, 501), (method, headers, got[:100])


@pytest.mark.parametrize(
    "content", [b"", b"\x00" * 100, b"GET", b"GET /\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\x00", b"GET / HTTP/9.9\r\n\r\n", b"GET / HTTP/1.1\r\nno colon\r\n\r\n", b"GET / HTTP/1.1\r\n" + b"a: b\r\n" * 500 + b"\r\n", b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"y" * 2_000_000 + b"\r\n\r\n"],
)  # fmt: skip
def test_what_is_no_request_gets_no_trace(door, content):
    got = door.raw(content, wait=0.5)
    assert not any(trace in got for trace in TRACES)
    assert not re.match(rb"HTTP/1\.[01] 5", got)
    assert door.ask("/").status == 200


def test_two_thousand_seeded_odd_requests(door):
    chance = random.Random(1066)
    pieces = [
        b"/", b"..", b"%2e", b"%00", b"%ff", b"%", b"es", b"search", b"api", b"services", b"va-pension", b"?", b"&", b"q=", b"page=",
        b"lang=", b"limit=", b"10" * 12, b"-1", b"\xc3\xa9", b"%c3%a9", b"%F0%9F%98%80", b";", b":", b"@", b"\\", b"'", b'"', b"<b>", b"{{",
        b"_shell", b"assets", b"+", b"AND", b"*", b"~", b"%E2%80%AE", b"%0a", b"#", b"=",
    ]  # fmt: skip
    names = [
        b"Accept",
        b"Accept-Encoding",
        b"Range",
        b"If-None-Match",
        b"If-Range",
        b"Cookie",
        b"Referer",
        b"X-Forwarded-For",
    ]
    statuses = {}
    for _ in range(2000):
        target = b"/" + b"".join(chance.choices(pieces, k=chance.randrange(1, 12)))
        headers = b"".join(
            chance.choice(names) + b": " + bytes(chance.choices(range(32, 256), k=chance.randrange(0, 40))) + b"\r\n"
            for _ in range(chance.randrange(0, 4))
        )
        status, _got = ask(door, target, headers, chance.choice([b"GET", b"GET", b"GET", b"HEAD", b"POST"]))
        statuses[status] = statuses.get(status, 0) + 1
        assert status < 500, (target, headers)
    assert {200, 400, 404, 405} <= set(statuses), "the pieces must reach every kind of answer"
    assert door.process.poll() is None
