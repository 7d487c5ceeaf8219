"""Tells Django of this room."""

from django.apps import AppConfig


class PressConfig(AppConfig):
    """The press room."""

    name = "fanlight.press"
