"""Django forms drawn with our field: label, help, control, error."""

from __future__ import annotations

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """`{{ form.name.as_field_group }}` and `{{ form }}` use our templates."""

    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"
