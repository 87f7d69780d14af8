from django.apps import AppConfig


class EditorialConfig(AppConfig):
    name = "skupnost.editorial"
    label = "editorial"
    default_auto_field = "django.db.models.BigAutoField"
