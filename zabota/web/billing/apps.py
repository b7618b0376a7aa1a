from django.apps import AppConfig


class BillingConfig(AppConfig):
    name = "zabota.web.billing"
    label = "billing"
