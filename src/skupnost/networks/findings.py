"""What preflight finds, in words: what is wrong, by how much, what to do, and who says so."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from skupnost.domain.facts import Confidence, Fact
from skupnost.domain.preflight import Finding, Level
from skupnost.domain.preflight.codes import CODES, Code
from skupnost.networks.amounts import amount_words, figure_words

# Amounts come with their unit: %(off)s is “12 characters” or “300 KB”.
_BY_AMOUNT: Mapping[Code, str | Promise] = {
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
        "Some servers refuse files above %(max)s. This has %(value)s: make it smaller to be safe."
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
}

# Counted things: the plural follows the limit.
_BY_COUNT: Mapping[Code, str | Promise] = {
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

_FIELDS: Mapping[str, str | Promise] = {
    "title": _("The title will not be shown on this network."),
    "excerpt": _("The excerpt will not be shown on this network."),
    "slug": _("The address part cannot be chosen on this network."),
    "categories": _("This network has no categories: they will not be shown."),
    "tags": _("The tags will not be shown on this network. Write them as hashtags in the text."),
    "link_url": _("This network makes no card of a link: put the link into the text."),
}

SENTENCES: Mapping[Code, str | Promise] = {
    **_BY_AMOUNT,
    **_BY_COUNT,
    **_PLAIN,
    "field_not_shown": _FIELDS["title"],
}

_FILES = ("file_too_heavy", "file_heavy_for_some", "file_too_small", "thumb_too_heavy")
_THREAD = re.compile(r"thread\.(\d+)")
_MEDIUM = re.compile(r"media\.(\d+)")


def sentence(finding: Finding) -> str:
    """The finding in the reader's language, with its place where there are several, and with the
    source and its date where the figure is not the network's own word."""
    return " ".join(filter(None, (_placed(finding), remark(finding.fact, finding))))


def sentence_of(params: Mapping[str, object]) -> str:
    """The sentence of a finding as the ledger keeps it: its code, its place and its figures; empty
    for a code that preflight does not say (any more)."""
    code, where = params.get("code"), params.get("where")
    if code not in CODES:
        return ""
    figures = {
        name: value for name, value in params.items() if isinstance(value, str | int | float)
    }
    return _placed(Finding(Level.ERROR, code, str(where or ""), figures))


def _placed(finding: Finding) -> str:
    words = _words(finding)
    for pattern, label in (
        (_MEDIUM, gettext("Picture %(n)d: %(words)s")),
        (_THREAD, gettext("Post %(n)d of the thread: %(words)s")),
    ):
        if found := pattern.search(finding.where):
            words = label % {"n": int(found[1]) + 1, "words": words}
    return words


def _words(finding: Finding) -> str:
    if finding.code == "field_not_shown":
        return str(_FIELDS.get(str(finding.params.get("field")), _FIELDS["title"]))
    template = SENTENCES[finding.code]
    return str(template % _params(finding))


def _params(finding: Finding) -> dict[str, object]:
    params = finding.params
    if finding.code in _BY_AMOUNT:
        return _amounts(finding)
    if finding.code in _BY_COUNT:
        whole = {name: int(n) for name, n in params.items() if isinstance(n, int | float)}
        return {**whole, "value": figure_words(whole.get("value", 0))}
    if "at" in params:
        return {**params, "place": int(params["at"]) + 1}
    return dict(params)


def _amounts(finding: Finding) -> dict[str, object]:
    """The figures with their unit, in as many digits as it takes to tell them apart."""
    unit, is_written = str(finding.params.get("unit", "")), finding.code not in _FILES
    names = [name for name in ("value", "min", "max", "off") if name in finding.params]
    figures = [float(finding.params[name]) for name in names]
    rough = [amount_words(figure, unit, exact=is_written) for figure in figures]
    if len(set(rough[:2])) < 2:
        rough = [amount_words(figure, unit, exact=True) for figure in figures]
    return dict(zip(names, rough, strict=True))


def remark(fact: Fact | None, finding: Finding | None = None) -> str:
    """Where a figure comes from, if the network itself does not vouch for it; else empty."""
    if fact is None or fact.live or fact.confidence.may_block:
        return ""
    day = _day(fact.as_of or fact.source.date or fact.checked_on)
    if fact.confidence is Confidence.SECONDARY:
        words = gettext("According to “%(source)s” (%(date)s), not to the network itself.")
        return words % {"source": fact.source.title, "date": day}
    return gettext("Nobody has verified this rule yet (noted %(date)s).") % {"date": day}


def _day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")
