"""The Federal Program Inventory comes in whole, and says what it mended.

The rows are made by hand, in our own words; `test_exchange_fpi_inventory.py` reads the real inventory.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fanlight.catalog.exchange import fpi
from fanlight.catalog.exchange.fpi.data import audiences, topic_rules, topic_words, topics, types
from fanlight.catalog.exchange.fpi.mending import decoded, spaced, uncapitalised
from fanlight.catalog.exchange.fpi.providers import Providers, clean_name
from fanlight.catalog.exchange.fpi.texts import LONGEST_SUMMARY, flowing, summary_of
from fanlight.catalog.rules import (
    Audience,
    FileFault,
    Provider,
    Reading,
    Repair,
    Service,
    Spending,
    Topic,
)

Read = Callable[..., Reading]


def row(**more: Any) -> dict[str, Any]:
    """One programme, with what a test says of it."""
    return {
        "id": "10.900",
        "name": "Beekeeper Help",
        "objective": "To help people who keep bees.",
        "top_agency_name": "Department of Agriculture",
        "sub_agency_name": "Farm Service Agency",
        "assistance_types": ["Project Grants"],
        "beneficiary_types": ["Farmer/Rancher/Agriculture Producer"],
        "applicant_types": ["State"],
        "program_type": "assistance_listing",
    } | more


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Write rows as an inventory of 2025 whose last whole year is 2024, and read it."""

    def write_and_read(*rows: dict[str, Any]) -> Reading:
        (tmp_path / "metadata.json").write_text(
            '{"generated_at": "2025-03-04T05:06:07", "current_fiscal_year": "2024"}', "utf-8"
        )
        lines = "\n".join(json.dumps(one) for one in rows)
        (tmp_path / "fpi-programs.jsonl.gz").write_bytes(gzip.compress(lines.encode()))
        return fpi.read(tmp_path)

    return write_and_read


def service(reading: Reading) -> Service:
    assert len(reading.incoming) == 1, reading.rejected
    record = reading.incoming[0].record
    assert isinstance(record, Service)
    return record


def repairs(reading: Reading, kind: str) -> list[Repair]:
    return [repair for repair in reading.repairs if repair.kind == kind]


# A programme


def test_a_programme_keeps_its_number_to_the_letter_and_its_source(read: Read) -> None:
    found = service(read(row(id="TC.001", program_type="tax_expenditure")))
    assert found.id == "tc.001"
    assert [(one.scheme, one.value) for one in found.identifiers] == [("tax-expenditure", "TC.001")]
    assert found.source is not None
    assert str(found.source.retrieved) == str(found.written) == "2025-03-04"
    assert found.is_programme


def test_a_number_that_cannot_be_an_id_becomes_one(read: Read) -> None:
    found = service(read(row(id="10 / 900")))
    assert found.id.startswith("10-900-")
    assert found.identifiers[0].value == "10 / 900"


def test_other_names_leave_out_the_name_itself(read: Read) -> None:
    assert service(read(row(popular_name="Bee Aid; Hive Fund; beekeeper help"))).other_names == {
        "en": ["Bee Aid", "Hive Fund"]
    }
    assert service(read(row(popular_name="Beekeeper Help"))).other_names == {}


def test_laws_and_the_listing_are_kept_and_a_bad_address_is_not(read: Read) -> None:
    laws = [{"text": "Bee Act.", "url": "https://law.example/1"}, {"text": "Hive Act.", "url": "ask the clerk"}]
    found = service(read(row(authorizations=laws, sam_url="https://listing.example/1")))
    assert [(law.text, law.url) for law in found.legal_basis] == [
        ("Bee Act.", "https://law.example/1"),
        ("Hive Act.", ""),
    ]
    assert found.listing == "https://listing.example/1"


@pytest.mark.parametrize(
    ("figures", "amount"),
    [
        ([{"x": "2023", "sam_actual": 9.0}, {"x": "2024", "sam_actual": 5.0, "usa_spending_actual": 4.0}], 5.0),
        ([{"x": "2024", "sam_actual": 0.0, "usa_spending_actual": 4.0}], 4.0),
        ([{"x": "2024", "sam_actual": 0.0, "usa_spending_actual": -4.0}], None),
        ([{"x": "2025", "sam_actual": 5.0}], None),
    ],
)
def test_spending_is_of_the_last_whole_year_and_unknown_is_not_0(
    read: Read, figures: list[dict[str, Any]], amount: float | None
) -> None:
    told = service(read(row(obligations=figures))).spending
    assert told == (None if amount is None else Spending(year=2024, amount=amount))


def test_tax_that_was_not_raised_is_no_spending(read: Read) -> None:
    figures = [{"x": "2024", "outlays": 0.0, "forgone_revenue": 7.0}]
    assert service(read(row(obligations=None, other_program_spending=figures))).spending is None


# Repairs: one for a record and kind


def test_an_applicant_label_among_the_assistance_types_is_decoded(read: Read) -> None:
    reading = read(row(assistance_types=["Interstate", "Project Grants", "Sponsored organization"]))
    assert repairs(reading, "assistance_label") == [
        Repair(
            "10.900",
            "assistance_types",
            "assistance_label",
            "Interstate; Sponsored organization",
            "Direct Payments for a Specified Use; Insurance",
        )
    ]
    assert "Insurance" in service(reading).what_you_get["en"]


def test_the_same_label_among_applicants_stays(read: Read) -> None:
    assert not repairs(read(row(applicant_types=["Interstate"])), "assistance_label")


def test_entities_of_a_record_are_one_repair(read: Read) -> None:
    reading = read(row(authorizations=[{"text": "7 &sect; 1", "url": None}, {"text": "A &amp; B", "url": None}]))
    assert repairs(reading, "entity") == [
        Repair("10.900", "authorizations", "entity", "7 &sect; 1\nA &amp; B", "7 § 1\nA & B")
    ]
    assert decoded("Bees & trees; R&D") == "Bees & trees; R&D"


def test_repeats_in_a_list_go(read: Read) -> None:
    reading = read(row(assistance_types=["Project Grants", "Training", "Project Grants"]))
    assert [(one.field, one.new) for one in repairs(reading, "duplicate")] == [
        ("assistance_types", "Project Grants; Training")
    ]


@pytest.mark.parametrize("empty", ["N/A", "n.a.", "NA", "Not applicable", " none ", "-"])
def test_a_name_that_says_nothing_is_none(read: Read, empty: str) -> None:
    reading = read(row(popular_name=empty))
    assert len(repairs(reading, "empty_name")) == 1
    assert service(reading).other_names == {}


def test_spaces_brackets_bullets_and_capitals_are_put_right(read: Read) -> None:
    reading = read(row(name=" HELP FOR THE  KEEPERS\t", popular_name="(HFK)", objective="We:\r\n•\tfeed\r\n•\thouse"))
    found = service(reading)
    assert (found.name["en"], found.other_names["en"]) == ("Help for the Keepers", ["HFK"])
    assert found.description["en"] == "We:\n\n- feed\n- house"
    assert {one.kind for one in reading.repairs} == {"spacing", "brackets", "bullet", "capitals"}


def test_a_long_text_shows_only_the_place_that_changed(read: Read) -> None:
    reading = read(row(objective="word " * 100 + " end."))
    (one,) = repairs(reading, "spacing")
    assert len(one.old) < 100
    assert one.old.startswith("…")


def test_what_needs_no_mending_is_left_alone(read: Read) -> None:
    assert read(row()).repairs == []
    assert spaced("a b\n\nc") == "a b\n\nc"
    assert uncapitalised("SCORE") == "SCORE"
    assert uncapitalised("UNIVERSAL BEE FUND - HIVES and TREES") == "Universal Bee Fund - Hives and Trees"


# Texts


def test_a_summary_ends_where_a_sentence_ends() -> None:
    assert summary_of("One for the U.S. bees. Two for all. Three.") == "One for the U.S. bees. Two for all."
    long = f"First one. Then {'word ' * 80}end."
    assert summary_of(long) == "First one."


def test_a_sentence_that_is_too_long_is_cut_at_a_word() -> None:
    told = summary_of("Many bees and " * 60)
    assert len(told) <= LONGEST_SUMMARY
    assert told.endswith(" …")


def test_lines_cut_to_a_width_are_joined_and_lists_kept() -> None:
    assert flowing("To help\nthe bees.\n(1) Feed them\n(2) House\nthem\n\nThen:\n- rest") == (
        "To help the bees.\n\n(1) Feed them\n\n(2) House them\n\nThen:\n\n- rest"
    )


def test_a_description_stands_only_where_it_says_more(read: Read) -> None:
    assert service(read(row())).description == {}
    assert service(read(row(objective="One. Two. Three."))).description == {"en": "One. Two. Three."}


@pytest.mark.parametrize(
    ("applicants", "beneficiaries", "who", "way"),
    [
        (["State"], ["Low Income"], "States can apply.", "Ask your state office how"),
        (["Individual/Family"], [], "People can apply.", "You can apply for yourself."),
        (["Individual/Family", "State"], [], "People and states can apply.", "You may be able"),
        (["State"], ["Anyone/general public"], "States can apply.", "meant to help everyone"),
        (["Profit organization"], ["Profit organization"], "Businesses can apply.", "not for one person"),
        (["Federal"], ["Homeowner"], "Federal agencies can apply.", "The listing tells who."),
        ([], [], "The listing does not say", "ask the agency"),
    ],
)
def test_it_says_who_applies_and_what_a_person_can_do(
    read: Read, applicants: list[str], beneficiaries: list[str], who: str, way: str
) -> None:
    found = service(read(row(applicant_types=applicants, beneficiary_types=beneficiaries)))
    assert found.who_applies["en"].startswith(who)
    assert way in found.instead["en"]
    assert found.who_applies["es"]
    assert found.instead["es"]


def test_nobody_applies_for_a_rule_of_tax_law(read: Read) -> None:
    found = service(read(row(program_type="tax_expenditure", applicant_types=[], beneficiary_types=[])))
    assert "tax law" in found.who_applies["en"]
    assert "tax return" in found.instead["en"]


# Audiences, providers, topics


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        (["Individual/Family", "Homeowner"], ["homeowners", "state-governments"]),
        (["Individual/Family"], ["everyone", "state-governments"]),
        (["Anyone/general public", "Homeowner"], ["everyone", "homeowners", "state-governments"]),
        (["A type of next year"], ["state-governments"]),
    ],
)
def test_a_wide_type_counts_only_where_no_other_names_people(read: Read, named: list[str], expected: list[str]) -> None:
    assert service(read(row(beneficiary_types=named))).audiences == expected


def test_without_types_the_audience_is_unknown(read: Read) -> None:
    assert service(read(row(beneficiary_types=[], applicant_types=[]))).audiences == []


def test_an_agency_stands_under_the_one_above_it(read: Read) -> None:
    reading = read(row())
    found = {one.id: one for one in reading.supporting if isinstance(one, Provider)}
    assert service(reading).provider == "fsa"
    assert found["fsa"].parent == "usda"
    assert found["usda"].name["es"] == "Departamento de Agricultura"


def test_a_part_with_the_name_of_the_whole_is_the_whole() -> None:
    assert Providers().of("Department of State", "Department of  State") == "state"
    assert Providers().of("", "") == ""


def test_names_of_agencies_are_cleaned() -> None:
    assert clean_name("BUREAU OF BEES (BOB)") == ("Bureau of Bees", "BOB")
    assert clean_name("The Office of Tranportation") == ("Office of Transportation", "")


def test_unknown_agencies_with_one_name_stay_apart() -> None:
    providers = Providers()
    assert providers.of("Bee Agency", "Front Office") == "front-office"
    assert providers.of("Tree Agency", "Front Office") == "tree-agency-front-office"


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"name": "Farm Ownership Loans"}, ["farm-loans"]),
        ({"name": "Bee Losses after Wildfires"}, ["farm-disaster-aid", "wildfire"]),
        ({"top_agency_name": "Bee Agency", "sub_agency_name": None}, ["public-money"]),
        (
            {"top_agency_name": "Bee Agency", "sub_agency_name": None, "categories": ["Energy - Energy Supply"]},
            ["power-supply"],
        ),
        (
            {"top_agency_name": "Bee Agency", "sub_agency_name": None, "assistance_types": ["Direct Loans"]},
            ["business-loans"],
        ),
    ],
)
def test_topics_come_from_the_agency_the_name_the_category_and_the_types(
    read: Read, more: dict[str, Any], expected: list[str]
) -> None:
    assert service(read(row(**more))).topics == expected


def test_topics_and_audiences_come_along_with_those_above_them(read: Read) -> None:
    kinds = {type(one): one for one in read(row(name="Farm Loans for Veterans")).supporting}
    assert set(kinds) == {Provider, Topic, Audience}
    ids = {one.id for one in read(row(name="Farm Operating Loans")).supporting if isinstance(one, Topic)}
    assert ids == {"farming", "farm-loans"}


def test_every_rule_names_a_topic_and_audience_that_is_there() -> None:
    words = topic_words()
    named = {topic for rules in topic_rules().values() for _, found in rules for topic in found}
    named |= set(words.categories.values()) | set(words.types.values()) | set(words.otherwise)
    named |= {topic for _, topic in words.name_words + words.objective_words}
    assert named <= set(topics())
    assert {topic.parent for topic in topics().values()} - {""} <= set(topics())
    assert {one for found in types().audiences.values() for one in found} <= set(audiences())
    assert all({"en", "es"} <= set(topic.name) for topic in topics().values())


# What is refused


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (row(beneficiary_types=["Example Beneficiary 9"]), "placeholder"),
        (row(id=None), "`id` is missing"),
        (row(id="10.901", name="  "), "`name` is missing"),
        (row(id="10.901", assistance_types="Project Grants"), "not a programme"),
    ],
)
def test_a_bad_record_is_rejected_alone(read: Read, bad: dict[str, Any], reason: str) -> None:
    reading = read(row(id="10.899"), bad)
    assert [one.record.id for one in reading.incoming] == ["10.899"]
    assert [one.place for one in reading.rejected] == ["fpi-programs.jsonl.gz, line 2"]
    assert reason in reading.rejected[0].reason


def test_of_two_with_one_id_the_first_wins(read: Read) -> None:
    reading = read(row(id="TC.9", name="First"), row(id="tc.9", name="Second"))
    assert service(reading).name == {"en": "First"}
    assert "line 1" in reading.rejected[0].reason


LINE = json.dumps(row()).encode()


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("x.jsonl.gz", LINE, "not a gzip file"),
        ("x.jsonl.gz", gzip.compress(LINE * 50)[:-20], "ends too early"),
        ("x.jsonl.gz", gzip.compress(LINE)[:-8] + b"\0" * 8, "damaged"),
        ("x.jsonl", LINE + b"\n" + "ma\u00f1ana".encode("latin-1"), "not UTF-8"),
        ("x.jsonl", '{"id": "1"}'.encode("utf-16"), "not UTF-8"),
        ("x.jsonl", LINE + b'\n{"id": "10.9', "not JSON"),
        ("x.jsonl", b"\n \n", "no programmes"),
    ],
)
def test_a_fault_of_the_file_stops_it_with_the_place(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(FileFault, match=reason) as fault:
        fpi.read(tmp_path / name)
    assert name in fault.value.place


def test_a_missing_file_and_an_empty_folder_say_so(tmp_path: Path) -> None:
    with pytest.raises(FileFault, match="no such file"):
        fpi.read(tmp_path / "nowhere.jsonl.gz")
    with pytest.raises(FileFault, match="has no fpi-programs"):
        fpi.read(tmp_path)


def test_metadata_that_is_not_json_says_so(tmp_path: Path) -> None:
    (tmp_path / "fpi-programs.jsonl").write_bytes(LINE)
    (tmp_path / "metadata.json").write_text("{", "utf-8")
    with pytest.raises(FileFault, match="metadata"):
        fpi.read(tmp_path)


def test_a_plain_file_with_a_byte_order_mark_and_no_metadata_is_read(tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_bytes(b"\xef\xbb\xbf" + LINE + b"\r\n")
    found = service(fpi.read(tmp_path / "x.jsonl"))
    assert (found.id, found.written, found.spending) == ("10.900", None, None)
