"""What a client has to work with, and what a person wants of a channel's cadence."""

from __future__ import annotations

from datetime import timedelta

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from skupnost.channels.models import Channel
from skupnost.clients.models import Client
from skupnost.people.models import User

HOURS_A_WEEK = 168
# A post on a slot's channel that is planned nearer than that fills it.
FILLS_WITHIN = timedelta(hours=1)


class Resources(models.Model):
    """What a client has besides people: media in stock, languages, money. `places` held the other
    places as one text before they had rows (`OwnPlace`); nothing reads it any more."""

    client = models.OneToOneField(Client, on_delete=models.CASCADE, primary_key=True)
    media_ready = models.PositiveIntegerField(
        _("Pictures and films ready to use"), null=True, blank=True
    )
    media_a_week = models.PositiveIntegerField(_("New ones a week"), default=0)
    budget_a_month = models.PositiveIntegerField(_("Money a month"), null=True, blank=True)
    currency = models.CharField(_("Currency"), max_length=3, default="EUR")
    languages = models.CharField(_("Languages you can write in"), max_length=200, blank=True)
    places = models.TextField(_("Web site, blog, videos, newsletters"), blank=True)


class PlaceKind(models.TextChoices):
    """What sort of place it is."""

    SITE = "site", _("Web site")
    BLOG = "blog", _("Blog")
    VIDEO = "video", _("Video platform")
    NEWSLETTER = "newsletter", _("Newsletter")
    FORUM = "forum", _("Forum")
    OTHER = "other", _("Other place")


class OwnPlace(models.Model):
    """A place of the client's besides its channels, where something of it appears too."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="own_places")
    kind = models.CharField(
        _("What it is"), max_length=10, choices=PlaceKind, default=PlaceKind.SITE
    )
    name = models.CharField(_("Name"), max_length=120)
    address = models.CharField(_("Address"), max_length=300, blank=True)
    how_often = models.CharField(_("How often something appears"), max_length=80, blank=True)
    languages = models.CharField(_("Languages"), max_length=120, blank=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name


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
    types_left_out = models.JSONField(_("Leave these types of posts out"), default=list, blank=True)


class FreeTime(models.Model):
    """When nothing of a client is published: public holidays of a country (and a part of it), and
    a quiet time of the day. `quiet_until` before `quiet_from` lies in the next morning; the quiet
    time begins on the `quiet_days` (0 = Monday)."""

    client = models.OneToOneField(Client, on_delete=models.CASCADE, primary_key=True)
    leaves_holidays_free = models.BooleanField(_("Leave public holidays free"), default=False)
    country = models.CharField(_("Country"), max_length=2, blank=True)
    region = models.CharField(_("Part of the country"), max_length=60, blank=True)
    quiet_from = models.PositiveSmallIntegerField(
        _("Quiet from what hour"), null=True, blank=True, validators=[MaxValueValidator(23)]
    )
    quiet_until = models.PositiveSmallIntegerField(
        _("Quiet until what hour"), null=True, blank=True, validators=[MaxValueValidator(24)]
    )
    quiet_days = models.JSONField(_("On these days"), default=list, blank=True)


class PeriodKind(models.TextChoices):
    """What a stretch of days means for the plan and for the evidence."""

    CLOSED = "closed", _("Closed: nothing is published")
    CONTEST = "contest", _("Contest or giveaway: its posts are no evidence")
    CAMPAIGN = "campaign", _("Campaign: its posts are no evidence")
    SEASON = "season", _("Season: its posts count, on a level of their own")


class Period(models.Model):
    """Days of a client, or of one channel of it, that are not like others. Both ends included."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="periods")
    channel = models.ForeignKey(
        Channel, on_delete=models.CASCADE, related_name="periods", null=True, blank=True
    )
    name = models.CharField(_("Name"), max_length=80)
    kind = models.CharField(_("What it is"), max_length=10, choices=PeriodKind)
    starts_on = models.DateField(_("First day"))
    ends_on = models.DateField(_("Last day"))

    class Meta:
        ordering = ("starts_on", "id")

    def __str__(self) -> str:
        return self.name


class Budget(models.Model):
    """How a client's hours are shared among its channels: `copy_percent` is what a post costs on
    every further channel that gets it, of what it costs when written for it alone."""

    client = models.OneToOneField(Client, on_delete=models.CASCADE, primary_key=True)
    copy_percent = models.PositiveSmallIntegerField(
        _("The same post on a further channel costs, in %"),
        default=100,
        validators=[MaxValueValidator(100)],
    )


class ChannelClaim(models.Model):
    """What one post costs on a channel (None: the average of the kinds of posts), and what all that
    comes back there in a week is worth beside the other channels."""

    channel = models.OneToOneField(
        Channel, on_delete=models.CASCADE, primary_key=True, related_name="claim"
    )
    hours_each = models.FloatField(
        _("Hours for one post"),
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(HOURS_A_WEEK)],
    )
    worth = models.PositiveSmallIntegerField(
        _("Worth"), default=100, validators=[MaxValueValidator(1000)]
    )


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


class Ended(models.TextChoices):
    """Why an experiment ended; nothing while it runs."""

    STOPPED = "stopped", _("Stopped")
    DECIDED = "decided", _("Decided")
    OVER = "over", _("Its weeks are over")


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
    """Weeks of two paces on a channel: `order` has the posts of each week from `starts_on` (a
    Monday) on; the same `seed` gives the same plan. `goes_on` is a person's word that it runs to
    its end although it is decided; `is_told` that the desk need not tell its end any more.
    `replaced` has the moments (ISO 8601) of the open slots that it took the place of, `withdrawn`
    those of its own that its end took away."""

    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="experiments")
    seed = models.PositiveIntegerField()
    starts_on = models.DateField()
    levels = models.JSONField()
    order = models.JSONField()
    begun_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.CharField(max_length=8, choices=Ended, blank=True)
    goes_on = models.BooleanField(default=False)
    is_told = models.BooleanField(default=False)
    replaced = models.JSONField(default=list, blank=True)
    withdrawn = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ("-begun_at", "-id")


class Refit(models.Model):
    """What the adviser knew on a Monday of an experiment, from the whole weeks before it: `n_weeks`
    of them are the experiment's, so that none is the advice before it."""

    experiment = models.ForeignKey(Experiment, on_delete=models.CASCADE, related_name="refits")
    monday = models.DateField()
    made_at = models.DateTimeField()
    n_weeks = models.PositiveSmallIntegerField()
    advice_per_week = models.PositiveSmallIntegerField()
    low80 = models.FloatField()
    high80 = models.FloatField()
    low95 = models.FloatField()
    high95 = models.FloatField()
    p_better = models.FloatField()
    verdict = models.CharField(max_length=12)
    is_decided = models.BooleanField()

    class Meta:
        ordering = ("monday",)
        constraints = (
            models.UniqueConstraint(fields=("experiment", "monday"), name="one_refit_a_week"),
        )


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
    goals ({what, number, by}), audiences, pillars ({name, share}), voice, quiet_hours, crisis with
    crisis_name, crisis_phone, crisis_email, cadence ({channel, network, posts_a_week}) as it was
    chosen then, and figures (`figures.as_value` of each channel) as they were then. `remark` is a
    note beside it that may be written later."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="strategies")
    number = models.PositiveIntegerField()
    value = models.JSONField()
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True)
    remark = models.CharField(max_length=200, blank=True, default="", db_default="")

    class Meta:
        ordering = ("-number",)
        constraints = (models.UniqueConstraint(fields=("client", "number"), name="one_version"),)
