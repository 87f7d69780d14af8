"""The ledger: one row per delivery, one row per attempt, one lane per channel."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from skupnost.channels.models import Channel
from skupnost.domain.delivery import CLAIMABLE, IN_FLIGHT, State


class Delivery(models.Model):
    """One frozen payload that goes to one channel at one moment. The row is the truth: what it
    says was committed before or after the network was asked, never guessed.

    `id` is a UUIDv7 and the idempotency key; `client_id` is its frozen name on the network;
    `fence` grows with every claim, so that a late writer is told apart; `version` grows with every
    change by a person; `checkpoints` are what earlier attempts stored on the network.
    `reason` is a stable code, `reason_params` fill its sentence.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    channel = models.ForeignKey(
        Channel, on_delete=models.PROTECT, related_name="deliveries", db_index=False
    )
    state = models.CharField(max_length=12, choices=[(s.value, s.value) for s in State])
    due_at = models.DateTimeField()
    window_minutes = models.PositiveIntegerField()
    version = models.PositiveIntegerField(default=1)
    payload = models.TextField()
    payload_hash = models.CharField(max_length=64)
    client_id = models.CharField(max_length=200)
    created_at = models.DateTimeField()

    fence = models.PositiveIntegerField(default=0)
    owner = models.CharField(max_length=80, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)

    n_attempts = models.PositiveIntegerField(default=0)
    intent_at = models.DateTimeField(null=True, blank=True)
    first_sent_at = models.DateTimeField(null=True, blank=True)
    next_try_at = models.DateTimeField(null=True, blank=True)
    n_absent = models.PositiveSmallIntegerField(default=0)
    checkpoints = models.JSONField(default=dict, blank=True)

    remote_id = models.CharField(max_length=400, blank=True)
    remote_url = models.CharField(max_length=1000, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=80, blank=True)
    reason_params = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name_plural = "deliveries"
        indexes = (
            models.Index(
                fields=("next_try_at", "channel"),
                name="delivery_due",
                condition=models.Q(state__in=sorted(CLAIMABLE)),
            ),
            models.Index(
                fields=("lease_until",),
                name="delivery_lease",
                condition=models.Q(state__in=sorted(IN_FLIGHT)),
            ),
            models.Index(
                fields=("next_try_at",),
                name="delivery_unknown",
                condition=models.Q(state=State.UNKNOWN.value),
            ),
            models.Index(
                fields=("channel", "next_try_at", "id"),
                name="delivery_lane",
                condition=models.Q(state__in=sorted(CLAIMABLE)),
            ),
            models.Index(
                fields=("due_at",),
                name="delivery_held",
                condition=models.Q(state=State.HELD.value),
            ),
            models.Index(fields=("channel", "state", "due_at"), name="delivery_channel"),
        )

    @property
    def status(self) -> State:
        return State(self.state)


class Attempt(models.Model):
    """One try of a delivery or one look at the network; kept for ever, never changed after its end.

    `outcome` is the event that ended it (empty while open), `cause` a stable code.
    """

    class Kind(models.TextChoices):
        SEND = "send", "send"
        LOOK = "look", "look"
        PERSON = "person", "person"

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="attempts")
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.SEND)
    number = models.PositiveIntegerField()
    fence = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=20, blank=True)
    cause = models.CharField(max_length=80, blank=True)
    cause_params = models.JSONField(default=dict, blank=True)
    next_try_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("id",)


class Lane(models.Model):
    """At most one worker at a time serves a channel; the bucket paces it by the network's rate."""

    channel = models.OneToOneField(Channel, on_delete=models.CASCADE, primary_key=True)
    owner = models.CharField(max_length=80, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    tokens = models.FloatField(default=0)
    filled_at = models.DateTimeField(null=True, blank=True)
    wait_until = models.DateTimeField(null=True, blank=True)


class MailServer(models.Model):
    """How letters leave this installation: one row, or none. `password_sealed` is opened by
    `channels.vault` only; `failure` is the code of what went wrong last, empty since it works."""

    class Security(models.TextChoices):
        TLS = "tls", _("TLS from the beginning (port 465)")
        STARTTLS = "starttls", _("STARTTLS (port 587)")
        NONE = "none", _("None (only inside your own network)")

    host = models.CharField(_("Mail server"), max_length=200, blank=True)
    port = models.PositiveIntegerField(_("Port"), default=587)
    security = models.CharField(
        _("Encryption"), max_length=8, choices=Security, default=Security.STARTTLS
    )
    user = models.CharField(_("User name"), max_length=200, blank=True)
    password_sealed = models.BinaryField(default=b"", editable=False)
    sender = models.EmailField(_("Letters come from"), blank=True)
    recipients = models.CharField(_("Letters go to"), max_length=500, blank=True)
    failure = models.CharField(max_length=80, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)


class Letter(models.Model):
    """The letter about one to-do at one moment: written before it is sent, so that it goes once.
    `sent_at` is empty until the mail server took it."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="letters")
    due_at = models.DateTimeField()
    n_tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("delivery", "due_at"), name="one_letter"),)


class FactsSeen(models.Model):
    """By which facts the scheduled posts of a channel were checked last."""

    channel = models.OneToOneField(Channel, on_delete=models.CASCADE, primary_key=True)
    fingerprint = models.CharField(max_length=64)
    seen_at = models.DateTimeField()


class Misfit(models.Model):
    """A scheduled delivery that no longer fits the rules of its network, since they changed.
    `findings` are its errors as the ledger keeps them; true for that `version` of it only."""

    delivery = models.OneToOneField(
        Delivery, on_delete=models.CASCADE, primary_key=True, related_name="misfit"
    )
    version = models.PositiveIntegerField()
    findings = models.JSONField(default=list)
    found_at = models.DateTimeField()
