"""The door: printed pages and search. It has no database, so any reach for a table fails at once."""

from fanlight.config import environment

from .base import *  # noqa: F403  (settings modules build on one another)

DATABASES: dict[str, dict[str, str]] = {}
INSTALLED_APPS = ["fanlight.theme", "fanlight.find"]
MIDDLEWARE: list[str] = []
ROOT_URLCONF = "fanlight.find.urls"
# No session, no cookie and no signature is made here, so no secret is kept: a door is a copied folder.
SECRET_KEY = environment.get("FANLIGHT_SECRET_KEY") or "the-door-signs-nothing"
# Nothing the door answers depends on the Host header.
ALLOWED_HOSTS = ["*"]
# The door answers behind any proxy, over http or https as that one decides; it sets its headers itself (`find.door`).
SILENCED_SYSTEM_CHECKS = [
    "security.W001",  # headers are set by `find.door`, which also answers the pages that never reach Django
    "security.W002",  # likewise X-Frame-Options: the Content-Security-Policy says frame-ancestors 'none'
    "security.W003",  # no form of the door changes anything, and it has no cookie to ride on
    "security.W009",  # it signs nothing
]
