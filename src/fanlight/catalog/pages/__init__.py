"""What the catalogue shows the public in an edition: every page, result card and redirect, as frozen values."""

from .build import Printing, gather
from .data import data_of
from .plain import plain
from .values import PageValue

__all__ = ["PageValue", "Printing", "data_of", "gather", "plain"]
