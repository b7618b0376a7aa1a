from django.apps import AppConfig


class BellConfig(AppConfig):
    name = "zabota.web.bell"
    label = "bell"
