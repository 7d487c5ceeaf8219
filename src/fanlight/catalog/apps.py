"""Tells Django of this room."""

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    """The catalogue room."""

    name = "fanlight.catalog"
    default_auto_field = "django.db.models.BigAutoField"
