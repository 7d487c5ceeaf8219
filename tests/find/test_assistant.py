"""Everything that the door shows, by command: the official client over stdio and over HTTP, and the same pages as text."""

import asyncio
import re
import shutil
import subprocess
import sys
from contextlib import contextmanager
from html import unescape

import pytest
from mcp import Client, StdioServerParameters

from fanlight.config.assistant.reading import Reader, Reading
from fanlight.config.assistant.server import Tools, in_parts
from fanlight.edition.actions import point_at
from fanlight.edition.rules import HTML

from .asking import until
from .conftest import fanlight, settings

#: A session as an assistant has it: the tool, what it is given, and what must be in the answer.
SESSION = [
    ("find_service", {"query": "groceres help"}, ["emergency-food", "SNAP", "/services/snap"]),
    ("read_service", {"id": "snap"}, ["What you need", "Who can get it", "211", "Sample content, to be verified."]),
    ("find_service", {"query": "mi esposo murió", "lang": "es", "limit": 3}, ["/es/services/", "murió"]),
    ("read_service", {"id": "/es/services/snap"}, ["Qué necesita", "Gratis", "Contenido de muestra, por verificar."]),
    ("read_service", {"id": "10.551", "lang": "es"}, ["Reciba dinero cada mes para comida (SNAP)"]),
    ("list_life_events", {}, ["[/life-events/death-of-a-loved-one]"]),
    ("read_life_event", {"id": "death-of-a-loved-one"}, ["1. ", "2. ", "This can wait", "Have ready"]),
    ("read_life_event", {"id": "life-events/death-of-a-loved-one", "lang": "es"}, ["Esto puede esperar"]),
    ("list_topics", {}, ["[/topics/food]"]),
    ("list_topics", {"by": "audiences"}, ["[/audiences/veterans]"]),
    ("list_topics", {"by": "providers", "lang": "es"}, ["[/es/providers/usda]"]),
    ("list_topics", {"by": "offices"}, ["Food and Nutrition Service [/providers/fns]"]),
    ("browse", {"address": "/topics/food"}, ["[/services/wic]"]),
    ("browse", {"address": "/about"}, ["About this site", "How this works"]),
]
#: What no page answers: a sentence that says what to do next, and `is_error`.
REFUSED = [
    ("read_service", {"id": "no-such-service"}, "There is no such page"),
    ("read_service", {"id": "life-events/death-of-a-loved-one"}, "There is no such page"),
    ("read_service", {"id": ""}, "There is no such page"),
    ("read_life_event", {"id": "snap"}, "There is no such page"),
    ("browse", {"address": "../../etc/passwd"}, "There is no such page"),
    ("browse", {"address": "https://elsewhere.example/services/snap"}, "There is no such page"),
    ("browse", {"address": "/_shell"}, "There is no such page"),
    ("browse", {"address": "/assets/x\x00"}, "There is no such page"),
    ("browse", {"address": "/services", "part": 9}, "there is no part 9"),
    ("browse", {"address": "x" * 501}, "500"),
    ("find_service", {"query": "rent", "lang": "fr"}, "This site speaks en, es"),
    ("find_service", {"query": "rent", "limit": 1000}, "20"),
]


def server(home):
    return StdioServerParameters(command=sys.executable, args=["-m", "fanlight", "mcp"], env=settings(home))


@contextmanager
def listening(home):
    """The server over HTTP on a port of its own; gives its address and what it says."""
    process = subprocess.Popen(
        [sys.executable, "-m", "fanlight", "mcp", "--http", "--port", "0"],
        env=settings(home), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    said = []
    try:
        said.append(process.stdout.readline())
        yield re.search(r"http://\S+/mcp", said[0])[0], said
    finally:
        process.terminate()
        said.append(process.stdout.read())
        process.wait(10)
        process.stdout.close()


def converse(target, exchanges, mode="auto"):
    """Hold one conversation by the official client; return the tools it was offered and the answers."""

    async def hold():
        async with Client(target, mode=mode) as client:
            offered = {tool.name: tool for tool in (await client.list_tools()).tools}
            return offered, [await client.call_tool(name, given) for name, given, _ in exchanges]

    return asyncio.run(hold())


def text_of(answer):
    return "\n".join(part.text for part in answer.content)


@pytest.fixture(scope="module")
def tools(home):
    return Tools(home / "editions")


@pytest.fixture(scope="module")
def reading(edition):
    return Reading(edition)


def check_session(offered, answers):
    assert set(offered) == {name for name, _, _ in SESSION}
    assert all(len(tool.description) > 60 and tool.annotations.read_only_hint for tool in offered.values())
    for (name, given, words), answer in zip(SESSION, answers, strict=True):
        text = text_of(answer)
        assert not answer.is_error, (name, given, text)
        assert not [each for each in words if each not in text], (name, given, text[:2000])
        assert "Sample site, not a government service" in text or "Sitio de muestra" in text
        assert answer.structured_content["sample_site"] is True
        addresses = [each["address"] for each in answer.structured_content.get("results", [])]
        for address in addresses or [answer.structured_content["address"]]:
            assert address.startswith("http://127.0.0.1:8000/")
            assert address in text


def test_a_session_over_stdio(home):
    check_session(*converse(server(home), SESSION))


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_the_same_session_over_http_and_nothing_of_it_is_written_down(home, mode):
    with listening(home) as (address, said):
        offered, answers = converse(address, SESSION + REFUSED, mode)
    check_session(offered, answers[: len(SESSION)])
    assert len("".join(said).strip().splitlines()) == 1, "nothing but where it listens"


def test_what_is_not_there_is_a_sentence_that_says_what_to_do(home):
    _, answers = converse(server(home), REFUSED)
    for (name, given, words), answer in zip(REFUSED, answers, strict=True):
        assert answer.is_error, (name, given)
        assert words in text_of(answer), (name, given, text_of(answer))
        assert "Traceback" not in text_of(answer)


def test_a_service_is_data_as_well(tools):
    data = tools.read_service("snap").structured_content
    assert (data["kind"], data["lang"], data["sample"], data["programme"]) == ("service", "en", True, False)
    assert data["title"].startswith("Get money each month for food")
    assert data["start"]["href"].startswith("https://www.fns.usda.gov/")
    assert {"web", "phone", "in-person"} <= {channel["kind"] for channel in data["channels"]}
    assert [channel["tel"] for channel in data["channels"] if "tel" in channel] == ["tel:211"]
    assert data["provider"]["href"] == "http://127.0.0.1:8000/providers/fns"
    assert all(item["name"] for item in data["documents"])
    assert data["source_name"]
    assert "json_ld" not in data


def test_everything_is_at_most_three_commands_away(home):
    kinds = walk(Tools(home / "editions"))
    assert kinds >= {"service", "life-event", "topic", "provider", "audience", "home", "about", "all-services"}


def test_everything_of_a_federal_inventory_is_at_most_three_commands_away(tmp_path, test_data):
    inventory = test_data("federal-program-inventory")
    fanlight(tmp_path, "import", "--format", "fpi", str(inventory))
    fanlight(tmp_path, "print")
    assert walk(Tools(tmp_path / "editions")) >= {"service", "topic", "provider", "audience"}


def walk(tools):
    """Walk from the six tools alone: a list, then only addresses that an answer showed, each part of a long answer by
    a command of its own. Retired pages are for old links. Returns the kinds of page that were reached."""
    edition = tools.reader.now().edition
    kinds = {page.path: page.kind for page in edition.pages() if page.type == HTML and page.status == 200}
    wanted = {path for path in kinds if "/_" not in path}
    for lang in ("en", "es"):
        lists = ("topics", "audiences", "providers", "offices")
        first = [tools.list_life_events(lang)]
        first += [each for by in lists for each in in_all_parts(tools.list_topics, by, lang)]
        for at in ("/", "/services", "/about", "/how"):
            first += in_all_parts(tools.browse, at, lang)
        seen = {answer.structured_content["address"].removeprefix("http://127.0.0.1:8000") for answer in first}
        shown = links(first)
        for _command in range(2):
            new = [tools.browse(at) for at in sorted(shown - seen)]
            seen |= shown
            shown = links(new)
        mine = {path for path in wanted if (path == "/es" or path.startswith("/es/")) == (lang == "es")}
        assert sorted(mine - seen) == []
    return {kinds[path] for path in wanted}


def in_all_parts(tool, *given):
    first = tool(*given)
    return [first, *(tool(*given, part=part) for part in range(2, first.structured_content.get("parts", 1) + 1))]


def links(answers):
    return {at for answer in answers for at in re.findall(r"\[(/[^\]\s]*)\]", text_of(answer))}


@pytest.mark.parametrize("lang", ["en", "es"])
def test_a_service_is_found_by_its_name_and_read_in_two_commands(tools, reading, lang):
    for path in [at for at in reading.paths() if re.fullmatch(r"(/es)?/services/[\w-]+", at)][::7]:
        page = reading.find(path, lang)
        if page.kind != "service":
            continue
        title = text_of(tools.read_service(page.data["id"], lang)).split("\n")[0]
        found = tools.find_service(title, lang).structured_content["results"]
        assert page.data["id"] in [each["id"] for each in found], path


#: What only leads the eye on a page: headings of single facts, "Goes to", "All ways", "When:", "See the costs".
FOR_THE_EYE = set(
    """Cost Costo costos Goes ways formas Todas When Cuándo have tiene question pregunta consulte""".split()
)


WORD = re.compile(r"[^\W_]{4,}")


def test_nothing_that_a_page_says_is_left_out(reading, edition):
    """Word for word, every page of the catalogue but the front page: what its main part says, its text says."""
    for path in set(reading.paths()) - {"/", "/es"}:
        html = edition.body(path).text().decode().split("<main", 1)[1].split(">", 1)[1].split("</main>", 1)[0]
        html = unescape(re.sub(r"<nav.*?</nav>|<svg.*?</svg>|<form.*?</form>|<[^>]*>", " ", html, flags=re.DOTALL))
        missing = set(WORD.findall(html)) - set(WORD.findall(reading.find(path).text))
        assert missing <= FOR_THE_EYE, (path, missing - FOR_THE_EYE)


def test_it_reads_what_the_door_would_show_for_old_addresses(tools):
    assert tools.read_service("old-pension").structured_content["id"] == "new-pension"
    assert tools.read_service("twice-told").structured_content["id"] == "va-pension"
    split = tools.read_service("split-service")
    assert split.structured_content["kind"] == "gone"
    assert "/services/first-half" in text_of(split)
    assert "/services/second-half" in text_of(split)


def test_a_text_that_is_not_translated_says_so(tools):
    answer = tools.read_service("in-english-only", "es")
    assert "Told in one language" in text_of(answer)
    assert answer.structured_content["title"] == {"text": "Told in one language", "lang": "en"}


def test_before_the_first_printing_it_says_so_and_then_takes_the_edition_up(home, tmp_path):
    (tmp_path / "editions").mkdir()
    tools = Tools(tmp_path / "editions")
    with pytest.raises(LookupError, match="No edition has been printed yet"):
        tools.find_service("rent")
    shutil.copytree(home / "editions", tmp_path / "editions", dirs_exist_ok=True, symlinks=True)
    assert until(10, lambda: _answers(tools))
    first = tools.reader.now().edition.address
    fanlight_home = tmp_path
    fanlight(fanlight_home, "demo", "--no-serve")
    assert until(10, lambda: tools.reader.now().edition.address != first)
    assert "New pension" not in text_of(tools.find_service("New pension"))
    point_at(tmp_path / "editions", first)
    assert until(10, lambda: tools.reader.now().edition.address == first)
    assert "New pension" in text_of(tools.find_service("New pension"))


def _answers(tools):
    try:
        return bool(tools.find_service("rent").content)
    except LookupError:
        return False


def test_without_an_edition_each_answer_of_the_server_says_so(tmp_path):
    _, answers = converse(server(tmp_path), SESSION[:2])
    assert all(answer.is_error and "`fanlight print`" in text_of(answer) for answer in answers)


def test_the_emergency_notice_leads_every_answer(home, tmp_path):
    shutil.copytree(home / "editions", tmp_path / "editions", symlinks=True)
    fanlight(tmp_path, "notice", "en=Leave the valley now.", "es=Salga del valle ahora.")
    tools = Tools(tmp_path / "editions")
    for answer in (tools.find_service("rent"), tools.read_service("snap"), tools.list_topics()):
        assert text_of(answer).startswith("⚠ Leave the valley now.")
        assert answer.structured_content["notice"] == "Leave the valley now."
    assert Reader(tmp_path / "editions").notice("es") == "Salga del valle ahora."


def test_without_the_package_the_command_says_how_to_install_it(home):
    code = "import sys; sys.modules['mcp'] = None; from fanlight.config.cli import main; main(['mcp'])"
    run = subprocess.run([sys.executable, "-c", code], env=settings(home), capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert (
        run.stderr == "Error: `fanlight mcp` needs one more package: install it with `pip install 'fanlight[mcp]'`.\n"
    )


def test_a_port_that_is_taken_is_a_sentence(home):
    with listening(home) as (address, _):
        port = re.search(r":(\d+)/", address)[1]
        run = subprocess.run(
            [sys.executable, "-m", "fanlight", "mcp", "--http", "--port", port],
            env=settings(home), capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip
    assert run.returncode == 1
    assert f"127.0.0.1:{port} cannot be listened on" in run.stderr


@pytest.mark.parametrize("text", ["", "a", "a\n\nb", "line\n" * 50, "x" * 1000, "ab\n" + "y" * 30 + "\nc"])
def test_a_long_text_is_parted_without_losing_a_character(text):
    parts = in_parts(text, 20)
    assert all(len(part) <= 20 for part in parts)
    assert "".join(parts).replace("\n", "") == text.replace("\n", "")
