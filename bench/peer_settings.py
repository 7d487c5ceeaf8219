"""Django's settings of the peer: those of the house, without the redirect to https, and with gzip as Django does it."""

from fanlight.config.settings.house import *  # noqa: F403  (settings modules build on one another)

SECURE_SSL_REDIRECT = False
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "bench.peer"
MIDDLEWARE = [
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
]
