"""Blogs, web sites, Medium, DEV, Google Business Profile; and any place we know nothing of."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from skupnost.networks.steps.words import Step

ANYWHERE: tuple[Step, ...] = (
    Step(_("Sign in with the account this is for, and begin a new post.")),
    Step(_("Paste the title."), "title"),
    Step(_("Paste the text.")),
    Step(_("Add the downloaded files, in the order given here."), "media"),
    Step(_("Give each picture its description."), "alt"),
    Step(_("Add the tags."), "tags"),
    Step(_("Publish it, open it, and copy its address.")),
)

OWN_SITES: Mapping[tuple[str, str], tuple[Step, ...]] = {
    ("wordpress", ""): (
        Step(_("Open your site's dashboard, then Posts, then Add new post.")),
        Step(_("Paste the title."), "title"),
        Step(_("Paste the text.")),
        Step(_("Drag the downloaded files to where they should stand."), "media"),
        Step(_("Click on each picture and paste its description into “Alternative text”."), "alt"),
        Step(_("In the panel on the right add the tags."), "tags"),
        Step(_("Choose “Publish” twice, then copy the address that is shown.")),
    ),
    ("ghost", ""): (
        Step(_("Open your site with /ghost at its end and choose “New post”.")),
        Step(_("Paste the title."), "title"),
        Step(_("Paste the text.")),
        Step(_("Drag the downloaded files to where they should stand."), "media"),
        Step(_("Choose “Alt” on each picture and paste its description."), "alt"),
        Step(_("Open the settings of the post and add the tags."), "tags"),
        Step(_("Choose “Publish”, “Continue”, “Publish now”, and copy the address.")),
    ),
    ("blog", "blogger"): (
        Step(_("Open Blogger; the blog's name stands at the top left. Choose “New post”.")),
        Step(_("Paste the title."), "title"),
        Step(_("Paste the text.")),
        Step(_("Add the pictures with “Insert image”, “Upload from computer”."), "image"),
        Step(_("Click on each picture, the wheel, and paste its description."), "alt"),
        Step(_("On the right, under “Labels”, add the tags."), "tags"),
        Step(_("Choose “Publish”, then the eye beside the post, and copy the address.")),
    ),
    ("medium", ""): (
        Step(_("Open Medium and choose “Write”.")),
        Step(_("Paste the title into the first line."), "title"),
        Step(_("Paste the text below it.")),
        Step(_("Add the pictures with the plus sign at the left of an empty line."), "image"),
        Step(_("Click on each picture, “Alt text”, and paste its description."), "alt"),
        Step(
            _(
                "Choose “Publish”. For a publication choose it there first; for a story that also "
                "stands on your blog set the canonical link under “Advanced settings”."
            )
        ),
        Step(_("Add at most five topics."), "tags"),
        Step(_("Choose “Publish now”, then copy the address.")),
    ),
    ("dev", ""): (
        Step(_("Open DEV and choose “Create Post”; an organisation is chosen at the top.")),
        Step(_("Paste the title."), "title"),
        Step(_("Add at most four tags."), "tags"),
        Step(_("Paste the text. DEV shows Markdown.")),
        Step(_("Choose “Upload image” for each picture; the first may be the cover."), "image"),
        Step(_("Choose “Publish” and copy the address.")),
    ),
    ("google_business_profile", ""): (
        Step(_("Search Google for the business while you are signed in as its manager.")),
        Step(_("Choose “Add update” in the panel of the business.")),
        Step(_("Paste the text as the description.")),
        Step(_("Add the downloaded picture."), "image"),
        Step(_("Choose a button such as “Learn more” and paste the link."), "link"),
        Step(_("Choose “Post”. It may take some minutes until it is seen.")),
        Step(_("Open the post, choose “Share” and copy the link.")),
    ),
    ("website", ""): (
        Step(_("Open the editor of the web site, or write to whoever looks after it.")),
        Step(_("Make a new page or a piece of news, and paste the title."), "title"),
        Step(_("Paste the text.")),
        Step(_("Add the downloaded files, in the order given here."), "media"),
        Step(_("Give each picture its description as alternative text."), "alt"),
        Step(_("Publish it, open it as a visitor would, and copy the address.")),
    ),
}
