"""Error pages say what to do, without a request and in every language."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override


@pytest.mark.parametrize("language", ["en", "sl", "es"])
@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500"])
def test_every_error_page_can_be_drawn_without_a_request(name, language):
    with override(language):
        page = render_to_string(f"{name}.html")
    assert f'<html lang="{language}"' in page
    assert page.count("<h1>") == 1
    assert 'href="/' in page
