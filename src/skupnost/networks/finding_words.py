"""The sentences of preflight's codes: what is wrong, by how much, what to do."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from skupnost.domain.preflight.codes import Code

# Amounts come with their unit: %(off)s is “12 characters” or “300 KB”.
BY_AMOUNT: Mapping[Code, str | Promise] = {
    "text_too_long": _("Too long by %(off)s: at most %(max)s. Shorten it or split it."),
    "text_too_short": _("Too short by %(off)s: at least %(min)s."),
    "text_long_for_some": _("Some servers refuse more than %(max)s. This has %(value)s."),
    "text_long": _("Posts of up to %(max)s are read more often. This has %(value)s."),
    "title_too_long": _("The title is too long by %(off)s: at most %(max)s."),
    "title_too_short": _("The title is too short by %(off)s: at least %(min)s."),
    "title_long_for_search": _("Search engines cut the title after %(max)s. This has %(value)s."),
    "excerpt_too_long": _("The excerpt is too long by %(off)s: at most %(max)s."),
    "excerpt_long_for_search": _(
        "Search engines cut the excerpt after %(max)s. This has %(value)s."
    ),
    "warning_too_long": _("The content warning is too long by %(off)s: at most %(max)s."),
    "slug_too_long": _("The address part is too long by %(off)s: at most %(max)s."),
    "tag_too_long": _("This tag is too long by %(off)s: at most %(max)s."),
    "alt_text_too_long": _("The description is too long by %(off)s: at most %(max)s."),
    "file_too_heavy": _("The file is too large: %(value)s, at most %(max)s. Make it smaller."),
    "file_heavy_for_some": _(
        "Files above %(max)s may be refused. This has %(value)s: make it smaller to be safe."
    ),
    "thumb_too_heavy": _(
        "The picture of a link card may have at most %(max)s. This has %(value)s: make it smaller."
    ),
    "file_too_small": _("The file is too small: %(value)s, at least %(min)s. Take a better one."),
    "too_many_pixels": _(
        "The picture has %(value)s, the network uses at most %(max)s. Make it smaller."
    ),
    "side_too_long": _("The longer side has %(value)s, at most %(max)s. Make it smaller."),
    "side_long": _("The longer side has %(value)s. More than %(max)s is of no use here."),
    "side_too_short": _("The shorter side has %(value)s, at least %(min)s. Take a larger one."),
    "too_wide": _("The picture is %(value)s wide, at most %(max)s. Make it smaller."),
    "too_narrow": _("The picture is %(value)s wide, at least %(min)s. Take a larger one."),
    "too_high": _("The picture is %(value)s high, at most %(max)s. Make it smaller."),
    "too_low": _("The picture is %(value)s high, at least %(min)s. Take a larger one."),
    "shape_too_wide": _(
        "The picture is too wide for its height (%(value)s, at most %(max)s). Crop it."
    ),
    "shape_too_tall": _(
        "The picture is too tall for its width (%(value)s, at least %(min)s). Crop it."
    ),
    "video_too_long": _("The film lasts %(value)s, at most %(max)s. Cut it."),
    "video_too_short": _("The film lasts %(value)s, at least %(min)s."),
    "paragraph_too_long": _(
        "A paragraph is too long by %(off)s: at most %(max)s. Divide it with an empty line."
    ),
    "link_too_long": _("The link is too long by %(off)s: at most %(max)s. Take a shorter address."),
    "tags_too_long": _(
        "All tags together are too long by %(off)s: at most %(max)s. Remove some of them."
    ),
    "field_too_long": _("%(field)s: too long by %(off)s, at most %(max)s. Shorten it."),
    "field_too_short": _("%(field)s: too short by %(off)s, at least %(min)s."),
    "poll_too_long": _("The poll runs for %(value)s, at most %(max)s. Let it end sooner."),
    "poll_too_short": _("The poll runs for %(value)s, at least %(min)s. Let it run longer."),
    "files_too_heavy": _(
        "All files of the post together have %(value)s, at most %(max)s. Make them smaller."
    ),
    "file_heavy": _("The file has %(value)s. More than %(max)s is not advised: make it smaller."),
    "shape_too_long": _(
        "The longer side is %(value)s times the shorter, at most %(max)s times. Crop it."
    ),
    "shape_wrong": _("The shape is %(value)s and has to be %(max)s here. Crop it."),
    "shape_unusual": _("The shape is %(value)s; %(max)s looks best here. Crop it."),
    "narrow": _("It is %(value)s wide; at least %(min)s looks best here."),
    "low": _("It is %(value)s high; at least %(min)s looks best here."),
    "sides_too_long": _(
        "Width and height together have %(value)s, at most %(max)s. Make it smaller."
    ),
    "account_full": _(
        "With this post the account would keep %(value)s, at most %(max)s. Make room there first."
    ),
    "scheduled_soon": _(
        "The network itself cannot schedule a post so near: at least %(min)s ahead. It waits here "
        "instead, until its time."
    ),
    "scheduled_far": _(
        "The network itself cannot schedule a post so far ahead: at most %(max)s. It waits here "
        "instead, until its time."
    ),
    "late_to_change": _(
        "The network takes no changes to what it has scheduled in the last %(min)s before."
    ),
    "too_soon_after": _(
        "This comes %(value)s after the post before it; the network wants at least %(min)s between "
        "two. Move it."
    ),
    "too_soon_for_new": _(
        "This comes %(value)s after the post before it; accounts that are new there have to wait "
        "%(min)s between two."
    ),
    "too_late_to_remove": _(
        "The network lets nobody remove a post after %(max)s. Remove it there by hand, if at all."
    ),
    "too_late_to_edit": _("The network lets nobody edit a post after %(max)s."),
}

# Counted things: the plural follows the limit.
BY_COUNT: Mapping[Code, str | Promise] = {
    "too_many_tags": ngettext_lazy(
        "This post has %(value)s tags, at most %(max)d is taken. Remove some.",
        "This post has %(value)s tags, at most %(max)d are taken. Remove some.",
        "max",
    ),
    "too_many_links": ngettext_lazy(
        "The text has %(value)s links, at most %(max)d is taken. Remove some.",
        "The text has %(value)s links, at most %(max)d are taken. Remove some.",
        "max",
    ),
    "too_many_mentions": ngettext_lazy(
        "The text mentions %(value)s accounts, at most %(max)d is taken. Remove some.",
        "The text mentions %(value)s accounts, at most %(max)d are taken. Remove some.",
        "max",
    ),
    "too_many_hashtags": ngettext_lazy(
        "The text has %(value)s hashtags, at most %(max)d is taken. Remove some.",
        "The text has %(value)s hashtags, at most %(max)d are taken. Remove some.",
        "max",
    ),
    "many_hashtags": ngettext_lazy(
        "The text has %(value)s hashtags. Not more than %(max)d is advised.",
        "The text has %(value)s hashtags. Not more than %(max)d are advised.",
        "max",
    ),
    "too_many_images": ngettext_lazy(
        "There are %(value)s pictures, at most %(max)d is taken. Remove some.",
        "There are %(value)s pictures, at most %(max)d are taken. Remove some.",
        "max",
    ),
    "too_many_videos": ngettext_lazy(
        "There are %(value)s films, at most %(max)d is taken. Remove some.",
        "There are %(value)s films, at most %(max)d are taken. Remove some.",
        "max",
    ),
    "too_many_recordings": ngettext_lazy(
        "There are %(value)s recordings, at most %(max)d is taken. Remove some.",
        "There are %(value)s recordings, at most %(max)d are taken. Remove some.",
        "max",
    ),
    "too_many_media": ngettext_lazy(
        "There are %(value)s files, at most %(max)d is taken. Remove some.",
        "There are %(value)s files, at most %(max)d are taken. Remove some.",
        "max",
    ),
    "link_card_dropped": ngettext_lazy(
        "With more than %(max)d picture the card of the link is not shown.",
        "With more than %(max)d pictures the card of the link is not shown.",
        "max",
    ),
    "too_many_paragraphs": ngettext_lazy(
        "The text has %(value)s paragraphs, at most %(max)d is taken. Shorten it.",
        "The text has %(value)s paragraphs, at most %(max)d are taken. Shorten it.",
        "max",
    ),
    "too_many_blocks": ngettext_lazy(
        "Paragraphs, files and links make %(value)s blocks, at most %(max)d is taken. Shorten it.",
        "Paragraphs, files and links make %(value)s blocks, at most %(max)d are taken. Shorten it.",
        "max",
    ),
    "quotes_too_deep": ngettext_lazy(
        "Quotations stand %(value)s deep in each other, at most %(max)d is taken.",
        "Quotations stand %(value)s deep in each other, at most %(max)d are taken.",
        "max",
    ),
    "many_links_for_new": ngettext_lazy(
        "The text has %(value)s links. An account that is new there may post %(max)d at most.",
        "The text has %(value)s links. An account that is new there may post %(max)d at most.",
        "max",
    ),
    "many_mentions_for_new": ngettext_lazy(
        "The text mentions %(value)s accounts. One that is new there may mention %(max)d at most.",
        "The text mentions %(value)s accounts. One that is new there may mention %(max)d at most.",
        "max",
    ),
    "many_images_for_new": ngettext_lazy(
        "There are %(value)s pictures. An account that is new there may post %(max)d at most.",
        "There are %(value)s pictures. An account that is new there may post %(max)d at most.",
        "max",
    ),
    "too_many_cashtags": ngettext_lazy(
        "The text has %(value)s cashtags, at most %(max)d is taken. Remove some.",
        "The text has %(value)s cashtags, at most %(max)d are taken. Remove some.",
        "max",
    ),
    "too_many_entities": ngettext_lazy(
        "The text has %(value)s links, mentions and hashtags, at most %(max)d works. Remove some.",
        "The text has %(value)s links, mentions and hashtags, at most %(max)d work. Remove some.",
        "max",
    ),
    "too_many_languages": ngettext_lazy(
        "The post says %(value)s languages, at most %(max)d is taken.",
        "The post says %(value)s languages, at most %(max)d are taken.",
        "max",
    ),
    "too_many_of_field": ngettext_lazy(
        "%(field)s: %(value)s, at most %(max)d is taken. Remove some.",
        "%(field)s: %(value)s, at most %(max)d are taken. Remove some.",
        "max",
    ),
    "too_few_of_field": ngettext_lazy(
        "%(field)s: %(value)s, at least %(min)d is needed. Add some.",
        "%(field)s: %(value)s, at least %(min)d are needed. Add some.",
        "min",
    ),
    "too_many_gifs": ngettext_lazy(
        "There are %(value)s moving pictures, at most %(max)d is taken. Remove some.",
        "There are %(value)s moving pictures, at most %(max)d are taken. Remove some.",
        "max",
    ),
    "too_few_videos": ngettext_lazy(
        "A post needs at least %(min)d film here. Add one.",
        "A post needs at least %(min)d films here. Add some.",
        "min",
    ),
    "not_so_many_media": ngettext_lazy(
        "There are %(value)s files; a story has just %(max)d here.",
        "There are %(value)s files; a story has just %(max)d here.",
        "max",
    ),
    "too_many_subtitles": ngettext_lazy(
        "There are %(value)s files of subtitles, at most %(max)d is taken. Remove some.",
        "There are %(value)s files of subtitles, at most %(max)d are taken. Remove some.",
        "max",
    ),
    "frame_rate_too_high": ngettext_lazy(
        "The film has %(value)s frames a second, at most %(max)d is taken. Convert it.",
        "The film has %(value)s frames a second, at most %(max)d are taken. Convert it.",
        "max",
    ),
    "frame_rate_too_low": ngettext_lazy(
        "The film has %(value)s frames a second, at least %(min)d is needed. Take another one.",
        "The film has %(value)s frames a second, at least %(min)d are needed. Take another one.",
        "min",
    ),
    "too_many_frames": ngettext_lazy(
        "The moving picture has %(value)s frames, at most %(max)d is taken. Cut it.",
        "The moving picture has %(value)s frames, at most %(max)d are taken. Cut it.",
        "max",
    ),
    "too_many_pages": ngettext_lazy(
        "The document has %(value)s pages, at most %(max)d is taken. Cut it.",
        "The document has %(value)s pages, at most %(max)d are taken. Cut it.",
        "max",
    ),
    "many_waiting": ngettext_lazy(
        "With this post %(value)s wait; the network itself keeps %(max)d at most. The rest waits "
        "here.",
        "With this post %(value)s wait; the network itself keeps %(max)d at most. The rest waits "
        "here.",
        "max",
    ),
    "many_that_day": ngettext_lazy(
        "With this post %(value)s are planned for that day; the network itself schedules "
        "%(max)d at most.",
        "With this post %(value)s are planned for that day; the network itself schedules "
        "%(max)d at most.",
        "max",
    ),
    "too_many_edits": ngettext_lazy(
        "This would be edit number %(value)s; the network takes %(max)d at most.",
        "This would be edit number %(value)s; the network takes %(max)d at most.",
        "max",
    ),
    "too_many_removals": ngettext_lazy(
        "This would be removal number %(value)s; the network takes %(max)d at most in that time.",
        "This would be removal number %(value)s; the network takes %(max)d at most in that time.",
        "max",
    ),
    "too_few_media": ngettext_lazy(
        "A post needs at least %(min)d picture or film here. Add one.",
        "A post needs at least %(min)d pictures or films here. Add some.",
        "min",
    ),
}

_PLAIN: Mapping[Code, str | Promise] = {
    "publishing_impossible": _("Nothing can be published to an account of this kind."),
    "publishing_by_hand": _(
        "A person publishes this: you will be reminded and find the text prepared."
    ),
    "file_empty": _("There is nothing in this file. Take another one."),
    "post_costs": _("The network charges %(usd)s US dollars for this post."),
    "too_often": _(
        "With this post it would be %(value)s %(things)s within %(window)s, and the network takes "
        "%(limit)s at most. Move it."
    ),
    "post_empty": _("There is nothing in this post. Write something or add a picture."),
    "thread_part_empty": _("This post of the thread is empty. Write something or remove it."),
    "title_required": _("A title is needed here. Write one."),
    "text_required": _("A text is needed here. Write one."),
    "media_required": _("A picture or film is needed here. Add one."),
    "warning_not_shown": _(
        "This network has no content warnings: the text will be seen at once. Put the warning "
        "into the text."
    ),
    "thread_impossible": _("This network has no threads: only the first post would appear."),
    "visibility_impossible": _(
        "This network shows every post to everybody. Choose “public” or leave this channel out."
    ),
    "visibility_unknown": _(
        "The network does not know the visibility “%(visibility)s”. Choose one of: %(known)s."
    ),
    "language_unknown": _(
        "“%(language)s” is not the code of a language. Write it like “sl” or “pt-BR”."
    ),
    "link_not_an_address": _("The link is not an address. Write it whole, with https://."),
    "type_refused": _("Files of type %(type)s are not taken here. Use another type."),
    "codec_refused": _(
        "Films encoded as %(codec)s are not taken here, only: %(known)s. Convert the film."
    ),
    "animation_refused": _("Moving pictures stand still here. Use the first frame, or a film."),
    "film_empty": _("The film lasts no time: there is nothing to see. Take another file."),
    "film_unknown": _(
        "Length, size and encoding of this film are not known, so nobody can tell whether it is "
        "taken. Install the extra with “pip install skupnost[film]”, then add the film again."
    ),
    "cover_missing": _("A film needs a cover picture here. Make one from a frame."),
    "medium_not_sent": _(
        "Skupnost cannot send films or recordings to this network yet. Leave it out here, or put "
        "it there by hand."
    ),
    "images_and_video": _("Pictures and a film cannot be in one post here. Keep one of the two."),
    "alt_text_missing": _(
        "People who cannot see it do not know what it shows. Describe it, or mark it as decoration."
    ),
    "control_character": _(
        "At place %(place)s there is an invisible control character (%(character)s). Remove it."
    ),
    "broken_character": _(
        "At place %(place)s there is half a character (%(character)s). Remove it or paste it again."
    ),
    "forbidden_character": _("These characters are not taken here: %(characters)s. Remove them."),
}

# What is said of a count where the limit is none at all.
NONE_TAKEN: Mapping[Code, str | Promise] = {
    "too_many_images": _("No pictures are taken here. Remove them."),
    "too_many_videos": _("No films are taken here. Remove them."),
    "too_many_recordings": _("No recordings are taken here. Remove them."),
    "too_many_media": _("No files are taken here. Remove them."),
}

FIELDS: Mapping[str, str | Promise] = {
    "title": _("The title will not be shown on this network."),
    "excerpt": _("The excerpt will not be shown on this network."),
    "slug": _("The address part cannot be chosen on this network."),
    "categories": _("This network has no categories: they will not be shown."),
    "tags": _("The tags will not be shown on this network. Write them as hashtags in the text."),
    "link_url": _("This network makes no card of a link: put the link into the text."),
}

SENTENCES: Mapping[Code, str | Promise] = {
    **BY_AMOUNT,
    **BY_COUNT,
    **_PLAIN,
    "field_not_shown": FIELDS["title"],
}
