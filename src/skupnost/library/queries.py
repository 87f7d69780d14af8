"""Reading the library."""

from __future__ import annotations

from django.db.models import Count, QuerySet
from django.http import Http404

from skupnost.clients.models import Client
from skupnost.library.models import Asset


def assets_of(client: Client, *, is_missing_alt: bool = False) -> QuerySet[Asset]:
    """The client's pictures and films, newest first, each with `n_posts`; or only those not
    described. What a mend made of one is found with its original."""
    found = Asset.objects.filter(client=client, original=None).annotate(n_posts=Count("posts"))
    if is_missing_alt:
        found = found.filter(alt_text="", is_decorative=False)
    return found.order_by("-created_at", "-id")


def asset_or_404(client: Client, number: int) -> Asset:
    """The client's own picture of that number; Http404 for all others."""
    found = Asset.objects.filter(client=client, pk=number).first()
    if found is None:
        raise Http404
    return found


def versions_of(asset: Asset) -> QuerySet[Asset]:
    """What mends made of the asset, newest first."""
    return asset.versions.order_by("-created_at", "-id")


def n_posts_with(asset: Asset) -> int:
    """How many posts carry the asset; a version counts where its original is, since a channel may
    get it instead."""
    n_posts = asset.posts.count()
    return n_posts + n_posts_with(asset.original) if asset.original else n_posts
