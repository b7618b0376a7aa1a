from django.apps import AppConfig


class BackofficeConfig(AppConfig):
    name = "zabota.web.backoffice"
    label = "backoffice"
