"""What is on every page: theme, language, client, keys, toasts."""

from __future__ import annotations

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

DESK = {"viewport": {"width": 1280, "height": 800}}


def test_a_link_signs_in_once_and_a_person_stays(visit):
    page = visit("{login}", is_signed_in=False, **DESK)
    expect(page).to_have_title(re.compile("^Today"))
    page.reload()
    expect(page.locator("h1")).to_contain_text("Maja")


def test_the_theme_changes_at_once_and_is_remembered(visit):
    page = visit("/clients/", **DESK)
    side = page.locator(".sidebar")
    with page.expect_response("**/theme/"):
        side.get_by_role("button", name="Dark").click()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.reload()
    assert page.evaluate("getComputedStyle(document.body).colorScheme") == "dark"
    with page.expect_response("**/theme/"):
        side.get_by_role("button", name="As the system").click()


def test_the_language_changes_without_script(visit):
    page = visit("/login/", is_signed_in=False, java_script_enabled=False, **DESK)
    page.get_by_role("button", name="Slovenščina").click()
    expect(page.locator("html")).to_have_attribute("lang", "sl")


def test_the_client_is_switched_by_keyboard(visit):
    page = visit("/networks/", **DESK)
    page.locator(".sidebar .switcher summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    expect(page.locator(":focus")).to_have_attribute("href", re.compile("/c/.+/calendar/"))
    page.keyboard.press("Escape")
    expect(page.locator(".sidebar .switcher")).not_to_have_attribute("open", "")


def test_the_skip_link_leads_past_the_navigation(visit):
    page = visit("/networks/", **DESK)
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to the content")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_a_question_mark_lists_the_keys_and_a_letter_goes_there(visit):
    page = visit("/c/pekarna-zora/settings/", **DESK)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("d")
    expect(page).to_have_title("Today · Pekarna Zora · Skupnost")


def test_a_toast_is_read_aloud_and_closed_by_hand(visit):
    page = visit("/c/pekarna-zora/settings/", **DESK)
    page.get_by_role("button", name="Save").click()
    toast = page.locator("#toasts .toast")
    expect(toast).to_contain_text("The settings are saved.")
    expect(page.locator("#toasts")).to_have_attribute("aria-live", "polite")
    toast.get_by_role("button", name="Close").click()
    expect(toast).to_have_count(0)


def test_everything_of_a_client_is_paused_and_let_go(visit):
    page = visit("/c/studio-vida/settings/", **DESK)
    page.get_by_role("button", name="Pause everything").click()
    banner = page.get_by_text("Everything of Studio Vida is paused.")
    expect(banner).to_be_visible()
    page.locator(".note.bar").get_by_role("link", name="Resume").click()
    page.get_by_role("main").get_by_role("button", name="Resume").click()
    expect(banner).to_have_count(0)


def test_a_new_client_connects_the_practice_network_without_script(visit):
    page = visit("/clients/new/", java_script_enabled=False, **DESK)
    page.get_by_label("Name").fill("Knjigarna Polica")
    page.get_by_role("button", name="Make the client").click()
    page.get_by_role("link", name="Connect the first channel").click()
    page.get_by_role("button", name="Use the practice network").click()
    expect(page.get_by_text("Connected", exact=True).first).to_be_visible()


def test_the_sheet_of_the_phone_opens_above_the_bar_and_keeps_nobody_out(visit):
    page = visit("/", viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
    page.locator(".phone-bar summary").click()
    sheet, bar = page.locator(".phone-sheet"), page.locator(".phone-bar")
    box, below = sheet.bounding_box(), bar.bounding_box()
    assert box["width"] >= 380
    assert box["y"] + box["height"] <= below["y"] + 1
    assert Axe().run(page).response["violations"] == []


def test_the_open_switcher_stays_inside_the_sidebar(visit):
    page = visit("/", **DESK)
    page.locator(".sidebar .switcher summary").click()
    panel = page.locator(".sidebar .menu-panel").bounding_box()
    side = page.locator(".sidebar").bounding_box()
    assert panel["x"] + panel["width"] <= side["x"] + side["width"]
    assert Axe().run(page).response["violations"] == []
