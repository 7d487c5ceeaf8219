"""The entry point of the door for any WSGI server: `fanlight.config.wsgi:application`."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from typing import Any

from fanlight.config import environment
from fanlight.find.door import Door


def _live() -> Callable[..., Any]:
    os.environ["DJANGO_SETTINGS_MODULE"] = "fanlight.config.settings.door"
    import django
    from django.core.handlers.wsgi import WSGIHandler

    django.setup()
    return WSGIHandler()


application = Door(environment.home() / "editions", _live, environment.number("FANLIGHT_PAGE_MEMORY") * 1_000_000)

# The first visitor who searches should not wait until Django has started; printed pages do not wait for it.
threading.Thread(target=application.warm, daemon=True, name="warm").start()
