from django.apps import AppConfig


class RailsConfig(AppConfig):
    name = "zabota.connectors.rails"
    label = "rails"
