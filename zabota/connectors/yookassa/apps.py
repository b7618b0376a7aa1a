from django.apps import AppConfig


class YooKassaConfig(AppConfig):
    name = "zabota.connectors.yookassa"
    label = "yookassa"
    default_auto_field = "django.db.models.BigAutoField"
