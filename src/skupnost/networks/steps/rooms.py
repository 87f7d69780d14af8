"""Where people talk to each other: Reddit, Pinterest, Telegram, Discord, forums."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from skupnost.networks.steps.words import Step

_TELEGRAM_SEND = (
    Step(_("Paste the text into the field at the bottom."), "no media"),
    Step(
        _("Drag the downloaded files into the window, and paste the text as their caption."),
        "media",
    ),
    Step(_("Send it.")),
)

ROOMS: Mapping[tuple[str, str], tuple[Step, ...]] = {
    ("reddit", "user"): (
        Step(
            _("Open the community you want to post in and read its rules: many refuse advertising.")
        ),
        Step(_("Choose “Create post”. For the own profile choose it in the list of communities.")),
        Step(_("Choose “Images & Video” and add the downloaded files."), "media"),
        Step(_("Choose “Text”."), "no media"),
        Step(_("Paste the title. It cannot be changed afterwards.")),
        Step(_("Paste the text into the body.")),
        Step(_("Choose the flair if the community asks for one.")),
        Step(_("Choose “Post”.")),
        Step(_("Choose “Share”, then “Copy link”.")),
    ),
    ("reddit", "moderator"): (
        Step(_("Open your community and choose “Create post”.")),
        Step(_("Choose “Images & Video” and add the downloaded files."), "media"),
        Step(_("Choose “Text”."), "no media"),
        Step(_("Paste the title. It cannot be changed afterwards.")),
        Step(_("Paste the text into the body and choose the flair.")),
        Step(_("Choose “Post”. If it should stay on top: shield, then “Pin”.")),
        Step(_("Choose “Share”, then “Copy link”.")),
    ),
    ("pinterest", ""): (
        Step(_("Open Pinterest and choose “Create”, then “Create Pin”.")),
        Step(_("Add the downloaded picture or film."), "media"),
        Step(_("Pinterest takes no Pin without a picture: add one first."), "no media"),
        Step(_("Paste the title."), "title"),
        Step(_("Paste the text into “Description”.")),
        Step(_("Paste the link into “Link”."), "link"),
        Step(_("Open “More options” and paste the description into “Alt text”."), "alt"),
        Step(_("Choose the board, then “Publish”.")),
        Step(_("Open the Pin and copy its address.")),
    ),
    ("telegram", "channel"): (
        Step(_("Open Telegram and the channel. You must be one of its administrators.")),
        *_TELEGRAM_SEND,
        Step(_("Choose “Copy message link” from the menu of the post.")),
    ),
    ("telegram", "group"): (
        Step(_("Open Telegram and the group.")),
        *_TELEGRAM_SEND,
        Step(
            _(
                "Choose “Copy message link” from the menu of the message. Small private groups "
                "have none: paste the address of the group and keep it."
            )
        ),
    ),
    ("telegram", ""): (
        Step(_("Open Telegram and the conversation.")),
        *_TELEGRAM_SEND,
        Step(_("Private conversations have no addresses: paste that of the account and keep it.")),
    ),
    ("discord", ""): (
        Step(_("Open Discord, the server and the channel in which it should stand.")),
        Step(_("Paste the text into the field at the bottom. Discord shows Markdown.")),
        Step(_("Drag the downloaded files into the window."), "media"),
        Step(_("Choose the pencil on each picture and paste its description."), "alt"),
        Step(_("Send it. In an announcement channel choose “Publish” as well.")),
        Step(_("Choose “Copy message link” from the menu of the message.")),
    ),
    ("forum", "phpbb_member"): (
        Step(_("Sign in to the forum and open the board that fits.")),
        Step(_("Choose “New topic”, or “Post reply” in a topic.")),
        Step(_("Paste the title into “Subject”."), "title"),
        Step(_("Paste the text.")),
        Step(_("Open “Attachments” and add the files; place each one inline."), "media"),
        Step(_("Look at it with “Preview”, then choose “Submit”.")),
        Step(_("Copy the address of the post: its subject line is a link.")),
    ),
    ("forum", ""): (
        Step(_("Sign in to the forum and open the category that fits.")),
        Step(_("Choose “New topic”, or “Reply” in a topic.")),
        Step(_("Paste the title."), "title"),
        Step(_("Paste the text. The forum shows Markdown.")),
        Step(_("Drag the downloaded files into the text."), "media"),
        Step(_("Add the tags the category knows."), "tags"),
        Step(_("Choose “Create topic” or “Reply”.")),
        Step(_("Choose the chain sign below the post and copy its address.")),
    ),
}
