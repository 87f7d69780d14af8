"""Django's settings. What a user may change comes from the environment."""

from __future__ import annotations

import os
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from skupnost.config.paths import data_folder
from skupnost.config.secrets import read_or_make
from skupnost.domain.public_address import read_address

DATA = data_folder()
DATA.mkdir(parents=True, exist_ok=True)

# Django puts its own zone into TZ, for our child processes too: keep what the person had there.
MACHINE_TZ = os.environ.setdefault("SKUPNOST_MACHINE_TZ", os.environ.get("TZ", ""))

SECRET_KEY = read_or_make(DATA / "django.key")
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"] + [
    host for host in os.environ.get("SKUPNOST_HOSTS", "").split(",") if host
]
ADDRESS = read_address(os.environ.get("SKUPNOST_ADDRESS", ""))
if ADDRESS:
    ALLOWED_HOSTS.append(ADDRESS.host)
    # The web server in front ends HTTPS, so that forms arrive here as if sent to plain HTTP.
    CSRF_TRUSTED_ORIGINS = [ADDRESS.origin]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "csp",
    "skupnost.ui",
    "skupnost.jobs",
    "skupnost.people",
    "skupnost.clients",
    "skupnost.library",
    "skupnost.networks",
    "skupnost.channels",
    "skupnost.publishing",
    "skupnost.metrics",
    "skupnost.strategy",
    "skupnost.editorial",
    "skupnost.desk",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "skupnost.people.doors.Permissions",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "skupnost.people.doors.OwnLanguage",
    # Before the forgery check, so that a stranger's POST learns no more than a stranger's GET.
    "skupnost.people.doors.ClosedDoors",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "skupnost.clients.memory.RememberClient",
    "skupnost.clients.doors.FormsOnly",
]

# Addresses that somebody who is not signed in may open; all others are 404 for them.
PUBLIC_VIEWS = frozenset(
    {"people:login", "people:login_link", "people:language", "people:theme", "ui:font"}
)

ROOT_URLCONF = "skupnost.config.urls"
WSGI_APPLICATION = "skupnost.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "skupnost.config.shell.shell",
            ],
        },
    },
]

FORM_RENDERER = "skupnost.ui.renderer.Renderer"

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA / "skupnost.sqlite3",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;",
        },
        "TEST": {"NAME": DATA / "test.sqlite3"},
    },
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.User"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("sl", _("Slovenian")), ("es", _("Spanish"))]
LOCALE_PATHS = [Path(__file__).parents[1] / "locale"]
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = ["skupnost.ui.formats"]
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
IS_HTTPS = ADDRESS is not None and ADDRESS.is_https
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = IS_HTTPS
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "media-src": [SELF, "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    },
}

# How letters leave, if the environment says so; else the page "E-mail" does.
EMAIL = {
    "host": os.environ.get("SKUPNOST_EMAIL_HOST", ""),
    "port": os.environ.get("SKUPNOST_EMAIL_PORT", ""),
    "security": os.environ.get("SKUPNOST_EMAIL_SECURITY", ""),
    "user": os.environ.get("SKUPNOST_EMAIL_USER", ""),
    "password": os.environ.get("SKUPNOST_EMAIL_PASSWORD", ""),
    "from": os.environ.get("SKUPNOST_EMAIL_FROM", ""),
    "to": os.environ.get("SKUPNOST_EMAIL_TO", ""),
}

# Rooms import downwards only; this is how the strategy room, below the calendar, hears of drafts
# there: client, first and last moment in, moments by channel out.
DRAFTS_BETWEEN = "skupnost.editorial.queries.drafts_between"
# The same for a channel's page: channel and time in, the posts that wait for the channel out.
WAITING_POSTS = "skupnost.editorial.queries.waiting_posts"

ALLOW_PRIVATE_HOSTS = os.environ.get("SKUPNOST_ALLOW_PRIVATE_HOSTS") == "1"
