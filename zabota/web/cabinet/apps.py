from django.apps import AppConfig


class CabinetConfig(AppConfig):
    name = "zabota.web.cabinet"
    label = "cabinet"
