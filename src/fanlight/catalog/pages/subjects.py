"""Topics for services that have none, made of the words of their names, so that `id` and `name` suffice to print.

A few such services stand together under "Other services". Where they are more than one page and its shelves can hold,
the words that most of their names share become topics of this printing; the catalogue itself is not changed.
"""

from __future__ import annotations

import msgspec

from ..rules import Catalogue, Topic, public_id
from ..rules.shelves import SHELF, by_words, subject_words
from .context import telling_name

#: As many as one page of shelves holds with room to spare, for shelves are seldom full.
_ONE_TOPIC = SHELF * 20


def with_subjects(catalogue: Catalogue, lang: str) -> Catalogue:
    """Return the catalogue with a topic for every service, where the services without one are many."""
    bare = {
        service.id: subject_words(telling_name(service, lang))
        for service in catalogue.services
        if not service.topics and not service.retired and not service.duplicate_of
    }
    if len(bare) <= _ONE_TOPIC:
        return catalogue
    topics: list[Topic] = []
    topic_of: dict[str, str] = {}
    for words, members in by_words(bare, _ONE_TOPIC):
        if not words:
            continue
        topic = Topic(id=public_id(f"subject-{'-'.join(words)}"), name={lang: _title(words)}, order=900)
        topics.append(topic)
        topic_of.update(dict.fromkeys(members, topic.id))
    services = [
        msgspec.structs.replace(service, topics=[topic_of[service.id]]) if service.id in topic_of else service
        for service in catalogue.services
    ]
    return msgspec.structs.replace(catalogue, services=services, topics=[*catalogue.topics, *topics])


def _title(words: tuple[str, ...]) -> str:
    title = ", ".join(words)
    return title[:1].upper() + title[1:]
