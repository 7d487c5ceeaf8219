"""Fills and changes the database of a home. Run as a process of its own, for Django is set up once in each.

`python -m bench.stored seeded 20000` stores the made-up catalogue; `python -m bench.stored change 7` changes the
summary of the eighth service, as an import of it would. FANLIGHT_HOME says where.
"""

from __future__ import annotations

import datetime as dt
import sys
import time

import msgspec

from fanlight.config.cli.speaking import set_up


def main(action: str, number: int) -> None:
    """Do one of the two, and say how many seconds it took and how many records were taken in."""
    set_up()
    from fanlight.catalog.actions import take_in
    from fanlight.catalog.queries import known_ids, load
    from fanlight.catalog.rules import Incoming, Reading

    from .seeded import catalogue

    if action == "seeded":
        reading = catalogue(number)
    else:
        service = load("services", only=[sorted(known_ids("services"))[number]])[0]
        summary = {lang: f"{text} Changed {time.time_ns()}." for lang, text in service.summary.items()}
        changed = msgspec.structs.replace(service, summary=summary or {"en": f"Changed {time.time_ns()}."})
        reading = Reading(incoming=[Incoming("the bench", changed)])
    started = time.monotonic()
    report = take_in(reading, format_name="fanlight", today=dt.datetime.now(dt.UTC).date())
    if report.rejected:
        raise SystemExit(f"{len(report.rejected)} records were rejected: {report.rejected[0].reason}")
    print(msgspec.json.encode({"accepted": report.accepted, "seconds": time.monotonic() - started}).decode())


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
