from django.apps import AppConfig


class PublicConfig(AppConfig):
    name = "zabota.web.public"
    label = "public"
