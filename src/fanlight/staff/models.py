"""How staff are stored."""

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """One member of staff. It adds nothing yet: it exists so that the desk can add to it without a broken migration."""

    class Meta(AbstractUser.Meta):
        verbose_name = "member of staff"
        verbose_name_plural = "staff"
