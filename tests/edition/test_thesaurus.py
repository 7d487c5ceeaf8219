"""The thesaurus: what people's words lead to, and what is said of a file that cannot be read."""

from collections import Counter

import pytest

from fanlight.edition.index import Index, build_index
from fanlight.edition.thesaurus import Concept, Matcher, ThesaurusFault, load, packaged, read

from .making import doc

HEAT = Concept(
    id="heat",
    people={"en": ["light bill", "no heat"], "es": ["recibo de luz"]},
    government={"en": ["home energy assistance"], "es": ["asistencia de energía"]},
)
BILL = Concept(id="bill", people={"en": ["bill"]}, government={"en": ["debt"]})


def split(text):
    return text.lower().split()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("my light bill is due", {0: 2}),  # the longest phrase, and none within it
        ("a bill", {1: 1}),
        ("bill light", {1: 1}),
        ("recibo de luz", {0: 3}),
        ("nothing of it", {}),
    ],
)
def test_the_longest_phrase_wins(query, found):
    assert Matcher([HEAT, BILL], {"en": split, "es": split}).find(split(query)) == found


def test_the_packaged_one_is_broad_and_bilingual():
    concepts = packaged()
    assert len(concepts) >= 300
    for concept in concepts:
        for side in (concept.people, concept.government):
            assert set(side) == {"en", "es"}, concept.id
            assert all(side.values()), concept.id
    phrases = Counter(
        (lang, phrase.casefold()) for one in concepts for lang, some in one.people.items() for phrase in set(some)
    )
    assert [phrase for phrase, count in phrases.items() if count > 3] == []


def test_a_site_may_have_its_own(tmp_path):
    own = tmp_path / "thesaurus.yaml"
    assert load(own) == packaged()
    own.write_text("- id: moose\n  people: {en: [moose tag]}\n  government: {en: [hunting permit]}\n", encoding="utf-8")
    assert load(own) == [
        Concept(id="moose", people={"en": ["moose tag"]}, government={"en": ["hunting permit"]}),
    ]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("- [", "is not YAML"),
        ("id: x", "must be a list of concepts"),
        ("- {people: {en: [a]}}", "entry 1: Object missing required field `id`"),
        ("- {id: a, colour: b}", "entry 1: Object contains unknown field `colour`"),
        ("- {id: a}\n- {id: a}", "entry 2: the id 'a' stands there already"),
    ],
)
def test_a_broken_one_is_refused_with_its_place(text, reason):
    with pytest.raises(ThesaurusFault, match=r"^t\.yaml") as fault:
        read(text, "t.yaml")
    assert reason in str(fault.value)


def test_one_that_is_no_text_is_refused(tmp_path):
    own = tmp_path / "thesaurus.yaml"
    own.write_bytes(b"\xff\xfe")
    with pytest.raises(ThesaurusFault, match="not UTF-8"):
        load(own)


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    folder = tmp_path_factory.mktemp("index")
    docs = [
        doc("93.568", "Low-Income Home Energy Assistance"),
        doc("rail", "Maps of light rail"),
        doc("energy-research", "Energy research"),
    ]
    build_index(folder, docs, ["en", "es"], [HEAT])
    return Index(folder, ["en", "es"])


@pytest.mark.parametrize(
    ("lang", "query"), [("en", "no heat"), ("es", "me llegó el recibo de luz"), ("es", "RECIBO DE LUZ")]
)
def test_peoples_words_lead_to_the_governments_in_any_language(index, lang, query):
    assert index.search(query, lang, 3)[0][0].id == "93.568"


def test_a_phrase_wants_all_its_words(index):
    assert "energy-research" not in [hit.id for hit in index.search("no heat", "en", 3)[0]]


def test_why_a_result_stands_where_it_does(index):
    why = dict(index.explain("no heat", "en", "93.568"))
    assert why["concept heat, government"] > 0
    hits, _ = index.search("light bill", "en", 3)
    for hit in hits:
        assert sum(dict(index.explain("light bill", "en", hit.id)).values()) == pytest.approx(hit.score, rel=0.01)
