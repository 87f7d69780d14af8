"""Why a file cannot be taken, in words: stable codes in, translated sentences out."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from skupnost.library.cleaning import NotAPicture

REASONS: Mapping[str, str | Promise] = {
    "empty": _("The file is empty. Choose it again."),
    "too_large": _("The file is larger than %(max)s MB. Make it smaller and try again."),
    "svg": _("An SVG drawing cannot be posted. Export it as PNG."),
    "heic_needs_extra": _(
        "This is a HEIC photo. Install the extra with “pip install skupnost[media]”, or save the "
        "photo as JPEG."
    ),
    "too_many_pixels": _(
        "The picture has more than %(max)s million pixels. Make it smaller and try again."
    ),
    "too_many_frames": _("The animation is too long. Shorten it or make it smaller."),
    "not_a_picture": _(
        "This is neither a picture nor a film. JPEG, PNG, GIF, WebP, AVIF, MP4 and MOV can be used."
    ),
    "film_needs_extra": _(
        "Films of this kind need the extra: “pip install skupnost[film]”. Or save the film as MP4."
    ),
    "not_a_film": _("There is no film in this file. Take another one."),
    "broken_film": _("The film is damaged or cut off. Save it again and try once more."),
    "film_empty": _("The film lasts no time: there is nothing to see. Take another file."),
    "broken": _("The picture is damaged or cut off. Save it again and try once more."),
    "format": _("%(format)s pictures cannot be posted. Save it as JPEG, PNG, GIF, WebP or AVIF."),
    "disk_full": _("The disk is full: nothing was saved. Make room and try again."),
}


# Why a mend was not made.
NO_MEND: Mapping[str, str | Promise] = {
    **REASONS,
    "no_mend": _("That did not help: nothing was changed. Mend it by hand."),
    "too_much_work": _(
        "The film is too long to be made anew here. Shorten it with a program for films first."
    ),
}


def why_not(error: NotAPicture) -> str:
    """One sentence that says what is wrong with the file and what to do."""
    return str(REASONS[error.code]) % error.params


def no_mend(code: str) -> str:
    """One sentence that says why a mend was not made."""
    return str(NO_MEND[code])


def not_a_picture(name: str, error: NotAPicture) -> str:
    """The same, with the file's name before it."""
    return gettext("%(name)s: %(reason)s") % {"name": name, "reason": why_not(error)}


def in_use(n_posts: int) -> str:
    """Why a picture cannot be taken out of the library."""
    text = ngettext(
        "%(count)d post carries this picture. Take it out of the post first.",
        "%(count)d posts carry this picture. Take it out of the posts first.",
        n_posts,
    )
    return text % {"count": n_posts}


def named_otherwise(name: str, named: str, mime: str) -> str:
    """That a file is not what the ending of its name says."""
    text = gettext("%(name)s is %(mime)s, not %(named)s as its name says.")
    return text % {"name": name, "mime": mime, "named": named}
