"""Who pages the calendar by the keyboard goes on from where the hand is."""

from __future__ import annotations

import pytest
from places import BAKERY
from playwright.sync_api import expect

DESK = {"viewport": {"width": 1280, "height": 860}}
PHONE = {"viewport": {"width": 390, "height": 844}}
LOW = {"viewport": {"width": 844, "height": 390}}
STARTS = {"month": "2031-05", "week": "2031-05-14", "day": "2031-05-14"}


def calendar(visit, view, **how):
    return visit(f"{BAKERY}/calendar/?view={view}&at={STARTS[view]}", **(DESK | how))


def control(page, name):
    return page.locator(".calendar-head").get_by_role("link", name=name, exact=True)


def onto(page, name):
    """Go to a control by the keyboard alone."""
    reach(page, control(page, name))


def reach(page, link):
    for _step in range(80):
        page.keyboard.press("Tab")
        if link.and_(page.locator(":focus")).count():
            return
    raise AssertionError(f"the keyboard does not reach {link}")


def press(page, key="Enter"):
    """Press, and wait until the page shows another time or view; what it is called then."""
    board = page.locator("#calendar")
    before = [board.get_attribute(f"data-{name}") for name in ("view", "at")]
    page.keyboard.press(key)
    page.wait_for_function(
        "([view, at]) => { const now = document.getElementById('calendar')?.dataset;"
        " return now && (now.view !== view || now.at !== at); }",
        arg=before,
    )
    return page.locator("#period").inner_text()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize(
    ("view", "name", "titles"),
    [
        ("month", "Later", ["June 2031", "July 2031", "August 2031"]),
        ("month", "Earlier", ["April 2031", "March 2031", "February 2031"]),
        ("week", "Later", ["Mon 19 May –", "Mon 26 May –", "Mon 2 Jun –"]),
    ],
)
def test_the_same_key_again_pages_on(visit, size, view, name, titles):
    page = calendar(visit, view, **size)
    onto(page, name)
    for title in titles:
        assert press(page).startswith(title)
        expect(control(page, name)).to_be_focused()
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_arrows_turn_the_page_from_its_controls_too(visit):
    page = calendar(visit, "month")
    onto(page, "Later")
    assert press(page) == "June 2031"
    assert press(page, "ArrowRight") == "July 2031"
    assert press(page, "ArrowLeft") == "June 2031"
    expect(control(page, "Later")).to_be_focused()


def test_whoever_changes_the_view_stands_on_it_and_goes_on(visit):
    page = calendar(visit, "month")
    onto(page, "Week")
    press(page)
    expect(control(page, "Week")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(control(page, "Month")).to_be_focused()
    assert press(page) == "May 2031"
    expect(control(page, "Month")).to_be_focused()


def test_after_today_the_focus_stands_on_today(visit):
    page = calendar(visit, "month")
    onto(page, "Today")
    assert press(page) != "May 2031"
    expect(control(page, "Today")).to_be_focused()


def test_a_click_of_the_mouse_leaves_the_arrows_their_work(visit):
    page = calendar(visit, "month")
    control(page, "Later").click()
    expect(page.locator("#period")).to_have_text("June 2031")
    assert press(page, "ArrowRight") == "July 2031"


def test_a_whole_page_without_scripts_keeps_the_control_too(visit):
    page = calendar(visit, "month", java_script_enabled=False)
    onto(page, "Later")
    for title in ("June 2031", "July 2031"):
        page.keyboard.press("Enter")
        expect(page.locator("#period")).to_have_text(title)
        expect(control(page, "Later")).to_be_focused()


def turn(page, name):
    """A control that turns the day view."""
    return page.get_by_role("navigation", name="Day", exact=True).get_by_role("link", name=name)


@pytest.mark.parametrize("has_scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("size", [DESK, PHONE, LOW], ids=["desk", "phone", "low"])
@pytest.mark.parametrize(
    ("name", "titles"),
    [
        ("The day after", ["Thursday, 15 May 2031", "Friday, 16 May 2031"]),
        ("The day before", ["Tuesday, 13 May 2031", "Monday, 12 May 2031"]),
    ],
)
def test_the_same_key_again_turns_the_day_on(visit, size, name, titles, has_scripts):
    page = calendar(visit, "day", **size, java_script_enabled=has_scripts)
    reach(page, turn(page, name))
    for title in titles:
        page.keyboard.press("Enter")
        heading = page.get_by_role("heading", level=1)
        expect(heading).to_have_text(title)
        expect(turn(page, name)).to_be_focused()
        expect(heading).to_be_in_viewport(ratio=0.9)
