from django.apps import AppConfig


class BankConfig(AppConfig):
    name = "zabota.connectors.bank"
    label = "bank"
    default_auto_field = "django.db.models.BigAutoField"
