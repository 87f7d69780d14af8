"""The rulebook's keys and codes in the reader's language: groups, limits, words, trust."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from skupnost.ui.words import Words

GROUPS: Mapping[str, Words] = {
    "ability": _("What a program may do"),
    "text": _("Text"),
    "media": _("Pictures, films and sound"),
    "publishing": _("Publishing and changing"),
    "rate": _("How much in which time"),
}

# Only what a person can use; the machine's own keys stay out of sight.
FACTS: Mapping[str, Words] = {
    "publish": _("Publish"),
    "comments_read": _("Read comments"),
    "reply": _("Reply"),
    "moderate": _("Moderate"),
    "metrics": _("Read figures"),
    "archive_export": _("Download an archive"),
    "app_review": _("Review of the program by the network"),
    "paid_tier": _("Paid access"),
    "text.text_max": _("Length of a post"),
    "text.text_bytes_max": _("Length of a post in bytes"),
    "text.title_max": _("Length of the title"),
    "text.slug_max": _("Length of the address part"),
    "text.excerpt": _("Excerpt"),
    "text.excerpt_max": _("Length of the excerpt"),
    "text.url_weight": _("A link counts as"),
    "text.mention_domain_free": _("The server's name in a mention counts nothing"),
    "text.content_warning_counts": _("The content warning counts as text"),
    "text.content_warning_max": _("Length of the content warning"),
    "text.tags_max": _("Tags"),
    "text.tag_max": _("Length of a tag"),
    "text.langs_max": _("Languages of a post"),
    "text.bio_max": _("Length of the description"),
    "text.display_name_max": _("Length of the name"),
    "text.poll_options_max": _("Answers of a poll"),
    "text.poll_option_max": _("Length of an answer"),
    "text.seo_title_recommended_max": _("Title in search results, recommended"),
    "text.seo_description_recommended_max": _("Description in search results, recommended"),
    "text.meta_title_max": _("Title for search engines"),
    "text.meta_description_max": _("Description for search engines"),
    "media.images_max": _("Pictures in a post"),
    "media.gallery_max": _("Pictures in a gallery"),
    "media.image_bytes_max": _("Size of a picture"),
    "media.image_bytes_safe": _("Size of a picture, safe everywhere"),
    "media.image_pixels_max": _("Pixels of a picture"),
    "media.image_side_recommended_max": _("Longest side, recommended"),
    "media.image_types": _("Kinds of picture"),
    "media.upload_bytes_max": _("Size of an upload"),
    "media.video_count_max": _("Films in a post"),
    "media.video_bytes_max": _("Size of a film"),
    "media.video_bytes_safe": _("Size of a film, safe everywhere"),
    "media.video_seconds_max": _("Length of a film"),
    "media.video_types": _("Kinds of film"),
    "media.audio_count_max": _("Recordings in a post"),
    "media.audio_bytes_max": _("Size of a recording"),
    "media.alt_text_max": _("Length of a picture's description"),
    "media.captions_max": _("Subtitles of a film"),
    "publishing.native_schedule": _("The network can schedule by itself"),
    "publishing.schedules_total_max": _("Posts scheduled there at once"),
    "publishing.schedules_per_day_max": _("Posts scheduled there for a day"),
    "publishing.edit": _("Edit a live post"),
    "publishing.edit_window_seconds": _("Time for editing"),
    "publishing.delete": _("Remove a live post"),
    "publishing.threads": _("Threads"),
    "publishing.polls": _("Polls"),
    "publishing.first_comment": _("First comment"),
    "rate.posts_per_3h": _("Posts in three hours"),
    "rate.calls_per_5min": _("Requests in five minutes"),
    "rate.media_per_30min": _("Uploads in half an hour"),
    "rate.deletes_per_30min": _("Removals in half an hour"),
    "rate.points_per_hour": _("Points in an hour"),
    "rate.points_per_day": _("Points in a day"),
    "rate.logins_per_5min": _("Sign-ins in five minutes"),
    "rate.logins_per_day": _("Sign-ins in a day"),
}

WORDS: Mapping[str, Words] = {
    "api": _("yes"),
    "yes": _("yes"),
    "none": _("no"),
    "no": _("no"),
    "assisted": _("by hand, with our help"),
    "read_only": _("to read"),
    "unlimited": _("without limit"),
    "api_discouraged": _("yes, but not advised"),
    "api_after_audit": _("after a review"),
    "api_after_approval": _("after approval"),
    "api_unproven": _("perhaps"),
    "api_if_summoned": _("only when called"),
    "api_blind": _("yes, without seeing the result"),
    "api_legacy_else_assisted": _("only with an old access"),
}

CONFIDENCE: Mapping[str, tuple[Words, str]] = {
    "official_contract": (_("from the network's own contract"), "good"),
    "official_doc": (_("from the network's documentation"), "good"),
    "observed": (_("seen by ourselves"), "good"),
    "secondary": (_("told by others"), "warn"),
    "memory_unverified": (_("not verified"), "quiet"),
}
