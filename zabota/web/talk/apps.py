from django.apps import AppConfig


class TalkConfig(AppConfig):
    name = "zabota.web.talk"
    label = "talk"
