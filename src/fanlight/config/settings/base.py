"""What the door and the house share."""

from fanlight.config import environment

DEBUG = environment.get("FANLIGHT_DEBUG") == "1"
USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"
# Each room that has words keeps them in its own locale folder; Django finds those of installed apps by itself.
LANGUAGES = [("en", "English"), ("es", "Español")]
APPEND_SLASH = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"string_if_invalid": ""},
    }
]
# Requests are never written down: their addresses hold what people search for. A logger without a handler would
# write to stderr all the same (Python's last resort), so these have one that writes nothing.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}, "nowhere": {"class": "logging.NullHandler"}},
    "loggers": {
        "django.request": {"handlers": ["nowhere"], "propagate": False},
        "django.security": {"handlers": ["nowhere"], "propagate": False},
        "fanlight": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
    },
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "no-referrer"
FANLIGHT_HOME = environment.home()
