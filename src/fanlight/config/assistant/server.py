"""The server: six tools by the official SDK of the Model Context Protocol, over stdio or HTTP.

Any page of the door is at most three calls away: find and read, or a list, a page of it, and read.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from mcp.server import MCPServer
from mcp.server.transport_security import TransportSecuritySettings
from mcp.types import CallToolResult, TextContent, ToolAnnotations
from pydantic import Field

import fanlight
from fanlight.find.door import where
from fanlight.find.queries import Result
from fanlight.find.queries import search as find
from fanlight.find.text.urgent import said, urgent_in

from .reading import NotHere, Page, Reader, Reading

log = logging.getLogger("fanlight.assistant")

_LONGEST_ADDRESS = 500
_NEAREST = 3
#: A text of more characters than this is given in parts: an assistant can hold only so much at once.
_LONGEST_TEXT = 24_000
INSTRUCTIONS = (
    "This is the front door of a government: its public services, life events (what to do, in order, when something "
    "happens in life), topics, and agencies. Every answer is what the public site says and carries the address of "
    "its page. To help a person: call find_service with what they said, in their own words and language; then "
    "read_service or read_life_event with an id from the answer. When nothing fits, browse from list_topics. "
    "Give numbers and addresses as they stand, and do not add conditions or promises that are not in the text: the "
    "agency decides. Say so when content is marked as a sample. In an emergency tell the person to call the "
    "emergency number first. Never send names, addresses, or numbers of a person: no tool needs them."
)
Lang = Annotated[
    str,
    Field(
        max_length=20,
        description="Language of the answer, such as `en` or `es`: the person's own. Empty for the site's first.",
    ),
]
Part = Annotated[int, Field(ge=1, le=10_000, description="Which part of a long answer; it says so itself.")]
READ = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)


class Tools:
    """What an assistant can ask, over one folder of editions. Each method is one tool."""

    def __init__(self, editions: Path) -> None:
        self.reader = Reader(editions)

    def find_service(
        self,
        query: Annotated[
            str, Field(description="What the person needs, in their own words; English or Spanish, typos and all.")
        ],
        lang: Lang = "",
        limit: Annotated[int, Field(ge=1, le=20, description="How many results at most.")] = 5,
    ) -> CallToolResult:
        """Find the services and life events that fit what a person says. Start here.

        The best comes first, each with its id, one sentence, and the address of its page. Ask again with other words if
        none fits. Then call read_service, or read_life_event for an id that begins with `life-events/`.
        """
        reading = self.reader.now()
        lang = reading.speaks(lang)
        results = find(reading.edition, query, lang, limit)
        lines = [_found(number, each, reading) for number, each in enumerate(results.results, 1)]
        if not lines:
            lines = ["Nothing found. Try other or fewer words, or list_topics and list_life_events."]
        data = msgspec.to_builtins(results)
        for each in data["results"]:
            each["address"] = reading.whole(each.pop("href"))
        if urgent := urgent_in(query, reading.site.country):
            data["urgent"] = said(urgent.says, lang)
            lines.insert(0, f"⚠ {data['urgent']}")
        return self._answer(reading, lang, "\n\n".join(lines), data)

    def read_service(
        self,
        id: Annotated[
            str,
            Field(max_length=_LONGEST_ADDRESS, description="Id from find_service, such as `snap`, or the address."),
        ],
        lang: Lang = "",
    ) -> CallToolResult:
        """Read one service or program: all that a person needs to get it.

        What it is, who can get it, how to start (addresses, phone numbers, offices), papers, cost, time, whether it is
        open now, who runs it, and where the facts come from.
        """
        return self._read(id, "services", ("service", "gone"), lang)

    def list_life_events(self, lang: Lang = "") -> CallToolResult:
        """List the life events: a death, a birth, a lost job, a move, and others.

        Use it when something happened to a person that needs several services in order.
        """
        return self._page("life-events", lang)

    def read_life_event(
        self,
        id: Annotated[
            str,
            Field(max_length=_LONGEST_ADDRESS, description="Id, such as `death-of-a-loved-one`, or the address."),
        ],
        lang: Lang = "",
    ) -> CallToolResult:
        """Read one life event: its steps in order, what can wait, what to have ready, and each step's services."""
        return self._read(id, "life-events", ("life-event",), lang)

    def list_topics(
        self,
        by: Annotated[
            Literal["topics", "audiences", "providers", "offices"],
            Field(
                description="By subject, by whom services are for, by the agency that runs them, or by every office "
                "of every agency."
            ),
        ] = "topics",
        lang: Lang = "",
        part: Part = 1,
    ) -> CallToolResult:
        """List the topics, the kinds of people that services are for, the agencies, or all their offices.

        Use it when words did not find it, or for an overview. Then call browse with an address from the list.
        """
        if by == "offices":
            reading = self.reader.now()
            return self._told(reading, reading.offices(reading.speaks(lang)), part)
        return self._page(by, lang, part)

    def browse(
        self,
        address: Annotated[
            str,
            Field(
                max_length=_LONGEST_ADDRESS,
                description="Address or path of a page, such as `/topics/food`, `/audiences/veterans`, "
                "`/providers/ssa`, `/services` (all by name), `/about`, or `/` (the front page).",
            ),
        ],
        lang: Lang = "",
        part: Part = 1,
    ) -> CallToolResult:
        """Open any page of the site by its address: a topic, an audience, an agency with its offices, or another."""
        return self._page(address, lang, part)

    def _page(self, address: str, lang: str, part: int = 1) -> CallToolResult:
        reading = self.reader.now()
        page = reading.find(address, lang)
        if page is None:
            raise NotHere(_nothing_at(reading, address, lang))
        return self._told(reading, page, part)

    def _read(self, name: str, folder: str, kinds: tuple[str, ...], lang: str) -> CallToolResult:
        reading = self.reader.now()
        bare = name.strip().strip("/")
        page = reading.find(name if "/" in bare else f"{folder}/{bare.lower()}", lang)
        if page is None and (known := _by_number(reading, bare, lang)):
            page = reading.find(known.href, lang)
        if page is None or page.kind not in kinds:
            raise NotHere(_nothing_at(reading, bare, lang))
        return self._told(reading, page)

    def _told(self, reading: Reading, page: Page, part: int = 1) -> CallToolResult:
        head: dict[str, Any] = {"kind": page.kind, "lang": page.lang, "address": page.address, "sample": page.sample}
        parts = in_parts(page.text, _LONGEST_TEXT)
        if len(parts) == 1 and part == 1:
            return self._answer(reading, page.lang, f"{page.text}\n\n{page.address}", page.data | head)
        tool = "list_topics" if page.kind == "offices" else "browse this address"
        if part > len(parts):
            raise NotHere(f"This page has {len(parts)} parts; there is no part {part}.")
        more = f" For the next: {tool} with part={part + 1}." if part < len(parts) else ""
        told = f"{parts[part - 1]}\n\n{page.address}\nPart {part} of {len(parts)}.{more}"
        # The data of so long a page is too long as well: its text has everything.
        return self._answer(reading, page.lang, told, head | {"part": part, "parts": len(parts)})

    def _answer(self, reading: Reading, lang: str, text: str, data: dict[str, Any]) -> CallToolResult:
        parts = [text, *reading.marks(lang)]
        data["sample_site"] = reading.site.sample
        if notice := self.reader.notice(lang):
            parts.insert(0, f"⚠ {notice}")
            data["notice"] = notice
        return CallToolResult(content=[TextContent(type="text", text="\n\n".join(parts))], structured_content=data)


def in_parts(text: str, longest: int) -> list[str]:
    """Part a text between lines, so that no part has more than `longest` characters; a longer line is cut."""
    parts = [""]
    for line in text.split("\n"):
        for begin in range(0, len(line) or 1, longest):
            piece = line[begin : begin + longest]
            if parts[-1] and len(parts[-1]) + 1 + len(piece) > longest:
                parts.append(piece)
            else:
                parts[-1] = f"{parts[-1]}\n{piece}" if parts[-1] else piece
    return parts


def _found(number: int, result: Result, reading: Reading) -> str:
    by = f" ({result.provider})" if result.provider else ""
    lines = [f"{number}. {result.name}{by}", result.summary, f"id: {result.id}", reading.whole(result.href)]
    return "\n   ".join(line for line in lines if line)


def _by_number(reading: Reading, name: str, lang: str) -> Result | None:
    """Return the record that bears a number in another system, such as `10.551`, to the letter."""
    results = find(reading.edition, name, reading.speaks(lang), _NEAREST).results
    return next((each for each in results if name in each.source_ids), None)


def _nothing_at(reading: Reading, address: str, lang: str) -> str:
    words = "".join(char if char.isalnum() else " " for char in address.rsplit("/", 1)[-1])
    nearest = find(reading.edition, words, reading.speaks(lang), _NEAREST).results
    near = f" Nearest: {', '.join(f'{each.name} (id: {each.id})' for each in nearest)}." if nearest else ""
    return f"There is no such page on this site.{near} Use find_service with the person's words, or list_topics."


def make_server(editions: Path) -> MCPServer[Any]:
    """Make the server over a folder of editions. Nothing is opened before the first question."""
    # The SDK would write what was asked into its log; a fault of ours is told by `_plainly`.
    for name in ("mcp", "uvicorn", "sse_starlette"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    server: MCPServer[Any] = MCPServer(
        "fanlight",
        title="Fanlight: the front door of a government",
        instructions=INSTRUCTIONS,
        version=fanlight.__version__,
        log_level="CRITICAL",
        subscriptions=False,
    )
    tools = Tools(editions)
    for tool in (
        tools.find_service,
        tools.read_service,
        tools.list_life_events,
        tools.read_life_event,
        tools.list_topics,
        tools.browse,
    ):
        name, told = tool.__name__, " ".join((tool.__doc__ or "").split())
        server.add_tool(_plainly(tool), name=name, description=told, annotations=READ)
    return server


def _plainly(tool: Callable[..., CallToolResult]) -> Callable[..., CallToolResult]:
    """Turn a fault into a sentence for the assistant; the log gets its kind and place, never what was asked."""

    @wraps(tool)
    def answer(**given: Any) -> CallToolResult:
        try:
            return tool(**given)
        except NotHere as fault:
            return _refused(str(fault))
        except Exception as fault:
            log.error("A tool failed: %s", where(fault))
            return _refused("Something went wrong on our side. Try again, or open the site itself.")

    return answer


def _refused(reason: str) -> CallToolResult:
    return CallToolResult(content=[TextContent(type="text", text=reason)], is_error=True)


def http_app(server: MCPServer[Any], host: str, names: list[str]) -> Any:
    """Return the server as an ASGI application at `/mcp`, without sessions: each question stands alone.

    On a local address only a client of this machine, or one that names the site's own host (`names`), is answered, so
    that no page in a browser can reach it under another name.
    """
    local = host in ("127.0.0.1", "localhost", "::1")
    allowed = ["127.0.0.1:*", "localhost:*", "[::1]:*", *names, *(f"{name}:*" for name in names)]
    security = TransportSecuritySettings(
        enable_dns_rebinding_protection=local,
        allowed_hosts=allowed,
        allowed_origins=[f"{scheme}://{name}" for scheme in ("http", "https") for name in allowed],
    )
    return server.streamable_http_app(
        streamable_http_path="/mcp", json_response=True, stateless_http=True, transport_security=security, host=host
    )
