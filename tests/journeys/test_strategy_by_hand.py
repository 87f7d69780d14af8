"""The strategy room under a person's hands: double clicks, old tabs, going back, the keyboard."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from places import BAKERY, NEXT_WEEK

DESK = {"viewport": {"width": 1280, "height": 860}}
PHONE = {"viewport": {"width": 390, "height": 844}}
FOCUS = "document.activeElement"


def click_twice(page, button):
    """The first click has sent the form when the second comes; the page still stands."""
    with page.expect_navigation():
        button.evaluate("one => { one.click(); setTimeout(() => one.click(), 30); }")
    page.wait_for_load_state("networkidle")


def tab_to(page, words, key="Tab"):
    """Go on by the keyboard to what is called so; its focus must be seen."""
    for _step in range(150):
        page.keyboard.press(key)
        found = page.evaluate(f"{FOCUS}.getAttribute('aria-label') || {FOCUS}.innerText || ''")
        if words in found:
            assert page.evaluate(f"getComputedStyle({FOCUS}).outlineStyle") == "solid"
            return
    raise AssertionError(f"the keyboard does not reach {words!r}")


def into_main(page):
    tab_to(page, "Skip to the content")
    page.keyboard.press("Enter")
    page.locator("#main:focus").wait_for()


def test_a_period_clicked_twice_is_noted_once_and_goes_without_a_fault(visit, site):
    page, name = visit(f"{BAKERY}/strategy/periods/", **DESK), "Dopust"
    page.get_by_label("Name").fill(name)
    page.get_by_label("First day").fill("2031-12-14")
    page.get_by_label("Last day").fill("2031-12-15")
    click_twice(page, page.get_by_role("button", name="Add"))
    assert page.get_by_role("link", name=name).count() == 1
    page.get_by_role("link", name=name).click()
    click_twice(page, page.get_by_role("button", name="Remove this period"))
    assert page.get_by_role("heading", level=1).inner_text() != "Nothing is here"
    page.goto(f"{site.url}{BAKERY}/strategy/periods/")
    assert page.get_by_role("link", name=name).count() == 0


@pytest.fixture
def roomy(visit, site):
    """The page of a channel whose next week takes slots, whatever other tests left there and
    whatever is advised by now."""
    page = visit("{strategy_mastodon}", **DESK)
    say_least(page, 9)
    if page.get_by_role("button", name="Remove all").count():
        with page.expect_navigation():
            page.get_by_role("button", name="Remove all").click()
    yield page
    page.goto(site.url + site.landmarks["strategy_mastodon"])
    say_least(page, 1)


def say_least(page, n):
    limit(page, "At least, posts a week").fill(str(n))
    with page.expect_navigation():
        save_limits(page)


def placed(page):
    """The slots that stand in the calendar, put there by the page."""
    with page.expect_navigation():
        page.get_by_role("button", name="into next week").click()
    return page.locator("section[aria-labelledby=placed] li")


def test_slots_taken_out_come_back_by_undo_and_the_back_button_does_no_harm(roomy, site):
    page, rows = roomy, placed(roomy)
    before = rows.count()
    assert before
    rows.first.get_by_role("button", name="Remove").click()
    page.get_by_role("button", name="Undo").wait_for()
    assert rows.count() == before - 1
    click_twice(page, page.get_by_role("button", name="Undo"))
    assert rows.count() == before
    page.go_back()
    assert page.get_by_role("heading", level=1).inner_text() == "How often and when"
    page.goto(site.url + site.landmarks["strategy_mastodon"])
    assert rows.count() == before


def test_slots_placed_are_taken_back_by_undo(roomy):
    page, rows = roomy, placed(roomy)
    assert rows.count() > 0
    told = page.locator(".toast", has_text="in the calendar of next week")
    click_twice(page, told.get_by_role("button", name="Undo"))
    page.get_by_text("the open slots that it had before").wait_for()
    assert rows.count() == 0


def test_the_slider_says_its_value_while_it_moves(visit):
    page = visit("{strategy_mastodon}?cost=20", **DESK)
    page.get_by_text("At least 20 % of a post of today").wait_for()
    page.locator("#cost").press("ArrowRight")
    page.get_by_text("At least 25 % of a post of today").wait_for()
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith("?cost=25")
    page.get_by_text("At least 25 % of a post of today").wait_for()


def limit(page, name):
    return page.locator("section[aria-labelledby=limits]").get_by_label(name)


def save_limits(page):
    page.locator("section[aria-labelledby=limits]").get_by_role("button", name="Save").click()
    page.wait_for_load_state()


def test_limits_in_two_tabs_do_not_undo_one_another(visit):
    old = visit("{strategy_bluesky}", **DESK)
    new = old.context.new_page()
    new.goto(old.url)
    limit(new, "From what hour").fill("9")
    save_limits(new)
    limit(old, "At most, posts a week").fill("5")
    save_limits(old)
    old.get_by_text("From what hour: 9 (before: 7).").wait_for()
    assert limit(old, "From what hour").input_value() == "9"
    limit(new, "At most, posts a week").fill("4")
    save_limits(new)
    new.get_by_role("alert").get_by_text("At most, posts a week: 5 (before: –).").wait_for()
    assert new.evaluate(f"{FOCUS}.getAttribute('role')") == "alert"
    save_limits(new)
    new.get_by_text("The advice keeps to your limits.").wait_for()
    assert limit(new, "At most, posts a week").input_value() == "4"


def test_an_old_tab_hears_that_its_slot_is_gone(roomy):
    old = roomy
    placed(old)
    new = old.context.new_page()
    new.goto(old.url)
    for tab in (new, old):
        tab.locator("section[aria-labelledby=placed] li").first.get_by_role("button").click()
        tab.wait_for_load_state()
    old.locator("#toasts").get_by_text("No such open slot").wait_for()


@pytest.mark.parametrize("has_script", [True, False], ids=["script", "plain"])
def test_another_row_leaves_what_was_typed_and_takes_the_keyboard(visit, has_script):
    page = visit(f"{BAKERY}/strategy/resources/", **PHONE, java_script_enabled=has_script)
    rows = page.locator("#rows-people > div")
    before = rows.count()
    page.locator("[name=people-0-name]").fill("Somebody")
    page.locator("[name=people-0-hours_a_week]").fill("")
    for n in (before, before + 1):
        page.locator("button[name=more][value=people]").click()
        page.locator(f"[name=people-{n}-name]:focus").wait_for()
    assert rows.count() == before + 2
    assert page.locator("[name=people-0-name]").input_value() == "Somebody"
    assert page.locator("[name=people-0-hours_a_week]").input_value() == ""
    assert page.locator("main .error").count() == 0


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_no_choice_is_cut_beside_a_long_post(visit, size):
    page = visit("{channel_mastodon}history/", **size)
    cut = page.locator(".table select").evaluate_all(
        "all => all.filter(e => e.clientWidth < 100 || "
        "e.getBoundingClientRect().right > innerWidth).length"
    )
    assert cut == 0


def test_the_keyboard_alone_leads_from_a_file_to_the_export(roomy, visit, site):
    page = visit("{channel_mastodon}history/", **DESK)
    table = b"time,likes\n2026-01-05T10:00Z,4\n2026-01-07T10:00Z,9\n"
    file = {"name": "posts.csv", "mimeType": "text/csv", "buffer": table}
    page.on("filechooser", lambda chooser: chooser.set_files([file]))
    into_main(page)
    while page.evaluate(f"{FOCUS}.type") != "file":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    while not page.evaluate(f"{FOCUS}.files.length"):
        page.wait_for_timeout(50)
    tab_to(page, "Import")
    page.keyboard.press("Enter")
    page.get_by_text("2 new posts").wait_for()
    page.goto(site.url + site.landmarks["strategy_mastodon"])
    into_main(page)
    tab_to(page, "into next week")
    page.keyboard.press("Enter")
    page.get_by_text("in the calendar of next week").wait_for()
    page.goto(f"{site.url}{BAKERY}/calendar/?view=week&at={NEXT_WEEK}")
    into_main(page)
    tab_to(page, "Open slot")
    page.keyboard.press("Enter")
    page.locator("textarea[name=text]").wait_for()
    into_main(page)
    while page.evaluate(f"{FOCUS}.tagName") != "TEXTAREA":
        page.keyboard.press("Tab")
    page.keyboard.type("Walnut bread")
    page.wait_for_timeout(1500)  # the checks come and are swapped in beside the text
    assert page.evaluate(f"{FOCUS}.value") == "Walnut bread"
    tab_to(page, "Save draft")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.goto(f"{site.url}{BAKERY}/strategy/document/")
    into_main(page)
    tab_to(page, "Markdown")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename.endswith(".md")
    throw_away(page, site, "Walnut bread")


def throw_away(page, site, text):
    """The post into the bin: a draft fills its slot, and other tests want open ones."""
    page.goto(f"{site.url}{BAKERY}/calendar/?view=week&at={NEXT_WEEK}")
    page.get_by_role("link", name=text).first.click()
    with page.expect_navigation():
        page.get_by_role("button", name="Throw away").click()


def test_what_is_left_out_is_saved_from_below_the_table(visit):
    page = visit("{channel_mastodon}history/", **DESK)
    page.locator(".table select").last.focus()
    tab_to(page, "Save what is left out")
    page.keyboard.press("Enter")
    page.get_by_text("Noted.").wait_for()


def archive_of_x():
    tweets = [
        {"tweet": {"id_str": f"{n}", "created_at": f"Mon Nov {n:02} 09:30:00 +0000 2026",
                   "full_text": f"Med {n}", "favorite_count": f"{n}", "retweet_count": "0"}}
        for n in (2, 9, 16)
    ]  # fmt: skip
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("data/tweets.js", f"window.YTD.tweets.part0 = {json.dumps(tweets)}")
        archive.writestr("data/manifest.js", "window.__THAR_CONFIG = {}")
    return {"name": "twitter.zip", "mimeType": "application/zip", "buffer": kept.getvalue()}


def outbox():
    everybody = "https://www.w3.org/ns/activitystreams#Public"
    notes = [
        {"type": "Create", "object": {
            "type": "Note", "id": f"https://mastodon.example/users/zora/statuses/{n}",
            "published": f"2026-11-{n:02}T09:30:00Z", "to": [everybody], "content": f"Med {n}"}}
        for n in (2, 9, 16)
    ]  # fmt: skip
    told = {"@context": "https://www.w3.org/ns/activitystreams", "type": "OrderedCollection",
            "orderedItems": notes}  # fmt: skip
    data = json.dumps(told).encode()
    return {"name": "outbox.json", "mimeType": "application/json", "buffer": data}


@pytest.mark.parametrize(
    ("channel", "file", "said"),
    [("x", archive_of_x, "Archive of X"), ("mastodon", outbox, "tells no figures of its 3 posts")],
)
def test_archives_are_taken_in_by_the_browser(visit, channel, file, said):
    page = visit(f"{{channel_{channel}}}history/", **DESK)
    for n_new in (3, 0):
        page.locator("#id_file").set_input_files([file()])
        page.get_by_role("button", name="Import").click()
        page.get_by_text(f"{n_new} new posts").wait_for()
    assert said in page.locator("section[aria-labelledby=imports]").inner_text()


def test_the_language_below_a_refused_form_leads_to_its_page(visit):
    page = visit("{strategy_mastodon}", **DESK)
    page.get_by_label("From what hour").fill("20")
    page.get_by_label("Until what hour").fill("8")
    page.locator("section[aria-labelledby=limits]").get_by_role("button", name="Save").click()
    page.get_by_text("The last hour must come after the first.").wait_for()
    with page.expect_navigation():
        page.get_by_role("button", name="Slovenščina").first.click()
    assert page.get_by_role("heading", level=1).inner_text() == "Kako pogosto in kdaj"
    with page.expect_navigation():
        page.get_by_role("button", name="English").first.click()
