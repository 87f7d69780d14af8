"""An experiment from the calendar's side: stopped by mistake, taken back, begun and undone."""

from __future__ import annotations

import pytest

DESK = {"viewport": {"width": 1280, "height": 860}}


def n_slots(page, strategy=""):
    """How many slots of an experiment the page of the cadence lists."""
    if strategy:
        page.goto(strategy)
    return page.locator("ul.rows li", has_text="Experiment").count()


@pytest.mark.parametrize("has_script", [True, False])
def test_an_experiment_that_was_stopped_is_taken_up_again_as_it_was(visit, site, has_script):
    strategy = site.url + site.landmarks["strategy_wordpress"]
    page = visit("{experiment}", java_script_enabled=has_script, **DESK)
    before = n_slots(page, strategy)
    assert before > 0
    page.goto(site.url + site.landmarks["experiment"])
    page.get_by_role("button", name="Stop the experiment").click()
    assert n_slots(page, strategy) == 0
    page.goto(site.url + site.landmarks["experiment"])
    page.get_by_role("button", name="Take it up again").click()
    assert n_slots(page, strategy) == before


def test_beginning_one_is_undone_by_its_toast(visit, site):
    strategy = site.url + site.landmarks["strategy_mastodon"]
    page = visit("{strategy_mastodon}", **DESK)
    open_before = page.locator("ul.rows li").count()
    page.get_by_role("button", name="Put it into the calendar").click()
    undo = page.get_by_role("button", name="Undo")
    undo.wait_for()
    assert n_slots(page) > 0
    undo.click()
    assert n_slots(page, strategy) == 0
    assert page.locator("ul.rows li").count() == open_before
