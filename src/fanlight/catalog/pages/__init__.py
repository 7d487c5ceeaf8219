"""What the catalogue shows the public in an edition: every page, result card and redirect, as frozen values."""

from .build import Printing, gather

__all__ = ["Printing", "gather"]
