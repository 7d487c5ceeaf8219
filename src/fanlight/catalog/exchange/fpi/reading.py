"""From the inventory to records of the catalogue."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from fanlight.catalog.rules import (
    Citation,
    Identifier,
    Incoming,
    Reading,
    Record,
    Rejected,
    Service,
    Source,
    Spending,
    Text,
    is_public_id,
    public_id,
)

from .data import audiences, topics, types
from .mending import Mended, mend
from .people_say import lines_for, words_for
from .providers import Providers
from .rows import Figure, Metadata, Odd, Row, find, metadata, rows
from .texts import flowing, instead, summary_of, what_you_get, who_applies
from .topics import audiences_of, topics_of, with_parents

#: The name of the source; the inventory's own files give no address of it.
SOURCE = "Federal Program Inventory, U.S. General Services Administration"
#: What the id of a programme is called, by its ``program_type``.
_SCHEMES = {"assistance_listing": "assistance-listing", "tax_expenditure": "tax-expenditure"}


def read(path: Path) -> Reading:
    """Read the inventory: the folder ``federal-program-inventory``, or its file of programmes, gzipped or plain.

    A placeholder, a programme without id or name, and the second of two with one id are rejected, with the reason.
    Agencies, topics and audiences that the programmes need come as supporting records.

    The format is that of github.com/GSA/federal-program-inventory, ``data/programs/*.json``, one object a line.

    Raises:
        FileFault: when the file is missing, damaged, cut off, not UTF-8 or not JSON.
    """
    file = find(path)
    made = metadata(file)
    reading = Reading()
    providers = Providers()
    seen: dict[str, str] = {}
    for place, row in rows(file):
        if isinstance(row, Odd):
            reading.rejected.append(Rejected(place, "", row.reason))
            continue
        reason = _refusal(row, seen)
        if reason:
            reading.rejected.append(Rejected(place, (row.id or "").strip(), reason))
            continue
        service_id = service_id_of(row)
        seen[service_id] = place
        mended = mend(row, service_id, types())
        reading.repairs += mended.repairs
        reading.incoming.append(Incoming(place, _service(service_id, mended, providers, made)))
    reading.repairs += providers.repairs
    reading.supporting = _supporting(reading, providers, made)
    return reading


def service_id_of(row: Row) -> str:
    """The public id: the inventory's own in small letters, or one made of it where that cannot be an id."""
    raw = (row.id or "").strip()
    return raw.lower() if is_public_id(raw.lower()) else public_id(raw)


def _refusal(row: Row, seen: dict[str, str]) -> str:
    """Why a row is not taken in; empty when it is."""
    if not (row.id or "").strip():
        return "`id` is missing: give the programme's number"
    if not (row.name or "").strip():
        return "`name` is missing: give the programme's name"
    named = (row.assistance_types or []) + (row.beneficiary_types or []) + (row.applicant_types or [])
    sample = next((name for name in named if name.startswith(types().placeholder)), "")
    if sample:
        return f"this is a placeholder, for one of its types is “{sample}”; leave it out, or give its true types"
    first = seen.get(service_id_of(row))
    return f"this id stands already at {first}, and the first wins; give this one an id of its own" if first else ""


def _service(service_id: str, mended: Mended, providers: Providers, made: Metadata) -> Service:
    row = mended.row
    scheme = _SCHEMES.get(row.program_type or "", "federal-program-inventory")
    provider = providers.of(row.top_agency_name or "", row.sub_agency_name or "")
    told = flowing(row.objective or "")
    summary = summary_of(told) if told else ""
    found = audiences_of(row)
    name = row.name or ""
    other = [one.strip() for one in (row.popular_name or "").split(";")]
    other = [one for one in dict.fromkeys(other) if one and one.lower() != name.lower()]
    return Service(
        id=service_id,
        name={"en": name},
        written=_day(made),
        source=_source(made),
        identifiers=[Identifier(scheme=scheme, value=(row.id or "").strip())],
        provider=provider,
        other_names={"en": other} if other else {},
        words=words_for((row.id or "").strip()),
        people_say=lines_for((row.id or "").strip()),
        summary=_english(summary),
        description=_english(told if told != summary else ""),
        what_you_get=what_you_get(row),
        audiences=found,
        legal_basis=[Citation(text=law.text or "", url=_web(law.url)) for law in row.authorizations or [] if law.text],
        topics=topics_of(row, providers.line(provider)),
        listing=_web(row.sam_url) or _web(row.usaspending_url),
        who_applies=who_applies(row),
        instead=instead(row, found),
        spending=spending_of(row, made.current_fiscal_year),
    )


def spending_of(row: Row, year: str) -> Spending | None:
    """What was spent in a whole fiscal year; nothing where the inventory has no figure above 0.

    For a listing it is the agency's own figure of obligations, or where it gave none, what the awards add up to. A sum
    of 0 or less says that nothing was reported, or that earlier awards were taken back: that is unknown, not 0. For
    a rule of tax law it is what was paid out; tax that was not raised is no spending.
    """
    if not year.isdigit():
        return None
    for figure in (row.obligations or []) + (row.other_program_spending or []):
        if figure.x == year:
            amount = next((sum_ for sum_ in _sums(figure) if sum_ is not None and sum_ > 0), None)
            if amount is not None:
                return Spending(year=int(year), amount=amount)
    return None


def _sums(figure: Figure) -> tuple[float | None, ...]:
    return figure.sam_actual, figure.usa_spending_actual, figure.outlays


def _supporting(reading: Reading, providers: Providers, made: Metadata) -> list[Record]:
    services = [incoming.record for incoming in reading.incoming if isinstance(incoming.record, Service)]
    named = {topic for service in services for topic in service.topics}
    people = {audience for service in services for audience in service.audiences}
    found: list[Record] = [*providers.records.values()]
    found += [topics()[topic] for topic in with_parents(named)]
    found += [audience for audience_id, audience in audiences().items() if audience_id in people]
    return found


def _source(made: Metadata) -> Source:
    return Source(name=SOURCE, retrieved=_day(made))


def _day(made: Metadata) -> dt.date | None:
    return made.generated_at.date() if made.generated_at else None


def _english(text: str) -> Text:
    return {"en": text} if text else {}


def _web(url: str | None) -> str:
    url = (url or "").strip()
    return url if url.startswith(("https://", "http://")) and not any(mark.isspace() for mark in url) else ""
