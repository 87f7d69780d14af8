"""Icons come out of the archive of their package."""

import pytest

from skupnost.ui.icons import NoSuchIcon, drawn_icon


def test_an_icon_is_one_hidden_element_of_the_size_asked_for():
    drawn = drawn_icon("clock", 18, "icon quiet")
    assert drawn.startswith('<svg width="18" height="18" viewBox="0 0 24 24"')
    assert 'aria-hidden="true" class="icon quiet"' in drawn
    assert "xmlns" not in drawn


def test_a_name_is_written_as_text():
    assert 'class="a&quot;&lt;b"' in drawn_icon("clock", 18, 'a"<b')


def test_an_icon_that_is_not_there_is_named():
    with pytest.raises(NoSuchIcon, match="no-such-icon"):
        drawn_icon("no-such-icon", 18, "icon")
