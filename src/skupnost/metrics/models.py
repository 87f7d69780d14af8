"""Observations: past posts of a channel, their figures over time, its followers."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from skupnost.channels.models import Channel


class LeftOut(models.TextChoices):
    """Why a post is no evidence of how readers respond."""

    BOOSTED = "boosted", _("Boosted")
    CONTEST = "contest", _("Contest")
    CAMPAIGN = "campaign", _("Campaign")


class PastPost(models.Model):
    """A post as its network or a file of it tells. `identity` is what makes it the same post:
    its remote id, else its address, else its moment and text. `is_day_only`: the hour is not
    known, `posted_at` is noon. `kept_in` is a person's word that a marked post counts."""

    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="past_posts")
    identity = models.CharField(max_length=600)
    remote_id = models.CharField(max_length=300, blank=True)
    url = models.CharField(max_length=500, blank=True)
    digest = models.CharField(max_length=64)
    posted_at = models.DateTimeField()
    is_day_only = models.BooleanField(default=False)
    type = models.CharField(max_length=40, blank=True)
    text = models.CharField(max_length=300, blank=True)
    left_out = models.CharField(max_length=12, choices=LeftOut, blank=True)
    kept_in = models.BooleanField(default=False)

    class Meta:
        ordering = ("-posted_at", "-id")
        constraints = (
            models.UniqueConstraint(fields=("channel", "identity"), name="one_past_post"),
        )
        indexes = (
            models.Index(fields=("channel", "posted_at"), name="past_post_at"),
            models.Index(fields=("channel", "url"), name="past_post_url"),
            models.Index(fields=("channel", "digest"), name="past_post_digest"),
        )

    def __str__(self) -> str:
        return self.text or self.url or self.identity


class Reading(models.Model):
    """One figure of a post at one moment. A figure that is not known has no row."""

    post = models.ForeignKey(PastPost, on_delete=models.CASCADE, related_name="readings")
    metric = models.CharField(max_length=20)
    unit = models.CharField(max_length=8)
    value = models.FloatField()
    observed_at = models.DateTimeField()

    class Meta:
        ordering = ("observed_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("post", "metric", "unit", "observed_at"), name="one_reading"
            ),
        )

    def __str__(self) -> str:
        return f"{self.metric} {self.value:g} {self.unit}"


class ResponseChoice(models.Model):
    """A person's word on what counts as the response of a channel's posts, by its name and unit
    (`responses.Response`); without a name it is chosen by what is known of most posts."""

    channel = models.OneToOneField(
        Channel, on_delete=models.CASCADE, primary_key=True, related_name="response_choice"
    )
    name = models.CharField(max_length=20, blank=True)
    unit = models.CharField(max_length=8, blank=True)
    chosen_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name or "automatic"


class FollowerCount(models.Model):
    """How many people followed a channel at one moment."""

    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="follower_counts")
    observed_at = models.DateTimeField()
    value = models.PositiveBigIntegerField()

    class Meta:
        ordering = ("observed_at",)
        constraints = (
            models.UniqueConstraint(fields=("channel", "observed_at"), name="one_follower_count"),
        )

    def __str__(self) -> str:
        return f"{self.value}"


class UnfollowWeek(models.Model):
    """How many stopped following a channel in the week from a Monday, of how many who did."""

    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="unfollow_weeks")
    monday = models.DateField()
    unfollows = models.PositiveBigIntegerField()
    followers = models.PositiveBigIntegerField()

    class Meta:
        ordering = ("monday",)
        constraints = (
            models.UniqueConstraint(fields=("channel", "monday"), name="one_unfollow_week"),
        )

    def __str__(self) -> str:
        return f"{self.monday}: {self.unfollows}"


class UnfollowTable(models.Model):
    """The last word on who left a channel: when a table was brought in or forgotten (`notices` has
    what was odd in it, {code, params})."""

    channel = models.OneToOneField(
        Channel, on_delete=models.CASCADE, primary_key=True, related_name="unfollow_table"
    )
    changed_at = models.DateTimeField()
    notices = models.JSONField(default=list, blank=True)

    def __str__(self) -> str:
        return f"{self.changed_at}"


class HistoryImport(models.Model):
    """One reading of a file, or of the network (`format` is `network`). `refused` has the first
    rows refused ({line, code, params}), `notices` what was odd ({code, params})."""

    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="history_imports")
    imported_at = models.DateTimeField()
    file_name = models.CharField(max_length=200, blank=True)
    format = models.CharField(max_length=40)
    n_new = models.PositiveIntegerField(default=0)
    n_merged = models.PositiveIntegerField(default=0)
    n_same = models.PositiveIntegerField(default=0)
    n_skipped = models.PositiveIntegerField(default=0)
    n_refused = models.PositiveIntegerField(default=0)
    unknown_columns = models.JSONField(default=list, blank=True)
    refused = models.JSONField(default=list, blank=True)
    notices = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ("-imported_at", "-id")

    def __str__(self) -> str:
        return self.file_name or self.format


class FeedSource(models.TextChoices):
    """Where counted posts of others come from."""

    NETWORK = "network", _("The feed of this account")
    FILE = "file", _("A file")


class FeedHour(models.Model):
    """What others published in one whole hour, as this channel's feed or a file shows; an hour
    that was not seen whole has no row. `n_authors` is 0 where nobody is named."""

    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="feed_hours")
    source = models.CharField(max_length=8, choices=FeedSource)
    starts_at = models.DateTimeField()
    n_posts = models.PositiveIntegerField()
    n_authors = models.PositiveIntegerField(default=0)
    observed_at = models.DateTimeField()

    class Meta:
        ordering = ("starts_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("channel", "source", "starts_at"), name="one_feed_hour"
            ),
        )

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H}: {self.n_posts}"


class FeedReading(models.Model):
    """The last reading of a channel's feed, and the file of rivals' posts it was given. `asked_at`
    is the last try, `problem` why it failed, `read_at` the last that did not. `rank` is how many
    posts of others lay above the own post of `own_posted_at` then (None: not known). `authors` are
    marks of those whose posts were seen, from which nobody can be told."""

    channel = models.OneToOneField(
        Channel, on_delete=models.CASCADE, primary_key=True, related_name="feed_reading"
    )
    asked_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=60, blank=True)
    own_posted_at = models.DateTimeField(null=True, blank=True)
    rank = models.PositiveIntegerField(null=True, blank=True)
    authors = models.JSONField(default=list, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    file_read_at = models.DateTimeField(null=True, blank=True)
    n_file_authors = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.read_at or self.file_read_at}"
