from django.apps import AppConfig


class SpreadsheetConfig(AppConfig):
    name = "zabota.connectors.spreadsheet"
    label = "spreadsheet"
    default_auto_field = "django.db.models.BigAutoField"
