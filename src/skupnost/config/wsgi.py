"""The web process' entry."""

from __future__ import annotations

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from skupnost.ui.fonts import prepare_in_background

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "skupnost.config.settings")
application = get_wsgi_application()

prepare_in_background(settings.DATA)
