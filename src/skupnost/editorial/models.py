"""Posts and their variants: what is to be said, where, and who approved it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from skupnost.channels.models import Channel
from skupnost.clients.models import Client
from skupnost.library.models import Asset
from skupnost.people.models import User
from skupnost.publishing.models import Delivery


class Post(models.Model):
    """One message of a client, planned for one moment and any number of channels.

    `planned_at` is the instant (UTC); `version` grows with every change, so that two editors do
    not overwrite each other unseen; `sheet` is the open composer that wrote last, so that one
    person does not meet their own autosave. A post in the bin has `deleted_at`.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="posts")
    title = models.CharField(_("Title"), max_length=300, blank=True)
    text = models.TextField(_("Text"), blank=True)
    planned_at = models.DateTimeField(null=True, blank=True)
    language = models.CharField(max_length=16, blank=True)
    details = models.JSONField(default=dict, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True)
    created_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="changed_posts"
    )
    changed_at = models.DateTimeField()
    sheet = models.CharField(max_length=40, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    assets = models.ManyToManyField(Asset, through="PostAsset", related_name="posts")

    class Meta:
        indexes = (
            models.Index(
                fields=("client", "planned_at"),
                name="post_calendar",
                condition=models.Q(deleted_at__isnull=True),
            ),
        )


class PostAsset(models.Model):
    """A picture's place in a post."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE)
    asset = models.ForeignKey(Asset, on_delete=models.PROTECT)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=("post", "asset"), name="asset_in_post"),)


class Variant(models.Model):
    """A post as one channel will get it. Empty `text` means the post's own; `details` holds the
    fields of the network (visibility, excerpt, tags and so on). `approved_hash` is the digest of
    the payload that was approved: other text cannot become a delivery."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="variants")
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="variants")
    is_own_text = models.BooleanField(default=False)
    text = models.TextField(blank=True)
    details = models.JSONField(default=dict, blank=True)
    approved_hash = models.CharField(max_length=64, blank=True)
    approved_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    delivery = models.OneToOneField(
        Delivery, on_delete=models.PROTECT, null=True, blank=True, related_name="variant"
    )

    class Meta:
        constraints = (models.UniqueConstraint(fields=("post", "channel"), name="one_variant"),)


class PastDelivery(models.Model):
    """A delivery that a post had before: called off and scheduled anew, or its channel left out."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="past_deliveries")
    delivery = models.OneToOneField(Delivery, on_delete=models.PROTECT, related_name="past_of")

    class Meta:
        ordering = ("id",)
