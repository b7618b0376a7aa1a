from django.apps import AppConfig


class CloudPaymentsConfig(AppConfig):
    name = "zabota.connectors.cloudpayments"
    label = "cloudpayments"
    default_auto_field = "django.db.models.BigAutoField"
