"""What a rule is called: by its own words, else by a thing and a measure put together."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from skupnost.networks.labels import FACTS
from skupnost.ui.words import Words

# Rules that some networks have: said whole.
FURTHER: Mapping[str, Words] = {
    "business_use_allowed": _("May be used for a company"),
    "native_profile_needed": _("A real person's profile is needed"),
    "verified_needed": _("The business must be verified"),
    "delete_window_seconds": _("Time for removing"),
    "friends_max": _("Friends"),
    "webhooks": _("Tells us about news by itself"),
    "text.post_bytes_max": _("Size of a whole post"),
    "text.canonical_url": _("The address of the original can be named"),
    "text.hashtags_count_in_text": _("Hashtags count as text"),
    "text.link_card": _("Links are shown as cards"),
    "text.links_clickable": _("Links can be clicked"),
    "text.bare_links": _("Links become cards by themselves"),
    "text.board_required": _("A board must be chosen"),
    "text.flair_may_be_required": _("A flair may be needed"),
    "text.rules_per_subreddit": _("Every community has rules of its own"),
    "text.reply_prefix_mentions_free": _("Names at the start of an answer count nothing"),
    "text.emoji_weight": _("An emoji counts as"),
    "text.phone_numbers_refused": _("Telephone numbers in the text are refused"),
    "text.title_must_repeat_in_content": _("The title must stand in the text as well"),
    "text.text_required": _("A text is needed"),
    "text.text_required_without_media": _("A text is needed where there is no picture"),
    "text.title_required": _("A title is needed"),
    "text.links_new_user_max": _("Links of a new member"),
    "text.mentions_new_user_max": _("Mentions by a new member"),
    "text.tags_total_max": _("Length of all tags together"),
    "text.embeds_max": _("Embedded cards"),
    "media.alt_text": _("Descriptions of pictures"),
    "media.captions": _("Subtitles"),
    "media.caption_bytes_max": _("Size of subtitles"),
    "media.request_bytes_max": _("Size of all files together"),
    "media.focal_point": _("The focus of a picture can be chosen"),
    "media.carousel_mixed": _("Pictures and films in one carousel"),
    "media.images_and_video_together": _("Pictures and a film in one post"),
    "media.photos_and_video_together": _("Pictures and a film in one post"),
    "media.media_by_public_url": _("Media are fetched from a public address"),
    "media.media_required": _("A picture or film is needed"),
    "media.media_count_min": _("Pictures or films needed"),
    "media.attachments_max": _("Files in a message"),
    "media.photos_max": _("Pictures in a post"),
    "media.images_new_user_max": _("Pictures of a new member"),
    "media.strip_metadata": _("Place and camera data should be removed"),
    "media.thumbnail_needs_verified_account": _("A cover of your own needs a verified account"),
    "media.video_cover_required": _("A film needs a cover"),
    "media.poll_options_max": _("Answers of a poll"),
    "media.poll_options_min": _("Answers of a poll, at least"),
    "publishing.schedule_min_seconds": _("Scheduling there: not sooner than"),
    "publishing.schedule_max_seconds": _("Scheduling there: not later than"),
    "publishing.edits_max": _("Number of edits"),
    "publishing.delete_window_seconds": _("Time for removing"),
    "publishing.collaborators": _("Posts together with other accounts"),
    "publishing.queue": _("The network keeps a queue"),
    "publishing.queue_max": _("Posts in the queue"),
    "publishing.visible_days": _("Days a post is seen"),
    "publishing.own_content_only": _("Only content of your own"),
    "publishing.made_for_kids_required": _("You must say whether it is for children"),
    "publishing.music_by_api": _("Music of the network for programs"),
    "publishing.targeting": _("Posts for a part of the audience"),
    "publishing.quote": _("Quote posts"),
    "publishing.newsletter_warning": _("Publishing may send a newsletter"),
    "quote": _("Quote posts"),
    "rate.posts_per_day": _("Posts in a day"),
    "rate.posts_per_day_account": _("Posts in a day"),
    "rate.posts_per_15min": _("Posts in a quarter of an hour"),
    "rate.pins_per_day_recommended_max": _("Pins in a day, recommended"),
    "rate.reels_per_day": _("Reels in a day"),
    "rate.replies_per_day": _("Replies in a day"),
    "rate.images_per_day": _("Pictures in a day"),
    "rate.videos_per_day": _("Films in a day"),
    "rate.video_minutes_per_day": _("Minutes of film in a day"),
    "rate.uploads_per_day": _("Uploads in a day"),
    "rate.uploads_per_day_channel": _("Uploads of a channel in a day"),
    "rate.likes_per_day": _("Likes in a day"),
    "rate.seconds_between_posts": _("Pause between two posts"),
    "rate.seconds_between_posts_new_user": _("Pause between two posts of a new member"),
    "rate.new_account_post_gap_seconds": _("Pause between two posts of a new account"),
    "rate.messages_per_second_chat": _("Messages in a second, one chat"),
    "rate.messages_per_minute_group": _("Messages in a minute, one group"),
    "rate.messages_per_second_all": _("Messages in a second, all chats"),
    "rate.pending_drafts": _("Drafts waiting there"),
    "rate.edits_per_minute": _("Edits in a minute"),
}

# `media.reel_seconds_max` is a thing (reel) and a measure (seconds_max).
THINGS: Mapping[str, Words] = {
    "album": _("Album"),
    "article_title": _("Title of an article"),
    "attachment": _("Attached file"),
    "audio": _("Recording"),
    "blob": _("Uploaded file"),
    "caption": _("Caption"),
    "carousel": _("Carousel"),
    "cashtags": _("Share symbols"),
    "comment": _("Comment"),
    "description": _("Description"),
    "document": _("Document"),
    "embed_description": _("Text of an embedded card"),
    "embed_title": _("Title of an embedded card"),
    "event_title": _("Title of an event"),
    "favicon": _("Icon of the site"),
    "file": _("File"),
    "gif": _("Animation"),
    "hashtags": _("Hashtags"),
    "html_title": _("Title of the page"),
    "image": _("Picture"),
    "link": _("Address of a link"),
    "link_card_thumb": _("Picture of a link card"),
    "links": _("Links"),
    "mentions": _("Mentions"),
    "meta_description": _("Description for search engines"),
    "offer_coupon": _("Code of an offer"),
    "og_description": _("Description of the shared page"),
    "og_image": _("Picture of the shared page"),
    "og_title": _("Title of the shared page"),
    "photo": _("Picture"),
    "photo_description": _("Text with pictures"),
    "photo_title": _("Title with pictures"),
    "poll": _("Poll"),
    "poll_answer": _("Answer of a poll"),
    "poll_answers": _("Answers of a poll"),
    "poll_options": _("Answers of a poll"),
    "poll_question": _("Question of a poll"),
    "reel": _("Reel"),
    "short": _("Short film"),
    "signature": _("Signature"),
    "story": _("Story"),
    "story_video": _("Film of a story"),
    "text": _("Text"),
    "text_attachment": _("Attached text"),
    "text_block": _("Paragraph"),
    "thumbnail": _("Cover of a film"),
    "title": _("Title"),
    "topic_tag": _("Topics"),
    "topic_tag_length": _("Name of a topic"),
    "video": _("Film"),
    "webhook_name": _("Name of the sender"),
}
MEASURES: Mapping[str, Words] = {
    "bytes_max": _("most bytes"),
    "bytes_min": _("fewest bytes"),
    "bytes_safe": _("most bytes, safe everywhere"),
    "bytes_recommended_max": _("most bytes, recommended"),
    "days_max": _("most days"),
    "fps_max": _("most frames a second"),
    "fps_min": _("fewest frames a second"),
    "height_max": _("greatest height"),
    "height_min": _("smallest height"),
    "height_recommended": _("recommended height"),
    "hours_max": _("most hours"),
    "max": pgettext_lazy("measure", "at most"),
    "min": pgettext_lazy("measure", "at least"),
    "minutes_max": _("most minutes"),
    "minutes_min": _("fewest minutes"),
    "pages_max": _("most pages"),
    "ratio": _("shape (width by height)"),
    "ratio_max": _("widest shape (width by height)"),
    "ratio_min": _("tallest shape (width by height)"),
    "ratio_recommended": _("recommended shape (width by height)"),
    "recommended_max": _("at most, recommended"),
    "safe_max": _("at most, safe everywhere"),
    "seconds_max": _("longest duration"),
    "seconds_min": _("shortest duration"),
    "side_max": _("longest side"),
    "side_min": _("shortest side"),
    "side_recommended_max": _("longest side, recommended"),
    "types": _("kinds of file"),
    "width_max": _("greatest width"),
    "width_min": _("smallest width"),
    "width_recommended": _("recommended width"),
}
_ORDER = {key: place for place, key in enumerate((*FACTS, *FURTHER))}


def name_of(key: str) -> str:
    """What a rule is called in the reader's language; empty for what only the machine uses."""
    whole = FACTS.get(key) or FURTHER.get(key)
    return str(whole) if whole else _composed(key.partition(".")[2])


def _composed(name: str) -> str:
    words = name.split("_")
    for cut in range(len(words) - 1, 0, -1):
        thing, measure = "_".join(words[:cut]), "_".join(words[cut:])
        if thing in THINGS and measure in MEASURES:
            parts = {"thing": THINGS[thing], "measure": MEASURES[measure]}
            return str(_("%(thing)s: %(measure)s") % parts)
    return ""


def place_of(key: str) -> tuple[int, str]:
    """Sorts rules in the order in which a person asks for them."""
    return _ORDER.get(key, len(_ORDER)), key
