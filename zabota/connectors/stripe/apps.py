from django.apps import AppConfig


class StripeConfig(AppConfig):
    name = "zabota.connectors.stripe"
    label = "stripe"
    default_auto_field = "django.db.models.BigAutoField"
