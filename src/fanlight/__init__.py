"""Fanlight: the open-source digital front door of a government."""

__version__ = "0.1.0"
