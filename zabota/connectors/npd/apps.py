from django.apps import AppConfig


class NpdConfig(AppConfig):
    name = "zabota.connectors.npd"
    label = "npd"
    default_auto_field = "django.db.models.BigAutoField"
