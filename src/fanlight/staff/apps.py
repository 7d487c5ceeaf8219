"""Tells Django of this room."""

from django.apps import AppConfig


class StaffConfig(AppConfig):
    """The staff room."""

    name = "fanlight.staff"
    default_auto_field = "django.db.models.BigAutoField"
