"""Makes a catalogue of GOV.UK's pages, of which the data holds paths and a thousand titles, for the format `jsonl`.

    python -m bench.govuk FOLDER_OF_DATA OUT.jsonl

A page whose title is not known is named by the words of its path: `/government/publications/change-the-register-ap1` is
"Change the register ap1". A part of a longer publication has the words of that too. Nothing else is known of a page.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from pathlib import Path
from typing import Any

PATHS = "govuk-search-judgements/corpus-paths.txt"
TITLES = "govuk-search-invariants/top_1000_pages_with_titles.csv"


def records(data: Path) -> list[dict[str, Any]]:
    """Return a record of each page: its path as id, its title or the words of its path, and where it stands."""
    with (data / TITLES).open(encoding="utf-8-sig", newline="") as file:
        titles = {row["link"].strip(): row["query"].strip() for row in csv.DictReader(file)}
    listed = (data / PATHS).read_text(encoding="utf-8").split()
    return [_record(path, titles.get(path, "")) for path in sorted({*listed, *titles})]


def _record(path: str, title: str) -> dict[str, Any]:
    parts = [part for part in re.sub(r"^https?://", "", path).split("/") if part] or ["home"]
    own, around = _words(parts[-1]), [_words(part) for part in parts[:-1]]
    record = {"id": path, "name": title or own, "url": _address(path)}
    if title:
        record["other_names"] = [own]
    if around:
        record["summary"] = f"{' · '.join(around)}."
    return record


def _words(part: str) -> str:
    words = " ".join(re.split(r"[-_.]+", part)).strip() or part
    return words[:1].upper() + words[1:]


def _address(path: str) -> str:
    return path if path.startswith("http") else f"https://www.gov.uk{path}"


def write(data: Path, out: Path) -> int:
    """Write the catalogue, one record a line; return how many there are."""
    found = records(data)
    out.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in found), encoding="utf-8")
    return len(found)


if __name__ == "__main__":
    print(f"{write(Path(sys.argv[1]), Path(sys.argv[2])):,} pages written to {sys.argv[2]}.")
