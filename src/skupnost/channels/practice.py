"""What was published on the practice network, as its readers see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import Http404
from django.shortcuts import render

from skupnost.channels.models import Channel
from skupnost.channels.opening import simulator_for
from skupnost.kit.clock import SystemClock
from skupnost.kit.errors import Unsupported
from skupnost.kit.registry import UnknownNetwork
from skupnost.kit.simulation import PRACTICE_PREFIX, SimulatedPost, practice_name

N_NEWEST = 60


@dataclass(frozen=True, slots=True)
class Reading:
    """A post with the channel that published it."""

    channel: Channel
    post: SimulatedPost


def newest(request: HttpRequest) -> HttpResponse:
    """The newest posts of all practice channels of my clients."""
    channels = _practice_channels(request).order_by("pk")
    readings = [Reading(channel, post) for channel in channels for post in _posts(channel)]
    readings.sort(key=lambda reading: reading.post.created_at, reverse=True)
    context = {"readings": readings[:N_NEWEST], "channels": channels}
    return render(request, "channels/practice.html", context)


def account(request: HttpRequest, network: str, name: str) -> HttpResponse:
    """An account on the practice network, newest posts first."""
    channel = _channel_or_404(request, network, name)
    posts = sorted(_posts(channel), key=lambda row: row.created_at, reverse=True)
    context = {
        "channel": channel,
        "client": channel.client,
        "readings": [Reading(channel, row) for row in posts[:N_NEWEST]],
    }
    return render(request, "channels/practice.html", context)


def post(request: HttpRequest, network: str, name: str, remote_id: str) -> HttpResponse:
    """One post; where it is a thread, the parts that answer it too."""
    channel = _channel_or_404(request, network, name)
    posts = _posts(channel)
    found = next((row for row in posts if _is_named(row, remote_id)), None)
    if found is None:
        raise Http404
    context = {
        "channel": channel,
        "reading": Reading(channel, found),
        "parts": [Reading(channel, row) for row in _thread(posts, found)],
        "client": channel.client,
    }
    return render(request, "channels/practice_post.html", context)


def _channel_or_404(request: HttpRequest, network: str, name: str) -> Channel:
    """My channel on this practice server; Http404 for strangers."""
    mine = _practice_channels(request).filter(network=network).order_by("pk")
    channel = next((row for row in mine if practice_name(row.server) == name), None)
    if channel is None:
        raise Http404
    return channel


def _practice_channels(request: HttpRequest) -> QuerySet[Channel]:
    name = request.user.get_username()
    mine = Channel.objects.filter(client__membership__user__username=name)
    return mine.filter(server__startswith=PRACTICE_PREFIX).select_related("client")


def _posts(channel: Channel) -> tuple[SimulatedPost, ...]:
    try:
        return simulator_for(channel, clock=SystemClock()).posts()
    except (Unsupported, UnknownNetwork):
        return ()


def _is_named(post: SimulatedPost, remote_id: str) -> bool:
    return remote_id in (post.remote_id, post.url.rstrip("/").rpartition("/")[2])


def _thread(posts: Sequence[SimulatedPost], first: SimulatedPost) -> list[SimulatedPost]:
    """The answers of the same account below a post, in order."""
    chain: list[SimulatedPost] = []
    last = first.remote_id
    for row in posts:
        if row.in_reply_to == last and row.account == first.account:
            chain.append(row)
            last = row.remote_id
    return chain
