"""What a client has to work with, and what a person wants of a channel's cadence."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from skupnost.channels.models import Channel
from skupnost.clients.models import Client
from skupnost.people.models import User

HOURS_A_WEEK = 168


class Resources(models.Model):
    """What a client has besides people: media in stock, languages, money, other places."""

    client = models.OneToOneField(Client, on_delete=models.CASCADE, primary_key=True)
    media_ready = models.PositiveIntegerField(
        _("Pictures and films ready to use"), null=True, blank=True
    )
    media_a_week = models.PositiveIntegerField(_("New ones a week"), default=0)
    budget_a_month = models.PositiveIntegerField(_("Money a month"), null=True, blank=True)
    currency = models.CharField(_("Currency"), max_length=3, default="EUR")
    languages = models.CharField(_("Languages you can write in"), max_length=200, blank=True)
    places = models.TextField(_("Web site, blog, videos, newsletters"), blank=True)


class Colleague(models.Model):
    """Somebody who works on the client's posts, and for how long."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="colleagues")
    name = models.CharField(_("Who"), max_length=80)
    hours_a_week = models.FloatField(
        _("Hours a week"), validators=[MinValueValidator(0), MaxValueValidator(HOURS_A_WEEK)]
    )

    class Meta:
        ordering = ("id",)


class ContentKind(models.Model):
    """A kind of post and what one of it takes; `share` is its weight among all posts."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="content_kinds")
    name = models.CharField(_("Kind of post"), max_length=80)
    share = models.PositiveIntegerField(_("Share, in %"), default=100)
    hours_each = models.FloatField(
        _("Hours for one"), validators=[MinValueValidator(0), MaxValueValidator(HOURS_A_WEEK)]
    )
    media_each = models.PositiveIntegerField(_("New media for one"), default=0)
    money_each = models.PositiveIntegerField(_("Money for one"), default=0)

    class Meta:
        ordering = ("id",)


class ChannelLimits(models.Model):
    """What a person wants of a channel, whatever the numbers say. Hours are local, `until_hour`
    is not included."""

    channel = models.OneToOneField(
        Channel, on_delete=models.CASCADE, primary_key=True, related_name="cadence_limits"
    )
    has_weekends = models.BooleanField(_("Weekends too"), default=True)
    from_hour = models.PositiveSmallIntegerField(
        _("From what hour"), default=7, validators=[MaxValueValidator(23)]
    )
    until_hour = models.PositiveSmallIntegerField(
        _("Until what hour"), default=23, validators=[MinValueValidator(1), MaxValueValidator(24)]
    )
    least = models.PositiveSmallIntegerField(
        _("At least, posts a week"), default=1, validators=[MinValueValidator(1)]
    )
    most = models.PositiveSmallIntegerField(
        _("At most, posts a week"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    leaves_boosted_out = models.BooleanField(_("Leave boosted posts out"), default=True)


class Cadence(models.Model):
    """What a person chose for a channel, and what the adviser knew of the week then: the log
    worth of its 168 hours, and how many posts stood behind each."""

    channel = models.OneToOneField(
        Channel, on_delete=models.CASCADE, primary_key=True, related_name="cadence"
    )
    posts_a_week = models.PositiveSmallIntegerField()
    worth = models.JSONField(default=list)
    behind = models.JSONField(default=list)
    chosen_at = models.DateTimeField()


class HoursBy(models.TextChoices):
    """Which evidence chooses the hours of a channel's slots."""

    REACTIONS = "reactions", _("Hours that brought reactions")
    FEEDS = "feeds", _("Hours at the top of feeds")
    BOTH = "both", _("Both, weighed alike")


class FeedChoice(models.Model):
    """How a channel's slots follow the feeds: by which evidence, whether empty slots of today may
    move, and what the last look at the feed said: until `good_until` it is a good moment."""

    channel = models.OneToOneField(
        Channel, on_delete=models.CASCADE, primary_key=True, related_name="feed_choice"
    )
    hours_by = models.CharField(
        _("The hours of open slots"), max_length=10, choices=HoursBy, default=HoursBy.REACTIONS
    )
    moves_today = models.BooleanField(
        _("Let empty slots of today move with the feed"), default=False
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    good_until = models.DateTimeField(null=True, blank=True)


class Experiment(models.Model):
    """Alternating weeks on a channel: `order` has the posts of each week from `starts_on` (a
    Monday) on; the same `seed` gives the same plan."""

    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="experiments")
    seed = models.PositiveIntegerField()
    starts_on = models.DateField()
    levels = models.JSONField()
    order = models.JSONField()
    begun_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-begun_at", "-id")


class Slot(models.Model):
    """An empty place in the calendar, to be filled with a post on that channel."""

    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="slots")
    at = models.DateTimeField()
    experiment = models.ForeignKey(
        Experiment, on_delete=models.CASCADE, related_name="slots", null=True, blank=True
    )

    class Meta:
        ordering = ("at", "id")
        constraints = (models.UniqueConstraint(fields=("channel", "at"), name="one_slot"),)
        indexes = (models.Index(fields=("at",), name="slot_at"),)


class StrategyVersion(models.Model):
    """The strategy as it was saved at one moment; older versions are never changed. `value` has
    goals ({what, number, by}), audiences, pillars ({name, share}), voice, quiet_hours, crisis,
    and cadence ({channel, network, posts_a_week}) as it was chosen then."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="strategies")
    number = models.PositiveIntegerField()
    value = models.JSONField()
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True)

    class Meta:
        ordering = ("-number",)
        constraints = (models.UniqueConstraint(fields=("client", "number"), name="one_version"),)
