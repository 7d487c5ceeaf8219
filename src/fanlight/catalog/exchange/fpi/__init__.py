"""Reads the Federal Program Inventory of the United States.

The format is the one that the General Services Administration publishes at github.com/GSA/federal-program-inventory:
one JSON object a programme (here one a line, gzipped), with ``metadata.json`` beside it, which dates it and names the
last whole fiscal year. What the types mean is in the inventory's ``dictionary.json``.

Every rule about words, agencies, topics and audiences is data, in ``../fpi_data``.
"""

from .reading import read

__all__ = ["read"]
