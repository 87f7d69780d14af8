from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from skupnost.channels.models import Channel
from skupnost.clients.models import Client
from skupnost.editorial.boards import Desk
from skupnost.editorial.models import Post
from skupnost.editorial.sheets import _quick
from skupnost.editorial.views.composer import _asked_time
from skupnost.library.models import Asset
from skupnost.people.models import User
from skupnost.publishing.models import Delivery

Write = Callable[..., Post]
NAME = "01a13b2b-a801-7a8d-a63e-48f52ff6e61d"
DAY = f"{timezone.now() + timedelta(days=3):%Y-%m-%d}"


@pytest.fixture
def send(client: Browser, alice: User, bakery: Client, account: Channel) -> Callable[..., object]:
    """Alice sends the composer's form for a new post; `do` is the button."""
    client.force_login(alice)
    address = reverse("editorial:post_new", args=[bakery.slug])

    def make(do: str, *, headers: dict[str, str] | None = None, **fields: object) -> object:
        form = {"post": NAME, "version": "0", "channel": account.pk, "text": "Potica.", "do": do}
        return client.post(address, form | fields, headers=headers)

    return make


def html_of(answer: object) -> str:
    return answer.content.decode()


def test_the_sheet_opens_with_the_time_of_the_slot(
    client: Browser, alice: User, bakery: Client
) -> None:
    client.force_login(alice)
    page = client.get(reverse("editorial:post_new", args=[bakery.slug]), {"at": "2027-01-04T15:00"})
    assert 'value="2027-01-04"' in html_of(page)
    assert 'value="15:00"' in html_of(page)


@pytest.mark.parametrize(
    ("at", "typed"),
    [
        ("2026-11-26", ("2026-11-26", "09:00")),
        ("2026-11-25", ("2026-11-25", "11:00")),
        ("2026-11-25T08:30", ("2026-11-25", "08:30")),
        ("soon", ("", "")),
    ],
)
def test_a_day_alone_gets_nine_o_clock_or_the_next_hour_of_today(
    bakery: Client, now: datetime, at: str, typed: tuple[str, str]
) -> None:
    assert _asked_time(at, Desk.of(bakery, now)) == typed


def test_before_nine_today_gets_nine_too(bakery: Client, now: datetime) -> None:
    early = Desk.of(bakery, now - timedelta(hours=2))
    assert _asked_time("2026-11-25", early) == ("2026-11-25", "09:00")


def test_checking_shows_the_count_and_saves_the_draft(send: Callable[..., object]) -> None:
    html = html_of(send("check", headers={"HX-Request": "true"}))
    assert "<strong>7</strong>/500" in html
    assert "Saved" in html
    assert Post.objects.get().text == "Potica."


def test_checking_an_empty_sheet_leaves_no_draft_behind(send: Callable[..., object]) -> None:
    assert send("check", text=" \n").status_code == 200
    assert not Post.objects.exists()


def test_checking_works_without_javascript(send: Callable[..., object]) -> None:
    answer = send("check")
    assert answer.status_code == 200
    assert "<!doctype html>" in html_of(answer)
    assert "<strong>7</strong>/500" in html_of(answer)


def test_the_sheet_says_where_a_post_is_one_too_many(
    send: Callable[..., object], account: Channel
) -> None:
    Channel.objects.filter(pk=account.pk).update(live_limits={"rate.posts_per_3h": 1})
    assert "Move it." not in html_of(send("check", date=DAY, time="18:00"))
    send("schedule", date=DAY, time="18:00", version="1")
    other = "01a13b2b-a801-7a8d-a63e-48f52ff6e61e"
    html = html_of(send("check", post=other, date=DAY, time="18:30"))
    assert "it would be 2 posts within 3 hours, and the network takes 1 at most. Move it." in html
    assert "Move it." not in html_of(send("check", post=other, date=DAY, time="22:30"))


def test_what_is_too_long_is_marked_from_a_word_on(send: Callable[..., object]) -> None:
    html = html_of(send("check", text="word " * 110))
    assert '<mark class="over">word word' in html
    assert "Split into a thread" in html


def test_splitting_makes_parts_that_fit(send: Callable[..., object]) -> None:
    send("check", text="word " * 110)
    pk = Channel.objects.get().pk
    html = html_of(send(f"split-{pk}", text="word " * 110, version="1"))
    assert "Part 2 of 2" in html
    assert '<mark class="over">' not in html


def test_scheduling_says_where_and_when(send: Callable[..., object], client: Browser) -> None:
    answer = send("schedule", date=DAY, time="18:00")
    assert answer.status_code == 302
    assert "Scheduled for 1 channel" in html_of(client.get(answer.url))
    assert Delivery.objects.get().state == "scheduled"


def test_saving_says_so_and_shows_the_post(send: Callable[..., object], client: Browser) -> None:
    answer = send("save")
    post = Post.objects.get()
    assert answer.url == reverse("editorial:post", args=[post.client.slug, post.pk])
    assert "Saved." in html_of(client.get(answer.url))


def test_after_a_refusal_the_sheet_goes_on_from_its_own_version(
    send: Callable[..., object],
) -> None:
    send("save", post=NAME.replace("61d", "61c"))
    Post.objects.update(version=7)
    html = html_of(send("schedule", date="2020-01-01", time="18:00"))
    assert f'id="version" value="{Post.objects.get(pk=NAME).version}"' in html


def test_a_picture_can_be_taken_off_the_sheet_again(
    send: Callable[..., object], bakery: Client, now: datetime
) -> None:
    kept = {"client": bakery, "mime": "image/png", "n_bytes": 9, "created_at": now}
    rye, oats = (Asset.objects.create(sha256=name, name=name, **kept) for name in ("1", "2"))
    send("check", asset=[rye.pk, oats.pk])
    assert set(Post.objects.get().assets.all()) == {rye, oats}
    send(f"drop-{rye.pk}", asset=[rye.pk, oats.pk], version="1")
    assert Post.objects.get().assets.get() == oats


def test_a_picture_of_another_client_never_gets_onto_the_sheet(
    send: Callable[..., object], florist: Client, now: datetime
) -> None:
    theirs = Asset.objects.create(
        client=florist, sha256="1", mime="image/png", n_bytes=9, name="roses.png", created_at=now
    )
    assert "roses.png" not in html_of(send("check", asset=theirs.pk))
    assert not Post.objects.get().assets.exists()


def test_two_clicks_on_schedule_make_one_delivery(
    send: Callable[..., object], client: Browser
) -> None:
    send("schedule", date=DAY, time="18:00")
    again = send("schedule", date=DAY, time="18:00")
    assert Delivery.objects.count() == 1
    assert "scheduled already" in html_of(client.get(again.url))


def test_mistakes_keep_it_from_being_scheduled_and_the_text_stays(
    send: Callable[..., object],
) -> None:
    answer = send("schedule", text="a" * 501, date=DAY, time="18:00")
    assert answer.status_code == 422
    assert "keeps this from being scheduled" in html_of(answer)
    assert 'id="problems" tabindex="-1" autofocus>' in html_of(answer)
    assert "a" * 501 in html_of(answer)


@pytest.mark.parametrize(
    ("day", "clock", "words"),
    [
        ("", "", "Choose a day and a time first."),
        ("2020-01-01", "10:00", "That time is over."),
        ("2032-03-28", "02:30", "does not exist in Europe/Ljubljana"),
        ("32.1.2030", "10:00", "is not a date with a time"),
        (DAY, "", "is not a date with a time"),
        ("", "18:00", "is not a date with a time"),
        ("9999-12-31", "23:59", "is not a date with a time"),
        ("0001-01-01", "00:00", "is not a date with a time"),
    ],
)
def test_a_time_that_cannot_be_is_refused_with_words(
    send: Callable[..., object], day: str, clock: str, words: str
) -> None:
    answer = send("schedule", date=day, time=clock)
    assert answer.status_code == 422
    assert words in html_of(answer)


def test_own_text_is_kept_for_its_channel(send: Callable[..., object], account: Channel) -> None:
    send("save", **{f"own-{account.pk}": "on", f"text-{account.pk}": "Just here."})
    variant = Post.objects.get().variants.get()
    assert (variant.is_own_text, variant.text) == (True, "Just here.")


def test_the_sheet_opens_again_with_the_text_of_the_channel(
    send: Callable[..., object], client: Browser, account: Channel
) -> None:
    send("save", **{f"own-{account.pk}": "on", f"text-{account.pk}": "Just here."})
    post = Post.objects.get()
    html = html_of(client.get(reverse("editorial:post_edit", args=[post.client.slug, post.pk])))
    assert "Potica." in html
    assert "Just here." in html


def test_own_text_is_given_up_by_its_tick(send: Callable[..., object], account: Channel) -> None:
    send("save", **{f"own-{account.pk}": "on", f"text-{account.pk}": "Just here."})
    send("save", version="1", **{f"text-{account.pk}": "Just here."})
    assert not Post.objects.get().variants.get().is_own_text


def picture() -> SimpleUploadedFile:
    content = BytesIO()
    Image.new("RGB", (40, 30), "#b4532a").save(content, "PNG")
    return SimpleUploadedFile("potica.png", content.getvalue(), "image/png")


def test_a_picture_is_taken_in_and_asked_to_be_described(send: Callable[..., object]) -> None:
    html = html_of(send("check", files=picture()))
    asset = Post.objects.get().assets.get()
    assert f'name="alt-{asset.pk}"' in html
    assert f'href="#alt-{asset.pk}"' in html


def test_a_description_is_stored_with_the_picture(send: Callable[..., object]) -> None:
    send("check", files=picture())
    asset = Post.objects.get().assets.get()
    send("save", version="1", asset=asset.pk, **{f"alt-{asset.pk}": "A potica on a plate"})
    asset.refresh_from_db()
    assert asset.alt_text == "A potica on a plate"


def test_a_file_that_is_no_picture_is_named(send: Callable[..., object]) -> None:
    answer = send("save", files=SimpleUploadedFile("bill.pdf", b"%PDF-1.7"))
    assert "bill.pdf" in html_of(answer)
    assert "Potica." in html_of(answer)


def test_a_text_changed_by_bob_meanwhile_is_shown_beside_mine(
    client: Browser, alice: User, bob: User, write: Write, account: Channel
) -> None:
    post = write()
    address = reverse("editorial:post_edit", args=[post.client.slug, post.pk])
    form = {"post": post.pk, "version": 1, "channel": account.pk, "do": "save"}
    client.force_login(bob)
    client.post(address, form | {"text": "Bob's text."})
    client.force_login(alice)
    answer = client.post(address, form | {"text": "Alice's text."})
    assert answer.status_code == 409
    html = html_of(answer)
    assert "bob changed this post meanwhile" in html
    assert "Bob&#x27;s text." in html
    assert "Alice&#x27;s text." in html


@pytest.mark.parametrize(("headers", "is_whole"), [({}, True), ({"HX-Request": "true"}, False)])
def test_a_conflict_is_shown_where_it_was_asked_for(
    send: Callable[..., object], headers: dict[str, str], is_whole: bool
) -> None:
    send("save")
    Post.objects.update(version=5)
    answer = send("check", text="Another.", version="1", headers=headers)
    assert answer.status_code == 409
    assert ("<!doctype html>" in html_of(answer)) is is_whole


@pytest.mark.parametrize(
    ("clock", "offers"),
    [
        ("10:59", ["25T11:59", "25T18:00", "26T09:00", "30T09:00"]),
        ("16:59", ["25T17:59", "25T18:00", "26T09:00", "30T09:00"]),
        ("17:00", ["25T18:00", "26T09:00", "30T09:00"]),
        ("23:30", ["26T00:30", "26T09:00", "30T09:00"]),
    ],
)
def test_moments_are_offered_from_an_hour_on(bakery: Client, clock: str, offers: list[str]) -> None:
    now = datetime.fromisoformat(f"2026-11-25T{clock}+01:00")
    assert [quick.at for quick in _quick(Desk.of(bakery, now))] == [
        f"2026-11-{offer}" for offer in offers
    ]


@pytest.mark.parametrize(
    ("day", "labels"),
    [
        ("28", ["In an hour", "This evening 18:00", "Tomorrow 09:00", "Monday 09:00"]),
        ("29", ["In an hour", "This evening 18:00", "Tomorrow 09:00"]),
        ("30", ["In an hour", "This evening 18:00", "Tomorrow 09:00", "Monday 09:00"]),
    ],
    ids=["saturday", "sunday", "monday"],
)
def test_each_moment_is_offered_once(bakery: Client, day: str, labels: list[str]) -> None:
    now = datetime.fromisoformat(f"2026-11-{day}T10:00+01:00")
    assert [quick.label for quick in _quick(Desk.of(bakery, now))] == labels


def test_checking_a_scheduled_post_does_not_change_it(
    client: Browser, alice: User, scheduled: Write, account: Channel
) -> None:
    client.force_login(alice)
    post = scheduled()
    address = reverse("editorial:post_edit", args=[post.client.slug, post.pk])
    form = {"post": post.pk, "version": 2, "channel": account.pk, "do": "check"}
    client.post(address, form | {"text": "Only looking."}, headers={"HX-Request": "true"})
    post.refresh_from_db()
    assert post.text == "Fresh potica on Friday."


def test_saving_a_scheduled_post_changes_what_goes_out(
    client: Browser, alice: User, scheduled: Write, account: Channel
) -> None:
    client.force_login(alice)
    at = timezone.now() + timedelta(days=2)
    post = scheduled()
    form = {
        "post": post.pk,
        "version": 2,
        "channel": account.pk,
        "text": "New words.",
        "do": "save",
        "date": f"{at:%Y-%m-%d}",
        "time": "12:00",
    }
    client.post(reverse("editorial:post_edit", args=[post.client.slug, post.pk]), form)
    assert "New words." in Delivery.objects.get().payload


def test_a_broken_form_is_answered_with_a_sheet(
    client: Browser, alice: User, bakery: Client, now: datetime
) -> None:
    client.force_login(alice)
    answer = client.post(reverse("editorial:post_new", args=[bakery.slug]), {"post": "x"})
    assert answer.status_code == 422
