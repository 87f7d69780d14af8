"""The web process' entry."""

from __future__ import annotations

import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from skupnost.ui.fonts import prepare_in_background

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "skupnost.config.settings")
application = get_wsgi_application()
# Every page's module is loaded now, while the database is still being looked at, and not by the
# first request: that would wait for it.
import_module(settings.ROOT_URLCONF)

prepare_in_background(settings.DATA)
