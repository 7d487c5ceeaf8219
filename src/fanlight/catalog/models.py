"""How the catalogue is stored. Columns bear the names of the fields in `rules.values`: one is made of the other.

A text is one JSON mapping from language to string. Within the room a link that must hold (provider, parent) is a
foreign key; the others are lists of public ids, checked on the way in and again before printing.
"""

from __future__ import annotations

from typing import Any

import msgspec
from django.db import models

from .rules import AudienceKind, ChannelKind, EventFor, Status


class DataField(models.JSONField):
    """A JSON column, read by msgspec: thousands of them are read for every printing."""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """Make plain data of what the database gave."""
        return msgspec.json.decode(value) if isinstance(value, str | bytes) else value

    def deconstruct(self) -> Any:
        """Be a plain JSON field to migrations, so that none of them ever imports this class."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs


class LangTextField(DataField):
    """A text in languages: a mapping from language code to string."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", dict)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)


def _list_field() -> DataField:
    return DataField(default=list, blank=True)


def _one_of(field: str, choices: Any) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__in": [str(choice) for choice in choices]}), name=f"%(class)s_{field}_known"
    )


def _choices(enum: Any) -> list[tuple[str, str]]:
    return [(str(choice), str(choice)) for choice in enum]


class RecordRow(models.Model):
    """What every record has."""

    public_id = models.CharField(max_length=100, unique=True)
    name = LangTextField()
    written = models.DateField(null=True, blank=True)
    text_dates = DataField(default=dict, blank=True)
    source = DataField(null=True, blank=True)
    sources = DataField(default=dict, blank=True)
    identifiers = _list_field()
    sample = models.BooleanField(default=False)

    class Meta:
        abstract = True
        ordering = ["public_id"]

    def __str__(self) -> str:
        return self.public_id


class ProviderRow(RecordRow):
    """An agency or office."""

    short_name = LangTextField()
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    description = LangTextField()
    url = LangTextField()
    phone = models.CharField(max_length=40, blank=True)
    identities = _list_field()
    replaces = _list_field()
    ended = models.DateField(null=True, blank=True)
    order = models.IntegerField(default=0)

    class Meta(RecordRow.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(condition=~models.Q(parent=models.F("id")), name="provider_not_its_own_parent")
        ]


class LocationRow(RecordRow):
    """An office that people can go to."""

    provider = models.ForeignKey(ProviderRow, null=True, blank=True, on_delete=models.PROTECT)
    address = LangTextField()
    place = models.CharField(max_length=40, blank=True)
    hours = LangTextField()
    phone = models.CharField(max_length=40, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    accessibility = LangTextField()


class TopicRow(RecordRow):
    """A subject to browse by."""

    summary = LangTextField()
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    area = models.IntegerField(default=0)
    order = models.IntegerField(default=0)
    words = DataField(default=dict, blank=True)


class AudienceRow(RecordRow):
    """A kind of people or organisations."""

    kind = models.CharField(max_length=20, choices=_choices(AudienceKind), default=str(AudienceKind.PEOPLE))
    summary = LangTextField()
    order = models.IntegerField(default=0)

    class Meta(RecordRow.Meta):
        abstract = False
        constraints = [_one_of("kind", AudienceKind)]


class LifeEventRow(RecordRow):
    """Something that happens to people or a business."""

    summary = LangTextField()
    description = LangTextField()
    event_for = models.CharField(max_length=20, choices=_choices(EventFor), default=str(EventFor.PEOPLE))
    eu_code = models.CharField(max_length=40, blank=True)
    have_ready = _list_field()
    words = DataField(default=dict, blank=True)
    order = models.IntegerField(default=0)

    class Meta(RecordRow.Meta):
        abstract = False
        constraints = [_one_of("event_for", EventFor)]


class ServiceRow(RecordRow):
    """What a government offers people."""

    provider = models.ForeignKey(ProviderRow, null=True, blank=True, on_delete=models.PROTECT, related_name="services")
    other_names = DataField(default=dict, blank=True)
    words = DataField(default=dict, blank=True)
    people_say = DataField(default=dict, blank=True)
    summary = LangTextField()
    description = LangTextField()
    what_you_get = LangTextField()
    audiences = _list_field()
    duration = LangTextField()
    eligibility = LangTextField()
    area_served = LangTextField()
    languages = _list_field()
    legal_basis = _list_field()
    related = _list_field()
    topics = _list_field()
    life_events = _list_field()
    top_task = models.PositiveIntegerField(default=0)
    status = models.CharField(max_length=20, choices=_choices(Status), default=str(Status.ACTIVE), db_index=True)
    status_from = models.DateField(null=True, blank=True)
    status_until = models.DateField(null=True, blank=True)
    status_reason = LangTextField()
    retired = models.DateField(null=True, blank=True, db_index=True)
    replaces = _list_field()
    duplicate_of = models.CharField(max_length=100, blank=True)
    owner = models.CharField(max_length=200, blank=True)
    assured = models.DateField(null=True, blank=True)
    next_review = models.DateField(null=True, blank=True, db_index=True)
    listing = models.CharField(max_length=2000, blank=True)
    who_applies = LangTextField()
    instead = LangTextField()
    spending = DataField(null=True, blank=True)

    class Meta(RecordRow.Meta):
        abstract = False
        constraints = [
            _one_of("status", Status),
            models.CheckConstraint(
                condition=models.Q(status_from__isnull=True)
                | models.Q(status_until__isnull=True)
                | models.Q(status_from__lte=models.F("status_until")),
                name="service_status_dates_in_order",
            ),
        ]


class ChildRow(models.Model):
    """A part of a record, with an id of its own within that record and a place among its fellows."""

    child_id = models.CharField(max_length=100)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["owner_id", "position"]
        constraints = [models.UniqueConstraint(fields=["owner", "child_id"], name="%(class)s_id_once")]

    def __str__(self) -> str:
        return self.child_id


class ChannelRow(ChildRow):
    """A way to reach a service."""

    owner = models.ForeignKey(ServiceRow, on_delete=models.CASCADE, related_name="channel_rows")
    kind = models.CharField(max_length=20, choices=_choices(ChannelKind))
    label = LangTextField()
    url = LangTextField()
    number = models.CharField(max_length=40, blank=True)
    address = LangTextField()
    location = models.CharField(max_length=100, blank=True)
    hours = LangTextField()
    languages = _list_field()
    note = LangTextField()
    starts = models.BooleanField(default=True)
    by_place = _list_field()

    class Meta(ChildRow.Meta):
        abstract = False
        constraints = [*ChildRow.Meta.constraints, _one_of("kind", ChannelKind)]


class DocumentRow(ChildRow):
    """A paper that a person has to have ready."""

    owner = models.ForeignKey(ServiceRow, on_delete=models.CASCADE, related_name="document_rows")
    name = LangTextField()
    note = LangTextField()
    required = models.BooleanField(default=True)


class CostRow(ChildRow):
    """What a person pays."""

    owner = models.ForeignKey(ServiceRow, on_delete=models.CASCADE, related_name="cost_rows")
    name = LangTextField()
    amount = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    currency = models.CharField(max_length=3, default="USD")
    note = LangTextField()


class StepRow(ChildRow):
    """One step of a life event."""

    owner = models.ForeignKey(LifeEventRow, on_delete=models.CASCADE, related_name="step_rows")
    name = LangTextField()
    summary = LangTextField()
    when = LangTextField()
    can_wait = models.BooleanField(default=False)
    services = _list_field()
