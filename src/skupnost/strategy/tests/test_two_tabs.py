"""Limits and budgets stand open in two tabs: neither loses unseen what the other saved."""

from __future__ import annotations

import pytest
from django.urls import reverse

from skupnost.strategy.models import Budget, ChannelClaim, ChannelLimits


@pytest.fixture
def advice(channel):
    return reverse("strategy:advice", args=[channel.client.slug, channel.pk])


@pytest.fixture
def overview(channel):
    return reverse("strategy:overview", args=[channel.client.slug])


def test_what_the_other_tab_changed_stays_and_is_told(tab, channel, advice):
    old, new = tab(advice, "most"), tab(advice, "most")
    new.send(from_hour="9", has_weekends=None)
    text = old.send(most="5").content.decode()
    kept = ChannelLimits.objects.get()
    assert (kept.from_hour, kept.has_weekends, kept.most) == (9, False, 5)
    assert "Changed meanwhile, and kept:" in text
    assert "From what hour: 9 (before: 7)." in text
    assert "Weekends too: no (before: yes)." in text


def test_of_one_field_in_both_tabs_neither_is_lost_unseen(tab, advice):
    old, new = tab(advice, "most"), tab(advice, "most")
    new.send(from_hour="9", least="2")
    answer = old.send(from_hour="10", most="5")
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "From what hour: 9 (before: 7)." in text
    assert "At least, posts a week: 2 (before: 1)." in text
    assert 'name="from_hour" value="10"' in text
    assert ChannelLimits.objects.get().from_hour == 9


def test_sending_it_again_is_meant(tab, advice):
    old, new = tab(advice, "most"), tab(advice, "most")
    new.send(from_hour="9", least="2")
    old.send_again(old.send(from_hour="10", most="5"))
    kept = ChannelLimits.objects.get()
    assert (kept.from_hour, kept.least, kept.most) == (10, 2, 5)


def test_the_same_words_in_both_tabs_and_a_double_click_are_no_conflict(tab, advice):
    old, new = tab(advice, "most"), tab(advice, "most")
    for tab in (new, old, old):
        text = tab.send(from_hour="9", most="5").content.decode()
        assert "The advice keeps to your limits." in text
        assert "meanwhile" not in text


def test_what_both_together_forbid_is_said_with_what_changed(tab, advice):
    old, new = tab(advice, "most"), tab(advice, "most")
    new.send(least="6")
    answer = old.send(most="5")
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "This is less than the least." in text
    assert "At least, posts a week: 6 (before: 1)." in text
    assert ChannelLimits.objects.get().most is None


def test_types_that_the_other_tab_left_out_stay_out(tab, channel, advice):
    ChannelLimits.objects.create(channel=channel, types_left_out=["giveaway", "story"])
    old, new = tab(advice, "most"), tab(advice, "most")
    new.send(types_left_out=["giveaway"])
    text = old.send(most="5").content.decode()
    assert ChannelLimits.objects.get().types_left_out == ["giveaway"]
    assert "Leave these types of posts out: giveaway (before: giveaway, story)." in text


@pytest.mark.parametrize("told", ["", "seven", "-1", "9" * 40])
def test_a_form_that_tells_nonsense_of_before_is_still_checked(tab, channel, advice, told):
    ChannelLimits.objects.create(channel=channel, from_hour=9)
    tab = tab(advice, "most")
    tab.sent["initial-from_hour"] = told
    tab.send(from_hour="10")
    assert ChannelLimits.objects.get().from_hour in (9, 10)


def test_a_form_that_tells_nothing_of_before_holds(tab, channel, advice):
    ChannelLimits.objects.create(channel=channel, from_hour=9)
    tab = tab(advice, "most")
    tab.sent = {name: v for name, v in tab.sent.items() if not name.startswith("initial-")}
    tab.send(from_hour="10")
    assert ChannelLimits.objects.get().from_hour == 10


def test_budgets_of_several_channels_do_not_undo_one_another(tab, channel, new_channel, overview):
    other = new_channel(channel.client, "mastodon")
    old, new = tab(overview, "copy_percent"), tab(overview, "copy_percent")
    new.send(**{f"c{channel.pk}-worth": "300", "copy_percent": "20"})
    text = old.send(**{f"c{other.pk}-hours_each": "0.25"}).content.decode()
    claims = {claim.channel_id: claim for claim in ChannelClaim.objects.all()}
    assert claims[channel.pk].worth == 300
    assert claims[other.pk].hours_each == 0.25
    assert Budget.objects.get().copy_percent == 20
    assert "is worth: 300 (before: 100)." in text
    assert "costs, in %: 20 (before: 100)." in text


def test_of_one_budget_in_both_tabs_neither_is_lost_unseen(tab, channel, overview):
    name = f"c{channel.pk}-hours_each"
    old, new = tab(overview, "copy_percent"), tab(overview, "copy_percent")
    new.send(**{name: "0.25"})
    answer = old.send(**{name: "2"})
    assert answer.status_code == 409
    assert ": 0.25 (before: –)." in answer.content.decode()
    assert ChannelClaim.objects.get().hours_each == 0.25
    old.send_again(answer)
    assert ChannelClaim.objects.get().hours_each == 2


def test_what_another_tab_keeps_is_told_in_the_language_of_the_page(client, tab, channel, overview):
    name = f"c{channel.pk}-hours_each"
    client.cookies["django_language"] = "sl"
    old, new = tab(overview, "copy_percent"), tab(overview, "copy_percent")
    new.send(**{name: "0.25"})
    assert ": 0,25 (" in old.send(**{name: "2"}).content.decode()
