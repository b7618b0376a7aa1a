"""The Django app `ui`: templates, template tags and static files of the looks."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Registers templates, tags and static files under the label `ui`."""

    name = "zabota.ui"
    label = "ui"
