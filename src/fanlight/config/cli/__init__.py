"""The `fanlight` command. Each subcommand stands in the module of what it is about."""

from __future__ import annotations

import click

import fanlight

from . import assistant, catalogue, door, judging, learning, printing
from .speaking import Plain


@click.group(cls=Plain, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(fanlight.__version__, prog_name="fanlight")
def main() -> None:
    """Fanlight: the digital front door of a government.

    First steps: `fanlight demo` shows it with a sample catalogue. For your own: `fanlight init`, then
    `fanlight import`, `fanlight print`, `fanlight serve`.
    """


for command in (
    *catalogue.COMMANDS,
    *printing.COMMANDS,
    *door.COMMANDS,
    *judging.COMMANDS,
    *learning.COMMANDS,
    *assistant.COMMANDS,
):
    main.add_command(command)
