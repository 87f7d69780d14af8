"""Facebook, Instagram, Threads."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from skupnost.networks.steps.words import Step

_COPY_LINK = Step(
    _("Open the post by a click on its time, and copy the address from the browser's bar.")
)

META: Mapping[tuple[str, str], tuple[Step, ...]] = {
    ("facebook", "page"): (
        Step(
            _(
                "Open Meta Business Suite and see at the top left that the Page is chosen, not "
                "your own name."
            )
        ),
        Step(_("Choose “Create post”. Leave Instagram unticked if it has a post of its own.")),
        Step(_("Paste the text.")),
        Step(_("Add the pictures with “Add photo”, in the order given here."), "image"),
        Step(_("Add the film with “Add video”."), "video"),
        Step(
            _("Open “Edit” on each picture, then “Alternative text”, and paste its description."),
            "alt",
        ),
        Step(_("Wait until the card of the link has appeared."), "link"),
        Step(_("Choose “Publish now”.")),
        Step(
            _(
                "Open the Page itself, find the post on top, click on its time and copy the "
                "address from the browser's bar."
            )
        ),
    ),
    ("facebook", "profile"): (
        Step(_("Open Facebook and see that your own picture, not a Page's, is at the top right.")),
        Step(_("Click on “What's on your mind?”.")),
        Step(_("Below your name choose who may see it: “Public” if everybody should.")),
        Step(_("Paste the text.")),
        Step(_("Add the pictures or the film with the green picture sign."), "media"),
        Step(_("Wait until the card of the link has appeared."), "link"),
        Step(_("Choose “Post”.")),
        _COPY_LINK,
    ),
    ("facebook", "group"): (
        Step(_("Open the group. Read its rules once more if you are a guest there.")),
        Step(
            _(
                "Click on “Write something…”. The small picture beside it says as whom you post: "
                "click on it to switch between you and your Page."
            )
        ),
        Step(_("Paste the text.")),
        Step(_("Add the pictures or the film with the green picture sign."), "media"),
        Step(_("Choose “Post”. In some groups an admin has to let it through first.")),
        _COPY_LINK,
    ),
    ("instagram", ""): (
        Step(
            _("Open Instagram in the browser or the app, and see that the right account is chosen.")
        ),
        Step(_("Choose “Create” (the plus sign), then “Post”.")),
        Step(_("Choose the pictures from the downloaded files, in the order given here."), "image"),
        Step(_("Choose the film from the downloaded files."), "video"),
        Step(
            _("Instagram takes no post without a picture or film: add one to the post first."),
            "no media",
        ),
        Step(_("See that the crop shows everything, then go on twice with “Next”.")),
        Step(_("Paste the text as the caption.")),
        Step(_("Open “Accessibility” and paste the description of each picture."), "alt"),
        Step(_("A link in the caption cannot be clicked: put it into the profile."), "link"),
        Step(_("Choose “Share”.")),
        Step(_("Open the post on your profile and copy its address, or “…” and “Copy link”.")),
    ),
    ("threads", ""): (
        Step(_("Open Threads and choose the plus sign.")),
        Step(_("Paste the text.")),
        Step(_("Add the pictures or the film with the picture sign."), "media"),
        Step(_("Choose “Alt” on each picture and paste its description."), "alt"),
        Step(_("Choose “Add to thread” and paste the next part, until all are in."), "thread"),
        Step(_("Choose “Post”.")),
        Step(_("Open the post, choose the paper plane, then “Copy link”.")),
    ),
}
