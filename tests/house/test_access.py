"""Every URL has a declared audience, and an anonymous request gets what the table says; no GET writes."""

import pytest
from django.test import Client

from fanlight.find import urls

#: pattern → (audience, path to ask, status for an anonymous GET without an edition)
ACCESS = {
    "search": ("public", "/search", 503),
    r"^(?P<lang>[a-z]{2,3}(?:-[a-z0-9]{2,8})?)/search$": ("public", "/es/search", 503),
    "suggest": ("public", "/suggest", 503),
    "api/search": ("public", "/api/search", 503),
    "api/text": ("public", "/api/text", 503),
    "^.*$": ("public", "/anything", 503),
}


def test_every_url_is_in_the_access_table():
    assert {str(pattern.pattern) for pattern in urls.urlpatterns} == set(ACCESS)


@pytest.mark.parametrize(("audience", "path", "status"), ACCESS.values(), ids=[path for _, path, _ in ACCESS.values()])
def test_an_anonymous_request_gets_what_the_table_says(audience, path, status, tmp_path):
    from fanlight.find.door import Door

    door = Door(tmp_path, lambda: None, 0)
    # No `db` fixture: pytest-django fails any reach for a table, so a GET cannot write.
    response = Client(headers={"host": "localhost"}).get(path, **{"fanlight.door": door}, secure=True)
    assert audience == "public"
    assert response.status_code == status
