"""Pages tell the truth of channels that are disconnected, and of what was planned on them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from skupnost.channels.models import Health
from skupnost.editorial.actions import cancel, schedule, write_post
from skupnost.editorial.queries import WAITING_SHOWN
from skupnost.publishing.switches import disconnect_channel


@pytest.fixture
def plan(alice, channel):
    """Writes a post for the channel, planned in some hours, and schedules it or not."""

    def make(text, hours, *, is_scheduled):
        now = timezone.now()
        at = now + timedelta(hours=hours)
        values = {"by": alice, "now": now, "text": text, "language": "en", "planned_at": at}
        post = write_post(client=channel.client, channels=[channel], **values)
        if is_scheduled:
            schedule(post=post, at=at, by=alice, now=now)
        return post

    return make


@pytest.fixture
def look(client, alice, bakery):
    client.force_login(alice)
    return lambda name, *args: client.get(reverse(name, args=[bakery.slug, *args])).content.decode()


def test_a_disconnected_channel_tells_what_waits_for_it_and_leads_there(look, channel, plan):
    held = plan("Rolls", 30, is_scheduled=True)
    draft = plan("Potica", 40, is_scheduled=False)
    disconnect_channel(channel=channel, now=timezone.now())
    text = look("channels:detail", channel.pk)
    assert "2 posts are planned here. They do not go out here until" in text
    for post in (held, draft):
        assert f'href="{reverse("editorial:post", args=[post.client.slug, post.pk])}"' in text
    again = reverse("channels:reconnect", args=[channel.client.slug, channel.pk])
    assert text.count(f'href="{again}"') == 2


def test_what_was_called_off_does_not_wait(look, channel, plan, alice):
    cancel(post=plan("Rolls", 30, is_scheduled=True), by=alice, now=timezone.now())
    disconnect_channel(channel=channel, now=timezone.now())
    assert "Nothing is planned here. The history stays." in look("channels:detail", channel.pk)


def test_only_the_first_that_wait_are_listed_and_all_are_counted(look, channel, plan):
    for hours in range(WAITING_SHOWN + 2):
        plan(f"Rolls of hour {hours}.", hours + 1, is_scheduled=False)
    disconnect_channel(channel=channel, now=timezone.now())
    text = look("channels:detail", channel.pk)
    assert text.count("Rolls of hour") == WAITING_SHOWN
    assert f"{WAITING_SHOWN + 2} posts are planned here." in text
    assert "All in the calendar" in text


def test_what_waits_for_a_network_that_lets_nobody_in_is_listed_too(look, channel, plan):
    plan("Rolls", 30, is_scheduled=True)
    assert "Waits for this channel" not in look("channels:detail", channel.pk)
    channel.health = Health.NEEDS_RECONNECT
    channel.save()
    assert "Waits for this channel" in look("channels:detail", channel.pk)


@pytest.mark.parametrize("page", ["strategy:overview", "editorial:post_new"])
def test_a_client_whose_channels_are_all_disconnected_is_told_so(look, channel, page):
    disconnect_channel(channel=channel, now=timezone.now())
    text = look(page)
    assert "All channels are disconnected" in text
    assert f'href="{reverse("channels:list", args=[channel.client.slug])}">See the' in text
    assert "No channel" not in text
    assert "Publish to" not in text


@pytest.mark.parametrize("page", ["strategy:overview", "editorial:post_new"])
def test_a_client_that_never_had_a_channel_is_not_told_of_disconnected_ones(look, page):
    assert "All channels are disconnected" not in look(page)


def test_a_held_post_offers_connecting_first(look, channel, plan):
    post = plan("Rolls", 30, is_scheduled=True)
    disconnect_channel(channel=channel, now=timezone.now())
    again = reverse("channels:reconnect", args=[channel.client.slug, channel.pk])
    assert f'<a class="button small primary" href="{again}">' in look("editorial:post", post.pk)
    channel.refresh_from_db()
    channel.health = Health.PAUSED
    channel.save()
    assert again not in look("editorial:post", post.pk)
