from django.apps import AppConfig


class RobokassaConfig(AppConfig):
    name = "zabota.connectors.robokassa"
    label = "robokassa"
    default_auto_field = "django.db.models.BigAutoField"
