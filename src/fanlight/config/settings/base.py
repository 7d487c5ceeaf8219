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
# Requests are never written down: their addresses hold what people search for.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "loggers": {
        "django.request": {"handlers": [], "propagate": False},
        "fanlight": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
    },
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "no-referrer"
FANLIGHT_HOME = environment.home()
