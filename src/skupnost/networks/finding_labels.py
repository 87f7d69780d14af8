"""What preflight's sentences call fields and things that are counted."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Further fields by their names; `*` stands for a number.
DETAILS: Mapping[str, str | Promise] = {
    "first_comment": _("First comment"),
    "description": _("Description"),
    "format": _("Appears as"),
    "poll.question": _("Question of the poll"),
    "poll.options": _("Answers of the poll"),
    "poll.options.*": _("Answer of the poll"),
    "embeds": _("Embeds"),
    "embeds.*.title": _("Title of the embed"),
    "embeds.*.description": _("Description of the embed"),
    "embeds.*.author": _("Author of the embed"),
    "embeds.*.footer": _("Last line of the embed"),
    "embeds.*.fields": _("Fields of the embed"),
    "embeds.*.fields.*.name": _("Name of a field of the embed"),
    "embeds.*.fields.*.value": _("Value of a field of the embed"),
    "tagged_users": _("People tagged"),
    "event_title": _("Title of the event"),
    "offer_coupon": _("Coupon of the offer"),
    "meta_title": _("Title for search engines"),
    "meta_description": _("Description for search engines"),
    "text_attachment": _("Attached text"),
    "webhook_name": _("Name of the webhook"),
    "bio": _("Description of the account"),
    "display_name": _("Name of the account"),
    "signature": _("Signature"),
    "media.*.caption": _("Caption"),
    "media.*.name": _("Name of the file"),
}

# What a rate counts, by the unit of its fact.
COUNTED: Mapping[str, str | Promise] = {
    "posts": _("posts"),
    "articles": _("articles"),
    "messages": _("messages"),
    "videos": _("films"),
    "images": _("pictures"),
    "minutes": _("minutes of film"),
    "replies": _("replies"),
    "requests": _("requests"),
    "points": _("points"),
    "quota_units": _("quota units"),
}
