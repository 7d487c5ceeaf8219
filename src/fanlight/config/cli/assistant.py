"""The command for assistants: mcp."""

from __future__ import annotations

import importlib.util
import os
import socket
import sys
from pathlib import Path
from typing import Any

import click

from fanlight.edition.queries import Edition, current_address
from fanlight.edition.rules import EditionFault

from .printing import editions_folder

_MISSING = "`fanlight mcp` needs one more package: install it with `pip install 'fanlight[mcp]'`."


@click.command()
@click.option("--http", is_flag=True, help="Listen on HTTP (streamable, at /mcp) instead of stdin and stdout.")
@click.option("--host", default="127.0.0.1", show_default=True, help="With --http: the address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8001, show_default=True, help="0 takes any free one.")
def mcp(http: bool, host: str, port: int) -> None:
    """Answer a person's assistant by the Model Context Protocol: find services, read them, browse.

    It reads the current edition alone, takes a new one up by itself, and writes down nothing of what is asked.
    """
    if importlib.util.find_spec("mcp") is None:
        raise click.ClickException(_MISSING)
    # The door's settings: no database, so any reach for a table fails at once.
    os.environ["DJANGO_SETTINGS_MODULE"] = "fanlight.config.settings.door"
    import django

    django.setup()
    from ..assistant.server import make_server

    if not current_address(editions_folder()):
        click.echo(
            "No edition has been printed yet: each answer says so until `fanlight print` has made one.", err=True
        )
    server = make_server(editions_folder())
    if http:
        _listen(server, host, port)
    else:
        server.run("stdio")


def _listen(server: Any, host: str, port: int) -> None:
    import uvicorn

    from ..assistant.server import http_app

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named as TCP, or asyncio would leave Nagle on and every answer would wait 40 ms.
    with socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP) as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            line.bind((host, port))
        except OSError as fault:
            raise click.ClickException(
                f"{host}:{port} cannot be listened on ({fault.strerror}). Choose another with --port, or --port 0."
            ) from fault
        line.listen(128)
        shown = f"[{host}]" if ":" in host else host
        click.echo(f"Assistants are answered at http://{shown}:{line.getsockname()[1]}/mcp . Stop it with Ctrl-C.")
        sys.stdout.flush()
        config = uvicorn.Config(
            http_app(server, host, _site_hosts(editions_folder())),
            log_config=None, access_log=False, server_header=False, timeout_graceful_shutdown=2,
        )  # fmt: skip
        uvicorn.Server(config).run(sockets=[line])


def _site_hosts(editions: Path) -> list[str]:
    """Return the name of the site's own host, for a web server in front may pass it on."""
    try:
        address = str(Edition(editions / current_address(editions)).site.get("address", ""))
    except (EditionFault, OSError, ValueError):
        return []
    host = address.partition("://")[2].rsplit(":", 1)[0]
    return [host] if host else []


COMMANDS = (mcp,)
