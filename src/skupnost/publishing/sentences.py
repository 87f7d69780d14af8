"""Reasons and attempts in plain words: stable codes in, translated sentences out."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skupnost.networks.findings import sentence_of
from skupnost.publishing.models import Attempt

REASONS: Mapping[str, str | Promise] = {
    # what the worker itself decides
    "worker_vanished": gettext_lazy(
        "The program stopped while the post was on its way. We will ask the network."
    ),
    "rate_bucket_empty": gettext_lazy(
        "The network allows only so many posts in this time. This one waits for its turn."
    ),
    "channel_paused": gettext_lazy("The channel is paused. Resume it to publish."),
    "client_paused": gettext_lazy("Everything of this client is paused. Resume to publish."),
    "needs_reconnect": gettext_lazy("The channel must be connected again before it can publish."),
    "channel_disconnected": gettext_lazy("The channel is disconnected. Connect it to publish."),
    "credentials_unreadable": gettext_lazy(
        "The stored credentials cannot be opened. Connect the channel again, or put the file "
        "credentials.key back from a backup."
    ),
    "held_too_long": gettext_lazy(
        "The channel could not publish until it was too late. Choose another time."
    ),
    "too_late": gettext_lazy(
        "Skupnost was not running at the time, and afterwards it was too late. Choose another time."
    ),
    "time_used_up": gettext_lazy("The network could not be reached until it was too late."),
    "preflight": gettext_lazy("The post breaks a rule of the network."),
    "same_key_again": gettext_lazy("Sent again under the same name, which cannot make a second."),
    "absent": gettext_lazy("The network does not list the post."),
    "partly_there": gettext_lazy("A part of the thread is live. The rest will follow."),
    "there": gettext_lazy("The network lists the post."),
    "listed_for_another": gettext_lazy(
        "The network lists a post like this, but it belongs to another delivery."
    ),
    "no_way_to_ask": gettext_lazy(
        "The answer was lost and this network offers no way to ask whether the post is there. "
        "Please look for yourself."
    ),
    "cannot_tell": gettext_lazy(
        "The network could not say whether the post is there. Please look for yourself."
    ),
    "looked_in_vain": gettext_lazy(
        "The network gave no answer for a long time. Please look whether the post is there."
    ),
    "no_time_left": gettext_lazy("The network is slow: the post goes out with the next group."),
    "fault_in_connector": gettext_lazy(
        "Our program made a mistake while talking to the network. Please report it."
    ),
    "picture_missing": gettext_lazy("A picture of this post is no longer in the library."),
    # what the transport and the connectors say
    "connection_failed": gettext_lazy("The network could not be reached."),
    "connection_timed_out": gettext_lazy("The network could not be reached in time."),
    "connection_lost": gettext_lazy("The connection broke while the post was on its way."),
    "name_not_found": gettext_lazy("The server's name was not found."),
    "tls_failed": gettext_lazy("No secure connection to the server was possible."),
    "address_refused": gettext_lazy("The server's address is not allowed."),
    "timed_out": gettext_lazy("The network did not answer in time."),
    "answer_lost": gettext_lazy("The network's answer was lost."),
    "answer_broken": gettext_lazy("The network's answer was cut off."),
    "answer_unreadable": gettext_lazy("The network's answer could not be read."),
    "answer_too_large": gettext_lazy("The network's answer was too large to be true."),
    "server_error": gettext_lazy("The network reported an error of its own."),
    "unavailable": gettext_lazy("The network is out of service for a while."),
    "rate_limited": gettext_lazy("The network asked us to wait."),
    "token_invalid": gettext_lazy("The network no longer accepts the connection of this channel."),
    "not_the_api": gettext_lazy("The server answers, but not like this network."),
    "token_expired": gettext_lazy(
        "The network no longer accepts the credentials of this channel. Connect it again."
    ),
    "credentials_refused": gettext_lazy(
        "The network no longer accepts the name and password of this channel. Connect it again."
    ),
    "app_password_needed": gettext_lazy(
        "The account asks for a second factor. Connect the channel again with an app password."
    ),
    "account_restricted": gettext_lazy(
        "The network has closed or paused the account. Sign in there and see what it says."
    ),
    "already_exists": gettext_lazy(
        "Another post stands where this one should go. Make a new post of it."
    ),
    "thread_too_long": gettext_lazy(
        "The thread has %(n_parts)s parts, and the network takes at most %(max)s at once."
    ),
    "video_stands_alone": gettext_lazy("A film cannot be shown together with other media."),
    "permission_missing": gettext_lazy(
        "The account behind this channel may not publish. Give it the right, or connect another."
    ),
    "content_refused": gettext_lazy("The network refused the text of this post."),
    "media_refused": gettext_lazy("The network refused a picture of this post."),
    "media_not_ready": gettext_lazy("The network is still preparing the pictures."),
    "not_found": gettext_lazy("The network does not know what was asked for."),
    "refused_for_good": gettext_lazy("The network refused the post."),
    "server_moved": gettext_lazy("The server sends us to another address. Check the channel."),
    "blocked_by_site": gettext_lazy(
        "Something in front of the site, such as a security plug-in, blocked the request."
    ),
    "term_not_allowed": gettext_lazy(
        "The account may not make the category or tag “%(name)s”. Make it on the site first."
    ),
    "maybe_twice": gettext_lazy("The site may hold this post twice. We will look."),
    "key_malformed": gettext_lazy(
        "The key of this channel is incomplete. Copy the whole Admin API key again."
    ),
    "not_by_api": gettext_lazy("This network lets no program publish here."),
    "cannot_remove": gettext_lazy("This network lets no program remove posts."),
    "not_live": gettext_lazy("Only a post that is live can be removed."),
    "request_malformed": gettext_lazy("The post holds characters that cannot be sent."),
}

EVENTS: Mapping[tuple[str, str], str | Promise] = {
    ("send", ""): gettext_lazy("Sending now."),
    ("send", "accept"): gettext_lazy("Published."),
    ("send", "refuse"): gettext_lazy("The network refused it."),
    ("send", "hold"): gettext_lazy("Held until the channel can publish."),
    ("send", "not_sent"): gettext_lazy("Not sent."),
    ("send", "lose_sight"): gettext_lazy("Sent, but we do not know whether it arrived."),
    ("look", "found"): gettext_lazy("Looked on the network: it is there."),
    ("look", "absent"): gettext_lazy("Looked on the network: it is not there."),
    ("look", "look_again"): gettext_lazy("Looked on the network: not there yet."),
    ("look", "no_answer"): gettext_lazy("Tried to look on the network."),
    ("look", "repeat"): gettext_lazy("It may be sent again without harm."),
    ("look", "cannot_tell"): gettext_lazy("Nobody but you can tell whether it is there."),
    ("person", "say_there"): gettext_lazy("Somebody looked: it is there."),
    ("person", "send_again"): gettext_lazy("Somebody decided to send it again."),
    ("person", "drop"): gettext_lazy("Somebody decided to let it rest."),
    ("person", "paste_address"): gettext_lazy("Somebody posted it by hand."),
    ("person", "mend"): gettext_lazy("Somebody scheduled it again."),
    ("person", "remove"): gettext_lazy("Somebody removed it from the network."),
    ("person", "not_removed"): gettext_lazy("Somebody tried to remove it from the network."),
    ("person", ""): gettext_lazy("Being removed from the network."),
}


def reason(code: str, params: Mapping[str, object]) -> str:
    """The sentence of a code; one that is not ours is shown as the network's own word."""
    if not code:
        return ""
    if code == "preflight" and (words := sentence_of(params)):
        return words
    known = REASONS.get(code)
    if known is not None:
        return str(known) % dict(params) if params and "%(" in str(known) else str(known)
    return _("The network answered: %(code)s.") % {"code": code.replace("_", " ")}


def happening(attempt: Attempt) -> str:
    """What an attempt did, in a sentence."""
    known = EVENTS.get((attempt.kind, attempt.outcome))
    return str(known) if known is not None else attempt.outcome
