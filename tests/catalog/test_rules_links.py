"""Links that point at nothing, and circles, are all found, and in time that grows with the catalogue alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanlight.catalog.rules import (
    Catalogue,
    Channel,
    ChannelKind,
    LifeEvent,
    Location,
    Provider,
    Service,
    Step,
    Topic,
    catalogue_faults,
)
from fanlight.catalog.rules.links import circles

NAME = {"en": "x"}


def service(**fields):
    return Catalogue(services=[Service(id="a", name=NAME, **fields)])


@pytest.mark.parametrize(
    ("catalogue", "field", "kind"),
    [
        (service(provider="no"), "provider", "providers"),
        (service(duplicate_of="no"), "duplicate_of", "services"),
        (service(related=["a", "no"]), "related", "services"),
        (service(replaces=["no"]), "replaces", "services"),
        (service(topics=["no"]), "topics", "topics"),
        (service(audiences=["no"]), "audiences", "audiences"),
        (service(life_events=["no"]), "life_events", "life_events"),
        (service(channels=[Channel(id="p", kind=ChannelKind.IN_PERSON, location="no")]), "channels.p.location", "locations"),
        (Catalogue(providers=[Provider(id="a", name=NAME, parent="no")]), "parent", "providers"),
        (Catalogue(providers=[Provider(id="a", name=NAME, replaces=["no"])]), "replaces", "providers"),
        (Catalogue(topics=[Topic(id="a", name=NAME, parent="no")]), "parent", "topics"),
        (Catalogue(locations=[Location(id="a", name=NAME, provider="no")]), "provider", "providers"),
        (Catalogue(life_events=[LifeEvent(id="a", name=NAME, steps=[Step(id="s", name=NAME, services=["no"])])]), "steps.s.services", "services"),
    ],
)  # fmt: skip
def test_a_link_to_nothing_is_found(catalogue, field, kind):
    ((_, key, reason),) = catalogue_faults(catalogue)
    assert (key, reason) == ("a", f"`{field}` points at 'no', and there is no such record in {kind}")
    assert catalogue_faults(catalogue, lambda at, target: (at, target) == (kind, "no")) == []


def test_a_circle_is_told_to_each_of_its_members_and_to_nobody_else():
    parents = {"a": "b", "b": "c", "c": "a", "child": "a", "alone": ""}
    for kind, value in (("providers", Provider), ("topics", Topic)):
        records = [value(id=key, name=NAME, parent=parent) for key, parent in parents.items()]
        faults = catalogue_faults(Catalogue(**{kind: records}))
        assert sorted(key for _, key, _ in faults) == ["a", "b", "c"]
        assert "`parent` goes round in a circle: a → b → c → a; one of them must have no parent" in faults[0][2]


def test_services_that_replace_or_copy_one_another_in_a_circle_are_told():
    two = [Service(id="a", name=NAME, replaces=["b"]), Service(id="b", name=NAME, replaces=["a"])]
    assert [key for _, key, _ in catalogue_faults(Catalogue(services=two))] == ["a", "b"]
    two = [Service(id="a", name=NAME, duplicate_of="b"), Service(id="b", name=NAME, duplicate_of="a")]
    assert "one of them must be the true one" in catalogue_faults(Catalogue(services=two))[0][2]


@given(st.dictionaries(st.integers(0, 12), st.integers(0, 12)))
def test_of_any_parents_those_in_a_circle_are_found_and_no_others(parents):
    edges = {str(key): [str(parent)] for key, parent in parents.items()}

    def returns(start):
        here = start
        for _ in range(14):
            here = edges.get(here, [""])[0]
            if here == start:
                return True
        return False

    assert set(circles("parent", edges)) == {key for key in edges if returns(key)}


@given(st.dictionaries(st.integers(0, 7), st.lists(st.integers(0, 7), max_size=3)))
def test_of_any_successors_a_circle_is_found_where_there_is_one(replaces):
    edges = {str(key): [str(old) for old in olds] for key, olds in replaces.items()}

    def reaches(start, here, seen):
        return any(
            after == start or (after not in seen and reaches(start, after, seen | {after}))
            for after in edges.get(here, ())
        )

    inside = {key for key in edges if reaches(key, key, frozenset())}
    found = set(circles("replaces", edges))
    assert found <= inside
    assert bool(found) == bool(inside)


def test_a_chain_of_a_hundred_thousand_is_no_trouble():
    chain = {f"p{n}": [f"p{n + 1}"] for n in range(100_000)}
    assert circles("parent", chain) == {}
    chain["p100000"] = ["p0"]
    assert len(circles("parent", chain)) == 100_001
