"""YouTube, TikTok, Vimeo."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from skupnost.networks.steps.words import Step

FILMS: Mapping[tuple[str, str], tuple[Step, ...]] = {
    ("youtube", "channel"): (
        Step(_("Open YouTube Studio; the picture at the top right says for which channel.")),
        Step(_("Choose “Create”, then “Upload videos”, and choose the downloaded film."), "video"),
        Step(
            _(
                "The post has no film. YouTube takes none without: add the film you upload, or "
                "use the channel's posts tab."
            ),
            "no video",
        ),
        Step(_("Paste the title.")),
        Step(_("Paste the text into “Description”.")),
        Step(_("Upload the picture as the thumbnail."), "image"),
        Step(_("Say whether it is made for children: YouTube asks for every film.")),
        Step(_("Choose “Show more” and paste the tags."), "tags"),
        Step(_("Go on with “Next” to “Visibility” and choose “Public”.")),
        Step(_("Choose “Publish” and copy the link of the film that is shown then.")),
    ),
    ("youtube", "community_posts"): (
        Step(_("Open YouTube and see at the top right that the right channel is chosen.")),
        Step(_("Choose “Create”, then “Create post”.")),
        Step(_("Paste the text.")),
        Step(_("Choose “Image” and add the pictures."), "image"),
        Step(_("Choose “Post”.")),
        Step(_("Click on the time of the post and copy the address from the browser's bar.")),
    ),
    ("tiktok", ""): (
        Step(_("Open TikTok Studio, “Upload”, with the right account at the top right.")),
        Step(_("Choose the downloaded film."), "video"),
        Step(
            _("Pictures can only be posted in the app: send them to your phone first."),
            "image",
        ),
        Step(_("TikTok takes no post without a film or pictures: add one first."), "no media"),
        Step(_("Replace the name of the file in “Description” by the text.")),
        Step(_("Choose the cover, and who may see it: “Everyone”.")),
        Step(_("Speaking for a company? Switch on “Disclose post content”, then “Your brand”.")),
        Step(_("Choose “Post” and wait until TikTok has checked it.")),
        Step(_("Open the film on the profile and copy its address.")),
    ),
    ("vimeo", ""): (
        Step(_("Open Vimeo and choose “New video”, then “Upload”.")),
        Step(_("Choose the downloaded film."), "video"),
        Step(_("The post has no film, and Vimeo takes nothing else: add the film."), "no video"),
        Step(_("Paste the title and the text as its description.")),
        Step(_("Choose the downloaded picture as the thumbnail."), "image"),
        Step(_("Under “Privacy” choose “Public”, and save.")),
        Step(_("Choose “Share”, then “Copy link”.")),
    ),
}
