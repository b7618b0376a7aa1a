from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "zabota.web.api"
    label = "api"
