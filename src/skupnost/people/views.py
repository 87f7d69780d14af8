"""Signing in and out; preferences."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import check_for_language, gettext, override
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from skupnost.people import actions
from skupnost.people.forms import PasswordLoginForm, PreferencesForm
from skupnost.people.models import User
from skupnost.people.queries import anybody_has_a_password
from skupnost.ui.redirects import safe_next
from skupnost.ui.toasts import say

BACKEND = "django.contrib.auth.backends.ModelBackend"
YEAR = 365 * 24 * 3600


@require_http_methods(["GET", "POST"])
def log_in(request: HttpRequest) -> HttpResponse:
    """How to get in: a one-time link, or a password where somebody has one."""
    if request.user.is_authenticated:
        return redirect(safe_next(request, "/"))
    has_form = anybody_has_a_password()
    if request.method == "POST" and has_form:
        return _by_password(request)
    form = PasswordLoginForm() if has_form else None
    return render(request, "people/login.html", {"form": form, "next": safe_next(request, "")})


def _by_password(request: HttpRequest) -> HttpResponse:
    form = PasswordLoginForm(request.POST)
    user = _whom(request, form) if form.is_valid() else None
    if user:
        login(request, user)
        return redirect(safe_next(request, "/"))
    context = {"form": form, "next": safe_next(request, "")}
    return render(request, "people/login.html", context, status=422)


def _whom(request: HttpRequest, form: PasswordLoginForm) -> User | None:
    """The person whose password this is; otherwise None, with words in the form."""
    name, now = form.cleaned_data["username"], timezone.now()
    address = str(request.META.get("REMOTE_ADDR", ""))
    if not actions.may_try(name=name, address=address, now=now):
        form.add_error(None, gettext("Too many tries. Wait a quarter of an hour, or use a link."))
        return None
    user = authenticate(request, username=name, password=form.cleaned_data["password"])
    if isinstance(user, User):
        actions.forget_failures(name=name)
        return user
    actions.note_failure(name=name, address=address, now=now)
    form.add_error(None, gettext("This name and this password do not belong together."))
    return None


@require_GET
def login_link(request: HttpRequest, token: str) -> HttpResponse:
    """Signs in, once. A link that no longer works says how to get another."""
    user = actions.use_login_link(token=token, now=timezone.now())
    if user is None:
        if request.user.is_authenticated:
            return redirect("/")
        return render(request, "people/link_used.html", status=410)
    login(request, user, backend=BACKEND)
    return redirect(safe_next(request, "/"))


@require_http_methods(["GET", "POST"])
def log_out(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        logout(request)
        return redirect("people:login")
    return render(request, "people/logout.html")


@require_http_methods(["GET", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    user = User.objects.get(username=request.user.get_username())
    form = PreferencesForm(request.POST or None, instance=user)
    if request.method == "POST" and form.is_valid():
        form.save()
        update_session_auth_hash(request, user)
        with override(user.language or None):
            say(request, gettext("Your preferences are saved."))
        return _with_choices(redirect("people:preferences"), user.language, user.theme)
    status = 422 if form.is_bound else 200
    return render(request, "people/preferences.html", {"form": form}, status=status)


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Choose the language of the pages; remembered by cookie, and by account when signed in."""
    answer = redirect(safe_next(request, "/"))
    wanted = request.POST.get("language", "")
    if wanted not in dict(settings.LANGUAGES) or not check_for_language(wanted):
        return answer
    if request.user.is_authenticated:
        actions.choose_language(user=request.user, language=wanted)
    return _with_choices(answer, wanted, "")


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Choose light, dark or the system's colours."""
    answer = redirect(safe_next(request, "/"))
    wanted = request.POST.get("theme", "")
    if wanted not in User.Theme.values:
        return answer
    if request.user.is_authenticated:
        actions.choose_theme(user=request.user, theme=wanted)
    return _with_choices(answer, "", wanted)


def _with_choices(answer: HttpResponse, language: str, theme: str) -> HttpResponse:
    for name, value in ((settings.LANGUAGE_COOKIE_NAME, language), ("theme", theme)):
        if value:
            answer.set_cookie(
                name,
                value,
                max_age=YEAR,
                httponly=True,
                samesite="Lax",
                secure=settings.SESSION_COOKIE_SECURE,
            )
    return answer
