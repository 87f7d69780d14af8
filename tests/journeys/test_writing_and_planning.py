"""A post is written, checked, planned, moved, brought back: by mouse, by keys, without script."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

BAKERY = "/c/pekarna-zora"
NEW = f"{BAKERY}/posts/new/"
DESK = {"viewport": {"width": 1280, "height": 900}}
Visit = Callable[..., Page]


def fill_sheet(page: Page, text: str, day: str, clock: str = "10:00") -> None:
    page.get_by_role("checkbox", name="Practice network Pekarna Zora").check()
    page.get_by_label("Text for all").fill(text)
    page.get_by_label("Day").fill(day)
    page.get_by_label("Time", exact=True).fill(clock)


def draft(visit: Visit, text: str, day: str, clock: str = "10:00") -> None:
    """A draft of that day, saved by the composer."""
    page = visit(NEW, **DESK)
    fill_sheet(page, text, day, clock)
    page.get_by_role("button", name="Save draft").click()
    expect(page).to_have_url(re.compile(r"/posts/[0-9a-f-]{36}/$"))


def calendar(visit: Visit, at: str, view: str = "month", **how: object) -> Page:
    return visit(f"{BAKERY}/calendar/?view={view}&at={at}", **(DESK | how))


def chip(page: Page, text: str):
    return page.locator(".post", has_text=text)


def cell(page: Page, slot: str):
    return page.locator(f'[data-slot="{slot}"]')


def drag(page: Page, text: str, slot: str, *, is_dropped: bool = True) -> None:
    chip(page, text).hover()
    page.mouse.down()
    box = cell(page, slot).bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=8)
    expect(cell(page, slot)).to_have_class(re.compile("is-target"))
    if is_dropped:
        page.mouse.up()


def test_a_post_is_written_checked_and_scheduled(visit: Visit) -> None:
    page = visit(NEW, **DESK)
    fill_sheet(page, "Potica on Friday, come early. #bread", "2031-01-17", "18:00")
    preview = page.get_by_role("article", name="On Practice network")
    expect(preview.locator(".entity")).to_have_text("#bread")
    expect(page.locator("#saved")).to_have_text(re.compile(r"Saved \d\d:\d\d"))
    page.get_by_role("button", name="Schedule for 1 channel, Fri 17 Jan 18:00").click()
    expect(page.locator("#toasts")).to_contain_text("Scheduled for 1 channel")
    page = calendar(visit, "2031-01")
    expect(cell(page, "2031-01-17")).to_contain_text("18:00")
    expect(chip(page, "Potica on Friday")).to_have_attribute("data-standing", "scheduled")


def test_what_is_too_long_is_marked_and_split(visit: Visit) -> None:
    page = visit(NEW, **DESK)
    fill_sheet(page, "A word or two. " * 60, "2031-01-18")
    preview = page.get_by_role("article", name="On Practice network")
    expect(preview.locator("mark.over")).to_be_visible()
    preview.get_by_role("button", name="Split into a thread").click()
    expect(preview).to_contain_text("Part 2 of")
    expect(preview.locator("mark.over")).to_have_count(0)


def test_a_draft_survives_a_reload(visit: Visit) -> None:
    page = visit(NEW, **DESK)
    page.get_by_label("Text for all").fill("Written in one breath")
    expect(page.locator("#saved")).to_have_text(re.compile("Saved"))
    page.reload()
    expect(page.get_by_label("Text for all")).to_have_value("Written in one breath")


def test_own_text_is_shown_as_forked_and_taken_back(visit: Visit) -> None:
    page = visit(NEW, **DESK)
    fill_sheet(page, "For all.", "2031-01-19")
    page.get_by_text("Only for Practice network").click()
    page.get_by_label("Own text for Practice network").check()
    own = page.get_by_label("Text for Practice network", exact=True)
    expect(own).to_have_value("For all.")
    own.fill("Just here.")
    preview = page.get_by_role("article", name="On Practice network")
    expect(preview.locator(".preview-text")).to_have_text("Just here.")
    page.get_by_label("Own text for Practice network").uncheck()
    expect(preview.locator(".preview-text")).to_have_text("For all.")


def test_ctrl_enter_schedules(visit: Visit) -> None:
    page = visit(NEW, **DESK)
    fill_sheet(page, "By keys alone.", "2031-01-20")
    page.get_by_label("Text for all").press("Control+Enter")
    expect(page.locator("#toasts")).to_contain_text("Scheduled for 1 channel")


def test_writing_and_scheduling_work_without_script(visit: Visit) -> None:
    page = visit(NEW, java_script_enabled=False, **DESK)
    fill_sheet(page, "No script was run.", "2031-01-21")
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_role("article", name="On Practice network")).to_contain_text("No script")
    page.get_by_role("button", name="Schedule for 1 channel").click()
    expect(page.locator("body")).to_contain_text("Scheduled for 1 channel")
    page.get_by_role("link", name="Move to…").click()
    page.get_by_label("Day").fill("2031-01-22")
    page.get_by_role("button", name="Move").click()
    expect(page.locator("body")).to_contain_text("Moved to Wed 22 Jan 10:00.")
    page = calendar(visit, "2031-01", java_script_enabled=False)
    expect(cell(page, "2031-01-22")).to_contain_text("No script was run.")


def test_a_post_is_dragged_to_another_day_and_brought_back(visit: Visit) -> None:
    draft(visit, "Dragged along", "2031-02-05")
    page = calendar(visit, "2031-02")
    drag(page, "Dragged along", "2031-02-13")
    expect(page.locator("#toasts")).to_contain_text("Moved to Thu 13 Feb 10:00.")
    expect(cell(page, "2031-02-13")).to_contain_text("Dragged along")
    page.get_by_role("button", name="Undo").click()
    expect(cell(page, "2031-02-05")).to_contain_text("Dragged along")


def test_escape_cancels_a_drag(visit: Visit) -> None:
    draft(visit, "Staying here", "2031-02-06")
    page = calendar(visit, "2031-02")
    drag(page, "Staying here", "2031-02-20", is_dropped=False)
    page.keyboard.press("Escape")
    page.mouse.up()
    expect(page.locator(".is-target, .is-ghost")).to_have_count(0)
    expect(cell(page, "2031-02-06")).to_contain_text("Staying here")


def test_keys_move_a_post_and_keep_the_focus(visit: Visit) -> None:
    draft(visit, "Moved by keys", "2031-03-11")
    page = calendar(visit, "2031-03")
    chip(page, "Moved by keys").get_by_role("link").focus()
    page.keyboard.press("Alt+ArrowRight")
    expect(page.locator("#toasts")).to_contain_text("Moved to Wed 12 Mar 10:00.")
    expect(chip(page, "Moved by keys").get_by_role("link")).to_be_focused()
    page.keyboard.press("Alt+ArrowDown")
    expect(cell(page, "2031-03-19")).to_contain_text("Moved by keys")
    expect(page.locator("#toasts")).to_contain_text("Moved to Wed 19 Mar 10:00.")
    page.keyboard.press("Control+z")
    expect(cell(page, "2031-03-12")).to_contain_text("Moved by keys")


def test_keys_move_a_post_by_an_hour_in_the_week(visit: Visit) -> None:
    draft(visit, "An hour later", "2031-03-25", "10:30")
    page = calendar(visit, "2031-03-25", "week")
    chip(page, "An hour later").get_by_role("link").focus()
    page.keyboard.press("Alt+ArrowDown")
    expect(cell(page, "2031-03-25T11:00")).to_contain_text("11:30")
    expect(chip(page, "An hour later").get_by_role("link")).to_be_focused()


def test_a_move_that_the_server_never_heard_of_is_taken_back_with_words(visit: Visit) -> None:
    draft(visit, "Coming home", "2031-04-08")
    page = calendar(visit, "2031-04")
    page.route("**/move/", lambda route: route.fulfill(status=404, body=""))
    drag(page, "Coming home", "2031-04-16")
    expect(page.locator("#toasts")).to_contain_text("The server did not answer.")
    expect(cell(page, "2031-04-08")).to_contain_text("Coming home")
    page.unroute("**/move/")


def test_a_drop_into_the_hour_that_does_not_exist_is_refused(visit: Visit) -> None:
    draft(visit, "In the short night", "2031-03-29", "02:30")
    page = calendar(visit, "2031-03")
    drag(page, "In the short night", "2031-03-30")
    expect(page.locator("#toasts")).to_contain_text("02:30 does not exist in Europe/Ljubljana")
    expect(cell(page, "2031-03-29")).to_contain_text("In the short night")


def test_arrows_walk_and_turn_the_page(visit: Visit) -> None:
    draft(visit, "First stop", "2031-05-14")
    draft(visit, "Second stop", "2031-05-15")
    page = calendar(visit, "2031-05")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#period")).to_have_text("June 2031")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#period")).to_have_text("May 2031")
    chip(page, "First stop").get_by_role("link").focus()
    page.keyboard.press("ArrowRight")
    expect(chip(page, "Second stop").get_by_role("link")).to_be_focused()


def test_single_keys_change_the_view(visit: Visit) -> None:
    page = calendar(visit, "2031-05")
    page.keyboard.press("w")
    expect(page.locator("#calendar")).to_have_attribute("data-view", "week")
    page.keyboard.press("m")
    expect(page.locator("#calendar")).to_have_attribute("data-view", "month")
    page.keyboard.press("t")
    expect(page.locator(".is-today")).to_be_visible()


class Finger:
    """A finger on the screen, as the browser itself sees it."""

    def __init__(self, page: Page) -> None:
        self.screen = page.context.new_cdp_session(page)

    def down(self, x: float, y: float) -> None:
        self._tell("touchStart", {"x": x, "y": y})

    def move(self, x: float, y: float) -> None:
        self._tell("touchMove", {"x": x, "y": y})

    def up(self) -> None:
        self._tell("touchEnd")

    def _tell(self, kind: str, *points: dict[str, float]) -> None:
        told = {"type": kind, "touchPoints": list(points)}
        self.screen.send("Input.dispatchTouchEvent", told)


def middle(of) -> tuple[float, float]:
    box = of.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def carry(page: Page, finger: Finger, to) -> None:
    """Move until the target is lit; where it is out of sight, the page comes along at its edge."""
    for _ in range(60):
        (x, y), before = middle(to), page.evaluate("scrollY")
        finger.move(x, min(max(y, 20), page.viewport_size["height"] - 20))
        page.wait_for_timeout(50)
        is_still = page.evaluate("scrollY") == before
        if is_still and "is-target" in to.get_attribute("class"):
            return


TABLET = {"viewport": {"width": 1024, "height": 768}, "has_touch": True}
PHONE = {"viewport": {"width": 390, "height": 700}, "has_touch": True, "is_mobile": True}


@pytest.mark.parametrize(
    ("device", "view", "day", "slot"),
    [
        (TABLET, "month", "2031-07-08", "2031-07-10"),
        (TABLET, "week", "2031-07-15", "2031-07-17T10:00"),
        (PHONE, "month", "2031-07-08", "2031-07-10"),
        (PHONE, "month", "2031-07-02", "2031-07-24"),
    ],
)
def test_a_finger_that_rests_lifts_a_post(visit: Visit, device, view, day, slot) -> None:
    words = f"Lifted {view} {device['viewport']['width']} to {slot[8:10]}"
    draft(visit, words, day)
    page = calendar(visit, day[: 10 if view == "week" else 7], view, **device)
    lifted = chip(page, words)
    lifted.scroll_into_view_if_needed()
    finger = Finger(page)
    finger.down(*middle(lifted))
    expect(page.locator(".is-ghost")).to_have_count(1)
    carry(page, finger, cell(page, slot))
    expect(cell(page, slot)).to_have_class(re.compile("is-target"))
    finger.up()
    expect(page.locator("#toasts")).to_contain_text(re.compile(r"Moved to Thu \d\d Jul 10:00\."))
    expect(cell(page, slot)).to_contain_text(words)


def test_a_finger_that_moves_at_once_scrolls(visit: Visit) -> None:
    draft(visit, "Only passed by", "2031-08-05")
    page = calendar(visit, "2031-08", viewport={"width": 390, "height": 300}, has_touch=True)
    passed = chip(page, "Only passed by")
    passed.scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    x, y = middle(passed)
    finger = Finger(page)
    finger.down(x, y)
    for step in range(1, 9):
        finger.move(x, y + 15 * step)
    page.wait_for_timeout(500)
    expect(page.locator(".is-ghost, .is-lifted")).to_have_count(0)
    finger.up()
    assert page.evaluate("scrollY") < before
    expect(cell(page, "2031-08-05")).to_contain_text("Only passed by")


def test_the_past_is_lit_red_and_refuses_the_drop(visit: Visit) -> None:
    page = calendar(visit, "")
    movable = page.locator(".post:not([data-fixed])").first
    if not movable.count():
        pytest.fail("the world has nothing to move this month")
    name = movable.get_attribute("data-post")
    page.locator(f'[data-post="{name}"]').hover()
    page.mouse.down()
    box = page.locator(".slot.is-past").last.bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 60, steps=8)
    page.mouse.up()
    expect(page.locator("#toasts")).to_contain_text("That time is over.")


def test_words_in_every_script_stay_in_their_place(visit: Visit) -> None:
    words = "مرحبا بالعالم 👩‍👩‍👧‍👦 " + "Donaudampfschifffahrtsgesellschaft" * 4
    draft(visit, words, "2031-06-11")
    for width in (320, 390, 1280):
        page = calendar(visit, "2031-06", viewport={"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        inside = chip(page, "Donaudampf").bounding_box()
        around = cell(page, "2031-06-11").bounding_box()
        assert around["x"] <= inside["x"]
        assert inside["x"] + inside["width"] <= around["x"] + around["width"] + 1


def test_a_picture_is_pasted_described_and_shown(visit: Visit, tmp_path) -> None:
    from PIL import Image

    path = tmp_path / "potica.png"
    Image.new("RGB", (60, 40), "#b4532a").save(path)
    page = visit(NEW, **DESK)
    fill_sheet(page, "With a picture.", "2031-01-23")
    page.locator("#files").set_input_files(path)
    page.get_by_label("Description for people who cannot see it").fill("A potica on a plate")
    preview = page.get_by_role("article", name="On Practice network")
    expect(preview.get_by_role("img", name="A potica on a plate")).to_be_visible()
    expect(preview.locator(".alt-badge")).to_be_visible()
