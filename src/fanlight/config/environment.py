"""Every setting that comes from the environment, in one place. Each is documented in docs/settings.md."""

from __future__ import annotations

import os
import re
import secrets
from pathlib import Path

import msgspec


class Setting(msgspec.Struct, frozen=True):
    """One setting: its name in the environment, what stands when it is not given, and what it does."""

    name: str
    default: str
    about: str


SETTINGS = (
    Setting("FANLIGHT_HOME", "./var", "The folder of the database, the editions, the uploads and the secret key."),
    Setting(
        "FANLIGHT_DATABASE_URL",
        "sqlite:///$FANLIGHT_HOME/db.sqlite3",
        "The database, for example postgres://user:password@host/name (needs `fanlight[postgres]`).",
    ),
    Setting("FANLIGHT_SECRET_KEY", "", "Django's secret key. Without it one is made and kept in FANLIGHT_HOME."),
    Setting("FANLIGHT_HOSTS", "*", "Host names, with commas, that the desk and the counter answer to."),
    Setting("FANLIGHT_DEBUG", "", "Set to 1 for Django's debug pages while developing. Never in public."),
    Setting("FANLIGHT_KEEP_EDITIONS", "5", "How many editions `fanlight print` keeps, the current one included."),
    Setting("FANLIGHT_PRINT_WORKERS", "", "How many processes render pages. Without it, one for each processor."),
    Setting("FANLIGHT_PAGE_MEMORY", "48", "Megabytes of printed pages that one door process keeps in memory."),
)


class SettingFault(ValueError):
    """A setting that cannot be used; the message says what would be right."""


def get(name: str) -> str:
    """Return a setting from the environment, or its default. An unknown name is a bug and raises KeyError."""
    defaults = {setting.name: setting.default for setting in SETTINGS}
    return os.environ.get(name, "") or defaults[name]


def number(name: str) -> int:
    """Return a setting that is a whole number.

    Raises:
        SettingFault: when it is none.
    """
    text = get(name)
    if not re.fullmatch("[0-9]{1,9}", text):
        raise SettingFault(f"{name} must be a whole number; it is {text[:80]!r}.")
    return int(text)


def home() -> Path:
    """Return the folder of everything that this site keeps."""
    return Path(get("FANLIGHT_HOME")).absolute()


def database_url() -> str:
    """Return the address of the database.

    Raises:
        SettingFault: when it names no database that Fanlight knows. The address itself is not said: it may hold a
            password.
    """
    url = get("FANLIGHT_DATABASE_URL").replace("$FANLIGHT_HOME", str(home()))
    if not url.startswith(("sqlite://", "postgres://", "postgresql://")):
        raise SettingFault(
            "FANLIGHT_DATABASE_URL must begin with sqlite:// or postgres://, such as "
            "postgres://user:password@host/name; what is given does not."
        )
    return url


def secret_key() -> str:
    """Return Django's secret key: the one given, else one made once and kept for its owner alone."""
    if given := get("FANLIGHT_SECRET_KEY"):
        return given
    path = home() / "secret-key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(64), encoding="utf-8")
    return path.read_text(encoding="utf-8")
