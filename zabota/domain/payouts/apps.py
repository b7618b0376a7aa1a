from django.apps import AppConfig


class PayoutsConfig(AppConfig):
    name = "zabota.domain.payouts"
    label = "payouts"
    default_auto_field = "django.db.models.BigAutoField"
