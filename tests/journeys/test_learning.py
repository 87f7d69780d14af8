"""Learning a network: search while typing, practise with a preview, test oneself without script."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

WIDE = {"viewport": {"width": 1280, "height": 900}}


def test_places_are_found_while_one_types(visit):
    page = visit("/networks/search/", **WIDE)
    page.get_by_role("searchbox").press_sequentially("alt text instag", delay=20)
    expect(page.locator("#found li").first).to_contain_text("Instagram")
    expect(page).to_have_url(re.compile(r"q=alt"))
    expect(page.get_by_role("searchbox")).to_be_focused()


def test_the_practice_room_counts_while_one_types(visit):
    page = visit("/networks/bluesky/practice/?client=pekarna-zora", **WIDE)
    page.get_by_label("Text", exact=True).press_sequentially("Fresh rye at seven.")
    expect(page.locator("#results")).to_contain_text("19/300")
    page.get_by_label("Text", exact=True).fill("a" * 312)
    expect(page.locator("#results")).to_contain_text("Too long by 12 characters")
    page.get_by_role("link", name=re.compile("Length of a post")).click()
    expect(page).to_have_url(re.compile(r"/networks/bluesky/#rule-text-text_max$"))


@pytest.mark.parametrize("has_script", [True, False])
def test_a_practice_post_is_published_with_and_without_script(visit, has_script):
    page = visit(
        "/networks/facebook/practice/?client=pekarna-zora", java_script_enabled=has_script, **WIDE
    )
    page.get_by_label("Text", exact=True).fill("Fresh rye at seven.")
    page.get_by_role("button", name="Publish for practice").click()
    expect(page).to_have_url(re.compile(r"/c/pekarna-zora/posts/[0-9a-f-]{36}/$"))
    expect(page.locator("main")).to_contain_text("Fresh rye at seven.")


def test_the_self_check_works_without_script(visit):
    page = visit("/networks/mastodon/quiz/?seed=4", java_script_enabled=False, **WIDE)
    for question in page.locator("fieldset").all():
        question.locator("label").first.click()
    page.get_by_role("button", name="See the answers").click()
    expect(page.get_by_text(re.compile("of 7 right"))).to_be_visible()
    expect(page.locator("fieldset a").first).to_be_visible()


def test_a_figure_in_the_guide_leads_to_its_rule(visit):
    page = visit("/networks/mastodon/", **WIDE)
    page.get_by_role("link", name="500 characters").first.click()
    expect(page.locator("#rule-text-text_max")).to_be_in_viewport()
    expect(page.locator("#rule-text-text_max")).to_contain_text("Posting to your profile")
