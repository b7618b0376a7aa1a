from django.apps import AppConfig


class SettingsConfig(AppConfig):
    name = "zabota.domain.settings"
    label = "settings"
    default_auto_field = "django.db.models.BigAutoField"
