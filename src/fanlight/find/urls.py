"""The addresses that the door answers by itself. Printed pages never come here."""

from django.urls import path, re_path

from . import api, views
from .text.view import text

urlpatterns = [
    path("search", views.search),
    path("suggest", api.suggest),
    # Before the languages, for `api` might be the code of one.
    path("api/search", api.search),
    path("api/text", text),
    re_path(r"^(?P<lang>[a-z]{2,3}(?:-[a-z0-9]{2,8})?)/search$", views.search),
    re_path("^.*$", views.nothing_here),
]

# An address with a line break in it matches no pattern.
handler404 = "fanlight.find.views.nothing_here"
handler400 = "fanlight.find.views.bad_request"
handler500 = "fanlight.find.views.server_error"
