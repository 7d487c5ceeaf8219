"""Long lists are split by meaning: nothing lost, nothing twice, no shelf too long."""

from hypothesis import given, settings
from hypothesis import strategies as st

from fanlight.catalog.rules.shelves import SHELF, Shelved, shelve, subject_words

SPLITTERS = ("agency", "provider", "reader")


def things(count, **keys):
    return [
        Shelved(f"s{number}", f"Thing {number}", {k: v(number) for k, v in keys.items()}) for number in range(count)
    ]


def test_a_list_is_split_by_the_first_splitter_that_divides_it():
    shelves = shelve(things(80, agency=lambda n: "roads" if n % 2 else "parks"), SPLITTERS)
    assert {shelf.path for shelf in shelves} == {(("agency", "roads"),), (("agency", "parks"),)}
    assert [len(shelf.members) for shelf in shelves] == [40, 40]


def test_a_shelf_that_is_too_long_is_split_by_the_next():
    many = things(90, agency=lambda n: "health", provider=lambda n: "labs" if n < 45 else "clinics")
    assert [(shelf.id, len(shelf.members)) for shelf in shelve(many, SPLITTERS)] == [
        ("health--clinics", 45), ("health--labs", 45),
    ]  # fmt: skip


def test_few_of_a_kind_stand_together_under_other():
    shelves = shelve(things(60, agency=lambda n: f"tiny-{n}" if n < 4 else f"big-{n % 3}"), SPLITTERS)
    assert [shelf.id for shelf in shelves][-1] == "other"
    assert len(shelves[-1].members) == 4


def test_where_nothing_divides_the_words_of_the_names_do():
    named = [Shelved(f"s{n}", f"{'Water' if n % 2 else 'Forest'} quality grant {n}", {}) for n in range(90)]
    shelves = shelve(named, SPLITTERS)
    assert {shelf.path[-1] for shelf in shelves} == {("subject", "water"), ("subject", "forest")}
    assert max(len(shelf.members) for shelf in shelves) <= SHELF


def test_words_that_say_nothing_are_no_subject():
    assert subject_words("National Grants Program for the Protection of Wetlands") == ["protection", "wetlands"]


_keys = st.fixed_dictionaries({name: st.sampled_from(["", "a", "b", "c"]) for name in SPLITTERS})
_names = st.lists(st.sampled_from("water forest school clinic bridge harvest museum".split()), min_size=1, max_size=3)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(_keys, _names), min_size=1, max_size=300))
def test_every_thing_stands_on_exactly_one_shelf_under_a_name_of_its_own(drawn):
    many = [Shelved(f"s{n}", " ".join(names), keys) for n, (keys, names) in enumerate(drawn)]
    shelves = shelve(many, SPLITTERS)
    members = [member for shelf in shelves for member in shelf.members]
    assert sorted(members) == sorted(thing.id for thing in many)
    assert len({shelf.id for shelf in shelves}) == len(shelves)
    assert shelves == shelve(many, SPLITTERS)
