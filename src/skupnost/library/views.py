"""Pages about media, and the media themselves."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from skupnost.clients.access import client_or_404
from skupnost.clients.models import Client
from skupnost.library import actions, thumbnails
from skupnost.library.cleaning import MAX_BYTES, NotAPicture
from skupnost.library.forms import DescribeForm
from skupnost.library.queries import asset_or_404, assets_of
from skupnost.library.sentences import in_use, not_a_picture
from skupnost.library.storage import MediaMissing, read
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
            if (file.size or 0) > MAX_BYTES:
                raise NotAPicture("too_large", {"max": MAX_BYTES // 1_000_000})
            actions.add_asset(
                client=found, name=file.name or "", content=file.read(), now=timezone.now()
            )
            n_added += 1
        except NotAPicture as error:
            warn(request, not_a_picture(actions.safe_name(file.name or ""), error))
    if n_added:
        text = ngettext("%(count)d picture added.", "%(count)d pictures added.", n_added)
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
    context = {"client": found, "asset": picture, "form": form, "n_posts": picture.posts.count()}
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


@require_safe
def asset_file(request: HttpRequest, client: str, asset: int) -> HttpResponse:
    picture = asset_or_404(_client(request, client), asset)
    try:
        return _bytes(read(picture.sha256), picture.mime)
    except MediaMissing as error:
        raise Http404 from error


@require_safe
def asset_thumbnail(request: HttpRequest, client: str, asset: int) -> HttpResponse:
    picture = asset_or_404(_client(request, client), asset)
    try:
        return _bytes(thumbnails.thumbnail(picture.sha256), thumbnails.MIME)
    except MediaMissing as error:
        raise Http404 from error


def _client(request: HttpRequest, slug: str) -> Client:
    return client_or_404(request.user, slug)


def _bytes(content: bytes, mime: str) -> HttpResponse:
    """The media as such: never guessed to be a page, kept by the person's own browser only."""
    answer = HttpResponse(content, content_type=mime)
    answer["Content-Disposition"] = "inline"
    answer["Cache-Control"] = "private, max-age=86400"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
