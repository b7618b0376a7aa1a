from django.apps import AppConfig


class TBankConfig(AppConfig):
    name = "zabota.connectors.tbank"
    label = "tbank"
    default_auto_field = "django.db.models.BigAutoField"
