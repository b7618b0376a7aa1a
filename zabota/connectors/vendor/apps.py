from django.apps import AppConfig


class VendorConfig(AppConfig):
    name = "zabota.connectors.vendor"
    label = "vendor"
