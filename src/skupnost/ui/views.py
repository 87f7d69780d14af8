"""The font and the style guide."""

from __future__ import annotations

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from skupnost.ui.examples import styleguide
from skupnost.ui.fonts import FILE_NAME, font_path


def font(request: HttpRequest, name: str) -> HttpResponseBase:
    """The text font, kept by the browser for a year."""
    path = font_path(settings.DATA)
    if name != FILE_NAME or not path.exists():
        raise Http404
    answer = FileResponse(path.open("rb"), content_type="font/woff2")
    answer["Cache-Control"] = "public, max-age=31536000, immutable"
    return answer


def style_guide(request: HttpRequest) -> HttpResponse:
    """Every component, in both themes."""
    return render(request, "ui/styleguide.html", styleguide())
