"""X, Bluesky, Mastodon, Pixelfed, Tumblr, LinkedIn."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from skupnost.networks.steps.words import Step

_NEXT_PART = Step(
    _("Choose the plus sign and paste the next part, until the whole thread is in."), "thread"
)

SHORT: Mapping[tuple[str, str], tuple[Step, ...]] = {
    ("x", ""): (
        Step(_("Open X; at the bottom left it says which account is signed in.")),
        Step(_("Choose “Post” and paste the text.")),
        Step(_("Add the pictures or the film with the picture sign."), "media"),
        Step(_("Choose “Add description” below the pictures and paste each one."), "alt"),
        _NEXT_PART,
        Step(_("Choose “Post”, or “Post all” for a thread.")),
        Step(_("Open the post by a click on its time and copy the address.")),
    ),
    ("bluesky", ""): (
        Step(_("Open Bluesky and choose “New post”.")),
        Step(_("Paste the text.")),
        Step(_("Add the pictures or the film with the picture sign."), "media"),
        Step(_("Choose “+ ALT” on each picture and paste its description."), "alt"),
        _NEXT_PART,
        Step(_("Choose “Post”.")),
        Step(_("Open the post and copy its address, or “…” and “Copy link to post”.")),
    ),
    ("mastodon", ""): (
        Step(_("Open your server and go to the field “What is on your mind?”.")),
        Step(_("Paste the text.")),
        Step(_("Add the pictures or the film with the paper clip."), "media"),
        Step(_("Choose “Edit” on each picture and paste its description."), "alt"),
        Step(_("Choose who may see it with the globe, and the language beside it.")),
        Step(_("Choose “Post”.")),
        Step(_("Answer your own post with the next part, and so on."), "thread"),
        Step(_("Open the post by a click on its time and copy the address.")),
    ),
    ("pixelfed", ""): (
        Step(_("Open your server and choose “Create new post”.")),
        Step(_("Choose the downloaded pictures, in the order given here."), "image"),
        Step(_("Pixelfed takes no post without a picture: add one first."), "no media"),
        Step(_("Paste the text as the caption.")),
        Step(_("Choose “Media descriptions” and paste each one."), "alt"),
        Step(_("Choose “Post”, open it on your profile and copy its address.")),
    ),
    ("tumblr", "blog"): (
        Step(_("Open Tumblr and choose the pencil, “Create a post”.")),
        Step(_("At the top of the window choose the blog it is for.")),
        Step(_("Choose the kind of post: “Photo” with pictures, “Video” with a film."), "media"),
        Step(_("Choose “Text”."), "no media"),
        Step(_("Add the downloaded files."), "media"),
        Step(_("Choose “…” on each picture, then the description, and paste it."), "alt"),
        Step(_("Paste the title into the first line."), "title"),
        Step(_("Paste the text.")),
        Step(_("Paste the tags into “#add tags”, each followed by a comma."), "tags"),
        Step(_("Choose “Post now”.")),
        Step(_("Open the post, choose the share arrow, then “Copy link”.")),
    ),
    ("tumblr", "community"): (
        Step(_("Open the community on Tumblr and choose “Post in community”.")),
        Step(_("Paste the title into the first line."), "title"),
        Step(_("Paste the text.")),
        Step(_("Add the downloaded files."), "media"),
        Step(_("Paste the tags into “#add tags”, each followed by a comma."), "tags"),
        Step(_("Choose “Post”, open it and copy its address.")),
    ),
    ("linkedin", "organization"): (
        Step(_("Open the company's page and choose “View as super admin” if it is offered.")),
        Step(_("Choose “Create”, then “Start a post”.")),
        Step(_("See that the company's name, not yours, stands above the field.")),
        Step(_("Paste the text.")),
        Step(_("Add the pictures or the film with the picture sign."), "media"),
        Step(_("Choose “ALT” on each picture and paste its description."), "alt"),
        Step(_("Choose “Post”.")),
        Step(_("On the post choose “…”, then “Copy link to post”.")),
    ),
    ("linkedin", "member"): (
        Step(_("Open LinkedIn and choose “Start a post”.")),
        Step(_("See that your own name stands above the field, and “Anyone” below it.")),
        Step(_("Paste the text.")),
        Step(_("Add the pictures or the film with the picture sign."), "media"),
        Step(_("Choose “ALT” on each picture and paste its description."), "alt"),
        Step(_("Choose “Post”.")),
        Step(_("On the post choose “…”, then “Copy link to post”.")),
    ),
}
