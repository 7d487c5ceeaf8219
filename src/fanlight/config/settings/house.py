"""The house: everything that reads or writes the database."""

import dj_database_url

from fanlight.config import environment

from .base import *  # noqa: F403  (settings modules build on one another)

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "fanlight.theme",
    "fanlight.staff",
    "fanlight.catalog",
    "fanlight.find",
    "fanlight.press",
]
AUTH_USER_MODEL = "staff.User"
DATABASES = {"default": dj_database_url.parse(environment.database_url(), conn_max_age=60)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Readers do not wait for the writer, and a writer waits for another instead of failing.
    DATABASES["default"]["OPTIONS"] = {
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
    }
else:
    # A server that is not there should be told of in seconds.
    DATABASES["default"].setdefault("OPTIONS", {})["connect_timeout"] = 10
SECRET_KEY = environment.secret_key()
ALLOWED_HOSTS = environment.get("FANLIGHT_HOSTS").split(",")
ROOT_URLCONF = "fanlight.find.urls"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
SECURE_SSL_REDIRECT = not DEBUG  # noqa: F405
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
