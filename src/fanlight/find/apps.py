"""Tells Django of this room."""

from django.apps import AppConfig


class FindConfig(AppConfig):
    """The door's room."""

    name = "fanlight.find"
