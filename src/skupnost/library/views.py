"""Pages about media, and the media themselves."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from skupnost.clients.access import client_or_404
from skupnost.clients.models import Client
from skupnost.library import actions, mends, thumbnails
from skupnost.library.cleaning import NotAPicture
from skupnost.library.extras import installed
from skupnost.library.forms import POINTS, SHAPES, CoverForm, CropForm, DescribeForm
from skupnost.library.queries import asset_or_404, assets_of, n_posts_with, versions_of
from skupnost.library.sentences import in_use, no_mend, not_a_picture
from skupnost.library.serving import guarded, sent
from skupnost.library.storage import MediaMissing, media_path
from skupnost.ui.toasts import say, warn

N_ON_PAGE = 48
N_AT_ONCE = 20


@require_safe
def asset_list(request: HttpRequest, client: str) -> HttpResponse:
    found = client_or_404(request.user, client)
    only = request.GET.get("only") == "undescribed"
    pages = Paginator(assets_of(found, is_missing_alt=only), N_ON_PAGE)
    page = pages.get_page(request.GET.get("page"))
    n_undescribed = assets_of(found, is_missing_alt=True).count()
    context = {"client": found, "page": page, "only": only, "n_undescribed": n_undescribed}
    return render(request, "library/list.html", context)


@require_POST
def add(request: HttpRequest, client: str) -> HttpResponse:
    found = client_or_404(request.user, client)
    n_added = 0
    for file in request.FILES.getlist("pictures")[:N_AT_ONCE]:
        try:
            actions.add_asset(
                client=found, name=file.name or "", content=file.chunks(), now=timezone.now()
            )
            n_added += 1
        except NotAPicture as error:
            warn(request, not_a_picture(actions.safe_name(file.name or ""), error))
    if n_added:
        text = ngettext("%(count)d file added.", "%(count)d files added.", n_added)
        say(request, text % {"count": n_added})
    return redirect("library:list", client=found.slug)


@require_http_methods(["GET", "POST"])
def asset_detail(request: HttpRequest, client: str, asset: int) -> HttpResponse:
    found = client_or_404(request.user, client)
    picture = asset_or_404(found, asset)
    form = DescribeForm(request.POST or None, instance=picture)
    if request.method == "POST" and form.is_valid():
        actions.describe_asset(asset=picture, **form.cleaned_data)
        say(request, gettext("The description is saved."))
        return redirect("library:list", client=found.slug)
    context = {
        "client": found,
        "asset": picture,
        "form": form,
        "n_posts": n_posts_with(picture),
        "versions": versions_of(picture),
        "shapes": SHAPES,
        "points": POINTS,
        "point": f"{picture.focus_x:g},{picture.focus_y:g}",
        "has_frames": installed().film,
    }
    return render(request, "library/asset.html", context, status=422 if form.is_bound else 200)


@require_POST
def remove(request: HttpRequest, client: str, asset: int) -> HttpResponse:
    found = client_or_404(request.user, client)
    try:
        actions.remove_asset(asset=asset_or_404(found, asset))
    except actions.InUse as error:
        warn(request, in_use(error.n_posts))
        return redirect("library:asset", client=found.slug, asset=asset)
    say(request, gettext("The picture is no longer in the library."))
    return redirect("library:list", client=found.slug)


@require_POST
def crop(request: HttpRequest, client: str, asset: int) -> HttpResponse:
    """A version of a picture in another shape, or only the point that crops keep in sight."""
    found = client_or_404(request.user, client)
    picture = asset_or_404(found, asset)
    form = CropForm(request.POST)
    if picture.is_film or not form.is_valid():
        warn(request, gettext("Choose a shape and the point that stays in sight."))
        return redirect("library:asset", client=found.slug, asset=asset)
    x, y = form.point
    actions.set_focus(asset=picture, x=x, y=y)
    if request.POST.get("do") == "focus":
        say(request, gettext("Crops will keep this point in sight."))
        return redirect("library:asset", client=found.slug, asset=asset)
    try:
        version = mends.crop(asset=picture, ratio=form.ratio, now=timezone.now())
    except mends.CannotMend as error:
        warn(request, no_mend(error.code))
        return redirect("library:asset", client=found.slug, asset=asset)
    say(request, gettext("Cropped. The original is kept."))
    return redirect("library:asset", client=found.slug, asset=version.pk)


@require_POST
def cover(request: HttpRequest, client: str, asset: int) -> HttpResponse:
    """The cover of a film: the frame of a second, or none."""
    found = client_or_404(request.user, client)
    film = asset_or_404(found, asset)
    form = CoverForm(request.POST)
    if request.POST.get("do") == "none":
        actions.set_cover(film=film, cover=None)
        say(request, gettext("The film has no cover any more."))
    elif not film.is_film or not form.is_valid():
        warn(request, gettext("Write the second of the film as a number."))
    else:
        try:
            mends.make_cover(film=film, seconds=form.cleaned_data["second"], now=timezone.now())
            say(request, gettext("This frame is the cover now."))
        except mends.CannotMend as error:
            warn(request, no_mend(error.code))
    return redirect("library:asset", client=found.slug, asset=asset)


@require_safe
def asset_file(request: HttpRequest, client: str, asset: int) -> HttpResponseBase:
    picture = asset_or_404(_client(request, client), asset)
    path = media_path(picture.sha256)
    if not path.exists():
        raise Http404
    return sent(request, path, picture.mime)


@require_safe
def asset_thumbnail(request: HttpRequest, client: str, asset: int) -> HttpResponseBase:
    picture = asset_or_404(_client(request, client), asset)
    try:
        small = HttpResponse(thumbnails.thumbnail(picture.sha256), content_type=thumbnails.MIME)
    except thumbnails.NoFrame:
        small = HttpResponse(thumbnails.FILM, content_type="image/svg+xml")
    except MediaMissing as error:
        raise Http404 from error
    return guarded(small)


def _client(request: HttpRequest, slug: str) -> Client:
    return client_or_404(request.user, slug)
