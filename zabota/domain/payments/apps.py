from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "zabota.domain.payments"
    label = "payments"
    default_auto_field = "django.db.models.BigAutoField"
